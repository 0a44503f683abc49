import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { patience } from '../core/patience.ts'
import { onlyAws } from './foreign.ts'

export type QueueOptions = {
  readonly url: string
  /** Throws, or rejects, when the message must come again; SQS gives it up after some tries, to the dead-letter queue. */
  readonly handle: (body: string, attributes: Message['MessageAttributes']) => Promise<void>
  readonly trouble: (message: string, more: Record<string, unknown>) => void
  /** Told of every look into the queue, with the error of one that failed; it is tried again. */
  readonly read: (error?: unknown) => void
  /** Messages at once. */
  readonly atOnce?: number
  /** Seconds that a message stays hidden from others; extended for as long as it is worked on. */
  readonly visibility?: number
  /** Seconds until a message that failed comes again, by how often it came. */
  readonly again?: (tries: number) => number
  /** Seconds that one call waits for messages, at most 20. */
  readonly wait?: number
}

const mostAtOnce = 10

/** Region of the queue's host; a queue elsewhere (on loopback) takes the environment's. */
const regionOf = (url: string): string | undefined => /\/\/sqs\.([a-z0-9-]+)\./.exec(url)?.[1]

/** A long poll waits for 20 seconds at most. */
const longPolls = { maxAttempts: 3, requestHandler: patience(30_000) }

/** One attempt, of so many milliseconds in all: somebody waits for it. */
export const onceWithin = (ms: number): typeof longPolls => ({
  maxAttempts: 1,
  requestHandler: { ...patience(ms), connectionTimeout: ms },
})

export const createQueueClient = (url: string, settings = longPolls): SQSClient => {
  const region = regionOf(url)
  const client = new SQSClient({ ...settings, ...(region ? { region } : {}) })
  // A queue without messages answers {}, and a deletion nothing.
  return onlyAws(client, { mayBe: () => true })
}

/** Puts one message on a queue; `delay` in seconds, at most 900. */
export const sendTo = async (client: SQSClient, url: string, body: unknown, delay = 0): Promise<void> => {
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(body), DelaySeconds: delay }))
}

/** Seconds until a message that failed comes again: 10, 30, 90, …, at most 15 minutes. `tries`: how often it came. */
export const backOff = (tries: number): number => Math.min(900, 10 * 3 ** Math.max(0, tries - 1))

/** Gives a message back, to come again after so many seconds. */
export const giveBack = async (client: SQSClient, url: string, receipt: string, seconds: number): Promise<void> => {
  await client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: receipt, VisibilityTimeout: seconds }),
  )
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>(resolve => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })

/** Polls a queue until it is stopped. At least once: a message is deleted only after its work has been done. */
export const pollQueue = (options: QueueOptions, client = createQueueClient(options.url)) => {
  const { url, handle, trouble, read, atOnce = mostAtOnce, visibility = 60, wait = 20, again = backOff } = options
  const stopping = new AbortController()
  const going = new Set<Promise<void>>()

  const hide = async (message: Message, seconds: number, isOver = () => false): Promise<void> => {
    try {
      await giveBack(client, url, message.ReceiptHandle ?? '', seconds)
    } catch (error) {
      // Its work ended meanwhile, and it was deleted.
      if (isOver()) return
      trouble('a message could not be kept', { call: 'sqs:ChangeMessageVisibility', id: message.MessageId, error })
    }
  }

  const work = async (message: Message): Promise<void> => {
    let over = false
    const timer = setInterval(() => void hide(message, visibility, () => over), (visibility * 1000) / 2)
    try {
      await handle(message.Body ?? '', message.MessageAttributes)
      over = true
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }))
    } catch (error) {
      trouble('a message could not be worked on: it comes again', { id: message.MessageId, error })
      clearInterval(timer)
      await hide(message, again(Number(message.Attributes?.ApproximateReceiveCount ?? 1)))
    } finally {
      clearInterval(timer)
    }
  }

  const receive = async (): Promise<readonly Message[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: Math.min(mostAtOnce, atOnce - going.size),
        WaitTimeSeconds: wait,
        VisibilityTimeout: visibility,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        // SNS's own, of a notification that it delivers raw.
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: stopping.signal },
    )
    return Messages
  }

  const loop = async (): Promise<void> => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        const messages = await receive()
        read()
        for (const message of messages) {
          const it = work(message).finally(() => going.delete(it))
          going.add(it)
        }
        failures = 0
        while (going.size >= atOnce) await Promise.race(going)
      } catch (error) {
        if (stopping.signal.aborted) break
        failures++
        read(error)
        await pause(Math.min(1000 * 2 ** failures, 60_000), stopping.signal)
      }
    }
  }

  const ended = loop()
  return {
    /** Takes no more; resolves when what was taken has ended. */
    stop: async (): Promise<void> => {
      stopping.abort()
      await ended
      await Promise.all(going)
      client.destroy()
    },
  }
}
