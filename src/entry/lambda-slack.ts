import { AsyncLocalStorage } from 'node:async_hooks'
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
/** The same, until work that is not on the queue is given up. */
const longest = 2_200
/** The same, until Slack itself has said that nothing answers: until then whoever asked must have been told. */
const toTell = 4_000
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

type Arrival = { readonly began: number; telling?: Promise<void> }
/** Of the request that is being answered. */
const arrivals = new AsyncLocalStorage<Arrival>()
const left = ({ began }: Arrival, ms: number): number => Math.max(0, ms - (performance.now() - began))

/** Rejects when it takes longer; `work` itself goes on. */
const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('There was no time left for it.')), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const secrets = once(() => slackSecrets(env, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']))

/** By the SDK, for what one quick request did not put on the queue. */
const queue = once(async () => {
  const { createQueueClient, onceWithin, sendTo } = await import('../aws/queue.ts')
  const url = env.QUEUE_URL
  if (!url) throw new Error('QUEUE_URL is missing.')
  const client = createQueueClient(url, onceWithin(600))
  return (work: Work) => sendTo(client, url, work)
})

const slackFetch = countedFetch(() => measured('Throttle', 1, 'slack'))
const post = postTo(apiUrl, slackFetch)

const tellThatNothingCanBeTaken = async ({ address }: Work): Promise<void> => {
  const { SLACK_BOT_TOKEN } = await secrets()
  await answerWith(createNoticeClient(SLACK_BOT_TOKEN, apiUrl, slackFetch), post, log)(address, cannotTakeBlocks)
}

const put = async (work: Work): Promise<void> => {
  if (await sendQuickly(env, env.QUEUE_URL ?? '', work, 1_000)) return
  const send = await queue()
  await send(work)
}

/** Puts the work on the queue; where that fails, the person is told instead of waiting for nothing. */
const later = async (work: Work): Promise<void> => {
  const id = traceId()
  const sent = { ...work, ...(id === undefined ? {} : { id }), at: Date.now() }
  const arrival = arrivals.getStore() ?? { began: performance.now() }
  try {
    await within(left(arrival, longest), put(sent))
  } catch (error) {
    log.error('work could not be put on the queue', { verb: work.intent.verb, error })
    arrival.telling = tellThatNothingCanBeTaken(work)
    await arrival.telling
  }
}

/** What forms ask AWS while somebody waits: the worker may read accounts, this function may not. */
const forms = once(() => farForms(question => askFunction(env, env.WORK_FUNCTION ?? '', question, 2_300)))

const bot = once(async () => {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret } = await secrets()
  const receiver = new SlackReceiver({
    signingSecret,
    now: Date.now,
    trouble: error => log.error('a request failed', { error }),
  })
  const settings = { botToken, fetch: slackFetch, ...(apiUrl ? { apiUrl } : {}) }
  const app = createApp(receiver, settings, boltLogger(log))
  listen(app, later, forms)
  return receiver
})

const watched = watch(log, measured)

const answer = async (event: unknown): Promise<SlackResponse> => {
  const arrival: Arrival = { began: performance.now() }
  const { method, path, headers, body } = arrivalOf(event)
  if (method === 'GET' && path.endsWith('/healthz')) return plain(200, 'ok')
  if (body.length > maxBytes) return plain(413)
  const answered = async () => {
    try {
      const receiver = await bot()
      const response = await receiver.answer({ headers, body })
      await receiver.idle(left(arrival, patience))
      if (arrival.telling) await within(left(arrival, toTell), arrival.telling)
      return response
    } catch (error) {
      log.error('a request could not be answered', { error })
      return plain(500)
    }
  }
  return arrivals.run(arrival, () => watched(headers, answered))
}

// Begun while Lambda still starts the function: the first request finds the secrets at hand.
bot().catch(error => log.error('the secrets could not be read', { error }))

/** API Gateway (payload 2.0) and function URL events; whatever else arrives is unsigned and answered 401. Never throws. */
export const handler = async (event: unknown): Promise<HttpResult> => resultOf(await answer(event))
