import { createHash, randomUUID } from 'node:crypto'
import type { MessageSystemAttributeName, SQS } from '@aws-sdk/client-sqs'
import type { Call } from '../call.ts'
import { type Message, type Queue, redriveOf, take, wakened } from '../queues.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/ */
export const sqsAnswers = {
  CreateQueue: ({ QueueName = '', Attributes = {} }, call) => {
    if (!/^[\w-]{1,80}(\.fifo)?$/.test(QueueName)) {
      throw refuse(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      )
    }
    const key = keyOf(call, QueueName)
    const known = call.queues.byKey.get(key)
    const given = Object.entries(Attributes)
    if (known && given.some(([name, value]) => known.attributes[name] !== value)) {
      throw refuse(
        'QueueNameExists',
        'A queue already exists with the same name and a different value for an attribute',
      )
    }
    if (!known)
      call.queues.byKey.set(key, {
        name: QueueName,
        attributes: Object.fromEntries(given),
        messages: [],
        waiting: new Set(),
      })
    return { QueueUrl: urlOf(call, QueueName) }
  },

  GetQueueUrl: ({ QueueName = '', QueueOwnerAWSAccountId }, call) => {
    const owner = QueueOwnerAWSAccountId ?? call.account
    if (owner !== call.account || !call.queues.byKey.has(keyOf(call, QueueName))) throw noQueue()
    return { QueueUrl: urlOf(call, QueueName) }
  },

  SendMessage: ({ QueueUrl, MessageBody = '', DelaySeconds, MessageAttributes }, call) => {
    const queue = queueAt(call, QueueUrl)
    if (MessageBody === '') throw refuse('MissingParameter', 'The request must contain the parameter MessageBody.')
    if (Buffer.byteLength(MessageBody) > 1_048_576) {
      throw refuse(
        'InvalidParameterValue',
        'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
      )
    }
    const delay = DelaySeconds ?? Number(queue.attributes.DelaySeconds ?? 0)
    const id = randomUUID()
    const at = Date.now()
    const sender = call.identity.userId
    queue.messages.push({
      id,
      body: MessageBody,
      attributes: MessageAttributes,
      sentAt: at,
      sender,
      firstAt: undefined,
      count: 0,
      visibleAt: at + delay * 1000,
      receipt: undefined,
    })
    for (const wake of queue.waiting) wake()
    return { MessageId: id, MD5OfMessageBody: md5(MessageBody) }
  },

  ReceiveMessage: async (input, call) => {
    const queue = queueAt(call, input.QueueUrl)
    const most = input.MaxNumberOfMessages ?? 1
    if (most < 1 || most > 10) {
      throw refuse(
        'InvalidParameterValue',
        `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
      )
    }
    const hidden = input.VisibilityTimeout ?? Number(queue.attributes.VisibilityTimeout ?? 30)
    const until =
      Date.now() + 1000 * (input.WaitTimeSeconds ?? Number(queue.attributes.ReceiveMessageWaitTimeSeconds ?? 0))
    const dead = call.queues.byKey.get(keyOf(call, redriveOf(queue).to))
    let taken = take(queue, dead, most, hidden)
    while (taken.length === 0 && Date.now() < until && !call.queues.stopped) {
      await wakened(queue, until)
      taken = take(queue, dead, most, hidden)
    }
    if (taken.length === 0) return {}
    const wanted = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])].map(String)
    return { Messages: taken.map(message => shown(message, wanted, input.MessageAttributeNames ?? [])) }
  },

  DeleteMessage: ({ QueueUrl, ReceiptHandle = '' }, call) => {
    remove(queueAt(call, QueueUrl), ReceiptHandle)
    return {}
  },

  DeleteMessageBatch: ({ QueueUrl, Entries = [] }, call) => {
    const queue = queueAt(call, QueueUrl)
    if (Entries.length === 0)
      throw refuse('EmptyBatchRequest', 'There should be at least one DeleteMessageBatchRequestEntry in the request.')
    if (Entries.length > 10)
      throw refuse('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10. You have sent more.')
    for (const entry of Entries) remove(queue, entry.ReceiptHandle ?? '')
    return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] }
  },

  ChangeMessageVisibility: ({ QueueUrl, ReceiptHandle = '', VisibilityTimeout = 0 }, call) => {
    const message = queueAt(call, QueueUrl).messages.find(each => each.receipt === ReceiptHandle)
    if (!isReceipt(ReceiptHandle)) throw badReceipt(ReceiptHandle)
    if (!message || message.visibleAt <= Date.now()) {
      throw refuse(
        'MessageNotInflight',
        `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      )
    }
    message.visibleAt = Date.now() + VisibilityTimeout * 1000
    return {}
  },
} satisfies AnswersOf<SQS>

const keyOf = ({ account, region }: Call, name: string) => `${account}/${region}/${name}`
const urlOf = ({ url, account }: Call, name: string) => `${url}/${account}/${name}`
const noQueue = () => refuse('QueueDoesNotExist', 'The specified queue does not exist.')
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

const queueAt = (call: Call, queueUrl: string | undefined): Queue => {
  const [account, name = ''] = queueUrl?.split('/').slice(-2) ?? []
  const queue = account === call.account ? call.queues.byKey.get(keyOf(call, name)) : undefined
  if (!queue) throw noQueue()
  return queue
}

const shown = (message: Message, wanted: readonly string[], attributes: readonly string[]) => {
  const system: Record<MessageSystemAttributeName & string, string> = {} as never
  const values = {
    SenderId: message.sender,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.count),
    ApproximateFirstReceiveTimestamp: String(message.firstAt),
  }
  for (const [name, value] of Object.entries(values)) {
    if (wanted.includes('All') || wanted.includes(name)) system[name as keyof typeof system] = value
  }
  const named = Object.entries(message.attributes ?? {}).filter(
    ([name]) => attributes.includes('All') || attributes.includes('.*') || attributes.includes(name),
  )
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length > 0 ? { Attributes: system } : {}),
    ...(named.length > 0 ? { MessageAttributes: Object.fromEntries(named) } : {}),
  }
}

const isReceipt = (handle: string) => Buffer.from(handle, 'base64').toString('utf8').startsWith('receipt ')
const badReceipt = (handle: string) =>
  refuse('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`)

/** An older receipt of the same message deletes nothing, yet SQS answers as if it had. */
const remove = (queue: Queue, handle: string) => {
  if (!isReceipt(handle)) throw badReceipt(handle)
  queue.messages = queue.messages.filter(message => message.receipt !== handle)
}
