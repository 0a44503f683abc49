import { setTimeout as pause } from 'node:timers/promises'
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pollQueue, sendTo } from '../../src/aws/queue.ts'
import { started } from './world.ts'

let aws: Awaited<ReturnType<typeof started>>
let sqs: SQSClient
let names = 0
beforeAll(async () => {
  aws = await started()
  sqs = new SQSClient({})
})
afterAll(async () => {
  sqs.destroy()
  await aws.server.close()
})

const queueWith = async (Attributes: Record<string, string> = {}): Promise<string> => {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `queue-${names++}`, Attributes }))
  return QueueUrl
}
const put = (url: string, body: string) => sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }))
const take = async (url: string) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }))).Messages ?? []
const polling = (
  url: string,
  handle: (body: string) => Promise<void>,
  more: { visibility?: number; again?: () => number } = {},
) => {
  const trouble: string[] = []
  const read = (error?: unknown) => void (error === undefined || trouble.push(String(error)))
  return { trouble, ...pollQueue({ url, handle, trouble: message => trouble.push(message), read, wait: 1, ...more }) }
}
const until = async (look: () => boolean) => {
  while (!look()) await pause(10)
}

describe('the queue of the long-running bot', () => {
  it('works on every message, and deletes each after its work', async () => {
    const url = await queueWith({ VisibilityTimeout: '1' })
    for (const body of ['a', 'b', 'c']) await put(url, body)
    const done: string[] = []
    const poller = polling(url, async body => void done.push(body))
    await until(() => done.length === 3)
    await poller.stop()
    await pause(1100)
    expect(done.sort()).toEqual(['a', 'b', 'c'])
    expect(await take(url)).toEqual([])
  })

  it('leaves what fails: it comes again, and at last lies in the dead-letter queue', async () => {
    const dead = await queueWith()
    const deadLetterTargetArn = `arn:aws:sqs:eu-central-1:444455556666:${dead.split('/').at(-1)}`
    const url = await queueWith({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }) })
    await put(url, 'poison')
    await put(url, 'good')
    const tried: string[] = []
    const poller = polling(
      url,
      async body => {
        tried.push(body)
        if (body === 'poison') throw new Error('no')
      },
      { again: () => 0 },
    )
    let letters: Awaited<ReturnType<typeof take>> = []
    while (letters.length === 0) letters = await take(dead)
    await poller.stop()
    expect(letters.map(it => it.Body)).toEqual(['poison'])
    expect(tried.sort()).toEqual(['good', 'poison', 'poison'])
    expect(poller.trouble).toHaveLength(2)
  })

  it('hides a message from others for as long as it is worked on', async () => {
    const url = await queueWith()
    await put(url, 'slow')
    let finish = () => {}
    const seen: string[] = []
    const work = new Promise<void>(resolve => {
      finish = resolve
    })
    const poller = polling(
      url,
      async body => {
        seen.push(body)
        await work
      },
      { visibility: 1 },
    )
    await until(() => seen.length === 1)
    await pause(2500)
    expect(seen).toEqual(['slow'])
    expect(await take(url)).toEqual([])
    finish()
    await poller.stop()
  })

  it('ends only when what it took has ended', async () => {
    const url = await queueWith()
    await put(url, 'last')
    const steps: string[] = []
    const poller = polling(url, async () => {
      steps.push('begun')
      await pause(200)
      steps.push('done')
    })
    await until(() => steps.includes('begun'))
    await poller.stop()
    expect(steps).toEqual(['begun', 'done'])
    expect(await take(url)).toEqual([])
  })

  it('goes on after AWS did not answer', async () => {
    const url = await queueWith()
    aws.server.faults.error('sqs', 3)
    const done: string[] = []
    const poller = polling(url, async body => void done.push(body))
    await until(() => poller.trouble.length > 0)
    await sendTo(sqs, url, { flush: true })
    await until(() => done.length > 0)
    await poller.stop()
    expect(done).toEqual(['{"flush":true}'])
  })
})
