import type { Key } from '../fact.ts'
import type { House } from '../house.ts'
import { isMistake } from '../trouble.ts'
import { insteadOf } from './another.ts'
import { afterwards, cautionsFor } from './cautions.ts'
import { type PolicyDocument, parsePolicy } from './document.ts'
import type { Grant } from './evaluate.ts'
import type { JsonObject } from './json.ts'
import { administrators, merge } from './merge.ts'
import { type KindOfKey, type Need, needs, type Where } from './needs.ts'
import { bytesOf } from './problems.ts'
import { type Proof, prove, unseen } from './proof.ts'
import { actionsOf, type Judged, judgeNeeds } from './sharing.ts'
import { type AllowStatement, type Style, statementsFor } from './statements.ts'

/** The contract's `policy --json` (backup-bot/policy/1). */
export type Plan = {
  readonly schema: 'backup-bot/policy/1'
  /** `another key`: no statement in this policy can help; `instead` says what does. */
  readonly need: 'nothing' | 'statements' | 'another key' | 'unknown'
  readonly because: string
  readonly key: Pick<Key, 'arn' | 'manager' | 'state' | 'account' | 'region'>
  /** Ids of the kinds. */
  readonly for: readonly string[]
  readonly style: Style
  readonly missing: readonly string[]
  /** Of the missing: taken away by a Deny, which must be changed first. */
  readonly denied: readonly string[]
  readonly statements: readonly AllowStatement[]
  /** `null` where the policy could not be read, or where KMS would refuse the merged one. */
  readonly policy: JsonObject | null
  readonly inForce: JsonObject | null
  /** Of `policy`, compact, UTF-8. */
  readonly bytes: number
  readonly proof: Proof
  readonly cautions: readonly string[]
  readonly instead: readonly string[]
}

export type PlanOf = {
  readonly key: Key
  /** JSON text of the key policy in force. */
  readonly policy: string
  /** `null`: kms:ListGrants was not read. */
  readonly grants: readonly Grant[] | null
  /** What the key encrypts; none: any type whose key must be shared. */
  readonly kinds: readonly KindOfKey[]
  readonly house: House
  /** Absent: the key's own account and Region. */
  readonly resource?: Where
  readonly style?: Style
}

const anyKind: readonly KindOfKey[] = [
  { id: 'ebs', name: 'EBS volume', keyMustBeShared: true, via: 'ec2' },
  { id: 'rds-instance', name: 'RDS DB instance', keyMustBeShared: true, via: 'rds' },
  { id: 'fsx-windows', name: 'FSx file system', keyMustBeShared: true, via: 'fsx' },
]

const serviceOf = (need: Need): string | null => need.via?.split('.')[0] ?? null

const isMet = ({ answer }: Judged): boolean => answer.allowed === true

/**
 * What the key policy lacks for the copy to the central account, the smallest statements that mend it, and the proof.
 * A Deny is named, not answered with an Allow: it stays in `missing` and `denied`, with no statement for it.
 */
