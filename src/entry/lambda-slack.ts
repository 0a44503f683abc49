import { cannotTakeBlocks } from '../../blocks/mistake.ts'
import { askFunction, sendQuickly } from '../aws/quick-send.ts'
import { answerWith } from '../slack/answer.ts'
import { createApp } from '../slack/app.ts'
import { countedFetch } from '../slack/counted.ts'
import { createNoticeClient } from '../slack/deliver.ts'
import { farForms } from '../slack/far-forms.ts'
import { listen } from '../slack/listen.ts'
import { SlackReceiver, type SlackResponse } from '../slack/receiver.ts'
import { postTo } from '../slack/reply.ts'
import type { Work } from '../slack/run.ts'
import { arrivalOf, type HttpResult, resultOf } from './lambda-event.ts'
import { boltLogger, createLog, createLogger, createMeasured } from './logs.ts'
import { slackSecrets } from './slack-secrets.ts'
import { traceId, watch } from './trace.ts'

const log = createLog(createLogger())
const measured = createMeasured()
const env = process.env
const apiUrl = env.SLACK_API_URL

/**
 * Milliseconds from the arrival: an acknowledged listener still puts its work on the queue before Lambda freezes it, but
 * Slack never waits its three seconds for that.
 */
const patience = 2_500
const maxBytes = 1_048_576

const plain = (status: number, body = ''): SlackResponse => ({ status, type: 'text/plain', body })

/** Loaded once, when it is first needed; what failed to load is loaded again. */
const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loaded: Promise<T> | undefined
  return () => {
    loaded ??= load().catch(error => {
      loaded = undefined
      throw error
    })
    return loaded
  }
}

/** With the SDK's retries, for what one quick request did not put on the queue. */
const queue = once(async () => {
  const { createQueueClient, sendTo } = await import('../aws/queue.ts')
  const url = env.QUEUE_URL
  if (!url) throw new Error('QUEUE_URL is missing.')
  const client = createQueueClient(url)
  return (work: Work) => sendTo(client, url, work)
})

const slackFetch = countedFetch(() => measured('Throttle', 1, 'slack'))
const post = postTo(apiUrl, slackFetch)

/** Puts the work on the queue; where that fails, the person is told instead of waiting for nothing. */
const later = async (work: Work): Promise<void> => {
  const id = traceId()
  const sent = { ...work, ...(id === undefined ? {} : { id }), at: Date.now() }
  try {
    if (await sendQuickly(env, env.QUEUE_URL ?? '', sent, 1_000)) return
    const send = await queue()
    await send(sent)
  } catch (error) {
    log.error('work could not be put on the queue', { verb: work.intent.verb, error })
    const { SLACK_BOT_TOKEN } = await slackSecrets(env, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'])
    await answerWith(createNoticeClient(SLACK_BOT_TOKEN, apiUrl, slackFetch), post, log)(work.address, cannotTakeBlocks)
  }
}

/** What forms ask AWS while somebody waits: the worker may read accounts, this function may not. */
const forms = once(() => farForms(question => askFunction(env, env.WORK_FUNCTION ?? '', question, 2_300)))

const bot = once(async () => {
  const secrets = await slackSecrets(env, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'])
  const receiver = new SlackReceiver({
    signingSecret: secrets.SLACK_SIGNING_SECRET,
    now: Date.now,
    trouble: error => log.error('a request failed', { error }),
  })
  const settings = { botToken: secrets.SLACK_BOT_TOKEN, fetch: slackFetch, ...(apiUrl ? { apiUrl } : {}) }
  const app = createApp(receiver, settings, boltLogger(log))
  listen(app, later, forms)
  return receiver
})

const watched = watch(log, measured)

const answer = async (event: unknown): Promise<SlackResponse> => {
  const began = performance.now()
  const { method, path, headers, body } = arrivalOf(event)
  if (method === 'GET' && path.endsWith('/healthz')) return plain(200, 'ok')
  if (body.length > maxBytes) return plain(413)
  return watched(headers, async () => {
    try {
      const receiver = await bot()
      const response = await receiver.answer({ headers, body })
      await receiver.idle(Math.max(0, patience - (performance.now() - began)))
      return response
    } catch (error) {
      log.error('a request could not be answered', { error })
      return plain(500)
    }
  })
}

// Begun while Lambda still starts the function: the first request finds the secrets at hand.
bot().catch(error => log.error('the secrets could not be read', { error }))

/** API Gateway (payload 2.0) and function URL events; whatever else arrives is unsigned and answered 401. Never throws. */
export const handler = async (event: unknown): Promise<HttpResult> => resultOf(await answer(event))
