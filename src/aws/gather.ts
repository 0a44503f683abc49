import { setImmediate as afterwards } from 'node:timers/promises'
import pLimit from 'p-limit'
import { type Fact, type FactTable, type Key, type Unknown, unknown } from '../core/fact.ts'
import { type Destination, type House, vaultRegionOf } from '../core/house.ts'
import { kindOf } from '../core/kinds/index.ts'
import { atMost } from '../core/patience.ts'
import type { Family, Resource } from '../core/resource.ts'
import type { Reading } from '../core/verdict.ts'
import { regionSettings } from './backup.ts'
import { readKeys } from './keys.ts'
import { type Ask, sessionWithin } from './read.ts'
import { readers } from './readers/index.ts'
import type { Reader } from './readers/reader.ts'
import { type Aws, type Session, shut } from './sessions.ts'
import { localVaultKey, surroundings } from './surroundings.ts'
import { isUnreachable, WorldFault } from './trouble.ts'

export type GatherOptions = {
  readonly to: Destination
  readonly signal: AbortSignal
  /** Also what exists already: recovery points and copy jobs. */
  readonly history?: boolean
  /** Milliseconds after which the check ends with what it has. */
  readonly deadline?: number
}

/** Leaves a second of ten for starting and telling. */
const nineSeconds = 9_000
/** Of one check, however deep its stacks are nested. */
const mostNested = 50

/** What one check shares between the resources that it reads. */
type Check = {
  readonly aws: Aws
  readonly house: House
  readonly to: Destination
  readonly signal: AbortSignal
  readonly history: boolean
  readonly keys: Map<string, Promise<FactTable>>
  readonly vaultKeys: Map<string, Promise<Fact<Key>>>
  readonly seen: Set<string>
  readonly limit: <T>(read: () => Promise<T>) => Promise<T>
}

/**
 * Everything that the rules may ask about one resource; what could not be read is an unknown fact with its reason.
 * Rejects with `WorldFault` only: no credentials, or AWS cannot be reached.
 */
export const gather = async (aws: Aws, house: House, resource: Resource, options: GatherOptions): Promise<Reading> => {
  const { to, history = false, deadline = nineSeconds } = options
  const signal = atMost(options.signal, deadline)
  const reading = await readOne(
    {
      aws,
      house,
      to,
      history,
      signal,
      keys: new Map(),
      vaultKeys: new Map(),
      seen: new Set([resource.arn]),
      limit: pLimit(5),
    },
    resource,
  )
  const facts = Object.values(reading.facts)
  const fault = facts.find(fact => isUnreachable(fact))
  // AWS may have no such Region: the policy does not run there, and that much is known.
  const isOurs = reading.resource.region === '' || house.regions.includes(reading.resource.region)
  if (isOurs && fault && !fault.known && !facts.some(fact => fact.known)) throw new WorldFault(fault.detail)
  return reading
}

type Located = {
  readonly resource: Resource
  readonly member: Session
  readonly central: Session
  readonly management?: Session
  readonly missing?: Unknown
  readonly placed?: true
}

/** Where the resource is: for a bucket that came without its Region, one call more. */
const located = async (check: Check, resource: Resource): Promise<Located> => {
  const { aws, house, signal } = check
  const at = resource.region || aws.region
  const [member, central, management] = await Promise.all([
    sessionWithin(signal, aws, resource.account, at),
    sessionWithin(signal, aws, house.central.account, vaultRegionOf(house, at)),
    house.management ? sessionWithin(signal, aws, house.management.account, at) : undefined,
  ])
  const sessions = { member, central, ...(management ? { management } : {}) }
  if (resource.region || resource.family !== 's3') return { resource, ...sessions }
  const { bucketRegion } = await import('./readers/s3.ts')
  const region = await bucketRegion({ session: member, signal }, resource)
  if (!region.known) {
    // Not `not found`, whatever the bucket's answer was: the vaults were not looked for.
    const reason = isUnreachable(region)
      ? region
      : unknown('aws error', `The Region of the bucket ${resource.name} is not known: ${region.detail}`)
    const nowhere = shut({ account: resource.account, region: '' }, reason)
    return { resource, member: nowhere, central: nowhere, missing: region }
  }
  return { ...(await located(check, { ...resource, region: region.value })), placed: true }
}

