import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calls } from '../../scripts/cost.ts'
import { backOff } from '../../src/aws/queue.ts'
import { stages } from '../../src/core/stages.ts'
import { loadOrganisation } from '../../src/organisation.ts'
import { createSlack } from '../../src/playground/slack/server.ts'
import { startEmbeddedAws } from '../../src/playground/start.ts'
import { createTable, ensureTable } from '../../src/store/table.ts'
import { copyFailed } from '../world/notices-stage.ts'
import { type Answer, type BatchAnswer, built, type LambdaFunction, startFunction } from './functions.ts'
import { gatewayEvent, secret } from './slack-event.ts'

const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'
const token = 'xoxb-never-to-be-logged'
const house = loadOrganisation('organisation.json')

/** Both functions between the embedded Slack, API Gateway’s part of it, the embedded AWS, and a queue that is drained by hand. */
const start = async () => {
  const functions = await built()
  const aws = await startEmbeddedAws(process.env)
  const store = createTable('backup-bot')
  await ensureTable(store)
  const sqs = new SQSClient({})
  const { QueueUrl: queueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }))

  const web = express()
  const server = createServer(web)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const channels = [house.slack.alerts, house.slack.cdxChannel, ...house.accounts.map(it => it.channel)]
  const slack = createSlack({
    people: [{ id: 'U0ANNA', name: 'Anna', role: 'engineer' }],
    channels: ['C0GENERAL', ...channels].map(id => ({ id, name: id.toLowerCase() })),
    signingSecret: secret,
    origin: () => origin,
    bot: () => `${origin}/slack/events`,
  })
  const env = {
    AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL,
    AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY,
    AWS_REGION: process.env.AWS_REGION,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    SLACK_BOT_TOKEN: token,
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: `${origin}/slack/api/`,
    QUEUE_URL: queueUrl,
    TABLE_NAME: 'backup-bot',
    LOG_LEVEL: 'DEBUG',
  }
  const work = await startFunction(functions.work.file, env)
  const front = await startFunction(functions.slack.file, {
    ...env,
    WORK_FUNCTION: 'backup-bot-work',
    AWS_ENDPOINT_URL_LAMBDA: origin,
  })
  // Lambda’s own API, as far as one function asks the other.
  web.post('/2015-03-31/functions/backup-bot-work/invocations', express.json({ limit: '1mb' }), async (req, res) => {
    if (!req.headers.authorization?.includes('/lambda/aws4_request')) return void res.sendStatus(403)
    res.json((await work.invoke(req.body)) ?? null)
  })

  // API Gateway: the request as an event, its body in base64 as some front ends send it.
  web.post('/slack/events', express.raw({ type: () => true }), async (req, res) => {
    const { statusCode, headers, body } = await front.invoke<Answer>({
      version: '2.0',
      rawPath: '/slack/events',
      headers: req.headers,
      requestContext: { http: { method: 'POST' } },
      body: Buffer.from(req.body).toString('base64'),
      isBase64Encoded: true,
    })
    res.status(statusCode).set(headers).send(body)
  })
  web.use(slack.router)

  const record = (body: unknown, messageId: string = crypto.randomUUID()) => ({
    messageId,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const batch = (...Records: (ReturnType<typeof record> & { readonly attributes?: object })[]) =>
    work.invoke<BatchAnswer>({ Records })
  /** What is on the queue, taken off it. */
  const taken = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    )
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }))
    return Messages.map(it => record(it.Body ?? '', it.MessageId))
  }
  const send = (text: string) => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: text }))
  /** What is on the queue as Lambda takes it: hidden, not deleted. */
  const received = async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, VisibilityTimeout: 720 }))
    return Messages.map(it => ({ ...record(it.Body ?? '', it.MessageId), receiptHandle: it.ReceiptHandle ?? '' }))
  }
  return {
    send,
    received,
    aws,
    slack,
    front,
    work,
    record,
    batch,
    taken,
    messages: () => slack.workspace.messages,
    close: async () => {
      await Promise.all([front.stop(), work.stop()])
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      sqs.destroy()
      store.client.destroy()
      await aws.close()
    },
  }
}

let stage: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  stage = await start()
})
afterAll(() => stage.close())

