import type { App, BlockAction, ButtonAction, MessageShortcut } from '@slack/bolt'
import { mrk, prose, section } from '../../blocks/kit.ts'
import { mistakeBlocks } from '../../blocks/mistake.ts'
import { type Intent, parseIntent } from '../core/intent.ts'
import { isMistake, type Mistake, mistake } from '../core/trouble.ts'
import { fromSlack } from '../core/words.ts'
import { workingLine } from '../core/working.ts'
import { type Forms, listenForms, modalOf, open } from './forms.ts'
import { failureIn } from './message-text.ts'
import { type Address, message } from './reply.ts'
import type { Work } from './run.ts'

/** Hands slow work on: to the background of this process, or to a queue. */
export type Later = (work: Work) => Promise<void>

const mistakeMessage = (it: Mistake, address: Pick<Address, 'replace' | 'share'>) => message(mistakeBlocks(it), address)

const working = (intent: Intent) => [section(mrk`:hourglass_flowing_sand: ${prose(workingLine(intent))}`)]

const shares = (intent: Intent) => 'share' in intent && intent.share === true

const tooLate = mistake('Slack’s three seconds were over before the form could open. Please try once more.')
const privately = { replace: false, share: false }

/** The slash command and every button: both are words, both become the same Intent. */
export const listen = (app: App, later: Later, forms: Forms): void => {
  listenForms(app, later, forms)

  app.command('/backup', async ({ command, ack, respond, client }) => {
    const intent = parseIntent(fromSlack(command.text ?? ''))
    const asker = { replace: false, share: false }
    if (isMistake(intent)) return ack(mistakeMessage(intent, asker))
    const by = { asker: command.user_id, askerName: command.user_name, where: `slack ${command.channel_id}` }
    const modal = await modalOf(intent, forms)
    if (modal) {
      await ack()
      const view = await open(client, command.trigger_id, modal)
      if (view === null) return void (await respond(mistakeMessage(tooLate, privately)))
      if (intent.verb === 'restore' && intent.target !== undefined)
        await later({ intent, address: { ...privately, responseUrl: '', view: { ...view, user: by.asker } }, ...by })
      return
    }
    const share = shares(intent)
    await ack(message(working(intent), { replace: false, share: false }))
    await later({
      intent,
      address: { responseUrl: command.response_url, replace: !share, share },
      ...by,
    })
  })

  app.action<BlockAction<ButtonAction>>({ type: 'block_actions' }, async ({ action, body, ack, respond, client }) => {
    if (action.type !== 'button' || typeof (action.value ?? '') !== 'string') return ack()
    const intent = parseIntent(action.value ?? '')
    const { view } = body
    if (isMistake(intent)) {
      await ack()
      if (!view) await respond(mistakeMessage(intent, privately))
      return
    }
    const user = body.user.id
    const where = `slack ${body.channel?.id ?? (view?.type === 'home' ? 'home' : '')}`.trim()
    const by = { asker: user, askerName: body.user.name ?? user, where, pressed: true as const }
    const nowhere = { ...privately, responseUrl: '' }
    const modal = await modalOf(intent, forms)
    if (modal && !(intent.verb === 'restore' && view?.type === 'modal')) {
      await ack()
      const shown = await open(client, body.trigger_id, modal, view?.type === 'modal')
      if (shown === null && !view) await respond(mistakeMessage(tooLate, privately))
      if (shown !== null && intent.verb === 'restore' && intent.target !== undefined)
        await later({ intent, address: { ...nowhere, view: { ...shown, user } }, ...by })
      return
    }
    if (view) {
      await ack()
      if (modal) await client.views.update({ view_id: view.id, view: modal })
      const address = view.type === 'home' ? { ...nowhere, home: user } : { ...nowhere, view: { id: view.id, user } }
      return later({ intent, address, ...by })
    }
    // Only the asker's own message may be replaced, and only by an answer of the same sort.
    const again = body.container?.is_ephemeral === true && intent.verb === 'check' && !shares(intent)
    await ack()
    // A working line that does not come is no reason to leave the work.
    if (again) await respond(message(working(intent), { replace: true, share: false })).catch(() => undefined)
    await later({
      intent,
      address: { responseUrl: body.response_url ?? '', replace: again, share: shares(intent) },
      ...by,
    })
  })

  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: 'explain_message' },
    async ({ shortcut, ack, respond }) => {
      await ack()
      const what = failureIn(shortcut.message)
      if (what === '') {
        const empty = mistake('There is no text in that message that I could explain.')
        return void (await respond(mistakeMessage(empty, { replace: false, share: false })))
      }
      await later({
        intent: { verb: 'explain', what },
        address: { responseUrl: shortcut.response_url, replace: false, share: false },
        asker: shortcut.user.id,
      })
    },
  )
}
