import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAws } from '../../src/aws/sessions.ts'
import { startAws } from '../../src/playground/aws/server.ts'
import { startDynamo } from '../../src/playground/dynamo.ts'
import { createSlack } from '../../src/playground/slack/server.ts'
import { permissionsIn } from '../../src/playground/start.ts'
import { loadWorld } from '../../src/playground/world.ts'
import { createNoticeClient } from '../../src/slack/deliver.ts'
import { createIntake } from '../../src/slack/intake.ts'
import { createNotices } from '../../src/slack/notify.ts'
import { createTable, ensureTable } from '../../src/store/table.ts'
import { createClock, quiet } from '../slack/stage.ts'
import { copyFailed, house, volume } from '../world/notices-stage.ts'
import { refusal, skewed } from './faults.ts'
import { createMatrix, spread } from './matrix.ts'
import { type Asked, type Fate, startProxy, strike } from './proxy.ts'

const minute = 60_000

const start = async () => {
  const world = await loadWorld()
  const dynamo = await startDynamo()
  const aws = await startAws({ world, dynamo, permissions: permissionsIn(world, 'backup-bot-read') })
  const toAws = await startProxy(aws.url)
  const web = express()
  const server = createServer(web)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clock = createClock(Date.now())
  const slack = createSlack({
    people: [],
    channels: [
      { id: house.slack.alerts, name: 'alerts' },
      ...house.accounts.map(it => ({ id: it.channel, name: it.name })),
    ],
    signingSecret: 'test',
    origin: () => origin,
    bot: () => `${origin}/none`,
    now: () => clock.now().getTime(),
  })
  web.use(slack.router)
  const toSlack = await startProxy(origin)
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: toAws.url,
    AWS_ACCESS_KEY_ID: 'BOT',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'eu-central-1',
  }))
    vi.stubEnv(name, value)
  return {
    aws,
    clock,
    slack,
    toAws,
    toSlack,
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

let stage: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  stage = await start()
})
afterAll(() => stage.close())
beforeEach(() => {
  stage.toAws.judge(() => 'pass')
  stage.toSlack.judge(() => 'pass')
  stage.aws.faults.clear()
})

let tables = 0
/** A bot that was just started, with an empty table, over an empty Slack. */
const startBot = async () => {
  stage.slack.workspace.messages.splice(0)
  const store = createTable(`bot-${++tables}`)
  await ensureTable(store)
  const { clock } = stage
  const deps = { house, aws: createAws(house), now: clock.now }
  const notices = createNotices({
    store,
    slack: createNoticeClient('xoxb-test', `${stage.toSlack.url}/slack/api/`),
    house,
    now: clock.now,
    pause: clock.pause,
    log: quiet,
  })
  const intake = createIntake({ deps, store, notices, log: quiet, patience: 1500 })
  return { notices, intake }
}
type Bot = Awaited<ReturnType<typeof startBot>>

/** As SQS does: what throws is delivered again when its visibility timeout is over, five times at most. */
const deliver = async ({ intake }: Bot, event: unknown): Promise<string> => {
  for (let tries = 1; ; tries++) {
    try {
      return (await intake.take(event)).is
    } catch (error) {
      if (tries === 5) throw error
      await stage.clock.pause(minute)
    }
  }
}
/** As the schedule does, once a minute. */
const tell = async ({ notices }: Bot) => {
  for (let round = 0; round < 8; round++) {
    try {
      const { waiting } = await notices.flush()
      if (!waiting) return
    } catch {
      // The next round tries again.
    }
    await stage.clock.pause(2 * minute)
  }
}

const failed = copyFailed()
const completed = copyFailed({
  copyJobId: 'AAAAAAAA-2CD3-497D-89AC-B3480BFC5F42',
  state: 'COMPLETED',
  resourceArn: volume,
})

const shown = () => stage.slack.workspace.messages.filter(it => !it.deleted)
/** What AWS says of the job comes by these calls alone. */
const describing = /^(sts AssumeRole|backup \/copy-jobs\/)/
/** One root that names the resource, one reply with what AWS said of the job, each once. What became of it. */
const expectTold = (where: string, struck = ''): string => {
  const roots = shown().filter(it => it.thread === undefined)
  expect(roots.length, where).toBe(1)
  const root = JSON.stringify(roots[0]?.blocks)
  expect(root, where).toContain('1 copy failed')
  expect(root, where).toContain('vol-07e3943d858664410')
  const ids = shown().map(it => JSON.stringify(it.metadata))
  expect(new Set(ids).size, where).toBe(ids.length)
  // Where AWS could not say more of the one failure than its notice does, it has no reply.
  const replies = shown().filter(it => it.thread !== undefined && JSON.stringify(it.metadata).includes('job/'))
  if (replies.length !== 1) expect([replies.length, struck], where).toEqual([0, expect.stringMatching(describing)])
  return replies.length === 1 ? 'told once' : 'told once, without AWS’s message'
}

