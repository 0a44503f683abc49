import { failedCopies } from '../src/aws/failed-copies.ts'
import { gather } from '../src/aws/gather.ts'
import { readKeys } from '../src/aws/keys.ts'
import { sessionWithin } from '../src/aws/read.ts'
import { resolve } from '../src/aws/resolve.ts'
import { type Encryption, known } from '../src/core/fact.ts'
import { blockedBy } from '../src/core/failed-copies.ts'
import type { FailedJob } from '../src/core/failed-job.ts'
import { identify } from '../src/core/identify.ts'
import type { Intent } from '../src/core/intent.ts'
import { planFor, plansFor, type Unplanned } from '../src/core/policy-plan.ts'
import { isMistake, type Mistake, mistake } from '../src/core/trouble.ts'
import type { Deps } from './command.ts'

type Asked = Extract<Intent, { verb: 'policy' }>

export type Plans = {
  /** A key may be asked for by itself: then nobody knows which resources use it. */
  readonly of: 'resource' | 'key'
  /** The key that needs most comes first; an instance or a stack may have several. */
  readonly plans: readonly [Unplanned, ...Unplanned[]]
  /** Failed copies that these keys may have blocked; `null` where they could not be listed. */
  readonly failed: readonly FailedJob[] | null
}

const urgency: readonly Unplanned['need'][] = ['statements', 'another key', 'unknown', 'nothing']

const sorted = (of: Plans['of'], plans: readonly Unplanned[], failures: readonly FailedJob[] | null): Plans => {
  const [first, ...others] = plans.toSorted((a, b) => urgency.indexOf(a.need) - urgency.indexOf(b.need))
  if (!first) throw new Error('There is always one plan.')
  const keys = plans.flatMap(it => (it.key ? [it.key.arn] : []))
  return { of, plans: [first, ...others], failed: failures && blockedBy(keys, failures, of === 'resource') }
}

type Place = { readonly account: string; readonly region: string }

const failuresIn = async (
  { aws, house }: Deps,
  { account, region }: Place,
  signal: AbortSignal,
  resourceArn?: string,
): Promise<readonly FailedJob[] | null> => {
  // Copies start in member accounts; the read role of the central one lists none.
  if (account === house.central.account) return []
  const session = await sessionWithin(signal, aws, account, region || aws.region)
  const found = await failedCopies({ session, signal }, resourceArn)
  return found.known ? found.value : null
}

/** Identify, gather, judge: one plan a key. */
export const plansOf = async (intent: Asked, deps: Deps, signal: AbortSignal): Promise<Plans | Mistake> => {
  const { house, aws, enter } = deps
  const style = intent.style ?? 'least'
  const found = identify(intent, house)
  if (isMistake(found)) return found
  if (found.is === 'unsupported')
    return mistake(
      `${found.target.what} is not backed up by AWS Backup, so no key policy helps. ${found.target.advice}`,
    )
  if (found.is === 'key') {
    const { account, region, key } = found
    const arn = key.arn ?? `arn:${key.partition}:kms:${region}:${account}:${key.id}`
    const resource = { arn, account, region, partition: key.partition, family: 'ebs', name: key.id } as const
    const encryption: Encryption = { parts: [{ of: key.id, by: { kind: 'key', id: arn } }] }
    enter?.('gather')
    const [keys, failures] = await Promise.all([
      readKeys({ aws, house, signal, resource }, known(encryption), new Map()),
      failuresIn(deps, found, signal),
    ])
    enter?.('judge')
    const plans = keys.map(it => planFor(it, { house, kinds: [], resource, style }))
    return sorted('key', plans, failures)
  }
  const source = found.is === 'recovery point' ? await resolve(aws, house, found, signal) : found
  if (isMistake(source)) return source
  const { resource } = source
  enter?.('gather')
  const [reading, failures] = await Promise.all([
    gather(aws, house, resource, { to: intent.to ?? 'central', signal }),
    failuresIn(deps, resource, signal, resource.arn),
  ])
  enter?.('judge')
  return sorted('resource', plansFor(reading, { house, style }), failures)
}
