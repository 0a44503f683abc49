import type { Reading, Verdict } from './verdict.ts'

type Kind = Verdict['encryption']['kind']

/**
 * The worst first: what is not known, what can never leave the account (AWS managed), what has no key of the account
 * (AWS owned), what is not encrypted. `customer` is said only where everything is under customer managed keys.
 */
const worst: readonly Kind[] = ['unknown', 'aws-managed', 'aws-owned', 'none', 'customer']

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

/** How a resource and all that is inside it are encrypted, and by which keys. */
export const encryptionOf = (reading: Reading, nested: readonly Verdict[]): Verdict['encryption'] => {
  const { encryption } = reading.facts
  const byId = new Map(reading.keys.map(({ id, facts }) => [id, facts.key]))
  const own = (encryption?.known ? encryption.value.parts : []).map(({ by }): Kind => {
    if (by.kind !== 'key') return by.kind
    const key = byId.get(by.id)
    return key?.known ? (key.value.manager === 'AWS' ? 'aws-managed' : 'customer') : 'unknown'
  })
  const unread: readonly Kind[] =
    encryption?.known || (encryption === undefined && nested.length > 0) ? [] : ['unknown']
  const found = [...own, ...unread, ...nested.map(it => it.encryption.kind)]
  const kind = worst.find(it => found.includes(it)) ?? 'unknown'
  const named = encryption?.known
    ? encryption.value.parts.flatMap(({ by }) => (by.kind === 'key' ? [by.id] : []))
    : reading.keys.map(key => key.id)
  const keys = named.map(id => {
    const key = byId.get(id)
    return key?.known ? key.value.arn : id
  })
  return { kind, keys: unique([...keys, ...nested.flatMap(it => it.encryption.keys)]) }
}
