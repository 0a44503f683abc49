import type { House } from '../house.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { dnsSuffix, isOfGrants, rootOf, serviceLinkedRole } from './needs.ts'

export const styles = ['least', 'guide'] as const
/** `least`: only the service-linked role, only what is missing. `guide`: the CDX guide's two broad statements, without a user. */
export type Style = (typeof styles)[number]

export type AllowStatement = {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Principal: { readonly AWS: string }
  readonly Action: readonly string[]
  readonly Resource: '*'
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } }
}

export const sids = {
  describe: 'CentralBackupDescribeKey',
  read: 'CentralBackupReadForCopy',
  grants: 'CentralBackupGrantsForCopy',
  guideUse: 'CentralBackupUseOfKey',
  guideGrants: 'CentralBackupPersistentResources',
} as const
export const localSids = {
  describe: 'LocalBackupDescribeKey',
  read: 'LocalBackupUseOfKey',
  grants: 'LocalBackupGrants',
} as const

/** One missing call: its action, and the service through which it comes (`ec2`), or `null`. */
export type Missing = { readonly action: string; readonly service: string | null }

const guideUse = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey']
const guideGrants = ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant']

const sorted = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].sort()

type Grantee = {
  readonly account: string
  readonly role: string
  readonly partition: string
  readonly sids: Readonly<Record<keyof typeof localSids, string>>
}

const forAws = { Bool: { 'kms:GrantIsForAWSResource': 'true' } }

const allow = (
  { account, partition }: Pick<Grantee, 'account' | 'partition'>,
  Sid: string,
  Action: readonly string[],
  Condition?: AllowStatement['Condition'],
): AllowStatement => {
  const AWS = rootOf(account, partition)
  const it: AllowStatement = { Sid, Effect: 'Allow', Principal: { AWS }, Action, Resource: '*' }
  return Condition === undefined ? it : { ...it, Condition }
}
const some = (found: readonly Missing[], make: () => AllowStatement) => (found.length > 0 ? [make()] : [])

/**
 * Statements that allow exactly what is missing. The principal is the account's root, because KMS refuses a policy that
 * names a role which does not exist, and forgets one that is deleted and made anew; the condition narrows it to the role.
 * kms:ViaService never stands on DescribeKey, which is called directly.
 */
const least = (missing: readonly Missing[], to: Grantee): readonly AllowStatement[] => {
  const role = { ArnEquals: { 'aws:PrincipalArn': to.role } }
  const grants = missing.filter(it => isOfGrants(it.action))
  const describe = missing.filter(it => it.action === 'kms:DescribeKey')
  const use = missing.filter(it => !grants.includes(it) && !describe.includes(it))
  const services = use.map(it => it.service)
  const via = services.includes(null)
    ? {}
    : { StringLike: { 'kms:ViaService': sorted(services.map(it => `${it}.*.${dnsSuffix(to.partition)}`)) } }
  const actions = (found: readonly Missing[]) => sorted(found.map(it => it.action))
  return [
    ...some(describe, () => allow(to, to.sids.describe, actions(describe), role)),
    ...some(use, () => allow(to, to.sids.read, actions(use), { ...role, ...via })),
    ...some(grants, () => allow(to, to.sids.grants, actions(grants), { ...role, ...forAws })),
  ]
}

/** For the service-linked role of the central account. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceLinkedRolePolicyForBackup.html */
export const statementsFor = (
  missing: readonly Missing[],
  { house, partition, style }: { readonly house: House; readonly partition: string; readonly style: Style },
): readonly AllowStatement[] => {
  const { account } = house.central
  const to = { account, partition, role: serviceLinkedRole(account, partition), sids }
  if (style === 'least') return least(missing, to)
  const grants = missing.filter(it => isOfGrants(it.action))
  const use = missing.filter(it => !grants.includes(it))
  return [
    ...some(use, () => allow(to, sids.guideUse, guideUse)),
    ...some(grants, () => allow(to, sids.guideGrants, guideGrants, forAws)),
  ]
}

/** For the backup role of the resource's own account, whatever the style: the guide says nothing of it. */
export const localStatementsFor = (
  missing: readonly Missing[],
  { role, account, partition }: Omit<Grantee, 'sids'>,
): readonly AllowStatement[] => least(missing, { role, account, partition, sids: localSids })

const list = (value: Json | undefined): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter(it => typeof it === 'string')

/** Everything of a statement but its Sid, its actions and its list of services, as text that can be compared. */
const form = (statement: JsonObject): string => {
  const condition = isObject(statement.Condition) ? statement.Condition : {}
  const like = isObject(condition.StringLike) ? condition.StringLike : null
  const rest = { ...condition, StringLike: like === null ? null : Object.keys(like) }
  const sortedRest = Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))
  return JSON.stringify([
    Object.keys(statement).sort(),
    statement.Effect,
    statement.Principal,
    statement.Resource,
    sortedRest,
  ])
}

/** A statement of ours that a former plan put there: our Sid (or one with a number behind it) and otherwise our form. */
export const isFormer = (raw: Json, fresh: AllowStatement): raw is JsonObject =>
  isObject(raw) &&
  typeof raw.Sid === 'string' &&
  raw.Sid.replace(/\d+$/, '') === fresh.Sid &&
  form(raw) === form(fresh as unknown as JsonObject)

/** The former statement widened by what the fresh one adds, under its own Sid; `null` when it adds nothing. */
export const widened = (former: JsonObject, fresh: AllowStatement): AllowStatement | null => {
  const services = (condition: Json | undefined): readonly string[] =>
    isObject(condition) && isObject(condition.StringLike) ? list(condition.StringLike['kms:ViaService']) : []
  const has = { actions: list(former.Action), services: services(former.Condition) }
  const more = services(fresh.Condition as Json | undefined)
  if (fresh.Action.every(it => has.actions.includes(it)) && more.every(it => has.services.includes(it))) return null
  const it: AllowStatement = { ...fresh, Sid: String(former.Sid), Action: sorted([...has.actions, ...fresh.Action]) }
  if (more.length === 0) return it
  const StringLike = { 'kms:ViaService': sorted([...has.services, ...more]) }
  return { ...it, Condition: { ...fresh.Condition, StringLike } }
}
