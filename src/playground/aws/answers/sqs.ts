import { createHash, randomUUID } from 'node:crypto'
import { MessageSystemAttributeName, QueueAttributeName, type SQS } from '@aws-sdk/client-sqs'
import type { Call } from '../call.ts'
import { type Message, type Queue, redriveOf, take, wakened } from '../queues.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'
import { checkAttributes, checkMessage, defaults, md5OfAttributes, mustBeWithin } from './sqs-checks.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/ */
export const sqsAnswers = {
  CreateQueue: ({ QueueName = '', Attributes = {} }, call) => {
    if (!/^[\w-]{1,80}$/.test(QueueName) && Attributes.FifoQueue !== 'true') {
      throw refuse(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      )
    }
    checkAttributes(Attributes, name => call.queues.byKey.has(keyOf(call, name)))
    const key = keyOf(call, QueueName)
    const known = call.queues.byKey.get(key)
    if (known && Object.entries(Attributes).some(([name, value]) => known.attributes[name] !== value)) {
      throw refuse(
        'QueueNameExists',
        'A queue already exists with the same name and a different value for an attribute',
      )
    }
    if (!known)
      call.queues.byKey.set(key, {
        name: QueueName,
        attributes: { ...defaults, ...Attributes },
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

  SendMessage: ({ QueueUrl, MessageBody = '', DelaySeconds, MessageAttributes = {}, ...input }, call) => {
    const queue = queueAt(call, QueueUrl)
    checkMessage(MessageBody, MessageAttributes, Number(queue.attributes.MaximumMessageSize))
    mustBeWithin('DelaySeconds', DelaySeconds, 0, 900)
    if (input.MessageDeduplicationId !== undefined)
      throw refuse(
        'InvalidParameterValue',
        `Value ${input.MessageDeduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.`,
      )
    const delay = DelaySeconds ?? Number(queue.attributes.DelaySeconds)
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
    return { MessageId: id, MD5OfMessageBody: md5(MessageBody), ...sumOf(MessageAttributes) }
  },

  ReceiveMessage: async (input, call) => {
    const queue = queueAt(call, input.QueueUrl)
    const most = input.MaxNumberOfMessages ?? 1
    mustBeWithin('MaxNumberOfMessages', most, 1, 10)
    mustBeWithin('WaitTimeSeconds', input.WaitTimeSeconds, 0, 20)
    mustBeWithin('VisibilityTimeout', input.VisibilityTimeout, 0, 43_200)
    const wanted = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])].map(String)
    const odd = wanted.find(name => !Object.hasOwn({ ...MessageSystemAttributeName, ...QueueAttributeName }, name))
    if (odd !== undefined) throw refuse('InvalidAttributeName', `Unknown Attribute ${odd}.`)
    const hidden = input.VisibilityTimeout ?? Number(queue.attributes.VisibilityTimeout)
    const until = Date.now() + 1000 * (input.WaitTimeSeconds ?? Number(queue.attributes.ReceiveMessageWaitTimeSeconds))
    const dead = call.queues.byKey.get(keyOf(call, redriveOf(queue).to))
    let taken = take(queue, dead, most, hidden)
    while (taken.length === 0 && Date.now() < until && !call.queues.stopped) {
      await wakened(queue, until)
      // A message would be hidden from everybody else, and read by nobody.
      if (call.isGone()) return {}
      taken = take(queue, dead, most, hidden)
    }
    if (taken.length === 0) return {}
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
    const ids = Entries.map(({ Id = '' }) => Id)
    if (new Set(ids).size < ids.length)
      throw refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.')
    if (ids.some(id => !/^[\w-]{1,80}$/.test(id)))
      throw refuse(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      )
    const good = Entries.filter(it => isReceipt(it.ReceiptHandle ?? ''))
    for (const { ReceiptHandle = '' } of good) remove(queue, ReceiptHandle)
    return {
      Successful: good.map(({ Id }) => ({ Id })),
      Failed: Entries.filter(it => !good.includes(it)).map(({ Id, ReceiptHandle = '' }) => {
        const { code: Code, message: Message } = badReceipt(ReceiptHandle)
        return { Id, SenderFault: true, Code, Message }
      }),
    }
  },

  ChangeMessageVisibility: ({ QueueUrl, ReceiptHandle = '', VisibilityTimeout = 0 }, call) => {
    const message = queueAt(call, QueueUrl).messages.find(each => each.receipt === ReceiptHandle)
    mustBeWithin('VisibilityTimeout', VisibilityTimeout, 0, 43_200)
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
const sumOf = (attributes: Message['attributes']) =>
  Object.keys(attributes).length > 0 ? { MD5OfMessageAttributes: md5OfAttributes(attributes) } : {}
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
  // `kind.*` is every name that begins so.
  const asked = (name: string) =>
    attributes.some(it => it === 'All' || it === name || (it.endsWith('.*') && name.startsWith(it.slice(0, -2))))
  const named = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => asked(name)))
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length > 0 ? { Attributes: system } : {}),
    ...(Object.keys(named).length > 0 ? { MessageAttributes: named, ...sumOf(named) } : {}),
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
