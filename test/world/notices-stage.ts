import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import express from 'express'
import type { House } from '../../src/core/house.ts'
import { wireBot } from '../../src/entry/bot.ts'
import { startRounds } from '../../src/entry/rounds.ts'
import { loadOrganisation } from '../../src/organisation.ts'
import { startAws } from '../../src/playground/aws/server.ts'
import { startDynamo } from '../../src/playground/dynamo.ts'
import { createSlack } from '../../src/playground/slack/server.ts'
import { permissionsIn } from '../../src/playground/start.ts'
import { loadWorld } from '../../src/playground/world.ts'
import { SlackReceiver } from '../../src/slack/receiver.ts'
import { createTable, ensureTable } from '../../src/store/table.ts'
import { testLogger } from '../logs/logger.ts'

export const member = '111122223333'
export const region = 'eu-central-1'
/** A volume under a customer managed key that only its own account may use; its copy failed. */
export const volume = `arn:aws:ec2:${region}:${member}:volume/vol-07e3943d858664410`
export const copyJob = '839FDC35-2CD3-497D-89AC-B3480BFC5F42'
export const volumeKey = `arn:aws:kms:${region}:${member}:key/7e922890-d818-4ed7-8657-2d2c39f014ba`

export const house: House = {
  ...loadOrganisation('organisation.json'),
  regions: [region],
  actRole: 'backup-bot-act',
}

export const people = [
  { id: 'U0ANNA', name: 'Anna', role: 'engineer of shop-prod', groups: ['S0SHOP'] },
  { id: 'U0LEA', name: 'Lea', role: 'engineer of lab-dev', groups: ['S0LAB'] },
  { id: 'U0CARL', name: 'Carl', role: 'CDX', groups: ['S0CDX'] },
  { id: 'U0DORA', name: 'Dora', role: 'CDX', groups: ['S0CDX'] },
]

/** The playground's world with one failed copy, or none, instead of its many. */
export const worldWith = async (keeps: readonly string[]) => {
  const world = await loadWorld()
  for (const [id, account] of Object.entries(world.accounts)) {
    account.roles.push({ RoleName: 'backup-bot-act', Path: '/', trusts: [world.bot.account], externalId: null })
    for (const place of Object.values(account.regions)) {
      if (id === world.central.account) continue
      place.backup.BackupJobs = place.backup.BackupJobs.filter(it => keeps.includes(it.BackupJobId ?? ''))
      place.backup.CopyJobs = place.backup.CopyJobs.filter(it => keeps.includes(it.CopyJobId ?? ''))
    }
  }
  return world
}

export type StageOptions = {
  readonly keeps?: readonly string[]
  readonly house?: House
  readonly rounds?: boolean
  /** Receipts after which a message goes to the dead-letter queue. */
  readonly tries?: number
  /** Milliseconds that a copy runs. */
  readonly running?: number
}

