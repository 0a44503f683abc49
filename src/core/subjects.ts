import { type Fact, type Facts, type FactTable, type Key, type KeyFacts, known, unknown } from './fact.ts'
import type { Kind } from './kind.ts'
import type { Reading } from './verdict.ts'

/** What a rule is judged about: the resource itself, one of its keys, or one other way in which it is encrypted. */
export type Subject = {
  readonly per: readonly ('resource' | 'key' | 'encryption')[]
  readonly facts: FactTable
  readonly of: readonly string[]
  /** The key as the resource reports it; its ARN once that is read. */
  readonly key: string | null
  readonly manager?: Key['manager']
}

/** The keys that were read, and those that the resource names although nobody read them. */
const keysOf = (reading: Reading): readonly KeyFacts[] => {
  const { encryption } = reading.facts
  const parts = encryption?.known ? encryption.value.parts : []
  const reached = new Set(reading.keys.map(key => key.id))
  const missed = parts.flatMap(({ by, of }) => (by.kind === 'key' && !reached.has(by.id) ? [{ id: by.id, of }] : []))
  const ids = [...new Set(missed.map(it => it.id))]
  return [
    ...reading.keys,
    ...ids.map(id => ({ id, of: missed.filter(it => it.id === id).map(it => it.of), facts: {} })),
  ]
}

const ofKey = (reading: Reading, { id, of, facts }: KeyFacts): Subject => {
  const { encryption } = reading.facts
  const key = facts.key ?? unknown('no reader', `nothing was asked of AWS about the key ${id}`)
  const encryptedBy = key.known && encryption?.known ? known(key.value, ...encryption.evidence, ...key.evidence) : key
  return {
    per: ['key', 'encryption'],
    facts: { ...reading.facts, ...facts, key, encryptedBy },
    of,
    key: key.known ? key.value.arn : id,
    ...(key.known ? { manager: key.value.manager } : {}),
  }
}

/** One subject for all that is unencrypted, one for all under an AWS owned key, one where nothing is known. */
const withoutKey = (reading: Reading, kind: Kind): readonly Subject[] => {
  const { encryption } = reading.facts
  const subject = (encryptedBy: Fact<Facts['encryptedBy']>, of: readonly string[]): Subject => ({
    per: ['encryption'],
    facts: { ...reading.facts, encryptedBy },
    of,
    key: null,
  })
  if (encryption === undefined)
    return [subject(unknown('no reader', 'nothing was asked of AWS about the encryption'), [])]
  if (!encryption.known) return [subject(encryption, [])]
  // A fully managed type may have no encryption of its own that anybody could report; its backup has the vault's key.
  if (encryption.value.parts.length === 0)
    return kind.fullManagement.value === 'yes'
      ? []
      : [subject(unknown('no reader', `AWS says nothing about how ${reading.resource.name} is encrypted.`), [])]
  return (['none', 'aws-owned'] as const).flatMap(kind => {
    const of = encryption.value.parts.filter(({ by }) => by.kind === kind).map(part => part.of)
    return of.length === 0 ? [] : [subject(known(kind, ...encryption.evidence), of)]
  })
}

export const subjectsOf = (reading: Reading, kind: Kind): readonly Subject[] => [
  { per: ['resource'], facts: reading.facts, of: [], key: null },
  ...keysOf(reading).map(key => ofKey(reading, key)),
  ...withoutKey(reading, kind),
]