export const plan = (request: PlanOf): Plan => {
  const { key, house, grants, style = 'least' } = request
  const kinds = request.kinds.length > 0 ? request.kinds : anyKind
  const partition = key.arn.split(':')[1] ?? 'aws'
  const where: Where = request.resource ?? { account: key.account, region: key.region, partition }
  const parsed = parsePolicy(request.policy)
  const inForce = isMistake(parsed) ? null : parsed.json
  const found = kinds.flatMap(kind => needs({ kind, leg: 'copy to central', house, resource: where }))
  const wanted = [...new Map(found.map(need => [`${need.action} ${need.via ?? ''}`, need])).values()]

  const answer = (need: Plan['need'], because: string, more: Partial<Plan> = {}): Plan => ({
    schema: 'backup-bot/policy/1',
    need,
    because,
    key: { arn: key.arn, manager: key.manager, state: key.state, account: key.account, region: key.region },
    for: request.kinds.map(kind => kind.id),
    style,
    missing: [],
    denied: [],
    statements: [],
    policy: inForce,
    inForce,
    bytes: inForce === null ? 0 : bytesOf(JSON.stringify(inForce)),
    proof: { before: [], after: [], outsiders: [], unseen },
    cautions: [],
    instead: [],
    ...more,
  })

  if (wanted.length === 0)
    return answer(
      'nothing',
      `${kinds.map(kind => kind.name).join(', ')}: the copy does not use the key of the resource, so nothing is to be shared.`,
    )
  const instead = insteadOf(key, kinds)
  if (instead) return answer('another key', instead.because, { instead: instead.steps })
  if (key.account !== where.account)
    return answer(
      'unknown',
      `The key belongs to account ${key.account}, not to ${where.account}: its policy is read and changed only there.`,
      {
        instead: [
          `Ask the owners of account ${key.account} to let account ${where.account} and the central account use the key, or use a key of account ${where.account}.`,
        ],
      },
    )
  if (key.region !== where.region)
    return answer(
      'unknown',
      `The key is the one in ${key.region}, but the resource is in ${where.region}: there, another key or replica with its own policy counts.`,
    )
  if (isMistake(parsed)) return answer('unknown', parsed.mistake)

  const document = parsed
  const judged = judgeNeeds(document, wanted, key.arn, grants)
  const lacking = judged.filter(it => it.answer.allowed === false)
  const vague = judged.filter(it => it.answer.allowed === 'unknown' && it.need.weight !== 'nice')
  const serious = lacking.filter(it => it.need.weight !== 'nice')
  const barred = lacking.filter(it => it.answer.denied)
  const fixable = lacking.filter(it => !it.answer.denied)
  const proofWith = (after: PolicyDocument) =>
    prove({ before: document, after, wanted, grants, key: { ...where, arn: key.arn }, house })
  const cautions = cautionsFor({ document, key, where, kinds, house, grants })
  const central = `account ${house.central.account}`

  if (serious.length === 0) {
    const [first] = vague
    const unused = actionsOf(lacking)
    const nice = unused.length > 0 ? [`Not allowed, and not needed as far as is known: ${unused.join(', ')}.`] : []
    const more = { proof: proofWith(document), cautions: [...cautions, ...nice] }
    return first
      ? answer('unknown', first.answer.because, more)
      : answer('nothing', `The key policy lets ${central} use the key already.`, more)
  }

  const more = {
    missing: actionsOf(lacking),
    denied: actionsOf(barred),
    proof: proofWith(document),
    cautions: [
      ...cautions,
      ...new Set(barred.map(it => `${it.answer.because} Change that statement: no Allow can outweigh it.`)),
      ...new Set(vague.map(it => `Nobody can say from outside: ${it.answer.because}`)),
    ],
  }
  if (administrators(document, { ...where, arn: key.arn }).who === 'nobody')
    return answer(
      'another key',
      `Nobody in account ${key.account} can change this policy: no statement allows kms:PutKeyPolicy.`,
      {
        ...more,
        instead: [
          'Only AWS Support can give this key back to its account; until then, use another customer managed key.',
        ],
      },
    )
  if (serious.every(it => it.answer.denied))
    return answer(
      'statements',
      `${serious[0]?.answer.because ?? ''} Adding an Allow cannot help; that statement must change.`,
      more,
    )

  const missing = fixable.map(({ need }) => ({ action: need.action, service: serviceOf(need) }))
  const fresh = statementsFor(missing, { house, partition, style })
  const merged = merge(document, fresh)
  const lack = `The key policy does not let ${central} use ${actionsOf(serious).join(', ')}.`
  if (isMistake(merged))
    return answer('statements', `${lack} ${merged.mistake}`, { ...more, statements: fresh, policy: null, bytes: 0 })

  const proof = proofWith(merged.document)
  const stubborn = judgeNeeds(merged.document, wanted, key.arn, grants).filter(
    it => it.need.weight !== 'nice' && !isMet(it) && !it.answer.denied,
  )
  const gaining = [...new Set(proof.outsiders.filter(it => it.gains).map(it => it.principal))]
  return answer('statements', lack, {
    ...more,
    statements: merged.statements,
    policy: merged.policy,
    bytes: merged.bytes,
    proof,
    cautions: [
      ...more.cautions,
      ...(stubborn.length > 0 ? [`Not settled by these statements either: ${actionsOf(stubborn).join(', ')}.`] : []),
      ...(gaining.length > 0 ? [`Gains access besides: ${gaining.join(', ')}.`] : []),
      ...afterwards(style),
    ],
  })
}
