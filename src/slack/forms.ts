import type { App, BlockAction, RadioButtonsAction, ViewOutput } from '@slack/bolt'
import type { ModalView, PlainTextOption } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { mrk, prose, section } from '../../blocks/kit.ts'
import {
  answerForm,
  findAction,
  findForm,
  findFormId,
  loadingForm,
  modeAction,
  pointAction,
  restoreFormId,
  sayForm,
  sayFormId,
} from '../../blocks/request-forms.ts'
import type { FilledForm } from '../../commands/request-desk.ts'
import { type Intent, parseIntent } from '../core/intent.ts'
import { isMistake } from '../core/trouble.ts'
import { quoteWord } from '../core/words.ts'
import type { Later } from './listen.ts'

/** By the id of the input, one sentence each. */
export type Errors = { readonly errors: Readonly<Record<string, string>> }
export type RestoreIntent = Extract<Intent, { verb: 'restore' }> & { readonly target: string }

/** What the forms need while somebody waits: the type's own fields, and reads from AWS. */
export type FormTools = {
  /** The act role is configured: the bot starts the legs itself. */
  readonly acts: boolean
  /** Only what the asker may ask about. */
  readonly points: (view: ViewOutput | undefined, text: string, asker: string) => Promise<readonly PlainTextOption[]>
  readonly found: (text: string, asker: string) => Promise<readonly PlainTextOption[]>
  /** The same form for another mode; `null` where it is none of ours. */
  readonly redrawn: (view: ViewOutput, mode: string) => ModalView | null | Promise<ModalView | null>
  readonly meant: (text: string) => RestoreIntent | Errors | Promise<RestoreIntent | Errors>
  /** What was filled in, or what is wrong with it as far as AWS tells in time; `null`: the form is none of ours. */
  readonly filled: (view: ViewOutput) => Promise<FilledForm | Errors | null>
}

/** Loaded when first needed. */
export type Forms = () => Promise<FormTools>

/** The modal that words ask for; `null`: they are answered by a message. */
export const modalOf = async (intent: Intent, forms: Forms): Promise<ModalView | null> => {
  if (intent.verb === 'restore') return intent.target === undefined ? findForm() : loadingForm(intent.target)
  if (intent.verb !== 'requests' || !('id' in intent) || intent.say !== undefined) return null
  const byBot = (intent.act === 'copy' || intent.act === 'restore') && (await forms()).acts
  return byBot ? null : sayForm(intent.act, intent.id)
}

/** Opens a modal, or pushes it on the one that is open; `null` when Slack's three seconds are over. */
export const open = async (
  slack: WebClient,
  trigger: string,
  view: ModalView,
  push = false,
): Promise<{ readonly id: string; readonly hash: string } | null> => {
  try {
    const asked = { trigger_id: trigger, view }
    const answer = push ? await slack.views.push(asked) : await slack.views.open(asked)
    return { id: answer.view?.id ?? '', hash: answer.view?.hash ?? '' }
  } catch {
    return null
  }
}

const waiting = (sentence: string) => answerForm([section(mrk`:hourglass_flowing_sand: ${prose(sentence)}`)])

/** The forms of restore requests: what they list while one types, what is wrong with them, and where they go. */
export const listenForms = (app: App, later: Later, forms: Forms): void => {
  const from = (view: Pick<ViewOutput, 'id'>, user: { readonly id: string; readonly name?: string }) => ({
    address: { responseUrl: '', replace: false, share: false, view: { id: view.id, user: user.id } },
    asker: user.id,
    ...(user.name ? { askerName: user.name } : {}),
    where: 'slack',
  })

  app.options<'block_suggestion'>(
    { action_id: pointAction, type: 'block_suggestion' },
    async ({ options, body, ack }) => {
      const found = await (await forms()).points(options.view, options.value, body.user.id)
      await ack({ options: found.slice(0, 100) })
    },
  )

  app.options<'block_suggestion'>(
    { action_id: findAction, type: 'block_suggestion' },
    async ({ options, body, ack }) => {
      const found = await (await forms()).found(options.value, body.user.id)
      await ack({ options: found.slice(0, 100) })
    },
  )

  app.action<BlockAction<RadioButtonsAction>>(
    { action_id: modeAction, type: 'block_actions' },
    async ({ action, body: { view }, ack, client }) => {
      await ack()
      const drawn = view && (await (await forms()).redrawn(view, action.selected_option?.value ?? 'new'))
      if (view && drawn) await client.views.update({ view_id: view.id, hash: view.hash, view: drawn })
    },
  )

  app.view(findFormId, async ({ view, body, ack }) => {
    const { found, target } = view.state.values
    const pasted = Object.values(target ?? {})[0]?.value?.trim()
    const text = pasted || Object.values(found ?? {})[0]?.selected_option?.value
    if (!text) return ack({ response_action: 'errors', errors: { target: 'Search for it above, or paste it here.' } })
    const intent = await (await forms()).meant(text)
    if ('errors' in intent) return ack({ response_action: 'errors', errors: intent.errors })
    await ack({ response_action: 'update', view: loadingForm(intent.target) })
    await later({ intent, ...from(view, body.user) })
  })

  app.view(restoreFormId, async ({ view, body, ack }) => {
    const form = await (await forms()).filled(view)
    if (form === null)
      return ack({
        response_action: 'update',
        view: answerForm([section(mrk`This form is too old. Open a new one with \`/backup restore\`.`)]),
      })
    if ('errors' in form) return ack({ response_action: 'errors', errors: form.errors })
    await ack({ response_action: 'update', view: waiting('Checking both legs and filing the request …') })
    const { arn, account, region } = form.subject
    await later({ intent: { verb: 'restore', target: arn, account, region }, form, ...from(view, body.user) })
  })

  app.view(sayFormId, async ({ view, body, ack }) => {
    const say = Object.values(view.state.values.say ?? {})[0]?.value?.trim() ?? ''
    const intent = parseIntent(`${view.private_metadata} ${quoteWord(say)}`)
    if (say === '') return ack({ response_action: 'errors', errors: { say: 'Say it in a few words.' } })
    if (isMistake(intent)) return ack({ response_action: 'errors', errors: { say: intent.mistake } })
    await ack({ response_action: 'update', view: waiting('One moment.') })
    await later({ intent, pressed: true, ...from(view, body.user) })
  })

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return
    await later({
      intent: { verb: 'requests', act: 'list' },
      address: { responseUrl: '', replace: false, share: false, home: event.user },
      asker: event.user,
    })
  })
}
