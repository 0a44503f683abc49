import { SQS } from '@aws-sdk/client-sqs'
import { beforeEach, describe, expect, it } from 'vitest'
import { as, bot, failing, serve, shop, the } from './started.ts'

const running = serve()
const sqs = () => new SQS(as(running.url, 'AKIABOT'))
let queues = 0
let QueueUrl = ''
beforeEach(async () => {
  queues += 1
  QueueUrl = the((await sqs().createQueue({ QueueName: `queue-${queues}` })).QueueUrl)
})
const send = (MessageBody: string, more: object = {}) => sqs().sendMessage({ QueueUrl, MessageBody, ...more })
const receive = async (more: object = {}) =>
  (await sqs().receiveMessage({ QueueUrl, MaxNumberOfMessages: 10, ...more })).Messages ?? []

describe('a queue', () => {
  it('gives a message to one receiver at a time', async () => {
    await send('a')
    expect(await receive()).toMatchObject([{ Body: 'a' }])
    expect(await receive()).toEqual([])
  })

  it('gives it again when the visibility timeout has passed', async () => {
    await send('a')
    const [first] = await receive({ VisibilityTimeout: 1 })
    expect(await receive()).toEqual([])
    const [second] = await receive({ WaitTimeSeconds: 3, MessageSystemAttributeNames: ['ApproximateReceiveCount'] })
    expect(second).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: '2' } })
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle)
  })

  it('keeps a message away for longer, or gives it back, when asked', async () => {
    await send('a')
    const [message] = await receive({ VisibilityTimeout: 1 })
    await sqs().changeMessageVisibility({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 60 })
    expect(await receive({ WaitTimeSeconds: 2 })).toEqual([])
    await sqs().changeMessageVisibility({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 })
    expect(await receive()).toMatchObject([{ Body: 'a' }])
  })

  it('wakes a receiver that waits', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 })
    await send('now')
    expect(await waiting).toMatchObject([{ Body: 'now' }])
  })

  it('holds a message back for its delay', async () => {
    await send('late', { DelaySeconds: 1 })
    expect(await receive()).toEqual([])
    expect(await receive({ WaitTimeSeconds: 3 })).toHaveLength(1)
  })

  it('deletes by receipt, and by none but the last one', async () => {
    await send('a')
    const [old] = await receive({ VisibilityTimeout: 0 })
    const [message] = await receive({ VisibilityTimeout: 0 })
    await sqs().deleteMessage({ QueueUrl, ReceiptHandle: old?.ReceiptHandle })
    expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1)
    const [last] = await receive({ VisibilityTimeout: 0 })
    await sqs().deleteMessageBatch({ QueueUrl, Entries: [{ Id: '1', ReceiptHandle: last?.ReceiptHandle }] })
    expect(message).toBeDefined()
    expect(await receive()).toEqual([])
  })

  it('keeps message attributes', async () => {
    await send('a', { MessageAttributes: { kind: { DataType: 'String', StringValue: 'work' } } })
    const [message] = await receive({ MessageAttributeNames: ['All'] })
    expect(message?.MessageAttributes).toMatchObject({ kind: { StringValue: 'work' } })
  })

  it('moves what was received too often to its dead-letter queue', async () => {
    await sqs().createQueue({ QueueName: `dead-${queues}` })
    const RedrivePolicy = JSON.stringify({
      maxReceiveCount: 2,
      deadLetterTargetArn: `arn:aws:sqs:eu-central-1:${bot}:dead-${queues}`,
    })
    const created = await sqs().createQueue({
      QueueName: `with-dead-${queues}`,
      Attributes: { RedrivePolicy, VisibilityTimeout: '0' },
    })
    QueueUrl = the(created.QueueUrl)
    await send('poison')
    expect(await receive()).toHaveLength(1)
    expect(await receive()).toHaveLength(1)
    expect(await receive()).toEqual([])
    QueueUrl = `${running.url}/${bot}/dead-${queues}`
    expect(await receive()).toMatchObject([{ Body: 'poison' }])
  })

  it('is its account\u2019s own', async () => {
    const other = new SQS(as(running.url, shop))
    expect(await failing(other.sendMessage({ QueueUrl, MessageBody: 'x' }))).toMatchObject({
      name: 'QueueDoesNotExist',
    })
  })

  it.each([
    ['too many at once', () => sqs().receiveMessage({ QueueUrl, MaxNumberOfMessages: 11 }), 'InvalidParameterValue'],
    ['an empty batch', () => sqs().deleteMessageBatch({ QueueUrl, Entries: [] }), 'EmptyBatchRequest'],
    ['a receipt that is none', () => sqs().deleteMessage({ QueueUrl, ReceiptHandle: 'x' }), 'ReceiptHandleIsInvalid'],
    ['a body above 1 MB', () => send('x'.repeat(1_048_577)), 'InvalidParameterValue'],
    [
      'a queue that is there with other attributes',
      () => sqs().createQueue({ QueueName: `queue-${queues}`, Attributes: { VisibilityTimeout: '5' } }),
      'QueueNameExists',
    ],
  ])('refuses %s', async (_what, call, name) => {
    expect(await failing(call())).toMatchObject({ name })
  })
})
