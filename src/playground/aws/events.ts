import { randomUUID } from 'node:crypto'
import type { Place } from '../world.ts'
import type { StartedJob } from './call.ts'
import type { CopyJob } from './copy.ts'

/** EventBridge events come from the account and Region where the job runs. https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html */
const event = (account: string, region: string, type: string, resources: (string | undefined)[], detail: object) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': type,
  source: 'aws.backup',
  account,
  time: `${new Date().toISOString().slice(0, 19)}Z`,
  region,
  resources: resources.filter(each => each !== undefined),
  detail,
})

export const copyEvent = (job: CopyJob) => {
  const [, , , region = '', account = ''] = job.SourceBackupVaultArn?.split(':') ?? []
  return event(account, region, 'Copy Job State Change', [job.SourceRecoveryPointArn], {
    copyJobId: job.CopyJobId,
    backupSizeInBytes: job.BackupSizeInBytes,
    creationDate: job.CreationDate,
    iamRoleArn: job.IamRoleArn,
    resourceArn: job.ResourceArn,
    resourceType: job.ResourceType,
    sourceBackupVaultArn: job.SourceBackupVaultArn,
    state: job.State,
    ...(job.StatusMessage ? { statusMessage: job.StatusMessage } : {}),
    ...(job.CompletionDate ? { completionDate: job.CompletionDate } : {}),
    destinationBackupVaultArn: job.DestinationBackupVaultArn,
    destinationRecoveryPointArn: job.DestinationRecoveryPointArn ?? {},
  })
}

type RestoreJob = Place['backup']['RestoreJobs'][number]

export const restoreEvent = (job: RestoreJob, { account, region }: StartedJob) =>
  event(account, region, 'Restore Job State Change', [job.RecoveryPointArn], {
    restoreJobId: job.RestoreJobId,
    backupSizeInBytes: String(job.BackupSizeInBytes ?? 0),
    creationDate: job.CreationDate,
    iamRoleArn: job.IamRoleArn,
    percentDone: Number.parseFloat(job.PercentDone ?? '0'),
    resourceType: job.ResourceType,
    status: job.Status,
    ...(job.CompletionDate ? { completionDate: job.CompletionDate } : {}),
    ...(job.Status === 'COMPLETED' ? madeBy(job) : {}),
  })

/** AWS names these once the restore is done. */
const madeBy = (job: RestoreJob) => ({
  backupVaultArn: job.BackupVaultArn,
  recoveryPointArn: job.RecoveryPointArn,
  sourceResourceArn: job.SourceResourceArn,
  createdResourceArn: job.CreatedResourceArn,
})