const lines = (it: LambdaFunction): Record<string, unknown>[] =>
  it
    .log()
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line))

const reads = /^(GetItem|Query)$/
const writes = /^(PutItem|UpdateItem|DeleteItem|TransactWriteItems)$/
/** What AWS charges for among the calls that were made meanwhile. */
const charged = async <T>(work: () => Promise<T>) => {
  const before = stage.aws.calls.length
  const answer = await work()
  const calls = stage.aws.calls.slice(before)
  const table = (pattern: RegExp) => calls.filter(it => it.service === 'dynamodb' && pattern.test(it.operation)).length
  const kms = calls.filter(it => it.service === 'kms').length
  return [answer, { kms, reads: table(reads), writes: table(writes) }] as const
}

describe('a check through both functions', () => {
  it('is acknowledged by the one and answered by the other, under one id to the last call', async () => {
    const { status, body } = await stage.slack.command('U0ANNA', 'C0GENERAL', `check ${volume}`)
    expect(status).toBe(200)
    expect(body).toContain('Checking')
    const messages = await stage.taken()
    expect(messages).toHaveLength(1)
    const { id } = JSON.parse(messages[0]?.body ?? '')
    const [answer, took] = await charged(() => stage.batch(...messages))
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(took, 'what docs/cost.md counts').toEqual(calls.check)
    expect(stage.messages().at(-1)).toMatchObject({ onlyFor: 'U0ANNA', edited: true })
    expect(stage.messages().at(-1)?.text).toContain('vol-07e3943d858664410')

    expect(lines(stage.front)).toContainEqual(expect.objectContaining({ message: 'acknowledged', request: id }))
    const told = lines(stage.work).filter(it => it.request === id)
    const asked = told.filter(it => it.message === 'aws').map(it => it.call)
    expect(asked).toEqual(expect.arrayContaining(['sts:AssumeRole', 'ec2:DescribeVolumes']))
    const attempts = told.filter(it => it.message === 'aws attempt').map(it => it.call)
    expect(attempts).toEqual(expect.arrayContaining(['dynamodb:GetItem', 'dynamodb:PutItem', 'ec2:DescribeVolumes']))
    const seen = stage.aws.calls.filter(it => it.service === 'ec2')
    expect(seen.length).toBeGreaterThan(0)
    for (const { userAgent } of seen) expect(userAgent).toContain(` md/request#${id}`)
    expect(told.find(it => it.message === 'answered')?.stages).toEqual(
      Object.fromEntries(stages.map(stage => [stage, expect.any(Number)])),
    )
    expect(told.map(it => it.message)).toContain('posted')
  })

  it('is answered once, however often the work is delivered', async () => {
    await stage.slack.command('U0ANNA', 'C0GENERAL', `check ${volume} --share`)
    const [message] = await stage.taken()
    if (!message) throw new Error('nothing is on the queue')
    const before = stage.messages().length
    expect(await stage.batch(message, message)).toEqual({ batchItemFailures: [] })
    expect(await stage.batch(message)).toEqual({ batchItemFailures: [] })
    expect(stage.messages().length).toBe(before + 1)
  })

  it('is counted by its verdict, and the time of each stage is measured', async () => {
    const measured = [...lines(stage.front), ...lines(stage.work)].filter(it => '_aws' in it)
    const of = (name: string) => measured.filter(it => name in it)
    expect(of('Acknowledgement')).toContainEqual(expect.objectContaining({ Acknowledgement: expect.any(Number) }))
    expect(of('Check')).toContainEqual(expect.objectContaining({ Check: 1, verdict: 'no', service: 'backup-bot' }))
    expect(new Set(of('Stage').map(it => it.stage))).toEqual(new Set(['wait', ...stages, 'post']))
  })
})

describe('throttles', () => {
  const throttles = (it: LambdaFunction) =>
    lines(it).flatMap(line => ('Throttle' in line && '_aws' in line ? [[line.who, line.Throttle]] : []))

  it('are counted by both functions, each time that AWS or Slack asks to slow down', async () => {
    stage.slack.faults.add({ method: 'views.open', status: 429, retryAfter: 1 })
    await stage.slack.command('U0ANNA', 'C0GENERAL', `restore ${volume}`)
    expect(throttles(stage.front)).toEqual([['slack', 1]])

    stage.aws.faults.throttle('ec2', 1)
    stage.aws.faults.throttle('dynamodb', 1)
    expect(await stage.batch(...(await stage.taken()))).toEqual({ batchItemFailures: [] })
    expect(throttles(stage.work)).toEqual([
      ['aws', 1],
      ['aws', 1],
    ])
  })
})

