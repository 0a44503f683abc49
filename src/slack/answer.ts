import type { KnownBlock, ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { asText } from '../../blocks/as-text.ts'
import { cut, escapeText, limits, within } from '../../blocks/kit.ts'
import { answerForm, homeView } from '../../blocks/request-forms.ts'
import { refusalOf } from './deliver.ts'
import type { Post } from './reply.ts'
import type { Log } from './run.ts'

const tries = 4
const longestWait = 10_000
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** Why a call cannot be made; waits while Slack says so, and tries again where nobody knows whether it was made. */
const attempt = async (call: () => Promise<unknown>): Promise<string | undefined> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await call()
      return undefined
    } catch (error) {
      const { sort, why, ms } = refusalOf(error)
      if (attempt === tries || (sort !== 'wait' && sort !== 'again')) return why
      await pause(sort === 'wait' ? Math.min(ms, longestWait) : 250 * 2 ** attempt)
    }
  }
}

/** Answers where they were asked for: in a modal, in the App Home, or at a response URL; else by direct message. */
export const answerWith = (slack: WebClient, post: Post, log: Log): Post => {
  const direct = async (user: string, why: string, blocks: readonly KnownBlock[]): Promise<void> => {
    log.info('an answer cannot go to its place and goes by direct message', { why })
    const text = cut(escapeText(asText(blocks.slice(0, 1))), limits.text)
    const refused = await attempt(() => slack.chat.postMessage({ channel: user, text, blocks: within(blocks) }))
    if (refused !== undefined) throw new Error(`Slack takes no answer: ${why}, and no direct message: ${refused}.`)
  }

  return async (address, blocks, view) => {
    if (address.view) {
      const { id, user, hash } = address.view
      const shown: ModalView = view ?? answerForm(blocks)
      const why = await attempt(() => slack.views.update({ view_id: id, view: shown, ...(hash ? { hash } : {}) }))
      // Another answer stands there by now, or this one does.
      if (why !== undefined && why !== 'hash_conflict') await direct(user, why, blocks)
      return
    }
    if (address.home !== undefined) {
      const { home } = address
      const why = await attempt(() => slack.views.publish({ user_id: home, view: homeView(blocks) }))
      if (why !== undefined) await direct(home, why, blocks)
      return
    }
    try {
      await post(address, blocks, view)
    } catch (error) {
      if (address.asker === undefined) throw error
      await direct(address.asker, error instanceof Error ? error.message : String(error), blocks)
    }
  }
}
