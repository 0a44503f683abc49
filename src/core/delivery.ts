import * as z from 'zod'
import type { JobEvent } from './event.ts'
import { fingerprint } from './message.ts'
import { type Mistake, mistake } from './trouble.ts'

export type Delivery =
  | { readonly id: string | null; readonly event: unknown }
  | (Mistake & { readonly id: string | null })

const batch = z.object({ Records: z.array(z.looseObject({ messageId: z.unknown(), body: z.unknown() })) })

/** The events inside an SQS batch, each with its message id; anything else is one event by itself. Never throws. */
export const unwrap = (value: unknown): readonly Delivery[] => {
  const parsed = batch.safeParse(value)
  if (!parsed.success) return [{ id: null, event: value }]
  return parsed.data.Records.map(({ messageId, body }) => {
    const id = typeof messageId === 'string' ? messageId : null
    if (typeof body !== 'string') return { id, event: body }
    try {
      return { id, event: JSON.parse(body) }
    } catch {
      return { id, ...mistake('The body of this message is not JSON.', { usage: 'event' }) }
    }
  })
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
