import { parsePolicy } from '../../core/key-policy/document.ts'
import { evaluate } from '../../core/key-policy/evaluate.ts'
import { contextOf } from '../../core/key-policy/needs.ts'
import { isMistake } from '../../core/trouble.ts'
import type { Place, World } from '../world.ts'
import { askKey, keyByArn } from './keys.ts'

export type CopyJob = Place['backup']['CopyJobs'][number]
export type CopyOutcome =
  | { readonly state: 'COMPLETED'; readonly vaultKey: string | undefined }
  | { readonly state: 'FAILED'; readonly message: string; readonly category: string }

/** How a cross-account copy treats a type. https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html */
const throughVaultKey = [
  'S3',
  'EFS',
  'DynamoDB',
  'Timestream',
  'VirtualMachine',
  'SAP HANA on Amazon EC2',
  'DSQL',
  'Aurora DSQL',
  'EKS',
]
/** Days of a lifecycle. https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html */
export const never = -1
const neverCopied = ['Redshift', 'Redshift Serverless']

/** What AWS Backup does with a copy job, in its own words. Pure: reads the world as it is now. */
export const decideCopy = (world: World, job: CopyJob): CopyOutcome => {
  const [, , , region = '', account = '', , vaultName] = job.DestinationBackupVaultArn?.split(':') ?? []
  const to = world.accounts[account]?.regions[region]
  const vault = to?.backup.BackupVaults.find(each => each.BackupVaultName === vaultName)
  const from = job.SourceBackupVaultArn?.split(':') ?? []
  const point = world.accounts[from[4] ?? '']?.regions[from[3] ?? '']?.backup.RecoveryPoints.find(
    each => each.RecoveryPointArn === job.SourceRecoveryPointArn && each.BackupVaultArn === job.SourceBackupVaultArn,
  )
  const type = job.ResourceType ?? ''
  if (!point) return failed('Cannot find recovery point.', 'RESOURCE_NOT_FOUND')
  if (!world.accounts[account] || !world.accounts[from[4] ?? '']) {
    return failed(
      'Copy job failed. Both source and destination account must be a member of the same organization.',
      'FEATURE_NOT_ENABLED',
    )
  }
  const elsewhere = account !== from[4]
  if (elsewhere && !world.organisation.crossAccountBackup) {
    return failed(
      'Copy job failed. Cross-account copy feature is not enabled for the current organization.',
      'FEATURE_NOT_ENABLED',
    )
  }
  if (neverCopied.includes(type) || isClusterOfDatabases(world, job) || isPlainTable(job)) {
    const sentence = 'Feature is not supported for provided resource type.'
    return failed(
      `Copy job from ${from[3]} to ${region} cannot be initiated for ${type} resources. ${sentence}`,
      'UNSUPPORTED_OPERATION',
    )
  }
  if (elsewhere && (!vault || !admits(world, job, to?.backup.AccessPolicies[vaultName ?? '']))) {
    return failed('Access Denied trying to call AWS Backup service', 'ACCESS_DENIED')
  }
  if (!vault) return failed('Could not find cryopod', 'RESOURCE_NOT_FOUND')
  const { MinRetentionDays: least, MaxRetentionDays: most } = vault
  const { DeleteAfterDays: days = never } = job.DestinationRecoveryPointLifecycle ?? {}
  const kept = days === never ? Infinity : days
  if (kept < (least ?? 0) || kept > (most ?? Infinity)) {
    const sentence = 'The retention specified in the job is not within the range specified for the target Backup Vault.'
    return failed(`Copy job failed. ${sentence}`, 'INVALID_LIFECYCLE')
  }
  const done: CopyOutcome = { state: 'COMPLETED', vaultKey: vault.EncryptionKeyArn }
  if (!elsewhere || throughVaultKey.includes(type)) return done
  const vaultKey = keyByArn(world, vault.EncryptionKeyArn ?? '')
  if (!vaultKey || vaultKey.key.KeyMetadata.KeyManager === 'AWS') {
    return failed(
      'Copy job failed because the destination Backup vault is encrypted with the default Backup service managed key. The contents of this vault cannot be copied. Only the contents of a Backup vault encrypted by an AWS KMS key may be copied.',
      'ACCESS_DENIED',
    )
  }
  return refusedByKey(world, job, point.EncryptionKeyArn, account) ?? done
}