const readOne = async (
  check: Check,
  asked: Resource,
  notes: readonly string[] = [],
  followed?: true,
): Promise<Reading> => {
  const { aws, house, signal } = check
  // Its code is loaded while the sessions are opened.
  const reader = readers[asked.family]()
  const { resource: at, member, central, management, missing, placed = followed } = await located(check, asked)
  const inMember: Ask = { session: member, signal }
  const inCentral: Ask = { session: central, signal }

  // What another round waits for goes out before all that only the rules wait for is made ready: here, the keys.
  const sent = afterwards()
  const found = readResource(check, at, await reader, placed ? { ...inMember, placed } : inMember)
  const inManagement = management ? { inManagement: { session: management, signal } } : {}
  const around = sent.then(() => surroundings(check, { arn: at.arn, inMember, inCentral, ...inManagement }))
  const answer = await found
  if ('follow' in answer) {
    // A bucket is followed into its Region, a member instance to its cluster; nothing leads further than twice.
    if (notes.length < 2) return readOne(check, answer.follow, [...notes, answer.note], true)
    throw new Error(`${asked.arn} leads from one resource to the next without an end`)
  }
  const resource = answer.resource ?? at
  const isManaged = kindOf(answer.kind)?.fullManagement.value === 'yes'
  const [facts, later, keys, nested, local] = await Promise.all([
    around,
    answer.later ?? {},
    readKeys({ aws, house, signal, resource }, answer.facts.encryption, check.keys),
    readNested(check, answer.nested ?? []),
    isManaged ? localVaultKey(check, inMember) : {},
  ])
  return {
    resource,
    kind: answer.kind,
    notes: [...notes, ...(missing ? [] : (answer.notes ?? [])), ...nested.notes],
    facts: { ...facts, ...local, ...answer.facts, ...later },
    keys,
    nested: nested.readings,
    ...(missing ? { missing } : {}),
  }
}

const readResource = (check: Check, resource: Resource, read: Reader, ask: Ask & { readonly placed?: true }) => {
  const settings = () => regionSettings(check.aws, ask)
  return check.limit(() => read({ ...ask, resource, house: check.house, settings }))
}

type Nested = { readonly readings: readonly Reading[]; readonly notes: readonly string[] }

const readNested = async (check: Check, inside: readonly Resource[]): Promise<Nested> => {
  const fresh = inside.filter(({ arn }) => !check.seen.has(arn))
  const some = fresh.slice(0, Math.max(0, mostNested + 1 - check.seen.size))
  for (const { arn } of some) check.seen.add(arn)
  const own = { ...check, history: false }
  const readings = await Promise.all(some.map(it => readOne(own, it)))
  const unique = readings.filter((it, i) => readings.findIndex(other => other.resource.arn === it.resource.arn) === i)
  const left = fresh.slice(some.length)
  return {
    // One that was not read stands for all of them, so that the whole is judged unsure.
    readings: [...unique, ...left.slice(0, 1).map(unread)],
    notes:
      left.length > 0 ? [`${left.length} more resources inside were not read; one check reads ${mostNested}.`] : [],
  }
}

const likeliest: Partial<Record<Family, string>> = {
  'rds-cluster': 'aurora',
  dynamodb: 'dynamodb-advanced',
  fsx: 'fsx-windows',
  'fsx-volume': 'fsx-ontap',
  dsql: 'aurora-dsql',
}
const unread = (resource: Resource): Reading => {
  const kind = likeliest[resource.family] ?? resource.family
  return { resource, kind, notes: [], facts: {}, keys: [], nested: [] }
}
