// The embedded AWS and the embedded Slack in a process of their own, so that what they cost is not taken for the bot's.
// argv: milliseconds of every AWS answer, volumes of the storm. Speaks by IPC.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { loadOrganisation } from '../src/organisation.ts'
import { startAws } from '../src/playground/aws/server.ts'
import { startDynamo } from '../src/playground/dynamo.ts'
import { createSlack } from '../src/playground/slack/server.ts'
import { permissionsIn } from '../src/playground/start.ts'
import { loadWorld } from '../src/playground/world.ts'
import { spreadStorm } from './storm-world.ts'

const [latency = '0', storm = '0'] = process.argv.slice(2)
const house = loadOrganisation('organisation.json')
const world = await loadWorld()
if (Number(storm) > 0) spreadStorm(world, Number(storm))
const dynamo = await startDynamo()
const aws = await startAws({
  world,
  dynamo,
  latencyMs: Number(latency),
  permissions: permissionsIn(world, 'backup-bot-read'),
})

const web = express()
const server = createServer(web)
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const slack = createSlack({
  people: [],
  channels: [
    { id: house.slack.alerts, name: 'alerts' },
    { id: house.slack.cdxChannel, name: 'cdx' },
    ...house.accounts.map(it => ({ id: it.channel, name: it.name })),
  ],
  signingSecret: 'benchmark',
  origin: () => origin,
  bot: () => `${origin}/none`,
})
web.use(slack.router)

process.on('message', asked => {
  if (asked === 'calls') process.send?.({ calls: aws.calls.splice(0) })
  if (asked === 'messages') {
    const messages = slack.workspace.messages.map(({ ts, channel, thread, text, metadata }) => ({
      ts,
      channel,
      thread,
      text,
      id: JSON.stringify(metadata),
    }))
    process.send?.({ messages })
  }
})
process.on('disconnect', () => process.exit(0))
process.send?.({ url: aws.url, slackUrl: `${origin}/slack/api/` })
