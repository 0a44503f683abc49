import type { World } from '../world.ts'
import type { Identity } from './identity.ts'
import { leaves } from './session-policy.ts'

/** IAM actions that a role may take, or everything. `kms:*` and `backup:Describe*` work. */
export type Permissions = (identity: Identity) => readonly string[] | 'all'

/** The bot's base identity reaches into no account: it assumes roles, works its queue and table, and reads its secret. */
const base = ['sts:AssumeRole', 'sqs:*', 'dynamodb:*', 'secretsmanager:GetSecretValue']

/** Where IAM's action is not called as the operation. https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const renamed: Readonly<Record<string, readonly string[]>> = {
  's3:HeadBucket': ['s3:ListBucket'],
  's3:ListBuckets': ['s3:ListAllMyBuckets'],
  's3:GetBucketEncryption': ['s3:GetEncryptionConfiguration'],
  'tagging:GetResources': ['tag:GetResources'],
  'sqs:DeleteMessageBatch': ['sqs:DeleteMessage'],
  'backup:StartCopyJob': ['backup:StartCopyJob', 'iam:PassRole'],
  'backup:StartRestoreJob': ['backup:StartRestoreJob', 'iam:PassRole'],
  'dynamodb:TransactGetItems': ['dynamodb:GetItem'],
  'dynamodb:TransactWriteItems': [
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:ConditionCheckItem',
  ],
  // Anybody may ask who they are, even with an explicit Deny.
  'sts:GetCallerIdentity': [],
}

/** The IAM actions that an operation needs. */
export const actionsOf = (prefix: string, operation: string): readonly string[] =>
  renamed[`${prefix}:${operation}`] ?? [`${prefix}:${operation}`]

export type Denial = { readonly action: string; readonly how: string }

/** The first action that the caller may not take, and AWS's words for why; undefined when all are allowed. */
export const denied = (
  world: World,
  identity: Identity,
  actions: readonly string[],
  permissions: Permissions,
  resource: string,
): Denial | undefined => {
  if (identity.kind === 'administrator') return undefined
  const forbidden = world.accounts[identity.account]?.denied ?? []
  const allowed = identity.kind === 'bot' ? base : permissions(identity)
  for (const action of actions) {
    if (names(forbidden, action)) return { action, how: 'with an explicit deny in a service control policy' }
    if (allowed !== 'all' && !names(allowed, action)) {
      return { action, how: `because no identity-based policy allows the ${action} action` }
    }
    const left = identity.policy ? leaves(identity.policy, action, resource) : 'yes'
    if (left === 'denied') return { action, how: 'with an explicit deny in a session policy' }
    if (left === 'no') return { action, how: `because no session policy allows the ${action} action` }
  }
  return undefined
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html — EC2 and S3 have their own variants. */
export const denialSentence = (identity: Identity, { action, how }: Denial, resource: string): string => {
  const start = `User: ${identity.arn} is not authorized to perform: ${action}`
  if (action.startsWith('ec2:') && resource === '*')
    return `You are not authorized to perform this operation. ${start} ${how}`
  if (action.startsWith('s3:')) return `${start} on resource: "${resource}" ${how}`
  return `${start} on resource: ${resource} ${how}`
}

/** Whether one of the patterns names the action; IAM compares without regard to case. */
export const names = (patterns: readonly string[], action: string): boolean =>
  patterns.some(pattern =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
      'i',
    ).test(action),
  )

/** The ARN that stands in an access-denied sentence, as far as the input tells. */
export const resourceOf = (
  prefix: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  where: Where,
): string => {
  const arn = Object.values(input).find(value => typeof value === 'string' && value.startsWith('arn:'))
  if (typeof arn === 'string') return arn
  const at = `arn:${where.partition}:${prefix}:${where.region}:${where.account}`
  const name = (member: string) => (typeof input[member] === 'string' ? input[member] : undefined)
  if (prefix === 's3') return `arn:${where.partition}:s3:::${name('Bucket') ?? ''}`
  if (prefix === 'kms' && name('KeyId')) return `${at}:${name('KeyId')?.includes('/') ? '' : 'key/'}${name('KeyId')}`
  if (prefix === 'backup' && name('BackupVaultName')) return `${at}:backup-vault:${name('BackupVaultName')}`
  if (prefix === 'dynamodb' && name('TableName')) return `${at}:table/${name('TableName')}`
  if (prefix === 'iam' && name('RoleName')) return `role ${name('RoleName')}`
  if (prefix === 'eks' && name('name')) return `${at}:cluster/${name('name')}`
  if (prefix === 'rds' && operation === 'DescribeDBInstances') return `${at}:db:${name('DBInstanceIdentifier') ?? '*'}`
  if (prefix === 'rds' && operation === 'DescribeDBClusters')
    return `${at}:cluster:${name('DBClusterIdentifier') ?? '*'}`
  return '*'
}

export type Where = { readonly partition: string; readonly region: string; readonly account: string }
