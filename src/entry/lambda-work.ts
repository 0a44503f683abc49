import { backOff, createQueueClient, giveBack, sendTo } from '../aws/queue.ts'
import { watched } from '../aws/watched.ts'
import type { Attributes } from '../core/signal.ts'
import { isMistake } from '../core/trouble.ts'
import { errandOf, readErrand, runErrand, Unworkable } from '../slack/errand.ts'
import { answerForm, isFormQuestion } from '../slack/far-forms.ts'
import { formTools } from '../slack/form-tools.ts'
import { createLogger, createMeasured } from './logs.ts'
import { readWorkSettings } from './settings.ts'
import { slackSecrets } from './slack-secrets.ts'
import { newTrace, traced } from './trace.ts'
import { wireWork } from './wire.ts'

type Item = {
  readonly messageId: string
  readonly body: string
  readonly receiptHandle?: string
  readonly attributes?: { readonly ApproximateReceiveCount?: string }
  readonly messageAttributes?: Attributes
}
type Batch = { readonly Records: readonly Item[] }
export type BatchAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }

const isBatch = (value: unknown): value is Batch =>
  typeof value === 'object' && value !== null && 'Records' in value && Array.isArray(value.Records)

/** Seconds until a flush that had to wait for its channel goes on. */
const again = 60

const makeWorker = async (env: Readonly<Record<string, string | undefined>>) => {
  const settings = readWorkSettings({ ...env, ...(await slackSecrets(env, ['SLACK_BOT_TOKEN'])) })
  const { log, deps, office, may, watch, runOnce } = wireWork(settings, createLogger(), createMeasured())
  const { queueUrl } = settings
  const queue = queueUrl ? watched(createQueueClient(queueUrl), watch) : undefined

  /** Tells what is due; `true` when something can be told nowhere and its events, still at hand, speak for it. */
  const tell = async (haveEvents: boolean): Promise<boolean> => {
    if (!office) return false
    const { undelivered, waiting } = await office.flush()
    if (!haveEvents && queue && queueUrl) await office.handOver(undelivered, it => sendTo(queue, queueUrl, it))
    if (waiting && queue && queueUrl) await sendTo(queue, queueUrl, { flush: true }, again)
    return undelivered.length > 0
  }

  /** Without this a failed item would come again only after the queue's visibility timeout, the same each time. */
  const holdBack = async ({ messageId, receiptHandle, attributes }: Item): Promise<void> => {
    if (!queue || !queueUrl || !receiptHandle) return
    try {
      await giveBack(queue, queueUrl, receiptHandle, backOff(Number(attributes?.ApproximateReceiveCount ?? 1)))
    } catch (error) {
      log.error('a message could not be given back', { id: messageId, error })
    }
  }

  const batch = async ({ Records }: Batch): Promise<BatchAnswer> => {
    const failed = new Set<string>()
    const counted = new Set<string>()
    for (const { messageId, body, messageAttributes } of Records) {
      try {
        const errand = readErrand(body, messageAttributes)
        if (isMistake(errand)) throw new Unworkable(errand.mistake)
        const done = await traced(newTrace(), () => runErrand(errand, { office, runWork: runOnce }))
        if (errand.is === 'event' && done !== 'ignored') counted.add(messageId)
      } catch (error) {
        log.error('a message could not be worked on: it comes again', { id: messageId, error })
        failed.add(messageId)
      }
    }
    // What can be told nowhere comes again, and ends in the dead-letter queue: the alarm there is how anybody learns of it.
    if (await traced(newTrace(), () => tell(counted.size > 0))) for (const id of counted) failed.add(id)
    await Promise.all(Records.filter(it => failed.has(it.messageId)).map(holdBack))
    return { batchItemFailures: [...failed].map(itemIdentifier => ({ itemIdentifier })) }
  }

  const tools = formTools(deps, may)

  return async (event: unknown): Promise<unknown> => {
    if (isBatch(event)) return batch(event)
    if (isFormQuestion(event)) return traced(newTrace(), () => answerForm(event, tools))
    await traced(newTrace(), () => runErrand(errandOf(event), { office, runWork: runOnce }))
    await traced(newTrace(), () => tell(false))
    return undefined
  }
}

let worker: ReturnType<typeof makeWorker> | undefined

/**
 * SQS batches (work of ours, EventBridge events), what a form asks while somebody waits, the schedule's `{ "sweep": true }`, or one
 * event by itself.
 */
export const handler = async (event: unknown): Promise<unknown> => {
  worker ??= makeWorker(process.env).catch(error => {
    worker = undefined
    throw error
  })
  return (await worker)(event)
}
