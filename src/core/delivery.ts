import * as z from 'zod'
import type { JobEvent } from './event.ts'
import { fingerprint } from './message.ts'
import { type Attributes, asNotification, isOfVault } from './signal.ts'
import { isMistake, type Mistake, mistake } from './trouble.ts'

export type Delivery =
  | { readonly id: string | null; readonly event: unknown }
  | (Mistake & { readonly id: string | null })

const anything = z.unknown().optional()
const text = z.string().optional()
const attributes = z
  .record(z.string(), z.looseObject({ StringValue: text, stringValue: text }))
  .optional()
  .catch(undefined)
const letters = z.union([
  // As Lambda takes it from the queue, or from SNS.
  z
    .object({
      Records: z.array(
        z.looseObject({ messageId: anything, body: anything, messageAttributes: attributes, Sns: anything }),
      ),
    })
    .transform(({ Records }) =>
      Records.map(it => ({ id: it.messageId, body: it.body ?? it.Sns, said: it.messageAttributes })),
    ),
  // What `aws sqs receive-message` prints.
  z
    .object({
      Messages: z.array(z.looseObject({ MessageId: anything, Body: anything, MessageAttributes: attributes })),
    })
    .transform(({ Messages }) => Messages.map(it => ({ id: it.MessageId, body: it.Body, said: it.MessageAttributes }))),
])

const notification = z.looseObject({ Type: z.literal('Notification'), TopicArn: z.string(), Message: z.string() })

const fromJson = (body: unknown): unknown => {
  if (typeof body !== 'string') return body
  try {
    return JSON.parse(body)
  } catch {
    return mistake('The body of this message is not JSON.', { usage: 'event' })
  }
}

const delivered = (id: string | null, body: unknown, said?: Attributes): Delivery => {
  const value = (typeof body === 'string' ? asNotification(body, said) : undefined) ?? fromJson(body)
  // A topic between EventBridge and the queue puts its envelope around the event; a vault's own says what it is.
  const inside = isOfVault(value) ? undefined : notification.safeParse(value).data
  const event = inside ? fromJson(inside.Message) : value
  return isMistake(event) ? { id, ...event } : { id, event }
}

/**
 * The events inside an SQS batch, as Lambda takes it or as the command line prints it, each with its message id;
 * anything else is one event by itself. Never throws.
 */
export const unwrap = (value: unknown): readonly Delivery[] => {
  const batch = letters.safeParse(value)
  if (!batch.success) return [delivered(null, value)]
  return batch.data.map(({ id, body, said }) => delivered(typeof id === 'string' ? id : null, body, said))
}

/** The same for every delivery of one piece of news, however often and late. Jobs without an id go by what they copy. */
export const seenKey = (event: JobEvent): string => {
  if (event.kind === 'key denial') return `key denial/${event.id ?? `${event.key}|${event.call}|${event.at}`}`
  const destination = event.kind === 'copy' ? event.destinationVault : null
  const id =
    event.id ??
    [event.account, event.region, event.recoveryPoint ?? event.resource ?? event.vault, destination, event.createdAt]
      .map(part => part ?? '')
      .join('|')
  return `${event.kind}/${id.toLowerCase()}/${event.state}`
}

/**
 * The same for all failures with one root cause: the cause, the key (or else the vault) and the account.
 * Without a cause the shape of the message stands in for it. `key`: where it is known, ARN.
 */
export const groupKey = (event: JobEvent, cause: string | null, key: string | null = null): string => {
  const what = cause ?? `unrecognised: ${fingerprint(event.message ?? '') || 'no message'}`
  const vault =
    event.kind === 'key denial' ? null : event.kind === 'copy' ? (event.destinationVault ?? event.vault) : event.vault
  return [what, key ?? (event.kind === 'key denial' ? event.key : vault) ?? 'unknown', event.account].join('|')
}
