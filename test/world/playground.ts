import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { wireBot } from '../../src/entry/bot.ts'
import { loadOrganisation } from '../../src/organisation.ts'
import { createSlack } from '../../src/playground/slack/server.ts'
import { startEmbeddedAws } from '../../src/playground/start.ts'
import { SlackReceiver } from '../../src/slack/receiver.ts'
import { testLogger } from '../logs/logger.ts'

/** The real bot between the embedded AWS and the embedded Slack, on loopback. */
export const startWorld = async () => {
  const aws = await startEmbeddedAws(process.env)
  const house = loadOrganisation('organisation.json')
  const web = express()
  const server = createServer(web)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const signingSecret = 'test'
  const slack = createSlack({
    people: [
      { id: 'U0ANNA', name: 'Anna', role: 'engineer' },
      { id: 'U0CARL', name: 'Carl', role: 'CDX' },
    ],
    channels: [{ id: 'C0GENERAL', name: 'general' }],
    signingSecret,
    origin: () => origin,
    bot: () => `${origin}/slack/events`,
  })
  const trouble: unknown[] = []
  const receiver = new SlackReceiver({ signingSecret, now: Date.now, trouble: error => trouble.push(error) })
  const bot = wireBot({ house, botToken: 'xoxb-test', apiUrl: `${origin}/slack/api/` }, testLogger())
  bot.app(receiver)
  web.use((req, res, next) => (req.path === '/slack/events' ? receiver.handler(req, res) : next()))
  web.use(slack.router)
  return {
    aws,
    house,
    slack,
    trouble,
    deps: bot.deps,
    idle: bot.idle,
    close: async () => {
      await bot.idle()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await aws.close()
    },
  }
}

export type TestWorld = Awaited<ReturnType<typeof startWorld>>
