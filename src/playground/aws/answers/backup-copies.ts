import { randomUUID } from 'node:crypto'
import { type Backup, CopyJobState, type Lifecycle } from '@aws-sdk/client-backup'
import type { Call } from '../call.ts'
import { never } from '../copy.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'
import { fits, mustBeState, newestFirst, pageOf, same } from './backup-list.ts'
import { pointIn } from './backup-points.ts'
import { earlier, remember } from './backup-tokens.ts'
import { vaultNamed } from './backup-vaults.ts'

export const copyJobAnswers = {
  ListCopyJobs: (input, { place }) => {
    mustBeState(input.ByState, CopyJobState)
    const jobs = newestFirst(place.backup.CopyJobs).filter(
      job =>
        fits(job, input) &&
        same(input.ByDestinationVaultArn, job.DestinationBackupVaultArn) &&
        same(input.BySourceRecoveryPointArn, job.SourceRecoveryPointArn) &&
        same(input.ByParentJobId, job.ParentJobId),
    )
    const { items, NextToken } = pageOf(jobs, input)
    return { CopyJobs: items, ...NextToken }
  },

  DescribeCopyJob: ({ CopyJobId }, { place }) => {
    const job = place.backup.CopyJobs.find(each => each.CopyJobId === CopyJobId)
    if (!job) throw refuse('ResourceNotFoundException', `Copy job ${CopyJobId} does not exist.`, { status: 400 })
    return { CopyJob: job }
  },

  StartCopyJob: (input, call) => {
    const source = vaultNamed(call, input.SourceBackupVaultName)
    const point = pointIn(call, input.SourceBackupVaultName, input.RecoveryPointArn)
    if (!/^arn:[a-z-]+:backup:[a-z0-9-]+:\d{12}:backup-vault:.+$/.test(input.DestinationBackupVaultArn ?? '')) {
      throw refuse('InvalidParameterValueException', 'Destination backup vault ARN is not valid.')
    }
    mustBeLifecycle(input.Lifecycle)
    mustBeAssumable(call, input.IamRoleArn)
    const known = earlier(call, 'copy', input.IdempotencyToken)
    const job = call.place.backup.CopyJobs.find(each => each.CopyJobId === known)
    if (job) return { CopyJobId: job.CopyJobId, CreationDate: job.CreationDate, IsParent: false }
    const CopyJobId = randomUUID().toUpperCase()
    const CreationDate = call.now.toISOString()
    call.place.backup.CopyJobs.push({
      AccountId: call.account,
      CopyJobId,
      SourceBackupVaultArn: source.BackupVaultArn,
      SourceRecoveryPointArn: point.RecoveryPointArn,
      DestinationBackupVaultArn: input.DestinationBackupVaultArn,
      ResourceArn: point.ResourceArn,
      ...(point.ResourceName ? { ResourceName: point.ResourceName } : {}),
      ResourceType: point.ResourceType,
      BackupSizeInBytes: point.BackupSizeInBytes ?? 0,
      IamRoleArn: input.IamRoleArn,
      DestinationRecoveryPointLifecycle: input.Lifecycle ?? point.Lifecycle,
      CreationDate,
      State: 'CREATED',
      IsParent: false,
    })
    remember(call, 'copy', input.IdempotencyToken, CopyJobId)
    call.startJob({ kind: 'copy', id: CopyJobId, account: call.account, region: call.region })
    return { CopyJobId, CreationDate, IsParent: false }
  },
} satisfies AnswersOf<Backup>

const mustBeLifecycle = ({ DeleteAfterDays = never, MoveToColdStorageAfterDays: cold = never }: Lifecycle = {}) => {
  const kept = DeleteAfterDays === never ? Infinity : DeleteAfterDays
  if (kept < 1 || (cold !== never && (cold < 1 || kept < cold + 90)))
    throw refuse(
      'InvalidParameterValueException',
      'Invalid lifecycle. DeleteAfterDays must be at least 90 days after MoveToColdStorageAfterDays.',
    )
}

/** AWS Backup assumes the role at once, to see that it can. */
export const mustBeAssumable = (call: Call, arn: string | undefined): void => {
  const roles = call.world.accounts[call.account]?.roles ?? []
  const at = `arn:${call.world.partition}:iam::${call.account}:role`
  const role = roles.find(each => `${at}${each.Path}${each.RoleName}` === arn)
  if (!role?.trusts.includes('backup.amazonaws.com')) {
    throw refuse('InvalidParameterValueException', `IAM Role ${arn} cannot be assumed by AWS Backup`)
  }
}
