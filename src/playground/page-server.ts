import express, { type Router } from 'express'
import type { House } from '../core/house.ts'
import { verbs } from '../core/verbs.ts'
import type { Aws } from './aws/server.ts'
import { createCallLog } from './panel/calls.ts'
import { worldState } from './panel/state.ts'
import { type Bus, createSwitches } from './panel/switches.ts'
import type { StateValues, Surface } from './slack/interact.ts'
import type { createSlack } from './slack/server.ts'
import type { TalkState } from './wire.ts'

type Slack = ReturnType<typeof createSlack>
type Body = Readonly<Record<string, unknown>>

export type PageOptions = {
  readonly slack: Slack
  readonly aws: Aws
  readonly house: House
  /** Absent: the playground delivers no events, so the page offers no storm. */
  readonly bus?: Bus
  /** The id that the bot gives to the request of this signature. */
  readonly requestOf: (signature: string) => string
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const surface = ({ message, view }: Body): Surface => (typeof view === 'string' ? { view } : { message: text(message) })
const element = ({ block, action }: Body) => ({ block: text(block), action: text(action) })

const talkState = ({ workspace, views }: Slack, house: House): TalkState => {
  const commands = Object.entries(verbs).map(([verb, it]) => ({ verb, ...it }))
  return {
    people: workspace.people,
    channels: workspace.channels,
    groups: {
      [house.slack.cdxGroup]: 'cdx',
      ...Object.fromEntries(house.accounts.map(it => [it.owners, `${it.name}-owners`])),
    },
    messages: workspace.messages.filter(it => !it.deleted),
    modals: views.stacks(),
    homes: views.homes(),
    commands: commands.filter(it => it.examples.length > 0),
    buttonVerbs: commands.map(it => it.verb),
  }
}

/** Tells the page to look again: at the talk when Slack changed, at the world when AWS was called. */
const changes = ({ slack, aws }: PageOptions, send: (what: 'talk' | 'world') => void) => {
  let seen = aws.calls.at(-1)
  const ask = setInterval(() => {
    const last = aws.calls.at(-1)
    if (last === seen) return
    seen = last
    send('world')
  }, 250)
  const stop = slack.workspace.onChange(() => send('talk'))
  return () => {
    clearInterval(ask)
    stop()
  }
}

/** What the page asks for: its state, a stream of changes, and what a person says, presses, sends or switches. */
export const playRoutes = (options: PageOptions): Router => {
  const { slack, aws, house, bus, requestOf } = options
  const { workspace, interact } = slack
  const router = express.Router()
  const log = createCallLog(aws.world, aws.calls, requestOf)
  const switches = createSwitches({ world: aws.world, house, aws, slack: slack.faults, bus })

  // The page needs nothing from anywhere else, and may not ask for it.
  router.use((_, res, next) => {
    res.setHeader(
      'content-security-policy',
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
    )
    next()
  })
  router.get('/play/state', (_, res) => void res.json(talkState(slack, house)))
  router.get('/play/world', (_, res) => void res.json(worldState(aws.world, house, switches)))
  router.get('/play/calls', (_, res) => void res.json(log.state()))

  router.get('/play/changes', (req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const send = (what: string) => res.write(`data: ${what}\n\n`)
    send('talk')
    req.on('close', changes(options, send))
  })

  const post = (path: string, act: (body: Body) => Promise<unknown>) =>
    router.post(path, express.json({ limit: '1mb' }), async (req, res) => void res.json(await act(req.body as Body)))

  post('/play/say', async ({ user, channel, thread, text: said }) => {
    const words = text(said).trim()
    const [command, ...rest] = words.split(' ')
    if (!command?.startsWith('/')) {
      workspace.say(text(channel), text(user), words, thread ? { thread: text(thread) } : {})
      return { status: 200 }
    }
    const own = { onlyFor: text(user), ...(thread ? { thread: text(thread) } : {}) }
    if (thread || command !== '/backup') {
      const sorry = thread
        ? `${command} is not supported in threads. Sorry!`
        : `${command} is not a valid command. In Slack, all messages that start with "/" are interpreted as commands.`
      workspace.post(text(channel), { text: sorry, ...(thread ? { thread_ts: text(thread) } : {}) }, own)
      return { status: 200 }
    }
    workspace.say(text(channel), text(user), words, own)
    return log.follow(words, () => slack.command(text(user), text(channel), rest.join(' ')))
  })

  post('/play/act', async body => {
    const [given, values] = [body.given as Body, body.values as StateValues]
    return log.follow(text(body.words), () =>
      interact.act(text(body.user), surface(body), element(body), {
        ...(given ? { given } : {}),
        ...(values ? { values } : {}),
      }),
    )
  })
  post('/play/submit', body =>
    log.follow('A form was sent', () =>
      interact.submit(text(body.user), text(body.view), (body.values ?? {}) as StateValues),
    ),
  )
  post('/play/close', body => interact.close(text(body.user), text(body.view), body.all === true))
  post('/play/options', body => interact.options(text(body.user), surface(body), element(body), text(body.text)))
  post('/play/home', body => interact.homeOpened(text(body.user)))
  post('/play/switch', async ({ id, arn }) => {
    if (id === 'storm') log.all('A storm of failures')
    try {
      return { done: await switches.flip(text(id), typeof arn === 'string' ? arn : undefined) }
    } catch (error) {
      // The embedded AWS refuses an administrator's call too, when it was told to throttle.
      return { done: false, why: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
    } finally {
      workspace.touch()
    }
  })
  return router
}
