import { createHash } from 'node:crypto'
import type { MessageAttributeValue } from '@aws-sdk/client-sqs'
import { refuse } from '../refusal.ts'
import { isRecord } from '../schema.ts'

/** What a queue may be set to. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const numbers: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['DelaySeconds', [0, 900]],
  ['KmsDataKeyReusePeriodSeconds', [60, 86_400]],
  ['MaximumMessageSize', [1024, 1_048_576]],
  ['MessageRetentionPeriod', [60, 1_209_600]],
  ['ReceiveMessageWaitTimeSeconds', [0, 20]],
  ['VisibilityTimeout', [0, 43_200]],
])
/** What a queue has of these when nobody says otherwise. */
export const defaults: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  KmsDataKeyReusePeriodSeconds: '300',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
}
const texts = ['KmsMasterKeyId', 'Policy', 'RedriveAllowPolicy', 'RedrivePolicy', 'SqsManagedSseEnabled', 'FifoQueue']

/** Refuses what SQS refuses of a queue's attributes; `isQueue` knows the names of those that are there. */
export const checkAttributes = (attributes: Readonly<Record<string, string>>, isQueue: (name: string) => boolean) => {
  for (const [name, value] of Object.entries(attributes)) {
    const range = numbers.get(name)
    if (!range && !texts.includes(name)) throw refuse('InvalidAttributeName', `Unknown Attribute ${name}.`)
    if (range && !(/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1]))
      throw refuse('InvalidAttributeValue', `Invalid value for the parameter ${name}.`)
  }
  if (attributes.FifoQueue === 'true')
    throw refuse('NotImplemented', 'The embedded AWS has standard queues only.', { status: 501 })
  if (attributes.RedrivePolicy !== undefined) checkRedrive(attributes.RedrivePolicy, isQueue)
}

const checkRedrive = (text: string, isQueue: (name: string) => boolean) => {
  const odd = (reason: string) =>
    refuse('InvalidParameterValue', `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`)
  const policy = parse(text)
  if (!policy) throw odd('Redrive policy is not a valid JSON map.')
  const { deadLetterTargetArn, maxReceiveCount } = policy
  const times = Number(maxReceiveCount)
  if (!Number.isInteger(times) || times < 1 || times > 1000)
    throw odd('Invalid value for maxReceiveCount: must be between 1 and 1000.')
  if (!isQueue(String(deadLetterTargetArn).split(':').at(-1) ?? '')) throw odd('Dead letter target does not exist.')
}

const parse = (text: string) => {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

export const mustBeWithin = (name: string, value: number | undefined, least: number, most: number): void => {
  if (value !== undefined && (value < least || value > most))
    throw refuse(
      'InvalidParameterValue',
      `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
    )
}

type Attributes = Readonly<Record<string, MessageAttributeValue>>

export const checkMessage = (body: string, attributes: Attributes, largest: number): void => {
  if (body === '') throw refuse('MissingParameter', 'The request must contain the parameter MessageBody.')
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(body))
    throw refuse('InvalidMessageContents', 'Invalid characters found in the message body.')
  const named = Object.entries(attributes)
  // Attributes are part of the message, and of its size.
  const size = named.reduce((sum, [name, value]) => sum + sizeOf(name, value), Buffer.byteLength(body))
  if (size > largest) {
    throw refuse(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${largest} bytes.`,
    )
  }
  if (named.length > 10)
    throw refuse(
      'InvalidParameterValue',
      `Number of message attributes [${named.length}] exceeds the allowed maximum [10].`,
    )
  for (const [name, value] of named) checkAttribute(name, value)
}

const sizeOf = (name: string, { DataType = '', StringValue = '', BinaryValue }: MessageAttributeValue) =>
  Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.length ?? 0)

const checkAttribute = (name: string, { DataType = '', StringValue, BinaryValue }: MessageAttributeValue) => {
  if (!/^(?!(aws|amazon)\.)(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i.test(name))
    throw refuse('InvalidParameterValue', `The message attribute name '${name}' is invalid.`)
  const kind = /^(String|Number|Binary)(\..*)?$/.exec(DataType)?.[1]
  if (!kind)
    throw refuse(
      'InvalidParameterValue',
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    )
  if (!(kind === 'Binary' ? BinaryValue?.length : StringValue))
    throw refuse('InvalidParameterValue', `The message attribute '${name}' must contain a non-empty value.`)
  if (kind === 'Number' && !/^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(StringValue ?? ''))
    throw refuse('InvalidParameterValue', `Can't cast the value of message (user) attribute '${name}' to a number.`)
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation */
export const md5OfAttributes = (attributes: Attributes): string => {
  const hash = createHash('md5')
  const add = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hash.update(length).update(bytes)
  }
  for (const [name, { DataType = '', StringValue = '', BinaryValue }] of Object.entries(attributes).sort(byName)) {
    add(Buffer.from(name))
    add(Buffer.from(DataType))
    hash.update(Buffer.from([BinaryValue ? 2 : 1]))
    add(BinaryValue ?? Buffer.from(StringValue))
  }
  return hash.digest('hex')
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1)