const failed = (message: string, category: string): CopyOutcome => ({ state: 'FAILED', message, category })

/** The source's own key, for the types whose recovery points keep it until they are copied. */
const refusedByKey = (
  world: World,
  job: CopyJob,
  arn: string | undefined,
  central: string,
): CopyOutcome | undefined => {
  if (arn === undefined) return undefined
  const relational = ['RDS', 'Aurora', 'Neptune', 'DocumentDB'].includes(job.ResourceType ?? '')
  const inaccessible = relational
    ? failed(
        `The source snapshot KMS key [${arn}] does not exist, is not enabled or you do not have permissions to access it.`,
        'KMS_KEY_ERROR',
      )
    : job.ResourceType === 'FSx'
      ? failed('The Key Management Service (KMS) key of the source backup is not valid.', 'KMS_KEY_ERROR')
      : job.ResourceType === 'EC2'
        ? failed(
            'AMI snapshot copy failed with error: Given key ID is not accessible. You must have DescribeKey permissions on the default key',
            'KMS_KEY_ERROR',
          )
        : failed('Given key ID is not accessible', 'ACCESS_DENIED')
  const found = keyByArn(world, arn)
  if (!found) return inaccessible
  if (found.key.KeyMetadata.KeyManager === 'AWS') {
    if (job.ResourceType === 'EBS')
      return failed('Encrypted snapshots with Amazon EBS default key cannot be shared', 'ACCESS_DENIED')
    if (job.ResourceType === 'EC2') {
      return failed(
        "Snapshots encrypted with the AWS managed key can't be shared. Specify another snapshot.",
        'ACCESS_DENIED',
      )
    }
    return inaccessible
  }
  const { KeyState } = found.key.KeyMetadata
  // https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
  if (KeyState !== 'Enabled' && KeyState !== 'Updating') return inaccessible
  const role = {
    arn: `arn:${world.partition}:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`,
    account: central,
  }
  const service = relational ? 'rds' : job.ResourceType === 'FSx' ? 'fsx' : 'ec2'
  const via = `${service}.${found.region}.amazonaws.com`
  const allowed =
    askKey(world, found, role, 'kms:DescribeKey').allowed === true &&
    askKey(world, found, role, 'kms:CreateGrant', via).allowed === true
  return allowed ? undefined : inaccessible
}

/** A Multi-AZ DB cluster of RDS is backed up as Aurora's sibling but cannot be copied. */
const isClusterOfDatabases = (world: World, job: CopyJob): boolean => {
  const [, , , region = '', account = ''] = job.ResourceArn?.split(':') ?? []
  const clusters = world.accounts[account]?.regions[region]?.rds.DBClusters ?? []
  const engine = clusters.find(cluster => cluster.DBClusterArn === job.ResourceArn)?.Engine
  return engine === 'mysql' || engine === 'postgres'
}

/** Without the advanced features, a table's recovery point is DynamoDB's own backup. */
const isPlainTable = ({ ResourceType, SourceRecoveryPointArn = '' }: CopyJob) =>
  ResourceType === 'DynamoDB' && SourceRecoveryPointArn.split(':')[2] === 'dynamodb'

const admits = (world: World, job: CopyJob, policy: string | Record<string, unknown> | undefined): boolean => {
  if (policy === undefined) return false
  const document = parsePolicy(typeof policy === 'string' ? policy : JSON.stringify(policy))
  if (isMistake(document)) return false
  const [, , , region = '', account = ''] = job.DestinationBackupVaultArn?.split(':') ?? []
  const principal = { arn: job.IamRoleArn ?? '', account: job.IamRoleArn?.split(':')[4] ?? '' }
  const action = 'backup:CopyIntoBackupVault'
  const key = { account, region, partition: world.partition }
  const context = contextOf({ principal, organisation: world.organisation.id, action, via: undefined, key })
  return (
    evaluate(document, { principal, action, resource: job.DestinationBackupVaultArn ?? '', context }).allowed === true
  )
}