/** The real bot with its table and its queue, between the embedded AWS and the embedded Slack. */
export const startStage = async ({
  keeps = [copyJob],
  house: at = house,
  rounds = true,
  tries = 6,
  running = 100,
}: StageOptions = {}) => {
  const world = await worldWith(keeps)
  const dynamo = await startDynamo()
  const events: Record<string, unknown>[] = []
  let onEvent = (event: Record<string, unknown>) => void events.push(event)
  const aws = await startAws({
    world,
    dynamo,
    permissions: permissionsIn(world, 'backup-bot-read'),
    jobTimes: { created: 20, running },
    onEvent: event => onEvent(event),
  })
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'AKIABOT',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_REGION: region,
  })
  const sqs = new SQSClient({})
  const { QueueUrl: deadUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'dead-letters' }))
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: `arn:aws:sqs:${region}:${deadUrl.split('/').slice(-2).join(':')}`,
    maxReceiveCount: tries,
  })
  const { QueueUrl: queueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'work', Attributes: { RedrivePolicy } }),
  )
  const send = async (body: unknown) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(body) }))
  }
  const tableName = 'backup-bot'
  const store = createTable(tableName)
  await ensureTable(store)

  const web = express()
  const server = createServer(web)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const slack = createSlack({
    people,
    channels: [
      { id: 'C0GENERAL', name: 'general' },
      { id: at.slack.alerts, name: 'alerts' },
      { id: at.slack.cdxChannel, name: 'cdx' },
      ...at.accounts.map(it => ({ id: it.channel, name: it.name })),
    ],
    signingSecret: 'test',
    origin: () => origin,
    bot: () => `${origin}/slack/events`,
  })
  const logger = testLogger()
  const receiver = new SlackReceiver({ signingSecret: 'test', now: Date.now, trouble: error => events.push({ error }) })
  const apiUrl = `${origin}/slack/api/`
  const bot = wireBot({ house: at, botToken: 'xoxb-test', apiUrl, tableName }, logger)
  bot.app(receiver)
  web.use((req, res, next) => (req.path === '/slack/events' ? receiver.handler(req, res) : next()))
  web.use(slack.router)
  if (!bot.office) throw new Error('The bot has no table.')
  const going = rounds ? startRounds({ queueUrl }, bot) : undefined

  /** Every request is answered to its end, and nothing goes on in the background. */
  const idle = async () => {
    await receiver.idle(5000)
    await bot.idle()
  }
  const shown = (channel: string) => slack.workspace.messages.filter(it => it.channel === channel && !it.deleted)
  return {
    world,
    aws,
    slack,
    events,
    store,
    send,
    /** What lies in the dead-letter queue, as the command line prints it. */
    deadLetters: () =>
      sqs.send(new ReceiveMessageCommand({ QueueUrl: deadUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 })),
    queueUrl,
    apiUrl,
    office: bot.office,
    deps: bot.deps,
    idle,
    /** EventBridge's rule: from now on every job's event goes to the queue. */
    forwardEvents: () => {
      onEvent = event => {
        events.push(event)
        send(event).catch(error => events.push({ error }))
      }
    },
    shown,
    /** Root messages of a channel, as drawn. */
    roots: (channel: string) => shown(channel).filter(it => !it.thread && !it.onlyFor),
    thread: (ts: string) => slack.workspace.messages.filter(it => it.thread === ts && !it.deleted),
    /** Presses the button of a message that has these words. */
    press: async (user: string, ts: string, words: string) => {
      const message = slack.workspace.messages.find(it => it.ts === ts)
      const at = message?.blocks.findIndex(it => JSON.stringify(it).includes(JSON.stringify(words))) ?? -1
      const elements = (message?.blocks[at]?.elements ?? []) as { action_id: string; value?: string }[]
      const found = elements.find(it => it.value === words)
      if (!found) throw new Error(`There is no button ${words}`)
      const before = slack.workspace.messages.length
      const answer = await slack.click(user, ts, found.action_id, at)
      await idle()
      return { answer, messages: slack.workspace.messages.slice(before).filter(it => it.onlyFor === user) }
    },
    close: async () => {
      await going?.stop()
      await bot.idle()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      sqs.destroy()
      await aws.close()
      await dynamo.close()
    },
  }
}

export type Stage = Awaited<ReturnType<typeof startStage>>

/** Looks again until it holds; the test's own time limit ends it. */
export const until = async <T>(look: () => T | undefined | false): Promise<T> => {
  for (;;) {
    const found = look()
    if (found) return found
    await pause(20)
  }
}

/** The event of the failed copy as EventBridge sends it. */
export const copyFailed = (more: Readonly<Record<string, unknown>> = {}) => ({
  version: '0',
  id: '5b0f7f0a-2c5e-4b55-9a0e-7f1d2c3b4a59',
  'detail-type': 'Copy Job State Change',
  source: 'aws.backup',
  account: member,
  time: new Date().toISOString(),
  region,
  resources: [`arn:aws:ec2:${region}::snapshot/snap-0e46826cba390315d`],
  detail: {
    copyJobId: copyJob,
    backupSizeInBytes: 21474836480,
    creationDate: new Date(Date.now() - 3_600_000).toISOString(),
    resourceType: 'EBS',
    resourceArn: volume,
    sourceBackupVaultArn: `arn:aws:backup:${region}:${member}:backup-vault:local-backup-vault`,
    destinationBackupVaultArn: `arn:aws:backup:${region}:${house.central.account}:backup-vault:${house.central.vault}`,
    destinationRecoveryPointArn: {},
    state: 'FAILED',
    ...more,
  },
})
