import { type House, vaultRegionOf } from '../house.ts'
import type { Kind } from '../kind.ts'
import type { Context, Principal } from './evaluate.ts'

export const legs = ['backup', 'copy to central', 'copy back', 'restore'] as const
export type Leg = (typeof legs)[number]

/** What the key needs say of a kind. */
export type KindOfKey = Pick<Kind, 'id' | 'name' | 'keyMustBeShared' | 'via'>
/** Where the key and the resource are. */
export type Where = { readonly account: string; readonly region: string; readonly partition: string }

/** `must`: without it the leg fails. `should`: AWS lists it for sharing. `nice`: used, but nothing is known to fail without. */
export type Weight = 'must' | 'should' | 'nice'

/** One KMS call of one leg, with everything that is known of it. */
export type Need = {
  readonly leg: Leg
  /** Whose policy is asked: the key of the resource, or that of the vault which holds the recovery point. */
  readonly key: 'resource' | 'vault'
  readonly principal: Principal
  readonly action: string
  readonly weight: Weight
  /** The service through which the call comes, in the one Region or the other; absent for a direct call. */
  readonly via?: readonly string[]
  readonly context: Context
  readonly source: string
}

export const serviceLinkedRole = (account: string, partition: string): string =>
  `arn:${partition}:iam::${account}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`

export const rootOf = (account: string, partition: string): string => `arn:${partition}:iam::${account}:root`

const suffixes: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
}
/** The end of a kms:ViaService value. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
export const dnsSuffix = (partition: string): string => suffixes[partition] ?? 'amazonaws.com'

/**
 * The values that kms:ViaService may have in a call through a service. AWS does not document in which of the two Regions
 * of a copy the service calls the key of the source: https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
 */
export const viaOf = (service: string, partition: string, ...regions: readonly string[]): readonly string[] =>
  [...new Set(regions)].map(region => `${service}.${region}.${dnsSuffix(partition)}`)

const ofGrants: readonly string[] = ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant']
/** kms:GrantIsForAWSResource is present in these calls only; on any other its condition is never met. */
export const isOfGrants = (action: string): boolean => ofGrants.includes(action)

/** What KMS sees of a call by a role in an account of an organisation (`''`: not known). */
export const contextOf = (call: {
  readonly principal: Principal
  readonly organisation: string
  readonly action: string
  readonly via: readonly string[] | undefined
  readonly key: Where
}): Context => ({
  'aws:PrincipalArn': [call.principal.arn],
  'aws:PrincipalAccount': [call.principal.account],
  'kms:CallerAccount': [call.principal.account],
  'aws:PrincipalOrgID': call.organisation === '' ? 'unknown' : [call.organisation],
  // The path of an account begins with its organisation: o-…/r-…/ou-…/.
  'aws:PrincipalOrgPaths': call.organisation === '' ? 'unknown' : { startsWith: `${call.organisation}/r-` },
  'aws:PrincipalType': ['AssumedRole'],
  'aws:PrincipalIsAWSService': ['false'],
  'aws:PrincipalServiceName': 'absent',
  'aws:SourceAccount': 'absent',
  'aws:SourceArn': 'absent',
  'aws:SourceOrgID': 'absent',
  'aws:SourceVpc': 'absent',
  'aws:SourceVpce': 'absent',
  // The call comes from an address of AWS, which no list of one's own addresses holds.
  'aws:SourceIp': ['AWS Internal'],
  // Credentials of a role carry the key, and nothing says so of those that a service made.
  'aws:MultiFactorAuthPresent': { oneOf: ['absent', ['false']] },
  'aws:MultiFactorAuthAge': 'absent',
  'aws:SecureTransport': ['true'],
  'aws:RequestedRegion': [call.key.region],
  'aws:ResourceAccount': [call.key.account],
  'kms:ViaService':
    call.via === undefined ? 'absent' : call.via.length === 1 ? call.via : { oneOf: call.via.map(it => [it]) },
  'kms:GrantIsForAWSResource': isOfGrants(call.action) ? ['true'] : 'absent',
  ...(isOfGrants(call.action) ? {} : { 'kms:GrantOperations': 'absent', 'kms:GranteePrincipal': 'absent' }),
})

