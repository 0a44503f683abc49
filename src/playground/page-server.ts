import express, { type Router } from 'express'
import type { createSlack } from './slack/server.ts'
import type { World } from './world.ts'

type Slack = ReturnType<typeof createSlack>

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** What the page asks for: the state, a stream of changes, and what a person says or presses. */
export const playRoutes = (slack: Slack, world: World): Router => {
  const router = express.Router()
  const { workspace } = slack

  router.get('/play/state', (_, res) => {
    res.json({
      people: workspace.people,
      channels: workspace.channels,
      messages: workspace.messages.filter(it => !it.deleted),
      examples: world.examples.map(it => ({
        ...it,
        name: it.arn.split(':').slice(5).join(':'),
        words: it.words ?? it.arn,
      })),
    })
  })

  router.get('/play/changes', (req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    res.write('data: now\n\n')
    const stop = workspace.onChange(() => res.write('data: changed\n\n'))
    req.on('close', stop)
  })

  router.post('/play/say', express.json(), async (req, res) => {
    const { user, channel, text: words } = req.body as Record<string, unknown>
    const [command, ...rest] = text(words).trim().split(' ')
    workspace.say(text(channel), text(user), text(words))
    if (command !== '/backup') return void res.json({ status: 200 })
    res.json(await slack.command(text(user), text(channel), rest.join(' ')))
  })

  router.post('/play/click', express.json(), async (req, res) => {
    const { user, ts, action, block } = req.body as Record<string, unknown>
    res.json(await slack.click(text(user), text(ts), text(action), Number(block)))
  })
  return router
}
