import type { Evidence } from '../fact.ts'
import type { House } from '../house.ts'
import { isMistake } from '../trouble.ts'
import { type PolicyDocument, parsePolicy } from './document.ts'
import { type Answer, evaluate, type Grant } from './evaluate.ts'
import { type KindOfKey, type Need, needs, type Where } from './needs.ts'
import type { Truth } from './truth.ts'

export type Judged = { readonly need: Need; readonly answer: Answer }

/** `grants: null`: kms:ListGrants was not read, so what the policy does not allow may still be granted. */
export const judgeNeeds = (
  policy: PolicyDocument,
  wanted: readonly Need[],
  key: string,
  grants: readonly Grant[] | null,
): readonly Judged[] => {
  const [, , , region = '', account = ''] = key.split(':')
  // The key may be in another account than the resource that a need was made for.
  const place = { 'aws:ResourceAccount': [account], 'aws:RequestedRegion': [region] }
  return wanted.map(need => {
    const context = { ...need.context, ...place }
    const request = { principal: need.principal, action: need.action, resource: key, context }
    const answer = evaluate(policy, request, grants ?? [])
    const perhaps = grants === null && answer.allowed === false && !answer.denied
    return {
      need,
      answer: perhaps
        ? { ...answer, allowed: 'unknown', because: `${answer.because} Its grants were not read.` }
        : answer,
    }
  })
}

export type Sharing = {
  readonly allowed: Truth
  readonly because: string
  readonly evidence: readonly Evidence[]
  /** The actions that are not allowed, the indispensable ones first. */
  readonly missing: readonly string[]
  /** Of those, the ones that a Deny takes away: no further Allow helps. */
  readonly denied: readonly string[]
}

export type SharingOf = {
  /** JSON text of the key policy in force. */
  readonly policy: string
  readonly grants: readonly Grant[] | null
  readonly key: { readonly arn: string }
  readonly kind: KindOfKey
  readonly house: House
  readonly resource: Where
}

export const actionsOf = (judged: readonly Judged[]): readonly string[] => [
  ...new Set(judged.map(it => it.need.action)),
]

/** The sentences that differ in nothing but the action, as one. */
const evidenceOf = (judged: readonly Judged[]): readonly Evidence[] => {
  const sentence = ({ answer, need }: Judged) => answer.because.replace(need.action, '…')
  return [...new Map(judged.map(it => [sentence(it), it.answer])).entries()].map(([alike, { statement, through }]) => {
    const actions = actionsOf(judged.filter(it => sentence(it) === alike)).join(', ')
    const value = alike.replace('…', actions)
    return through === 'grant'
      ? { call: 'kms:ListGrants', field: actions, value }
      : { call: 'kms:GetKeyPolicy', field: statement ? `Statement[${statement}]` : 'Statement', value }
  })
}

/**
 * Whether the central account may use the key that encrypts a resource for the copy. `false`: an indispensable call is
 * not allowed, or a Deny stands against one that AWS lists. Only a listed one lacking: AWS documents it as needed while
 * copies without it are known, so `unknown`.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
 */
export const keyShared = ({ policy, grants, key, kind, house, resource }: SharingOf): Sharing => {
  const wanted = needs({ kind, leg: 'copy to central', house, resource }).filter(need => need.weight !== 'nice')
  const answer = (allowed: Truth, because: string, more: Partial<Sharing> = {}): Sharing => ({
    allowed,
    because,
    evidence: [],
    missing: [],
    denied: [],
    ...more,
  })
  if (wanted.length === 0) return answer(true, `The copy of ${kind.name} does not use the key of the resource.`)
  const document = parsePolicy(policy)
  if (isMistake(document)) return answer('unknown', document.mistake)

  const judged = judgeNeeds(document, wanted, key.arn, grants)
  const central = `account ${house.central.account}`
  const lacking = judged.filter(it => it.answer.allowed === false)
  const denied = actionsOf(lacking.filter(it => it.answer.denied))
  const vague = judged.filter(it => it.answer.allowed === 'unknown')
  const more = (shown: readonly Judged[]): Partial<Sharing> => ({
    evidence: evidenceOf(shown),
    missing: actionsOf(lacking),
    denied,
  })

  const barrier = lacking.find(it => it.answer.denied)
  if (barrier) return answer(false, `${barrier.answer.because} No further Allow can help ${central}.`, more(lacking))
  const must = lacking.filter(it => it.need.weight === 'must')
  if (must.length > 0)
    return answer(false, `The key policy does not let ${central} use ${actionsOf(lacking).join(', ')}.`, more(lacking))
  const [first] = vague
  if (first) return answer('unknown', first.answer.because, more([...vague, ...lacking]))
  if (lacking.length > 0)
    return answer(
      'unknown',
      `The key policy lets ${central} create grants, but not ${actionsOf(lacking).join(', ')}, which AWS lists for sharing: the copy may fail.`,
      more(lacking),
    )
  return answer(true, `The key policy lets ${central} use the key for the copy.`, more(judged))
}
