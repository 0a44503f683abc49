import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, it } from 'vitest'
import { createSlack } from '../../src/playground/slack/server.ts'
import { startEmbeddedAws } from '../../src/playground/start.ts'

const secrets = {
  SLACK_BOT_TOKEN: 'xoxb-73571-must-not-be-seen',
  SLACK_SIGNING_SECRET: 'signing-must-not-be-seen',
  AWS_SECRET_ACCESS_KEY: 'key-must-not-be-seen',
}
/** What people wrote, and where their answers go. */
const said = 'words-must-not-be-seen'
const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'

it('no line of the log holds a secret, what people wrote, a policy, or where an answer is posted', {
  timeout: 60_000,
}, async () => {
  const aws = await startEmbeddedAws(process.env)
  const web = express()
  const server = createServer(web)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let botUrl = ''
  const slack = createSlack({
    people: [{ id: 'U0ANNA', name: 'Anna', role: 'engineer' }],
    channels: [{ id: 'C0GENERAL', name: 'general' }],
    signingSecret: secrets.SLACK_SIGNING_SECRET,
    origin: () => origin,
    bot: () => botUrl,
  })
  web.use(slack.router)
  const env = {
    ...process.env,
    ...secrets,
    SLACK_API_URL: `${origin}/slack/api/`,
    SLACK_APP_TOKEN: '',
    PORT: '0',
    LOG_LEVEL: 'DEBUG',
  }
  const bot = spawn(process.execPath, ['--import', 'tsx', 'src/entry/server.ts'], { env })
  let log = ''
  for (const stream of [bot.stdout, bot.stderr]) stream.setEncoding('utf8').on('data', text => (log += text))
  const logged = async (pattern: RegExp) => {
    while (!pattern.test(log)) await new Promise(resolve => setTimeout(resolve, 20))
    return pattern.exec(log)?.[1] ?? ''
  }
  botUrl = `http://127.0.0.1:${await logged(/"message":"listening[^}]*"port":(\d+)/)}/slack/events`

  const command = (text: string) => slack.command('U0ANNA', 'C0GENERAL', text)
  await command(`check ${volume}`)
  await command(`policy ${volume}`)
  await command(`explain "${said} Given key ID is not accessible"`)
  await command(`${said} ${said}`)
  aws.faults.error('*', 50)
  await command(`check ${volume}`)
  aws.faults.clear()
  aws.faults.throttle('*', 50)
  await command(`policy ${volume}`)
  await fetch(botUrl, {
    method: 'POST',
    body: said,
    headers: { 'x-slack-signature': `v0=${said}`, 'x-slack-request-timestamp': '1' },
  })
  // A channel that is gone: the answers cannot be delivered, which is logged.
  server.closeAllConnections()
  aws.faults.clear()
  await command('help')
  const posted = /"message":"posted"(?:[\s\S]*"message":"posted"){4}/
  await logged(new RegExp(`(${posted.source})`))
  bot.kill('SIGTERM')
  await new Promise(resolve => bot.once('exit', resolve))
  server.closeAllConnections()
  server.close()
  await aws.close()

  expect(log).toContain('"message":"acknowledged"')
  expect(log).toContain('"message":"aws"')
  const found = [...Object.values(secrets), said, 'slack/respond/', 'kms:ViaService', 'CentralBackup'].filter(it =>
    log.includes(it),
  )
  expect(found).toEqual([])
})
