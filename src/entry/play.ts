import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Logger } from '@aws-lambda-powertools/logger'
import express from 'express'
import { BadSettings, loadOrganisation, organisationFile } from '../organisation.ts'
import { createBus } from '../playground/bus.ts'
import { playRoutes } from '../playground/page-server.ts'
import { createSlack } from '../playground/slack/server.ts'
import { startEmbeddedAws, Unplayable } from '../playground/start.ts'
import { SlackReceiver } from '../slack/receiver.ts'
import { createTable, ensureTable } from '../store/table.ts'
import { wireBot } from './bot.ts'
import { startRounds } from './rounds.ts'
import { portTrouble, readPort } from './settings.ts'
import { traceOf, watch } from './trace.ts'

/** Ends with a plain sentence where a setting is to blame. */
const refuse = (error: unknown): never => {
  if (!(error instanceof BadSettings || error instanceof Unplayable)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(2)
}

const problems: string[] = []
const port = readPort(process.env.PORT, 3333, problems)
if (problems.length) refuse(new BadSettings(problems.join('\n')))

const readHouse = () => {
  try {
    return loadOrganisation(organisationFile(process.env))
  } catch (error) {
    return refuse(error)
  }
}

// The playground may act: its roles cost nothing.
const actRole = 'backup-bot-act'
const house = { ...readHouse(), actRole }

const bus = createBus()
const aws = await startEmbeddedAws(process.env, undefined, bus.put).catch(refuse)
const { bot: own } = aws.world
for (const account of Object.values(aws.world.accounts))
  if (!account.roles.some(it => it.RoleName === actRole))
    account.roles.push({ RoleName: actRole, Path: '/', trusts: [own.account], externalId: null })
const tableName = 'backup-bot'
await ensureTable(createTable(tableName))
const queueUrl = await bus.open(aws.url, { account: own.account, region: process.env.AWS_REGION ?? '' })

const logger = new Logger({ serviceName: 'playground', logLevel: 'WARN' })
const ownersOf = (name: string) => house.accounts.filter(it => it.name === name).map(it => it.owners)
const signingSecret = process.env.SLACK_SIGNING_SECRET ?? 'playground-signing-secret'

const web = express().disable('x-powered-by')
const server = createServer(web)
await new Promise<void>((resolve, reject) => {
  server.once('error', reject)
  server.listen(port, '127.0.0.1', resolve)
}).catch(error => refuse(portTrouble(error, port)))
const address = server.address()
const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`

const slack = createSlack({
  people: [
    { id: 'U0ANNA', name: 'Anna', role: 'engineer of shop-prod', groups: ownersOf('shop-prod') },
    { id: 'U0BEN', name: 'Ben', role: 'engineer of data-prod', groups: ownersOf('data-prod') },
    { id: 'U0LEA', name: 'Lea', role: 'engineer of lab-dev', groups: ownersOf('lab-dev') },
    { id: 'U0CARL', name: 'Carl', role: 'CDX', groups: [house.slack.cdxGroup] },
    { id: 'U0DORA', name: 'Dora', role: 'CDX', groups: [house.slack.cdxGroup] },
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
  // Slack, AWS and the bot share one machine here: that it is slow is nobody's fault.
  triggerLife: 60_000,
})
const bot = wireBot({ house, botToken: 'xoxb-playground', apiUrl: `${origin}/slack/api/`, tableName }, logger)
const receiver = new SlackReceiver({
  signingSecret,
  now: Date.now,
  trouble: error => bot.log.error('a request failed', { error }),
  around: watch(bot.log),
})
bot.app(receiver)

web.use((req, res, next) =>
  req.path === '/slack/events' || req.path === '/healthz' ? receiver.handler(req, res) : next(),
)
web.use(slack.router)
web.use(playRoutes({ slack, aws, house, bus, requestOf: traceOf }))
web.use(express.static(fileURLToPath(new URL('./page', import.meta.url))))

const rounds = startRounds({ queueUrl }, bot)
process.stdout.write(`Playground ready: ${origin}
The embedded AWS: AWS_ENDPOINT_URL=${aws.url}
  as the bot:             any AWS_ACCESS_KEY_ID
  as an account's owner:  AWS_ACCESS_KEY_ID=<account>, for example 111122223333
`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    // The bot's last answers still reach the embedded Slack, if they come soon.
    Promise.race([rounds.stop().then(bot.idle), sleep(2000)])
      .then(() => {
        server.close()
        server.closeAllConnections()
      })
      .then(aws.close)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      )
  })
}
