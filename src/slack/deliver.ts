import type { KnownBlock } from '@slack/types'
import { LogLevel, WebClient } from '@slack/web-api'
import { asText } from '../../blocks/as-text.ts'
import { cut, escapeText, limits } from '../../blocks/kit.ts'

/**
 * Why Slack did not take a message. `wait`: not now, surely not posted. `again`: nobody knows whether it was posted.
 * `elsewhere`: never in this channel. `gone`: what it belongs to was deleted. `refused`: not as it is, or not from us.
 */
export type Refusal = {
  readonly sort: 'wait' | 'again' | 'elsewhere' | 'gone' | 'refused'
  readonly why: string
  /** Of `wait`: milliseconds. */
  readonly ms: number
}
export const isRefusal = <T extends object>(it: T | Refusal): it is Refusal => 'sort' in it

const eventType = 'backup_bot_notice'
const pages = 10
const perPage = 200

/** The client for messages that must come exactly once: every second try is ours, after a look at what was posted. */
export const createNoticeClient = (token: string, slackApiUrl?: string, ask = fetch): WebClient =>
  new WebClient(token, {
    ...(slackApiUrl ? { slackApiUrl } : {}),
    fetch: ask,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    // What goes wrong is told by the flush, with the notice's name.
    logLevel: LogLevel.ERROR,
  })

const elsewhere = new Set([
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'channel_is_archived',
  'is_inactive',
  'messages_tab_disabled',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'ekm_access_denied',
  'external_channel_migrating',
])
const gone = new Set(['message_not_found', 'thread_not_found', 'cant_update_message', 'edit_window_closed'])
const passing = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
])

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined

/** Slack's refusals and the network's as one of few sorts. What is none of these is our bug and is thrown again. */
export const refusalOf = (error: unknown): Refusal => {
  const refusal = (sort: Refusal['sort'], why: string, ms = 0): Refusal => ({ sort, why, ms })
  switch (field(error, 'code')) {
    case 'slack_webapi_rate_limited_error':
      return refusal('wait', 'ratelimited', Math.max(1, Number(field(error, 'retryAfter')) || 1) * 1000)
    case 'slack_webapi_http_error': {
      const status = Number(field(error, 'statusCode'))
      return refusal(status >= 500 || status === 408 ? 'again' : 'refused', `HTTP ${status}`)
    }
    case 'slack_webapi_request_error':
      return refusal('again', String(field(field(error, 'original'), 'message') ?? 'no answer'))
    case 'slack_webapi_platform_error': {
      const why = String(field(field(error, 'data'), 'error') ?? 'unknown_error')
      if (why === 'ratelimited' || why === 'rate_limited') return refusal('wait', why, 30_000)
      if (passing.has(why)) return refusal('again', why)
      if (elsewhere.has(why)) return refusal('elsewhere', why)
      return refusal(gone.has(why) ? 'gone' : 'refused', why)
    }
    default:
      throw error
  }
}

const attempt = async <T>(call: () => Promise<T>): Promise<T | Refusal> => {
  try {
    return await call()
  } catch (error) {
    return refusalOf(error)
  }
}

const body = (blocks: readonly KnownBlock[]) => ({
  text: cut(escapeText(asText(blocks.slice(0, 1))), limits.text),
  blocks: [...blocks],
})

export type Place = { readonly channel: string; readonly thread?: string | undefined }

/** Posts once, with `id` in the message's metadata. */
export const post = (
  slack: WebClient,
  { channel, thread }: Place,
  id: string,
  blocks: readonly KnownBlock[],
): Promise<{ readonly ts: string } | Refusal> =>
  attempt(async () => {
    const { ts } = await slack.chat.postMessage({
      channel,
      ...(thread ? { thread_ts: thread } : {}),
      ...body(blocks),
      metadata: { event_type: eventType, event_payload: { id } },
      unfurl_links: false,
      unfurl_media: false,
    })
    return { ts: ts ?? '' }
  })

export const edit = (
  slack: WebClient,
  channel: string,
  ts: string,
  blocks: readonly KnownBlock[],
): Promise<{ readonly ts: string } | Refusal> =>
  attempt(async () => {
    await slack.chat.update({ channel, ts, ...body(blocks) })
    return { ts }
  })

/** The message that carries `id`, posted at `since` or later; `ts` is `null` where there is none. */
export const find = (
  slack: WebClient,
  { channel, thread }: Place,
  id: string,
  since: Date,
): Promise<{ readonly ts: string | null } | Refusal> =>
  attempt(async () => {
    // A minute less, because Slack's clock writes the messages' times and ours wrote `since`.
    const window = { channel, oldest: String(since.getTime() / 1000 - 60), limit: perPage, include_all_metadata: true }
    let cursor: string | undefined
    for (let page = 0; page < pages; page++) {
      const next = cursor ? { cursor } : {}
      const answer = thread
        ? await slack.conversations.replies({ ...window, ...next, ts: thread })
        : await slack.conversations.history({ ...window, ...next })
      for (const message of answer.messages ?? []) {
        const metadata: unknown = Reflect.get(message, 'metadata')
        if (field(metadata, 'event_type') === eventType && field(field(metadata, 'event_payload'), 'id') === id)
          return { ts: message.ts ?? null }
      }
      cursor = answer.response_metadata?.next_cursor
      if (!cursor) break
    }
    return { ts: null }
  })
