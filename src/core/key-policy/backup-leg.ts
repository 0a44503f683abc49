import { backupRolePolicy } from '../links.ts'
import { contextOf, type Need, type NeedsOf, needs, viaOf } from './needs.ts'

type Reads = { readonly service: string; readonly actions: readonly string[]; readonly weight?: 'should' }

/**
 * Where AWS Backup reads the data itself, the role decrypts through the service. For EFS and Timestream only the general
 * sentence of the guide says so (https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html): no `must`.
 */
const reads: Readonly<Record<string, Reads>> = {
  s3: { service: 's3', actions: ['kms:Decrypt'] },
  efs: { service: 'elasticfilesystem', actions: ['kms:Decrypt'], weight: 'should' },
  'aurora-dsql': { service: 'dsql', actions: ['kms:Decrypt'] },
  'dynamodb-basic': { service: 'dynamodb', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
  'dynamodb-advanced': { service: 'dynamodb', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
  timestream: { service: 'timestream', actions: ['kms:Decrypt'], weight: 'should' },
}

/** The KMS calls of the account's backup role on the key of the resource; also of the types whose copy never uses it. */
export const backupNeeds = ({ kind, house, resource }: Omit<NeedsOf, 'leg'>): readonly Need[] => {
  // A Multi-AZ cluster cannot be copied, but is backed up as every cluster is.
  if (kind.id === 'rds-multi-az-cluster')
    return needs({ kind: { ...kind, keyMustBeShared: true, via: 'rds' }, leg: 'backup', house, resource })
  const read = reads[kind.id]
  if (read === undefined) return needs({ kind, leg: 'backup', house, resource })
  const { account, region, partition } = resource
  const principal = { arn: `arn:${partition}:iam::${account}:role/${house.member.backupRole}`, account }
  const via = viaOf(read.service, partition, region)
  return read.actions.map(action => ({
    leg: 'backup',
    key: 'resource',
    principal,
    action,
    weight: read.weight ?? 'must',
    via,
    context: contextOf({ principal, organisation: house.organisationId, action, via, key: resource }),
    source: backupRolePolicy,
  }))
}