type Call = { readonly action: string; readonly weight: Weight; readonly direct?: true }

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceLinkedRolePolicyForBackup.html and ebs/latest/userguide/share-kms-key.html */
const byServiceLinkedRole: readonly Call[] = [
  { action: 'kms:DescribeKey', weight: 'must', direct: true },
  { action: 'kms:CreateGrant', weight: 'must' },
  { action: 'kms:ReEncryptFrom', weight: 'should' },
  { action: 'kms:GenerateDataKeyWithoutPlaintext', weight: 'should' },
  { action: 'kms:Decrypt', weight: 'should' },
  { action: 'kms:ListGrants', weight: 'nice' },
]
const forBackup: readonly Call[] = [
  { action: 'kms:DescribeKey', weight: 'must', direct: true },
  { action: 'kms:CreateGrant', weight: 'must' },
]
/** EBS snapshots (also those of instances and gateway volumes) use the key through EC2 besides. */
const forSnapshot: readonly Call[] = [
  { action: 'kms:GenerateDataKeyWithoutPlaintext', weight: 'should' },
  { action: 'kms:ReEncryptFrom', weight: 'should' },
  { action: 'kms:ReEncryptTo', weight: 'should' },
]
const forRestore: readonly Call[] = [
  { action: 'kms:DescribeKey', weight: 'must', direct: true },
  { action: 'kms:CreateGrant', weight: 'must' },
  { action: 'kms:Decrypt', weight: 'must' },
  { action: 'kms:GenerateDataKeyWithoutPlaintext', weight: 'should' },
  { action: 'kms:ReEncryptFrom', weight: 'should' },
  { action: 'kms:ReEncryptTo', weight: 'should' },
]

const documents: Readonly<Record<Leg, string>> = {
  backup: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html',
  'copy to central': 'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html',
  'copy back': 'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html',
  restore: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html',
}

export type NeedsOf = {
  readonly kind: KindOfKey
  readonly leg: Leg
  readonly house: House
  readonly resource: Where
  /** The Region that a copy back goes to; absent: that of the key. */
  readonly to?: string
}

/**
 * The KMS calls of one leg for one kind. Nothing for a fully managed type: AWS Backup encrypts its recovery points with
 * the vault's key, and the resource's own key is never shared.
 * `copy back` and `restore` ask the key of the vault, in the account that `resource` names as its own.
 */
export const needs = ({ kind, leg, house, resource, to = resource.region }: NeedsOf): readonly Need[] => {
  if (!kind.keyMustBeShared) return []
  const { account, region, partition } = resource
  const own: Principal = { arn: `arn:${partition}:iam::${account}:role/${house.member.backupRole}`, account }
  const linked = (of: string): Principal => ({ arn: serviceLinkedRole(of, partition), account: of })
  const there = { 'copy to central': vaultRegionOf(house, region), 'copy back': to, backup: region, restore: region }[
    leg
  ]
  const via = kind.via === null ? undefined : viaOf(kind.via, partition, region, there)
  const { principal, calls, key } = {
    backup: {
      principal: own,
      calls: kind.via === 'ec2' ? [...forBackup, ...forSnapshot] : forBackup,
      key: 'resource' as const,
    },
    'copy to central': {
      principal: linked(house.central.account),
      calls: byServiceLinkedRole,
      key: 'resource' as const,
    },
    'copy back': { principal: linked(account), calls: byServiceLinkedRole, key: 'vault' as const },
    restore: { principal: own, calls: forRestore, key: 'vault' as const },
  }[leg]
  const place = { account: key === 'vault' && leg === 'copy back' ? house.central.account : account, region, partition }
  return calls.map(({ action, weight, direct }) => {
    const through = direct ? undefined : via
    const known = contextOf({ principal, organisation: house.organisationId, action, via: through, key: place })
    const context: Context = direct || via !== undefined ? known : { ...known, 'kms:ViaService': 'unknown' }
    const need: Need = { leg, key, principal, action, weight, context, source: documents[leg] }
    return through === undefined ? need : { ...need, via: through }
  })
}
