import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { Logger } from '@aws-lambda-powertools/logger'
import express from 'express'
import { loadOrganisation } from '../organisation.ts'
import { playRoutes } from '../playground/page-server.ts'
import { createSlack } from '../playground/slack/server.ts'
import { startEmbeddedAws } from '../playground/start.ts'
import { SlackReceiver } from '../slack/receiver.ts'
import { wireBot } from './bot.ts'
import { readPort } from './settings.ts'

const problems: string[] = []
const port = readPort(process.env.PORT, 3333, problems)
if (problems.length) {
  process.stderr.write(`${problems.join('\n')}\n`)
  process.exit(2)
}

const aws = await startEmbeddedAws(process.env)
const logger = new Logger({ serviceName: 'playground', logLevel: 'WARN' })
const house = loadOrganisation(process.env.BACKUP_BOT_ORGANISATION ?? 'organisation.json')
const signingSecret = process.env.SLACK_SIGNING_SECRET ?? 'playground-signing-secret'

const web = express().disable('x-powered-by')
const server = createServer(web)
await new Promise<void>((resolve, reject) => {
  server.once('error', reject)
  server.listen(port, '127.0.0.1', resolve)
})
const address = server.address()
const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`

const slack = createSlack({
  people: [
    { id: 'U0ANNA', name: 'Anna', role: 'engineer of shop-prod' },
    { id: 'U0BEN', name: 'Ben', role: 'engineer of data-prod' },
    { id: 'U0LEA', name: 'Lea', role: 'engineer of lab-dev' },
    { id: 'U0CARL', name: 'Carl', role: 'CDX' },
    { id: 'U0DORA', name: 'Dora', role: 'CDX' },
  ],
  channels: [
    { id: 'C0GENERAL', name: 'general' },
    { id: house.slack.alerts, name: 'backup-alerts' },
    { id: house.slack.cdxChannel, name: 'cdx' },
    ...house.accounts.map(it => ({ id: it.channel, name: it.name })),
  ],
  signingSecret,
  origin: () => origin,
  bot: () => `${origin}/slack/events`,
})
const receiver = new SlackReceiver({
  signingSecret,
  now: Date.now,
  trouble: error => logger.error('a request failed', { error }),
})
const bot = wireBot({ house, botToken: 'xoxb-playground', apiUrl: `${origin}/slack/api/` }, logger)
bot.app(receiver)

web.use((req, res, next) =>
  req.path === '/slack/events' || req.path === '/healthz' ? receiver.handler(req, res) : next(),
)
web.use(slack.router)
web.use(playRoutes(slack, aws.world))
web.use(express.static(fileURLToPath(new URL('./page', import.meta.url))))

process.stdout.write(`Playground ready: ${origin}
The embedded AWS: AWS_ENDPOINT_URL=${aws.url}
  as the bot:             any AWS_ACCESS_KEY_ID
  as an account's owner:  AWS_ACCESS_KEY_ID=<account>, for example 111122223333
`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
    bot
      .idle()
      .then(aws.close)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      )
  })
}
