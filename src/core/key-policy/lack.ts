import type { House } from '../house.ts'
import { backupNeeds } from './backup-leg.ts'
import type { PolicyDocument } from './document.ts'
import type { Grant } from './evaluate.ts'
import { type KindOfKey, type Need, needs, type Where } from './needs.ts'
import { actionsOf, type Judged, judgeNeeds } from './sharing.ts'
import { type AllowStatement, localStatementsFor, type Missing, type Style, statementsFor } from './statements.ts'

type Asked = { readonly kinds: readonly KindOfKey[]; readonly house: House; readonly resource: Where }

const once = (found: readonly Need[]): readonly Need[] => [
  ...new Map(found.map(need => [`${need.principal.arn} ${need.action} ${need.via?.join() ?? ''}`, need])).values(),
]

/** The calls of the copy and of the local backup. */
export const wantedOf = ({ kinds, house, resource }: Asked) => ({
  copy: once(kinds.flatMap(kind => needs({ kind, leg: 'copy to central', house, resource }))),
  backup: once(kinds.flatMap(kind => backupNeeds({ kind, house, resource }))),
})
export type Wanted = ReturnType<typeof wantedOf>

export type Lack = {
  /** What the plan answers for: the copy, and the local backup where that surely fails. */
  readonly wanted: readonly Need[]
  readonly lacking: readonly Judged[]
  /** Of the lacking: all that is known to matter. */
  readonly serious: readonly Judged[]
  readonly vague: readonly Judged[]
  /** Of the local backup, where it does not surely fail: what is not surely allowed. */
  readonly doubts: readonly Judged[]
}

const fails = ({ need, answer }: Judged): boolean =>
  answer.allowed === false && (need.weight === 'must' || answer.denied === true)

/**
 * What a policy lacks. The local backup counts only where the check calls it blocked (rule backup-role-can-use-key):
 * with AWS's default statement the role's own IAM policies decide, and no statement is needed.
 */
export const lackOf = (
  policy: PolicyDocument,
  { copy, backup }: Wanted,
  key: string,
  grants: readonly Grant[] | null,
): Lack => {
  const local = judgeNeeds(policy, backup, key, grants)
  const both = local.some(fails)
  const judged = [...judgeNeeds(policy, copy, key, grants), ...(both ? local : [])]
  const lacking = judged.filter(it => it.answer.allowed === false)
  return {
    wanted: both ? [...copy, ...backup] : copy,
    lacking,
    serious: lacking.filter(it => it.need.weight !== 'nice'),
    vague: judged.filter(it => it.answer.allowed === 'unknown' && it.need.weight !== 'nice'),
    doubts: both ? [] : local.filter(it => it.answer.allowed !== true),
  }
}

const isLocal = ({ need }: Judged): boolean => need.leg === 'backup'
const missingOf = (judged: readonly Judged[]): readonly Missing[] =>
  judged.map(({ need }) => ({ action: need.action, service: need.via?.[0]?.split('.')[0] ?? null }))

/** Statements for everything that lacks and that an Allow can give. */
export const statementsOfLack = (
  { lacking }: Lack,
  { house, resource, style }: Omit<Asked, 'kinds'> & { readonly style: Style },
): readonly AllowStatement[] => {
  const fixable = lacking.filter(it => !it.answer.denied)
  const { account, partition } = resource
  const local = fixable.filter(isLocal)
  const role = local[0]?.need.principal.arn ?? ''
  return [
    ...statementsFor(missingOf(fixable.filter(it => !isLocal(it))), { house, partition, style }),
    ...localStatementsFor(missingOf(local), { role, account, partition }),
  ]
}

/** Who cannot do what, in one or two sentences. */
export const lackSays = ({ serious }: Lack, house: House): string => {
  const says = (who: string, judged: readonly Judged[], why = '') =>
    judged.length > 0 ? [`The key policy does not let ${who} use ${actionsOf(judged).join(', ')}${why}.`] : []
  return [
    ...says(
      `account ${house.central.account}`,
      serious.filter(it => !isLocal(it)),
    ),
    ...says(house.member.backupRole, serious.filter(isLocal), ', which the local backup needs'),
  ].join(' ')
}
