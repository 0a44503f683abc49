import type { Fact, Key, KeyFacts } from './fact.ts'
import type { House } from './house.ts'
import type { KindOfKey, Where } from './key-policy/needs.ts'
import { type Plan, plan } from './key-policy/plan.ts'
import type { Style } from './key-policy/statements.ts'

export type Planned = {
  readonly house: House
  readonly kinds: readonly KindOfKey[]
  readonly resource: Where
  readonly style: Style
}

const unread = (because: string, kinds: readonly KindOfKey[], key: Plan['key'] | null, style: Style): Unplanned => ({
  schema: 'backup-bot/policy/1',
  need: 'unknown',
  because,
  key,
  for: kinds.map(kind => kind.id),
  style,
  missing: [],
  denied: [],
  statements: [],
  policy: null,
  inForce: null,
  bytes: 0,
  proof: { before: [], after: [], outsiders: [], unseen: [] },
  cautions: [],
  instead: [],
})

/** A plan that says only why there is none: nothing to plan for, or a key that could not be read. */
export type Unplanned = Omit<Plan, 'key'> & { readonly key: Plan['key'] | null }

const read = <T>(fact: Fact<T> | undefined): T | undefined => (fact?.known ? fact.value : undefined)
const detailOf = (fact: Fact<unknown> | undefined, otherwise: string): string =>
  fact && !fact.known ? fact.detail : otherwise

/** The plan for one key of a resource, from the facts that were read of it. */
export const planFor = ({ id, facts }: KeyFacts, { house, kinds, resource, style }: Planned): Unplanned => {
  const key: Key | undefined = read(facts.key)
  if (!key) return unread(detailOf(facts.key, `The key ${id} was not read.`), kinds, null, style)
  const policy = read(facts.keyPolicy)
  if (policy === undefined && key.manager === 'CUSTOMER')
    return unread(detailOf(facts.keyPolicy, `The policy of ${key.arn} was not read.`), kinds, key, style)
  return plan({
    key,
    policy: policy ?? '{"Statement":[]}',
    grants: read(facts.keyGrants) ?? null,
    kinds,
    house,
    resource,
    style,
  })
}

/** Nothing is encrypted with a key of the resource's own, so there is no policy to change. */
export const noKey = (because: string, kinds: readonly KindOfKey[], style: Style): Unplanned => ({
  ...unread(because, kinds, null, style),
  need: 'nothing',
})
