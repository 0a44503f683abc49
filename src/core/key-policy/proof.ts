import type { House } from '../house.ts'
import type { PolicyDocument } from './document.ts'
import { type Answer, evaluate, type Grant, type Principal } from './evaluate.ts'
import { contextOf, type Need, type Where } from './needs.ts'
import { judgeNeeds } from './sharing.ts'
import type { Truth } from './truth.ts'

/** One simulated call. `gains`: the merged policy lets an outsider do more than the one in force. */
export type Proved = {
  readonly principal: string
  readonly action: string
  readonly via?: string
  readonly allowed: Truth
  readonly because: string
  readonly statement?: string
  readonly gains?: boolean
}
export type Proof = {
  readonly before: readonly Proved[]
  readonly after: readonly Proved[]
  readonly outsiders: readonly Proved[]
  /** What no simulation of a key policy can see. */
  readonly unseen: readonly string[]
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html */
export const unseen: readonly string[] = [
  'Service control policies and resource control policies: they do not bind the service-linked role, but they bind the backup role and whoever calls kms:PutKeyPolicy.',
  'The IAM policies and permissions boundaries of the roles.',
  'The access policy of the central vault and whether the service-linked role exists in the central account.',
  'Whether the central account has opted in to the Region of the key.',
  'The state of the key and its policy at the time of an earlier failure; a change takes some minutes to be seen everywhere.',
]

const proved = (call: Pick<Need, 'principal' | 'action' | 'via'>, answer: Answer): Proved => ({
  principal: call.principal.arn,
  action: call.action,
  ...(call.via === undefined ? {} : { via: call.via.join(' or ') }),
  allowed: answer.allowed,
  because: answer.because,
  ...(answer.statement === undefined ? {} : { statement: answer.statement }),
})

const rank = (truth: Truth): number => (truth === false ? 0 : truth === true ? 2 : 1)

/** Never an account of the house. */
const stranger = (house: House, key: Where): string =>
  ['999999999999', '888888888888', '777777777777'].find(
    id => id !== key.account && id !== house.central.account && !house.accounts.some(it => it.id === id),
  ) ?? '666666666666'

const outsiders = (house: House, key: Where): readonly { principal: Principal; organisation: string }[] => {
  const admin = (account: string): Principal => ({ arn: `arn:${key.partition}:iam::${account}:role/Admin`, account })
  const other = house.accounts.find(it => it.id !== key.account && it.id !== house.central.account)
  return [
    ...(key.account === house.central.account
      ? []
      : [{ principal: admin(house.central.account), organisation: house.organisationId }]),
    ...(other === undefined ? [] : [{ principal: admin(other.id), organisation: house.organisationId }]),
    { principal: admin(stranger(house, key)), organisation: 'o-0000000000' },
  ]
}

const broader = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptTo', 'kms:RevokeGrant', 'kms:PutKeyPolicy']

export type ProofOf = {
  readonly before: PolicyDocument
  readonly after: PolicyDocument
  readonly wanted: readonly Need[]
  readonly grants: readonly Grant[] | null
  readonly key: Where & { readonly arn: string }
  readonly house: House
}

/** Every call that the copy needs, before and after; and the same calls, and broader ones, by others who must gain nothing. */
export const prove = ({ before, after, wanted, grants, key, house }: ProofOf): Proof => {
  const judge = (policy: PolicyDocument) =>
    judgeNeeds(policy, wanted, key.arn, grants).map(({ need, answer }) => proved(need, answer))
  const via = wanted.find(it => it.via !== undefined)?.via
  const actions = new Map<string, Need['via']>([
    ...broader.map(action => [action, via] as const),
    ...wanted.map(it => [it.action, it.via] as const),
  ])
  const others = outsiders(house, key).flatMap(({ principal, organisation }) =>
    [...actions].map(([action, through]) => {
      const context = contextOf({ principal, organisation, action, via: through, key })
      const ask = (policy: PolicyDocument) =>
        evaluate(policy, { principal, action, resource: key.arn, context }, grants ?? [])
      const then = ask(after)
      const call = through === undefined ? { principal, action } : { principal, action, via: through }
      return { ...proved(call, then), gains: rank(then.allowed) > rank(ask(before).allowed) }
    }),
  )
  return { before: judge(before), after: judge(after), outsiders: others, unseen }
}
