import type { Fact, Key, KeyFacts } from './fact.ts'
import type { House } from './house.ts'
import { foreign, forGood } from './key-policy/another.ts'
import type { KindOfKey, Where } from './key-policy/needs.ts'
import { type Plan, plan } from './key-policy/plan.ts'
import type { Style } from './key-policy/statements.ts'
import type { Kind } from './kind.ts'
import { kindOf } from './kinds/index.ts'
import type { Reading } from './verdict.ts'

type Asked = { readonly house: House; readonly style: Style }
export type Planned = Asked & { readonly kinds: readonly KindOfKey[]; readonly resource: Where }

/** A plan that may say only why there is none: nothing to plan for, or a key that could not be read. */
export type Unplanned = Omit<Plan, 'key'> & { readonly key: Plan['key'] | null }

const without = (
  need: Plan['need'],
  because: string,
  kinds: readonly KindOfKey[],
  style: Style,
  key: Plan['key'] | null = null,
): Unplanned => ({
  schema: 'backup-bot/policy/1',
  need,
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

const read = <T>(fact: Fact<T> | undefined): T | undefined => (fact?.known ? fact.value : undefined)
const detailOf = (fact: Fact<unknown> | undefined, otherwise: string): string =>
  fact && !fact.known ? fact.detail : otherwise

/** The plan for one key of a resource, from the facts that were read of it. */
export const planFor = ({ id, facts }: KeyFacts, { house, kinds, resource, style }: Planned): Unplanned => {
  const key: Key | undefined = read(facts.key)
  if (!key) return without('unknown', detailOf(facts.key, `The key ${id} was not read.`), kinds, style)
  const { arn, manager, state, account, region } = key
  const policy = read(facts.keyPolicy)
  if (policy === undefined && manager === 'CUSTOMER')
    return {
      ...without('unknown', detailOf(facts.keyPolicy, `The policy of ${arn} was not read.`), kinds, style, {
        arn,
        manager,
        state,
        account,
        region,
      }),
      instead: account === resource.account ? [] : foreign(key, resource.account),
    }
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

type Part = { readonly reading: Reading; readonly kind: Kind }

const partsOf = (reading: Reading): readonly Part[] => {
  const kind = kindOf(reading.kind)
  if (!kind) throw new Error(`No resource type ${reading.kind} is known.`)
  return [{ reading, kind }, ...reading.nested.flatMap(partsOf)]
}

/** Why nobody can say under which keys a part is; `null` where all are known. */
const open = ({ reading, kind }: Part): string | null => {
  const { encryption, storage } = reading.facts
  const { name } = reading.resource
  if (kind.family === 'eks')
    return storage?.known ? null : detailOf(storage, `Nothing was asked of AWS about the storage of ${name}.`)
  if (reading.nested.length > 0) return null
  if (encryption?.known || kind.fullManagement.value === 'yes') return null
  return detailOf(encryption, `Nothing was asked of AWS about the encryption of ${name}.`)
}

/** A key that AWS owns has no policy of which anybody could ask. */
const awsOwned = ({ reading, kind }: Part, style: Style): readonly Unplanned[] => {
  const { encryption } = reading.facts
  const outcome = kind.copyWhen.awsOwned
  const isOwned = encryption?.known && encryption.value.parts.some(({ by }) => by.kind === 'aws-owned')
  if (!isOwned || !kind.keyMustBeShared || (outcome !== 'blocked' && outcome !== 'unknown')) return []
  const because = `${reading.resource.name} is encrypted with a key that AWS owns: it has no policy that anybody could change${outcome === 'unknown' ? ', and whether such a copy works is not documented' : ''}.`
  const need = outcome === 'blocked' ? 'another key' : 'unknown'
  return [{ ...without(need, because, [kind], style), instead: [forGood(kind)] }]
}

const nothingFor = ({ reading, kind }: Part): string => {
  const { encryption } = reading.facts
  const { name } = reading.resource
  if (!kind.keyMustBeShared)
    return `No copy of ${name} uses a key of yours, so none needs a statement for the central account.`
  const isOpen = encryption?.known && encryption.value.parts.some(({ by }) => by.kind === 'none')
  return isOpen
    ? `${name} is not encrypted, so there is no key policy to change. Whether it should be, its check says.`
    : `${name} has no key of yours, so there is no key policy to change.`
}

/** One plan for each key under which a resource is, or the resources inside it; else one that says why there is none. */
export const plansFor = (reading: Reading, { house, style }: Asked): readonly Unplanned[] => {
  const parts = partsOf(reading)
  const uses = parts.flatMap(({ reading: of, kind }) => of.keys.map(key => ({ key, kind, resource: of.resource })))
  const arnOf = ({ id, facts }: KeyFacts) => read(facts.key)?.arn ?? id
  const plans = [...new Set(uses.map(({ key }) => arnOf(key)))].flatMap(arn => {
    const same = uses.filter(({ key }) => arnOf(key) === arn)
    const [first] = same
    const kinds = [...new Set(same.map(it => it.kind))]
    return first ? [planFor(first.key, { house, style, kinds, resource: first.resource })] : []
  })
  const others = parts.flatMap(part => {
    const because = open(part)
    return because === null ? awsOwned(part, style) : [without('unknown', because, [part.kind], style)]
  })
  const found = [...plans, ...others]
  if (found.length > 0) return found
  return parts.slice(0, 1).map(part => without('nothing', nothingFor(part), [part.kind], style))
}
