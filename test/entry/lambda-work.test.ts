import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BatchAnswer, handler } from '../../src/entry/lambda-work.ts'
import { copyFailed, copyJob, type Stage, startStage, volume } from '../world/notices-stage.ts'

let stage: Stage
let sqs: SQSClient
beforeAll(async () => {
  stage = await startStage({ keeps: [copyJob], rounds: false })
  sqs = new SQSClient({})
  Object.assign(process.env, {
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_API_URL: stage.apiUrl,
    TABLE_NAME: 'backup-bot',
    QUEUE_URL: stage.queueUrl,
  })
})
afterAll(async () => {
  sqs.destroy()
  await stage.close()
})

let ids = 0
const record = (body: unknown) => ({
  messageId: `message-${++ids}`,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const failing = async (...records: ReturnType<typeof record>[]) =>
  ((await handler({ Records: records })) as BatchAnswer).batchItemFailures.map(it => it.itemIdentifier)
const roots = () => stage.roots('C0SHOP')

describe('the worker on Lambda', () => {
  it('works on the rest of a batch when one item fails, and names only that one', async () => {
    const [bad, good, strange] = [record('not JSON'), record(copyFailed()), record({ hello: 'world' })]
    expect(await failing(bad, good, strange)).toEqual([bad.messageId, strange.messageId])
    expect(roots()).toHaveLength(1)
    expect(JSON.stringify(roots()[0]?.blocks)).toContain('1 copy failed')
  })

  it('has no second effect when an item comes again', async () => {
    expect(await failing(record(copyFailed()), record(copyFailed()))).toEqual([])
    expect(roots()).toHaveLength(1)
    expect(JSON.stringify(roots()[0]?.blocks)).toContain('1 copy failed')
  })

  it('answers the work that the Slack function put on the queue', async () => {
    const responseUrl = new URL('/slack/respond/none', stage.apiUrl).href
    const work = { intent: { verb: 'check', target: volume }, address: { responseUrl, replace: true, share: false } }
    // The embedded Slack knows no such response URL: without a person to tell, the item comes again.
    const lost = record(work)
    expect(await failing(lost)).toEqual([lost.messageId])
    expect(await failing(record({ ...work, asker: 'U0ANNA' }))).toEqual([])
    expect(JSON.stringify(stage.shown('U0ANNA').map(it => it.blocks))).toContain('vol-07e3943d858664410')
  })

  it('sweeps on schedule, by itself and from the queue', async () => {
    expect(await handler({ sweep: true })).toBeUndefined()
    expect(await failing(record({ sweep: true }), record({ flush: true }), record({ reminders: true }))).toEqual([])
    expect(roots()).toHaveLength(1)
  })

  it('takes one event without a batch, and throws for what is none', async () => {
    expect(await handler(copyFailed({ copyJobId: '0000000A-7D1A-4E8E-9C55-3B2A19F0D7E4' }))).toBeUndefined()
    await expect(handler({ hello: 'world' })).rejects.toThrow('EventBridge')
  })

  it('gives the events back, and later the queue, when Slack takes nothing', async () => {
    stage.slack.faults.add({ method: 'chat.postMessage', error: 'invalid_blocks', times: 50 })
    const lost = record(copyFailed({ copyJobId: '0000000B-7D1A-4E8E-9C55-3B2A19F0D7E4', resourceArn: `${volume}0` }))
    expect(await failing(lost)).toEqual([lost.messageId])
    stage.slack.faults.clear()
    expect(await failing(lost)).toEqual([])
  })

  it('asks itself to go on when a channel has to wait', async () => {
    stage.slack.faults.add({ method: 'chat.postMessage', status: 429, retryAfter: 40, times: 50 })
    const event = { ...copyFailed({ copyJobId: '0000000C-7D1A-4E8E-9C55-3B2A19F0D7E4' }), account: '222233334444' }
    expect(await failing(record(event))).toEqual([])
    stage.slack.faults.clear()
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: stage.queueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
    )
    // Delayed by a minute, so it is not to be had yet.
    expect(Messages).toEqual([])
    expect(stage.aws.calls.filter(it => it.operation === 'SendMessage').length).toBeGreaterThan(0)
  })
})
