import type { KnownBlock, ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { asText } from '../../blocks/as-text.ts'
import { cut, escapeText, limits, within } from '../../blocks/kit.ts'
import { answerForm, homeView } from '../../blocks/request-forms.ts'
import { isRefusal, refusalOf } from './deliver.ts'
import type { Post } from './reply.ts'
import type { Log } from './run.ts'

const attempt = async (call: () => Promise<unknown>): Promise<string | undefined> => {
  try {
    await call()
    return undefined
  } catch (error) {
    const it = refusalOf(error)
    return isRefusal(it) ? it.why : undefined
  }
}

/** Answers where they were asked for: in a modal, in the App Home, or at a response URL. */
export const answerWith =
  (slack: WebClient, post: Post, log: Log): Post =>
  async (address, blocks, view) => {
    if (address.view) {
      const { id, user, hash } = address.view
      const shown: ModalView = view ?? answerForm(blocks)
      const why = await attempt(() => slack.views.update({ view_id: id, view: shown, ...(hash ? { hash } : {}) }))
      // Another answer stands there by now.
      if (why === undefined || why === 'hash_conflict') return
      log.info('a form could not be drawn: its answer goes by direct message', { why })
      await direct(slack, user, blocks)
      return
    }
    if (address.home !== undefined) {
      const { home } = address
      const why = await attempt(() => slack.views.publish({ user_id: home, view: homeView(blocks) }))
      if (why !== undefined) log.error('an App Home could not be drawn', { why })
      return
    }
    await post(address, blocks, view)
  }

const direct = (slack: WebClient, user: string, blocks: readonly KnownBlock[]) =>
  slack.chat.postMessage({
    channel: user,
    text: cut(escapeText(asText(blocks.slice(0, 1))), limits.text),
    blocks: within(blocks),
  })
