import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createSlack } from '../../src/playground/slack/server.ts'
import { startEmbeddedAws } from '../../src/playground/start.ts'

/** The long-running shape in a process of its own, between the embedded AWS and the embedded Slack; all that it wrote. */
export const startProcess = async (settings: {
  readonly SLACK_BOT_TOKEN: string
  readonly SLACK_SIGNING_SECRET: string
}) => {
  const aws = await startEmbeddedAws(process.env)
  const web = express()
  const server = createServer(web)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let botUrl = ''
  const slack = createSlack({
    people: [{ id: 'U0ANNA', name: 'Anna', role: 'engineer' }],
    channels: [{ id: 'C0GENERAL', name: 'general' }],
    signingSecret: settings.SLACK_SIGNING_SECRET,
    origin: () => origin,
    bot: () => botUrl,
  })
  web.use(slack.router)
  const env = {
    ...process.env,
    ...settings,
    // Set here by the embedded AWS; an operator has no such setting.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: undefined,
    SLACK_API_URL: `${origin}/slack/api/`,
    SLACK_APP_TOKEN: '',
    PORT: '0',
    LOG_LEVEL: 'DEBUG',
  }
  const bot = spawn(process.execPath, ['--import', 'tsx', 'src/entry/server.ts'], { env })
  let log = ''
  for (const stream of [bot.stdout, bot.stderr]) stream.setEncoding('utf8').on('data', text => (log += text))
  /** The first group of a line that was or will be written. */
  const logged = async (pattern: RegExp) => {
    while (!pattern.test(log)) await new Promise(resolve => setTimeout(resolve, 20))
    return pattern.exec(log)?.[1] ?? ''
  }
  botUrl = `http://127.0.0.1:${await logged(/"message":"listening[^}]*"port":(\d+)/)}/slack/events`
  return {
    aws,
    slack,
    botUrl,
    logged,
    log: () => log,
    command: (text: string) => slack.command('U0ANNA', 'C0GENERAL', text),
    /** Cuts what is open to Slack. */
    cutSlack: () => server.closeAllConnections(),
    stop: async () => {
      if (bot.exitCode === null) {
        bot.kill('SIGTERM')
        await once(bot, 'exit')
      }
      server.closeAllConnections()
      server.close()
      await aws.close()
    },
  }
}