const record = createMatrix('A failed copy is told, while AWS, DynamoDB or Slack is in trouble')
const dynamoSays = (type: string, more = {}): Fate => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'Not now.', ...more }),
})
const isTable = ({ service }: Asked) => service === 'dynamodb'
const throttled = (asked: Asked): Fate => {
  if (isTable(asked)) return dynamoSays('ProvisionedThroughputExceededException')
  stage.aws.faults.throttle(asked.service)
  return 'pass'
}
const conflict = (asked: Asked): Fate => {
  if (!isTable(asked)) return 'pass'
  if (asked.operation !== 'TransactWriteItems') return dynamoSays('TransactionConflictException')
  return dynamoSays('TransactionCanceledException', {
    CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }, { Code: 'None' }],
  })
}
const failing = (): Fate => ({
  status: 500,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: '{"__type":"InternalServerError"}',
})

/** Of a fault that the table, which is the bot's own, does not meet. */
const orPass =
  (fate: (asked: Asked) => Fate) =>
  (asked: Asked): Fate =>
    isTable(asked) ? 'pass' : fate(asked)

/** `for good`: until the event is delivered again. */
const inAws: readonly (readonly [string, (asked: Asked) => Fate])[] = [
  ['throttled', throttled],
  ['HTTP 500', failing],
  ['connection cut before', () => 'cut before'],
  ['connection cut after the effect', () => 'cut after'],
  ['transaction conflict', conflict],
  ['no answer (half-open connection)', () => 'hang'],
  ['session expired', orPass(refusal(403, 'ExpiredTokenException', 'The security token is expired'))],
  ['clock skew', skewed],
  ['denied', orPass(refusal(403, 'AccessDeniedException', 'not authorized'))],
]
const inSlack: readonly (readonly [string, (asked: Asked) => Fate])[] = [
  ['429 with Retry-After', () => ({ status: 429, headers: { 'retry-after': '2' }, body: '' })],
  [
    'ratelimited',
    () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":false,"error":"ratelimited"}',
    }),
  ],
  ['HTTP 500', () => ({ status: 500, body: '' })],
  ['connection cut before', () => 'cut before'],
  ['connection cut after the effect', () => 'cut after'],
]

/** How many requests the flow makes when nothing goes wrong. */
const stepsOf = async (side: 'toAws' | 'toSlack') => {
  const bot = await startBot()
  let steps = 0
  stage[side].judge(() => {
    steps++
    return 'pass'
  })
  await deliver(bot, failed)
  await tell(bot)
  expect(expectTold('without any fault')).toBe('told once')
  return steps
}

describe.each([
  ['AWS and the table', 'toAws', inAws],
  ['Slack', 'toSlack', inSlack],
] as const)('%s', (name, side, faults) => {
  it.each(faults)('%s, at every call: one root, one reply', { timeout: 4 * 3_600_000 }, async (fault, fate) => {
    const steps = await stepsOf(side)
    expect(steps).toBeGreaterThan(1)
    for (const forGood of [false, true])
      for (const n of spread(steps, /^(throttled|no answer)/.test(fault) ? 2 : 6)) {
        const bot = await startBot()
        const hit = strike(n, forGood, fate)
        stage[side].judge(hit)
        let delivered = await deliver(bot, failed).catch(() => 'not taken')
        await tell(bot)
        // What lasts ends some time: the dead letter is replayed, the sweep comes by.
        stage[side].judge(() => 'pass')
        if (delivered === 'not taken') delivered = `${await deliver(bot, failed)} at the replay`
        await stage.clock.pause(10 * minute)
        await tell(bot)
        const outcome = expectTold(`${fault} at ${hit.struck()}, call ${n}`, hit.struck())
        record(`notice: ${name}`, `${fault}${forGood ? ', for some time' : ', once'}`, outcome)
      }
  })
})

describe('the queue', () => {
  it('delivers twice, late and out of order', { timeout: 120_000 }, async () => {
    const orders = fc.sample(fc.shuffledSubarray([failed, failed, completed, completed], { minLength: 4 }), {
      numRuns: 12,
      seed: 9,
    })
    for (const order of orders) {
      const bot = await startBot()
      for (const event of order) {
        await deliver(bot, event)
        if (event === order[1]) await tell(bot)
      }
      await tell(bot)
      const ids = shown().map(it => JSON.stringify(it.metadata))
      expect(new Set(ids).size).toBe(ids.length)
      expect(shown().filter(it => it.thread === undefined).length).toBeLessThanOrEqual(1)
      record(
        'notice: the queue',
        'duplicates, any order',
        shown().length > 0 ? 'told once' : 'made good before it was told',
      )
    }
  })

  it('loses a worker between the work and the acknowledgement', async () => {
    const bot = await startBot()
    expect(await deliver(bot, failed)).toBe('told')
    expect(await deliver(bot, failed)).toBe('known')
    await tell(bot)
    record('notice: the queue', 'redelivery after the visibility timeout', expectTold('redelivered'))
  })
})
