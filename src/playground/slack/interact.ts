import { randomUUID } from 'node:crypto'
import type { View, Views } from './views.ts'
import type { Message, Workspace } from './workspace.ts'

/** What the bot answered to a request of Slack's, and the signature of that request, where it got one. */
export type Answer = { readonly status: number; readonly body: string; readonly signature?: string }
type Json = Readonly<Record<string, unknown>>
/** What became of a form that was sent: what is wrong with it, by input. */
type Submitted = Omit<Answer, 'body'> & { readonly errors: Readonly<Record<string, string>> }
export type StateValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Where an element stands: a message by its time, or a view by its id. */
export type Surface = { readonly message: string } | { readonly view: string }
/** An element of a block, by the block's id, or `block-<n>` where a message's block has none. */
export type Element = { readonly block: string; readonly action: string }

type Wires = {
  readonly workspace: Workspace
  readonly views: Views
  readonly team: Json
  readonly deliver: (form: Record<string, string>) => Promise<Answer>
  readonly deliverEvent: (body: Json) => Promise<Answer>
  readonly responseUrl: (channel: string, user: string, source?: string) => string
}

const blockIdOf = (block: Json, index: number) => String(block.block_id ?? `block-${index}`)

const elementsOf = (block: Json): Json[] =>
  [block.elements, block.accessory, block.element]
    .flat()
    .filter((it): it is Json => typeof it === 'object' && it !== null)

const elementOf = (blocks: readonly Json[], { block, action }: Element): Json | undefined =>
  blocks
    .filter((it, i) => blockIdOf(it, i) === block)
    .flatMap(elementsOf)
    .find(it => it.action_id === action)

/** What Slack sends when people press, choose, search, send or close. https://docs.slack.dev/interactivity */
export const createInteractions = ({ workspace, views, team, deliver, deliverEvent, responseUrl }: Wires) => {
  const common = (user: string) => ({
    user: { id: user, name: workspace.people.find(it => it.id === user)?.name ?? user, team_id: team.id },
    team,
    api_app_id: 'A0PLAY',
    token: 'none',
    enterprise: null,
    is_enterprise_install: false,
  })
  const send = (payload: Json) => deliver({ payload: JSON.stringify(payload) })
  const viewOf = (it: View, values: StateValues) => ({
    ...it,
    team_id: team.id,
    app_id: 'A0PLAY',
    bot_id: 'B0PLAY',
    app_installed_team_id: team.id,
    title: it.title ?? null,
    submit: it.submit ?? null,
    close: it.close ?? null,
    state: { values },
  })
  const fromMessage = (user: string, it: Message) => ({
    container: {
      type: 'message',
      message_ts: it.ts,
      ...(it.thread ? { thread_ts: it.thread } : {}),
      channel_id: it.channel,
      is_ephemeral: Boolean(it.onlyFor),
    },
    channel: {
      id: it.channel,
      name: workspace.channels.find(each => each.id === it.channel)?.name ?? 'directmessage',
    },
    // Slack does not give the app its own ephemeral message back.
    ...(it.onlyFor
      ? {}
      : {
          message: {
            type: 'message',
            ts: it.ts,
            text: it.text,
            blocks: it.blocks,
            bot_id: 'B0PLAY',
            ...(it.thread ? { thread_ts: it.thread } : {}),
          },
        }),
    response_url: responseUrl(it.channel, user, it.ts),
  })
  const missing: Answer = { status: 404, body: 'There is no such button.' }

  return {
    /** Pressed or chosen; `given` holds what was chosen, in Slack's own fields. */
    act: async (
      user: string,
      surface: Surface,
      element: Element,
      { given = {}, values = {} }: { given?: Json; values?: StateValues } = {},
    ): Promise<Answer> => {
      const message = 'message' in surface ? workspace.messages.find(it => it.ts === surface.message) : undefined
      const view = 'view' in surface ? views.find(surface.view) : undefined
      const found = elementOf(message?.blocks ?? view?.blocks ?? [], element)
      if (!found) return missing
      const { type, text, value } = found
      const place = message
        ? { ...fromMessage(user, message), state: { values } }
        : view
          ? { container: { type: 'view', view_id: view.id }, view: viewOf(view, values) }
          : {}
      const pressed = { type, ...(text ? { text } : {}), ...(value === undefined ? {} : { value }), ...given }
      return send({
        type: 'block_actions',
        ...common(user),
        trigger_id: views.trigger(user, view?.type === 'modal'),
        ...place,
        actions: [
          { ...pressed, action_id: element.action, block_id: element.block, action_ts: `${Date.now() / 1000}` },
        ],
      })
    },

    /** Chosen from the menu of a message that everybody sees. */
    shortcut: async (user: string, ts: string, callback: string): Promise<Answer> => {
      const message = workspace.messages.find(it => it.ts === ts && !it.onlyFor)
      if (!message) return { status: 404, body: 'There is no such message.' }
      const { message: shown, channel } = fromMessage(user, message)
      return send({
        type: 'message_action',
        callback_id: callback,
        ...common(user),
        trigger_id: views.trigger(user),
        message_ts: ts,
        message: shown,
        channel,
        response_url: responseUrl(message.channel, user),
      })
    },

    submit: async (user: string, viewId: string, values: StateValues): Promise<Submitted> => {
      const view = views.find(viewId)
      if (!view) return { status: 404, errors: {} }
      const answer = await send({
        type: 'view_submission',
        ...common(user),
        trigger_id: views.trigger(user, true),
        view: viewOf(view, values),
        response_urls: [],
      })
      const { body, ...how } = answer
      if (how.status !== 200) return { ...how, errors: {} }
      const said = body.startsWith('{') ? (JSON.parse(body) as Json) : {}
      // The bot may have replaced it by views.update while it thought.
      return { ...how, errors: views.answered(user, views.find(viewId) ?? view, said) }
    },

    close: async (user: string, viewId: string, cleared: boolean): Promise<Answer> => {
      const view = views.find(viewId)
      if (!view) return missing
      const all = cleared || view.clear_on_close
      views.close(user, all)
      if (!view.notify_on_close) return { status: 200, body: '' }
      return send({ type: 'view_closed', ...common(user), view: viewOf(view, {}), is_cleared: all })
    },

    /** What an external select offers for the text typed so far. */
    options: async (user: string, surface: Surface, { block, action }: Element, text: string): Promise<Answer> => {
      const message = 'message' in surface ? workspace.messages.find(it => it.ts === surface.message) : undefined
      const view = 'view' in surface ? views.find(surface.view) : undefined
      return send({
        type: 'block_suggestion',
        ...common(user),
        ...(message ? fromMessage(user, message) : {}),
        ...(view ? { container: { type: 'view', view_id: view.id }, view: viewOf(view, {}) } : {}),
        block_id: block,
        action_id: action,
        value: text,
      })
    },

    homeOpened: (user: string): Promise<Answer> => {
      const home = views.homes()[user]
      return deliverEvent({
        token: 'none',
        team_id: team.id,
        api_app_id: 'A0PLAY',
        type: 'event_callback',
        event_id: `Ev${randomUUID().replaceAll('-', '').slice(0, 9).toUpperCase()}`,
        event_time: Math.floor(Date.now() / 1000),
        authorizations: [{ enterprise_id: null, team_id: team.id, user_id: 'U0BACKUPBOT', is_bot: true }],
        event: {
          type: 'app_home_opened',
          user,
          channel: user,
          tab: 'home',
          event_ts: `${Date.now() / 1000}`,
          ...(home ? { view: viewOf(home, {}) } : {}),
        },
      })
    },
  }
}
