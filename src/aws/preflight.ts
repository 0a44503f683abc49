import { partitionOf } from '../core/arn.ts'
import { type Fact, known, unknown } from '../core/fact.ts'
import type { House } from '../core/house.ts'
import { type Draft, type KeyReading, needsCopy, type PreflightFacts } from '../core/restore.ts'
import { readKeys } from './keys.ts'
import { sessionWithin } from './read.ts'
import { describePoint } from './recovery-points.ts'
import type { Aws } from './sessions.ts'
import { vaultNamed, vaultPolicyOf } from './vault.ts'

type Place = { readonly account: string; readonly region: string }
type Reach = { readonly aws: Aws; readonly house: House; readonly signal: AbortSignal }

/** A key as the two legs use it; `from` is who may be asked first. */
const keyReading = async ({ aws, house, signal }: Reach, arn: string, from: Place): Promise<KeyReading> => {
  const partition = partitionOf(arn)
  const resource = { ...from, partition, arn, family: 'ebs' as const, name: arn }
  const parts = known({ parts: [{ of: arn, by: { kind: 'key' as const, id: arn } }] })
  const [found] = await readKeys({ aws, house, signal, resource }, parts, new Map())
  const unread = unknown('no reader', `The policy of ${arn} was not read.`)
  return {
    key: found?.facts.key ?? unknown('no reader', `The key ${arn} was not read.`),
    policy: found?.facts.keyPolicy ?? unread,
    grants: found?.facts.keyGrants ?? unread,
  }
}

const keyless = (detail: string): KeyReading => {
  const reason = unknown('aws error', detail)
  return { key: reason, policy: reason, grants: reason }
}

const ofPoint = async (
  reach: Reach,
  draft: Pick<Draft, 'point'>,
  found: Awaited<ReturnType<typeof describePoint>>,
): Promise<KeyReading | null> => {
  const key = found.known ? (found.value.key ?? draft.point.key) : draft.point.key
  if (key !== null) return keyReading(reach, key, draft.point)
  if (!found.known) return keyless(found.detail)
  return found.value.encrypted === false
    ? null
    : keyless('AWS Backup does not say which key encrypts the recovery point.')
}

/** Everything that would stop the copy back or the restore, read now. Rejects with `WorldFault` only. */
export const preflightFacts = async (
  aws: Aws,
  house: House,
  draft: Pick<Draft, 'point' | 'target'>,
  signal: AbortSignal,
): Promise<PreflightFacts> => {
  const reach = { aws, house, signal }
  const { target } = draft
  const session = await sessionWithin(signal, aws, target.account, target.region)
  const ask = { session, signal }
  const vault = vaultNamed(aws, ask, house.member.vault)
  const vaultKey = async (): Promise<KeyReading | null> => {
    if (!needsCopy(draft)) return null
    const it = await vault
    if (!it.known) return keyless(it.detail)
    return it.value.key === null
      ? keyless(`The vault ${it.value.name} names no key.`)
      : keyReading(reach, it.value.key, target)
  }
  const policy = async (): Promise<Fact<string | null>> => vaultPolicyOf(aws, ask, house.member.vault, vault)
  const found = describePoint(aws, house, draft.point, signal)
  const [point, pointKey, theVault, vaultPolicy, theVaultKey] = await Promise.all([
    found,
    found.then(it => ofPoint(reach, draft, it)),
    vault,
    policy(),
    vaultKey(),
  ])
  return { point, pointKey, vault: theVault, vaultPolicy, vaultKey: theVaultKey }
}
