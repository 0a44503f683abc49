import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { vi } from 'vitest'
import { wireBot } from '../../src/entry/bot.ts'
import { startAws } from '../../src/playground/aws/server.ts'
import { startDynamo } from '../../src/playground/dynamo.ts'
import { createSlack } from '../../src/playground/slack/server.ts'
import { permissionsIn } from '../../src/playground/start.ts'
import { SlackReceiver } from '../../src/slack/receiver.ts'
import { createTable, ensureTable } from '../../src/store/table.ts'
import { testLogger } from '../logs/logger.ts'
import { house, people, worldWith } from '../world/notices-stage.ts'
import { startProxy } from './proxy.ts'

/** The embedded AWS and Slack with a proxy before each; `startBot` wires a bot anew, as a process does, over an empty table. */
export const startStage = async (keeps: readonly string[]) => {
  const world = await worldWith(keeps)
  const dynamo = await startDynamo()
  const events: unknown[] = []
  const aws = await startAws({
    world,
    dynamo,
    permissions: permissionsIn(world, 'backup-bot-read'),
    jobTimes: { created: 5, running: 20 },
    onEvent: event => events.push(event),
  })
  const toAws = await startProxy(aws.url)
  const web = express()
  const server = createServer(web)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const toSlack = await startProxy(origin)
  const slack = createSlack({
    people,
    channels: [
      { id: 'C0GENERAL', name: 'general' },
      { id: house.slack.alerts, name: 'alerts' },
      { id: house.slack.cdxChannel, name: 'cdx' },
      ...house.accounts.map(it => ({ id: it.channel, name: it.name })),
    ],
    signingSecret: 'test',
    origin: () => toSlack.url,
    bot: () => `${origin}/slack/events`,
  })
  let receiver: SlackReceiver | undefined
  web.use((req, res, next) => (req.path === '/slack/events' ? receiver?.handler(req, res) : next()))
  web.use(slack.router)
  const environment = {
    AWS_ENDPOINT_URL: toAws.url,
    AWS_ACCESS_KEY_ID: 'AKIABOT',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_REGION: 'eu-central-1',
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)

  const calm = () => {
    toAws.judge(() => 'pass')
    toSlack.judge(() => 'pass')
  }
  let tables = 0
  const startBot = async () => {
    calm()
    slack.workspace.messages.splice(0)
    for (const user of Object.keys(slack.views.stacks())) slack.views.close(user, true)
    events.splice(0)
    const tableName = `bot-${++tables}`
    await ensureTable(createTable(tableName))
    const bot = wireBot({ house, botToken: 'xoxb-test', apiUrl: `${toSlack.url}/slack/api/`, tableName }, testLogger())
    const own = new SlackReceiver({ signingSecret: 'test', now: Date.now, trouble: () => {} })
    bot.app(own)
    receiver = own
    const { office } = bot
    if (!office) throw new Error('The bot has no table.')
    /** Every request is answered to its end, and nothing goes on in the background. */
    const idle = async () => {
      await own.idle(30_000)
      await bot.idle()
    }
    /** As EventBridge and SQS do: what throws comes again. */
    const deliver = async () => {
      for (const event of events.splice(0)) await office.intake.take(event).catch(() => events.push(event))
    }
    return { office, slack, world, aws, events, idle, deliver }
  }
  return {
    aws,
    slack,
    world,
    toAws,
    toSlack,
    calm,
    startBot,
    close: async () => {
      vi.unstubAllEnvs()
      await Promise.all([toAws.close(), toSlack.close()])
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await aws.close()
      await dynamo.close()
    },
  }
}

export type FaultStage = Awaited<ReturnType<typeof startStage>>
export type Bot = Awaited<ReturnType<FaultStage['startBot']>>
