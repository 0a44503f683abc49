import { createServer } from 'node:http'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import express from 'express'
import type { House } from '../../src/core/house.ts'
import type { NoticeFailure } from '../../src/core/notice.ts'
import { parseOrganisation } from '../../src/organisation.ts'
import { startDynamo } from '../../src/playground/dynamo.ts'
import { createSlack } from '../../src/playground/slack/server.ts'
import { createNoticeClient } from '../../src/slack/deliver.ts'
import { createNotices, type NoticesDeps } from '../../src/slack/notify.ts'
import { createTable, ensureTable } from '../../src/store/table.ts'
import { quiet } from '../logs/logger.ts'

export const account = '111122223333'
export const stranger = '999900001111'
export const owners = 'C0SHOP'
export const alerts = 'C0ALERTS'

export const house: House = parseOrganisation(
  JSON.stringify({
    name: 'Example',
    organisationId: 'o-exampleorg1',
    central: {
      account: '692653576357',
      name: 'central',
      vault: 'central-backup-vault',
      key: 'arn:aws:kms:eu-central-1:692653576357:key/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234',
      retentionDays: 35,
    },
    member: { vault: 'local-backup-vault', retentionDays: 1, backupRole: 'role' },
    regions: ['eu-central-1'],
    tag: { key: 'backup', enabled: 'enabled', disabled: 'disabled', custom: 'custom' },
    readRole: null,
    accounts: [{ id: account, name: 'shop-prod', ou: 'Prod', owners: 'S0SHOP', channel: owners }],
    slack: { alerts, cdxChannel: 'C0CDX', cdxGroup: 'S0CDX' },
  }),
)

export { quiet }

export const storeAt = (endpoint: string) =>
  createTable(
    'bot',
    new DynamoDBClient({
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 3,
    }),
  )

/** A table in an embedded DynamoDB. */
export const startStore = async () => {
  const dynamo = await startDynamo()
  const store = storeAt(dynamo.url)
  await ensureTable(store)
  return {
    store,
    url: dynamo.url,
    close: async () => {
      store.client.destroy()
      await dynamo.close()
    },
  }
}

/** A clock that moves when somebody waits, and only then. */
export const createClock = (start = Date.parse('2026-11-21T03:00:00.000Z')) => {
  let time = start
  return {
    now: () => new Date(time),
    pause: async (ms: number) => {
      time += ms
    },
    /** ISO 8601, `ms` from now. */
    at: (ms = 0) => new Date(time + ms).toISOString(),
  }
}

/** The embedded Slack over HTTP, the embedded DynamoDB over HTTP, and the notices between them. */
export const startStage = async () => {
  const clock = createClock()
  const table = await startStore()
  const web = express()
  const server = createServer(web)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const slack = createSlack({
    people: [],
    channels: [
      { id: owners, name: 'shop' },
      { id: alerts, name: 'alerts' },
    ],
    signingSecret: 'secret',
    origin: () => origin,
    bot: () => `${origin}/none`,
    now: () => clock.now().getTime(),
  })
  /** Milliseconds that every request is on its way to Slack. */
  const way = { ms: 0 }
  web.use(async (_request, _response, next) => {
    await clock.pause(way.ms)
    next()
  })
  web.use(slack.router)
  const apiUrl = `${origin}/slack/api/`
  const notices = (more: Partial<NoticesDeps> = {}) =>
    createNotices({
      store: table.store,
      slack: createNoticeClient('xoxb-test', apiUrl),
      house,
      now: clock.now,
      pause: clock.pause,
      log: quiet,
      ...more,
    })
  const { messages } = slack.workspace
  return {
    clock,
    way,
    slack,
    apiUrl,
    dynamoUrl: table.url,
    store: table.store,
    notices,
    messages,
    roots: (channel?: string) => messages.filter(it => !it.thread && (!channel || it.channel === channel)),
    replies: () => messages.filter(it => it.thread),
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
      await table.close()
    },
  }
}

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** The failure of one copy job; `cause` numbers its root cause. */
export const failure = (n: number, cause: number, at: string, more: Partial<NoticeFailure> = {}): NoticeFailure => ({
  seen: `copy/${uuid(n)}/FAILED`,
  group: `cause-${cause}|arn:aws:kms:eu-central-1:${account}:key/k-${cause}|${account}`,
  kind: 'copy',
  job: uuid(n),
  account,
  region: 'eu-central-1',
  resource: `arn:aws:ec2:eu-central-1:${account}:volume/vol-${String(n).padStart(17, '0')}`,
  message: `Key k-${cause} is not accessible for ${n}`,
  cause: {
    id: `cause-${cause}`,
    because: `The central account may not use key ${cause}.`,
    fix: 'Add the statements to the key policy.',
  },
  key: `arn:aws:kms:eu-central-1:${account}:key/k-${cause}`,
  vault: 'arn:aws:backup:eu-central-1:692653576357:backup-vault:central-backup-vault',
  sourceVault: `arn:aws:backup:eu-central-1:${account}:backup-vault:local-backup-vault`,
  recoveryPoint: `arn:aws:ec2:eu-central-1::snapshot/snap-${String(n).padStart(17, '0')}`,
  role: `arn:aws:iam::${account}:role/role`,
  at,
  deadline: new Date(Date.parse(at) + 9.5 * 60 * 60 * 1000).toISOString(),
  ...more,
})

/** The completed copy of the same recovery point. */
export const landing = (of: NoticeFailure, at: string) => ({
  kind: 'copy' as const,
  account: of.account,
  resource: of.resource,
  vault: of.vault,
  recoveryPoint: of.recoveryPoint,
  takenAt: null,
  at,
})
