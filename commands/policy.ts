import { policyBlocks } from '../blocks/policy.ts'
import { gather } from '../src/aws/gather.ts'
import { readKeys } from '../src/aws/keys.ts'
import { resolve } from '../src/aws/resolve.ts'
import { type Encryption, known } from '../src/core/fact.ts'
import { identify } from '../src/core/identify.ts'
import type { Intent } from '../src/core/intent.ts'
import { kindOf } from '../src/core/kinds/index.ts'
import { noKey, planFor, type Unplanned } from '../src/core/policy-plan.ts'
import { isMistake, type Mistake, mistake } from '../src/core/trouble.ts'
import { type Command, type Deps, type Exit, mistakeReply } from './command.ts'

type Asked = Extract<Intent, { verb: 'policy' }>

const exits: Record<Unplanned['need'], Exit> = { nothing: 0, statements: 1, 'another key': 1, unknown: 3 }
/** The key that needs most comes first; an instance may have several. */
const urgency: readonly Unplanned['need'][] = ['statements', 'another key', 'unknown', 'nothing']

export const policy = {
  working: ({ target }) => `Reading the key policy for ${target} …`,
  run: async (intent, deps, signal) => {
    const plans = await plansOf(intent, deps, signal)
    if (isMistake(plans)) return mistakeReply(plans)
    const [first, ...others] = plans.toSorted((a, b) => urgency.indexOf(a.need) - urgency.indexOf(b.need))
    if (!first) throw new Error('There is always one plan.')
    return {
      blocks: policyBlocks([first, ...others], intent),
      json: others.length ? { ...first, others } : first,
      exit: exits[first.need],
    }
  },
} satisfies Command<'policy'>

/** Identify, gather, judge: one plan a key. */
const plansOf = async (
  intent: Asked,
  { house, aws }: Deps,
  signal: AbortSignal,
): Promise<readonly Unplanned[] | Mistake> => {
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
    const keys = await readKeys({ aws, house, signal, resource }, known(encryption), new Map())
    return keys.map(it => planFor(it, { house, kinds: [], resource, style }))
  }
  const source = found.is === 'recovery point' ? await resolve(aws, house, found, signal) : found
  if (isMistake(source)) return source
  const reading = await gather(aws, house, source.resource, { to: intent.to ?? 'central', signal })
  const kind = kindOf(reading.kind)
  if (!kind) throw new Error(`No resource type ${reading.kind} is known.`)
  const asked = { house, kinds: [kind], resource: reading.resource, style }
  const { encryption } = reading.facts
  if (!kind.keyMustBeShared)
    return [
      noKey(
        `The backup of ${reading.resource.name} takes the key of the vault, so the key of the resource needs no statement for the central account.`,
        [kind],
        style,
      ),
    ]
  if (encryption && !encryption.known) return [{ ...noKey(encryption.detail, [kind], style), need: 'unknown' }]
  if (!reading.keys.length)
    return [noKey(`${reading.resource.name} is not encrypted with a key that has a policy of yours.`, [kind], style)]
  return reading.keys.map(it => planFor(it, asked))
}
