import { randomUUID } from 'node:crypto'
import type { MessageAttributeValue } from '@aws-sdk/client-sqs'

export type Message = {
  readonly id: string
  readonly body: string
  readonly attributes: Record<string, MessageAttributeValue>
  readonly sentAt: number
  readonly sender: string
  firstAt: number | undefined
  count: number
  visibleAt: number
  receipt: string | undefined
}
export type Queue = {
  readonly name: string
  readonly attributes: Record<string, string>
  messages: Message[]
  readonly waiting: Set<() => void>
}

/** Queues by account, Region and name. */
export type Queues = { readonly byKey: Map<string, Queue>; stopped: boolean; stop(): void }

export const createQueues = (): Queues => {
  const queues: Queues = {
    byKey: new Map(),
    stopped: false,
    stop: () => {
      queues.stopped = true
      for (const queue of queues.byKey.values()) for (const wake of queue.waiting) wake()
    },
  }
  return queues
}

/** The name of the dead-letter queue, and after how many receipts a message goes there. */
export const redriveOf = ({ attributes }: Queue): { readonly to: string; readonly times: number } => {
  const { maxReceiveCount, deadLetterTargetArn } = JSON.parse(attributes.RedrivePolicy ?? '{}') as Record<
    string,
    unknown
  >
  return {
    to:
      String(deadLetterTargetArn ?? '')
        .split(':')
        .at(-1) ?? '',
    times: Number(maxReceiveCount),
  }
}

/** Visible messages, hidden from now on; one that was received too often goes to the dead-letter queue instead. */
export const take = (queue: Queue, dead: Queue | undefined, most: number, hiddenSeconds: number): Message[] => {
  const now = Date.now()
  const redrive = redriveOf(queue)
  const visible = queue.messages.filter(message => message.visibleAt <= now)
  const spent = dead ? visible.filter(message => message.count >= redrive.times) : []
  queue.messages = queue.messages.filter(message => !spent.includes(message))
  dead?.messages.push(...spent)
  const taken = visible.filter(message => !spent.includes(message)).slice(0, most)
  for (const message of taken) {
    message.count += 1
    message.firstAt ??= now
    message.visibleAt = now + hiddenSeconds * 1000
    message.receipt = Buffer.from(`receipt ${message.id} ${randomUUID()}`).toString('base64')
  }
  return taken
}

/** Waits for a message to be sent or to become visible again, at the latest until the given moment. */
export const wakened = (queue: Queue, until: number): Promise<void> =>
  new Promise(resolve => {
    const soonest = Math.min(until, ...queue.messages.map(message => message.visibleAt))
    const done = () => {
      clearTimeout(timer)
      queue.waiting.delete(done)
      resolve()
    }
    const timer = setTimeout(done, Math.max(1, soonest - Date.now()))
    queue.waiting.add(done)
  })