describe('a batch', () => {
  it('fails by item: what cannot be worked on comes again, the rest is done', async () => {
    const [bad, good] = [stage.record('not JSON'), stage.record(copyFailed())]
    const [answer, took] = await charged(() => stage.batch(bad, good))
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: bad.messageId }] })
    for (const [name, most] of Object.entries(calls.failure))
      expect(took[name as keyof typeof took], `docs/cost.md counts ${most} ${name}`).toBeLessThanOrEqual(most)
    expect(stage.messages().filter(it => it.channel === 'C0SHOP' && !it.thread)).toHaveLength(1)
    const measured = lines(stage.work).filter(it => '_aws' in it)
    expect(measured).toContainEqual(expect.objectContaining({ Failure: 1, from: 'event' }))
    expect(measured).toContainEqual(expect.objectContaining({ how: 'posted', Notice: expect.any(Number) }))
  })

  it('tells a failure once, however often its event is delivered', async () => {
    const before = stage.messages().length
    expect(await stage.batch(stage.record(copyFailed()), stage.record(copyFailed()))).toEqual({
      batchItemFailures: [],
    })
    expect(stage.messages()).toHaveLength(before)
  })
})

describe('an item that failed', () => {
  it('is given back to the queue for a while of its own', async () => {
    await stage.send('not JSON')
    const [message] = await stage.received()
    if (!message) throw new Error('nothing is on the queue')
    const seen = stage.aws.calls.length
    expect(await stage.batch({ ...message, attributes: { ApproximateReceiveCount: '1' } })).toEqual({
      batchItemFailures: [{ itemIdentifier: message.messageId }],
    })
    expect(stage.aws.calls.slice(seen).map(it => it.operation)).toContain('ChangeMessageVisibility')
  })

  it.each([
    [1, 10],
    [2, 30],
    [3, 90],
    [9, 900],
    [0, 10],
  ])('after %s tries waits %s seconds', (tries, seconds) => {
    expect(backOff(tries)).toBe(seconds)
  })
})

describe('a form', () => {
  it('lists what the worker finds in AWS, for the function that answers Slack may not read it', async () => {
    const payload = {
      type: 'block_suggestion',
      action_id: 'restore-resource',
      block_id: 'found',
      value: 'vol-',
      user: { id: 'U0ANNA' },
      team: { id: 'T0PLAY', domain: 'playground' },
      view: { id: 'V1', private_metadata: '', state: { values: {} } },
    }
    const { statusCode, body } = await stage.front.invoke<Answer>(
      gatewayEvent(new URLSearchParams({ payload: JSON.stringify(payload) }).toString()),
    )
    expect(statusCode).toBe(200)
    const { options } = JSON.parse(body) as { options: { value: string }[] }
    expect(options.length).toBeGreaterThan(0)
    for (const { value } of options) expect(value).toContain('vol-')
  })
})

describe('the logs', () => {
  it('hold even at the level of debug no secret, no policy and nothing of what people wrote', async () => {
    const words = 'Kundendaten von Erika'
    await stage.slack.command('U0ANNA', 'C0GENERAL', `explain "${words}"`)
    await stage.slack.command('U0ANNA', 'C0GENERAL', `policy ${volume}`)
    const messages = await stage.taken()
    expect(messages).toHaveLength(2)
    expect(await stage.batch(...messages)).toEqual({ batchItemFailures: [] })
    const log = stage.front.log() + stage.work.log()
    expect(log).toContain('"verb":"policy"')
    for (const never of [token, secret, words, 'kms:CreateGrant', '"Statement"', '/slack/respond/', 'PLAYGROUNDBOT'])
      expect(log).not.toContain(never)
    expect(
      lines(stage.work).filter(
        it => it.level === 'ERROR' && it.message !== 'a message could not be worked on: it comes again',
      ),
    ).toEqual([])
  })
})
