import { createHmac, randomBytes } from 'node:crypto'
import express, { type Router } from 'express'
import { createFaults, type Faults } from './faults.ts'
import { createFiles, type Files } from './files.ts'
import { history } from './history.ts'
import { type Answer, createInteractions } from './interact.ts'
import { createViews, type Views } from './views.ts'
import { type Channel, createWorkspace, type Message, type Person, SlackError, type Workspace } from './workspace.ts'

type Options = {
  readonly people: readonly Person[]
  readonly channels: readonly Channel[]
  readonly signingSecret: string
  /** Where this server is reached, for response URLs; known once it listens. */
  readonly origin: () => string
  /** Where the bot takes Slack's requests. */
  readonly bot: () => string
  /** Writes the messages' times, in milliseconds; absent: the real clock. */
  readonly now?: () => number
  /** How long a trigger opens a view, in milliseconds; absent: Slack's three seconds. */
  readonly triggerLife?: number
}

type ResponseTarget = {
  readonly channel: string
  readonly user: string
  source?: string
  uses: number
  readonly until: number
}

const botUser = 'U0BACKUPBOT'
const team = { id: 'T0PLAY', domain: 'playground' }

/** Slack as the bot sees it: the Web API, response URLs, and signed delivery of commands and clicks. */
export const createSlack = (options: Options) => {
  const workspace = createWorkspace(options.people, options.channels, options.now)
  const responses = new Map<string, ResponseTarget>()
  const faults = createFaults()
  const views = createViews(() => workspace.touch(), options.triggerLife)
  const files = createFiles(workspace, options.origin)

  const responseUrl = (channel: string, user: string, source?: string) => {
    const id = randomBytes(12).toString('hex')
    responses.set(id, { channel, user, ...(source ? { source } : {}), uses: 5, until: Date.now() + 30 * 60_000 })
    return `${options.origin()}/slack/respond/${id}`
  }

  /** Signs and sends a body to the bot, as Slack does. */
  const deliverBody = async (body: string, contentType: string): Promise<Answer> => {
    const timestamp = Math.floor(Date.now() / 1000).toString()
    const signature = `v0=${createHmac('sha256', options.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
    const response = await fetch(options.bot(), {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
      },
      body,
    })
    return { status: response.status, body: await response.text(), signature }
  }
  const deliver = (form: Record<string, string>) =>
    deliverBody(new URLSearchParams(form).toString(), 'application/x-www-form-urlencoded')
  const interact = createInteractions({
    workspace,
    views,
    team,
    deliver,
    deliverEvent: event => deliverBody(JSON.stringify(event), 'application/json'),
    responseUrl,
  })

  const ephemeral = (channel: string, user: string, text: string) =>
    workspace.post(channel, { text }, { onlyFor: user })

  /** The answer in an acknowledgement: text or JSON, only for the asker unless it says otherwise. */
  const acknowledged = (answer: Answer, channel: string, user: string): Message | undefined => {
    if (answer.status !== 200) {
      ephemeral(channel, user, `/backup failed with the error "dispatch_failed" (${answer.status})`)
      return undefined
    }
    if (!answer.body) return undefined
    const json = answer.body.startsWith('{')
      ? (JSON.parse(answer.body) as Record<string, unknown>)
      : { text: answer.body }
    return workspace.post(channel, json, json.response_type === 'in_channel' ? {} : { onlyFor: user })
  }

  /** A person types a slash command. */
  const command = async (user: string, channel: string, text: string): Promise<Answer> => {
    const person = options.people.find(it => it.id === user)
    const url = responseUrl(channel, user)
    const answer = await deliver({
      token: 'none',
      team_id: team.id,
      team_domain: team.domain,
      channel_id: channel,
      channel_name: options.channels.find(it => it.id === channel)?.name ?? 'directmessage',
      user_id: user,
      user_name: person?.name ?? user,
      command: '/backup',
      text,
      response_url: url,
      trigger_id: views.trigger(user),
      api_app_id: 'A0PLAY',
      is_enterprise_install: 'false',
    })
    const first = acknowledged(answer, channel, user)
    const target = responses.get(url.split('/').at(-1) ?? '')
    if (first && target) target.source = first.ts
    return answer
  }

  /** A person presses a button of a message. */
  const click = async (user: string, ts: string, actionId: string, blockIndex: number): Promise<Answer> => {
    const message = workspace.messages.find(it => it.ts === ts)
    const block = message?.blocks[blockIndex] as { elements?: Record<string, unknown>[] } | undefined
    const action = block?.elements?.find(it => it.action_id === actionId)
    if (!message || !action) return { status: 404, body: 'There is no such button.' }
    const blockId = `block-${blockIndex}`
    return deliver({
      payload: JSON.stringify({
        type: 'block_actions',
        user: { id: user, name: options.people.find(it => it.id === user)?.name ?? user, team_id: team.id },
        team,
        api_app_id: 'A0PLAY',
        token: 'none',
        trigger_id: views.trigger(user),
        container: {
          type: 'message',
          message_ts: ts,
          channel_id: message.channel,
          is_ephemeral: Boolean(message.onlyFor),
        },
        channel: { id: message.channel, name: message.channel },
        ...(message.onlyFor ? {} : { message: { ts, text: message.text, blocks: message.blocks } }),
        response_url: responseUrl(message.channel, user, ts),
        actions: [{ ...action, block_id: blockId, action_ts: ts }],
      }),
    })
  }

  return {
    workspace,
    command,
    click,
    views,
    interact,
    faults,
    router: routes(workspace, responses, faults, views, files),
  }
}

type Method = (args: Record<string, unknown>, workspace: Workspace) => Record<string, unknown>

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const posted = (message: Message) => ({
  channel: message.channel,
  ts: message.ts,
  message: { ts: message.ts, text: message.text },
})
const channelOf = (args: Record<string, unknown>, workspace: Workspace) => {
  const id = text(args.channel)
  if (workspace.channels.some(it => it.id === id) || workspace.people.some(it => it.id === id)) return id
  throw new SlackError('channel_not_found')
}

const methods: Readonly<Record<string, Method>> = {
  'auth.test': () => ({
    url: 'https://playground.slack.com/',
    team: 'Playground',
    user: 'backup-bot',
    team_id: team.id,
    user_id: botUser,
    bot_id: 'B0PLAY',
  }),
  'chat.postMessage': (args, workspace) => posted(workspace.post(channelOf(args, workspace), args)),
  'chat.postEphemeral': (args, workspace) => {
    const message = workspace.post(channelOf(args, workspace), args, { onlyFor: text(args.user) })
    return { message_ts: message.ts }
  },
  'chat.update': (args, workspace) => posted(workspace.update(text(args.ts), args)),
  'conversations.history': (args, workspace) =>
    history({ ...args, ts: undefined }, channelOf(args, workspace), workspace),
  'conversations.replies': (args, workspace) => history(args, channelOf(args, workspace), workspace),
  'usergroups.users.list': (args, { people }) => {
    const group = text(args.usergroup)
    if (!people.some(it => it.groups?.includes(group))) throw new SlackError('no_such_subteam')
    return { users: people.filter(it => it.groups?.includes(group)).map(it => it.id) }
  },
  'chat.delete': (args, workspace) => {
    workspace.remove(text(args.ts))
    return { channel: args.channel, ts: args.ts }
  },
}

const routes = (
  workspace: Workspace,
  responses: Map<string, ResponseTarget>,
  faults: Faults,
  views: Views,
  files: Files,
): Router => {
  const all: Readonly<Record<string, Method>> = { ...methods, ...views.methods, ...files.methods }
  const router = express.Router()
  router.use(files.router)
  router.use(express.urlencoded({ extended: false, limit: '1mb' }), express.json({ limit: '1mb' }))

  router.post('/slack/api/:method', (req, res) => {
    const method = all[req.params.method]
    if (!method) return void res.json({ ok: false, error: 'unknown_method' })
    const args = (req.body ?? {}) as Record<string, unknown>
    const fault = faults.take(req.params.method, args.channel)
    if (fault && 'status' in fault) {
      if (fault.retryAfter !== undefined) res.setHeader('retry-after', fault.retryAfter)
      return void res.status(fault.status).send(fault.status === 429 ? '' : 'upstream error')
    }
    if (fault && 'error' in fault) return void res.json({ ok: false, error: fault.error })
    if (fault?.drop === 'before') return void req.socket.destroy()
    try {
      const answer = method(args, workspace)
      if (fault?.drop === 'after') return void req.socket.destroy()
      res.json({ ok: true, ...answer })
    } catch (error) {
      if (!(error instanceof SlackError)) throw error
      const [code = 'fatal_error', ...detail] = error.message.split(' ')
      res.json({ ok: false, error: code, ...(detail.length ? { detail: detail.join(' ') } : {}) })
    }
  })

  router.post('/slack/respond/:id', (req, res) => {
    const target = responses.get(req.params.id)
    if (!target || target.uses <= 0 || target.until < Date.now()) return void res.status(404).send('used_url')
    target.uses--
    const body = (req.body ?? {}) as Record<string, unknown>
    try {
      if (body.delete_original && target.source) workspace.remove(target.source)
      else if (body.replace_original && target.source) workspace.update(target.source, body)
      else workspace.post(target.channel, body, body.response_type === 'in_channel' ? {} : { onlyFor: target.user })
      res.send('ok')
    } catch (error) {
      if (!(error instanceof SlackError)) throw error
      res.status(400).send(error.message)
    }
  })
  return router
}
