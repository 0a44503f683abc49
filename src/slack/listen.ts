import type { App, BlockAction, ButtonAction } from '@slack/bolt'
import { mrk, prose, section } from '../../blocks/kit.ts'
import { mistakeBlocks } from '../../blocks/mistake.ts'
import { commandOf } from '../../commands/index.ts'
import { type Intent, parseIntent } from '../core/intent.ts'
import { isMistake, type Mistake } from '../core/trouble.ts'
import { fromSlack } from '../core/words.ts'
import { type Address, message } from './reply.ts'
import type { Work } from './run.ts'

/** Hands slow work on: to the background of this process, or to a queue. */
export type Later = (work: Work) => Promise<void>

const mistakeMessage = (it: Mistake, address: Pick<Address, 'replace' | 'share'>) => message(mistakeBlocks(it), address)

const working = (intent: Intent) => [
  section(mrk`:hourglass_flowing_sand: ${prose(commandOf(intent.verb).working?.(intent) ?? 'One moment.')}`),
]

const shares = (intent: Intent) => 'share' in intent && intent.share === true

/** The slash command and every button: both are words, both become the same Intent. */
export const listen = (app: App, later: Later): void => {
  app.command('/backup', async ({ command, ack }) => {
    const intent = parseIntent(fromSlack(command.text ?? ''))
    const asker = { replace: false, share: false }
    if (isMistake(intent)) return ack(mistakeMessage(intent, asker))
    const share = shares(intent)
    await ack(message(working(intent), { replace: false, share: false }))
    await later({ intent, address: { responseUrl: command.response_url, replace: !share, share } })
  })

  app.action<BlockAction<ButtonAction>>({ type: 'block_actions' }, async ({ action, body, ack, respond }) => {
    const intent = parseIntent(action.value ?? '')
    if (isMistake(intent)) {
      await ack()
      await respond(mistakeMessage(intent, { replace: false, share: false }))
      return
    }
    // Only the asker's own message may be replaced, and only by an answer of the same sort.
    const again = body.container?.is_ephemeral === true && intent.verb === 'check' && !shares(intent)
    await ack()
    if (again) await respond(message(working(intent), { replace: true, share: false }))
    await later({
      intent,
      address: { responseUrl: body.response_url ?? '', replace: again, share: shares(intent) },
    })
  })
}
