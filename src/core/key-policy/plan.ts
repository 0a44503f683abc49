import type { Key } from '../fact.ts'
import { type House, vaultRegionOf } from '../house.ts'
import { isMistake } from '../trouble.ts'
import { foreign, insteadOf, lockedOut } from './another.ts'
import { afterwards, cautionsFor, crossing } from './cautions.ts'
import { type PolicyDocument, parsePolicy } from './document.ts'
import type { Grant } from './evaluate.ts'
import type { JsonObject } from './json.ts'
import { lackOf, lackSays, statementsOfLack, wantedOf } from './lack.ts'
import { administrators, merge } from './merge.ts'
import type { KindOfKey, Where } from './needs.ts'
import { bytesOf } from './problems.ts'
import { type Proof, prove, unseen } from './proof.ts'
import { actionsOf, judgeNeeds } from './sharing.ts'
import type { AllowStatement, Style } from './statements.ts'

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

/**
 * What the key policy lacks for the copy to the central account (and for the local backup where it surely fails), the
 * smallest statements that mend it, and the proof. A Deny is named, not answered with an Allow: it stays in `missing`
 * and `denied`, with no statement for it.
 */
export const plan = (request: PlanOf): Plan => {
  const { key, house, grants, style = 'least' } = request
  const kinds = request.kinds.length > 0 ? request.kinds : anyKind
  const partition = key.arn.split(':')[1] ?? 'aws'
  const place: Where = { account: key.account, region: key.region, partition }
  const resource = request.resource ?? place
  const parsed = parsePolicy(request.policy)
  const inForce = isMistake(parsed) ? null : parsed.json
  const wanted = wantedOf({ kinds, house, resource })
  const central = `account ${house.central.account}`

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

  const enough =
    wanted.copy.length > 0
      ? `The key policy lets ${central} use the key already.`
      : `${kinds.map(kind => kind.name).join(', ')}: no copy uses the key of the resource, so nothing is to be shared.`
  // An AWS managed key serves every identity of its account that may use the service.
  if (wanted.copy.length === 0 && (wanted.backup.length === 0 || key.manager === 'AWS'))
    return answer('nothing', enough)
  const instead = insteadOf(key, kinds)
  if (instead) return answer('another key', instead.because, { instead: instead.steps })
  if (key.region !== resource.region)
    return answer(
      'unknown',
      `The key is the one in ${key.region}, but the resource is in ${resource.region}: there, another key or replica with its own policy counts.`,
    )
  if (isMistake(parsed)) return answer('unknown', parsed.mistake)

  const document = parsed
  const lack = lackOf(document, wanted, key.arn, grants)
  const { lacking, serious, vague, doubts } = lack
  const barred = lacking.filter(it => it.answer.denied)
  const proofWith = (after: PolicyDocument) =>
    prove({ before: document, after, wanted: lack.wanted, grants, key: { ...place, arn: key.arn }, house })
  const cautions = [
    ...crossing(resource.region, vaultRegionOf(house, resource.region)),
    ...cautionsFor(document, key, place, doubts),
  ]

  if (serious.length === 0) {
    const open = vague[0] ?? doubts.find(it => it.need.weight === 'must')
    const unused = actionsOf(lacking)
    const nice = unused.length > 0 ? [`Not allowed, and not needed as far as is known: ${unused.join(', ')}.`] : []
    const more = { proof: proofWith(document), cautions: [...cautions, ...nice] }
    return open ? answer('unknown', open.answer.because, more) : answer('nothing', enough, more)
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
  const says = lackSays(lack, house)
  if (key.account !== resource.account)
    return answer('another key', `${says} The key belongs to account ${key.account}, which alone can change it.`, {
      ...more,
      instead: foreign(key, resource.account),
    })
  if (administrators(document, { ...place, arn: key.arn }).who === 'nobody')
    return answer(
      'another key',
      `Nobody in account ${key.account} can change this policy: no statement allows kms:PutKeyPolicy.`,
      { ...more, instead: [lockedOut] },
    )
  if (serious.every(it => it.answer.denied))
    return answer(
      'statements',
      `${serious[0]?.answer.because ?? ''} Adding an Allow cannot help; that statement must change.`,
      more,
    )

  const fresh = statementsOfLack(lack, { house, resource, style })
  const merged = merge(document, fresh)
  if (isMistake(merged))
    return answer('statements', `${says} ${merged.mistake}`, { ...more, statements: fresh, policy: null, bytes: 0 })

  const proof = proofWith(merged.document)
  const stubborn = judgeNeeds(merged.document, lack.wanted, key.arn, grants).filter(
    it => it.need.weight !== 'nice' && it.answer.allowed !== true && !it.answer.denied,
  )
  const gaining = [...new Set(proof.outsiders.filter(it => it.gains).map(it => it.principal))]
  return answer('statements', says, {
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
