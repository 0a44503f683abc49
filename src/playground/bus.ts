import { setTimeout as sleep } from 'node:timers/promises'
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { administrator } from './panel/admin.ts'
import type { Bus } from './panel/switches.ts'

const name = 'backup-bot'
const atOnce = 8
const patience = 500

/**
 * The embedded EventBridge: every event goes to the queue of the bot's account. What the queue does not take waits and
 * is tried again, as EventBridge does for a day. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
export const createBus = () => {
  let waiting: Record<string, unknown>[] = []
  let away = false
  let sender: ((event: object) => Promise<unknown>) | undefined
  let delivering = false

  const deliver = async () => {
    if (delivering) return
    delivering = true
    while (sender && !away && waiting.length > 0) {
      const send = sender
      const batch = waiting.slice(0, atOnce)
      const sent = await Promise.allSettled(batch.map(send))
      const failed = batch.filter((_, i) => sent[i]?.status === 'rejected')
      waiting = [...failed, ...waiting.slice(batch.length)]
      if (failed.length > 0) await sleep(patience, undefined, { ref: false })
    }
    delivering = false
  }
  const switches: Bus = {
    isAway: () => away,
    setAway: it => {
      away = it
      void deliver()
    },
    waiting: () => waiting.length,
  }
  return {
    ...switches,
    put: (event: Record<string, unknown>): void => {
      waiting.push(event)
      void deliver()
    },
    /** Makes the bot's queue and begins to deliver; answers the queue's URL. */
    open: async (endpoint: string, place: { account: string; region: string }): Promise<string> => {
      const sqs = new SQSClient({ ...administrator(endpoint, place), maxAttempts: 5 })
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }))
      sender = event => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }))
      void deliver()
      return QueueUrl
    },
  }
}
