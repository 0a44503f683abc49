import type { KnownBlock, ModalView } from '@slack/types'
import { asText } from '../../blocks/as-text.ts'
import { cut, escapeText, limits, within } from '../../blocks/kit.ts'

/** Where an answer goes, as data: it can wait in a queue. */
export type Address = {
  readonly responseUrl: string
  /** The answer takes the place of the message that asked (a working line, or the message whose button was pressed). */
  readonly replace: boolean
  /** Everybody in the channel sees it; otherwise only the asker. */
  readonly share: boolean
  /** A modal of this person, which the answer takes the place of; only as it was at `hash`, where that is given. */
  readonly view?: { readonly id: string; readonly user: string; readonly hash?: string }
  /** The person in whose App Home the answer stands. */
  readonly home?: string
  /** Who is told by direct message where the answer cannot go to its place. */
  readonly asker?: string
}

/** `view` is for a modal, instead of the blocks. */
export type Post = (address: Address, blocks: readonly KnownBlock[], view?: ModalView) => Promise<void>

/** A message for a response URL, or the body of an acknowledgement. */
export const message = (blocks: readonly KnownBlock[], address: Pick<Address, 'replace' | 'share'>) => ({
  response_type: address.share ? ('in_channel' as const) : ('ephemeral' as const),
  replace_original: address.replace,
  text: cut(escapeText(asText(blocks.slice(0, 2))), limits.text),
  blocks: within(blocks),
})

const slackHosts = /^(hooks|api)\.slack(-gov)?\.com$/

/** The names of loopback are one host. */
const hostOf = ({ hostname }: URL): string => (/^(127\.0\.0\.1|\[::1\])$/.test(hostname) ? 'localhost' : hostname)

/** A response URL is followed only to Slack's own hosts, or to the host of the Web API that the settings name. */
export const mayPostTo = (responseUrl: string, apiUrl: string | undefined): boolean => {
  if (!URL.canParse(responseUrl)) return false
  const url = new URL(responseUrl)
  if (apiUrl && hostOf(url) === hostOf(new URL(apiUrl))) return true
  return url.protocol === 'https:' && slackHosts.test(url.hostname)
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const attempts = 4
const backoff = (attempt: number) => 250 * 2 ** attempt

/** Posts to a response URL; waits out 429, and tries again after 5xx and where the connection broke. Throws when Slack refuses for good. */
export const postTo =
  (apiUrl?: string, ask = fetch): Post =>
  async (address, blocks) => {
    if (!mayPostTo(address.responseUrl, apiUrl)) throw new Error('The response URL is not one of Slack’s.')
    for (let attempt = 1; ; attempt++) {
      const response = await ask(address.responseUrl, {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(message(blocks, address)),
        signal: AbortSignal.timeout(10_000),
      }).catch((error: unknown) => {
        if (attempt === attempts) throw error
      })
      if (response?.ok) return
      if (response === undefined) {
        await pause(backoff(attempt))
        continue
      }
      const passing = response.status === 429 || response.status >= 500
      if (!passing || attempt === attempts) throw new Error(`Slack answered ${response.status} to a response URL.`)
      const wait = Number(response.headers.get('retry-after'))
      await pause(wait > 0 ? Math.min(wait, 30) * 1000 : backoff(attempt))
    }
  }
