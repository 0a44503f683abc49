import { randomUUID } from 'node:crypto'
import * as backup from '@aws-sdk/client-backup'
import { project } from '../project.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'
import { mustBeAssumable } from './backup-copies.ts'
import { fits, mustBeState, newestFirst, pageOf, same } from './backup-list.ts'
import { earlier, remember } from './backup-tokens.ts'

export const restoreJobAnswers = {
  StartRestoreJob: (input, call) => {
    const point = call.place.backup.RecoveryPoints.find(each => each.RecoveryPointArn === input.RecoveryPointArn)
    if (!point) throw noPoint(input.RecoveryPointArn)
    if (input.IamRoleArn !== undefined) mustBeAssumable(call, input.IamRoleArn)
    const known = earlier(call, 'restore', input.IdempotencyToken)
    if (known) return { RestoreJobId: known }
    const RestoreJobId = randomUUID().toUpperCase()
    call.place.backup.RestoreJobs.push({
      AccountId: call.account,
      RestoreJobId,
      RecoveryPointArn: point.RecoveryPointArn,
      SourceResourceArn: point.ResourceArn,
      BackupVaultArn: point.BackupVaultArn,
      CreationDate: call.now.toISOString(),
      Status: 'PENDING',
      PercentDone: '0.00%',
      BackupSizeInBytes: point.BackupSizeInBytes ?? 0,
      IamRoleArn: input.IamRoleArn,
      ResourceType: input.ResourceType ?? point.ResourceType,
      RecoveryPointCreationDate: point.CreationDate,
    })
    remember(call, 'restore', input.IdempotencyToken, RestoreJobId)
    const name = naming.map(key => input.Metadata?.[key]).find(Boolean)
    call.startJob({
      kind: 'restore',
      id: RestoreJobId,
      account: call.account,
      region: call.region,
      ...(name ? { name } : {}),
    })
    return { RestoreJobId }
  },

  DescribeRestoreJob: ({ RestoreJobId }, { place }) => {
    const job = place.backup.RestoreJobs.find(each => each.RestoreJobId === RestoreJobId)
    if (!job) throw refuse('ResourceNotFoundException', `Restore job ${RestoreJobId} does not exist.`, { status: 400 })
    return job
  },

  ListRestoreJobs: (input, { place }) => {
    mustBeState(input.ByStatus, backup.RestoreJobStatus)
    const jobs = newestFirst(place.backup.RestoreJobs).filter(
      job =>
        fits(
          { ...job, State: job.Status, ResourceArn: job.SourceResourceArn },
          { ...input, ByState: input.ByStatus },
        ) &&
        same(input.ByParentJobId, job.ParentJobId) &&
        same(input.ByRestoreTestingPlanArn, job.CreatedBy?.RestoreTestingPlanArn),
    )
    const { items, NextToken } = pageOf(jobs, input)
    return {
      RestoreJobs: items.map(job => project<backup.RestoreJobsListMember>(backup.RestoreJobsListMember$, job)),
      ...NextToken,
    }
  },
} satisfies AnswersOf<backup.Backup>

/** The metadata that name the restored resource. https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html */
const naming = ['DBInstanceIdentifier', 'DBClusterIdentifier', 'targetTableName', 'DestinationBucketName']

const noPoint = (arn: string | undefined) =>
  refuse('ResourceNotFoundException', `Recovery point ${arn} cannot be found.`, { status: 400 })
