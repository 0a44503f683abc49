import { type WebAPICallResult, WebClient } from '@slack/web-api'

/** What would have been said in Slack. */
export type WouldPost = {
  readonly method: string
  readonly channel: string
  readonly thread: string | null
  readonly blocks: unknown
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A Slack client that keeps what it is given instead of sending it. */
export class PrintingSlack extends WebClient {
  readonly said: WouldPost[] = []

  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    if (method === 'chat.postMessage' || method === 'chat.update')
      this.said.push({
        method,
        channel: text(options.channel),
        thread: text(options.thread_ts) || null,
        blocks: options.blocks,
      })
    return { ok: true, ts: `${1_700_000_000 + this.said.length}.000000`, messages: [], users: [] } as WebAPICallResult
  }
}
