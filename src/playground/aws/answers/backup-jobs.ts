import * as backup from '@aws-sdk/client-backup'
import { project } from '../project.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'
import { fits, mustBeState, newestFirst, pageOf, same } from './backup-list.ts'

export const backupJobAnswers = {
  ListBackupJobs: (input, { place }) => {
    mustBeState(input.ByState, backup.BackupJobState)
    const jobs = newestFirst(place.backup.BackupJobs).filter(
      job =>
        fits(job, input) &&
        same(input.ByBackupVaultName, job.BackupVaultName) &&
        same(input.ByParentJobId, job.ParentJobId),
    )
    const { items, NextToken } = pageOf(jobs, input)
    return { BackupJobs: items.map(job => project<backup.BackupJob>(backup.BackupJob$, job)), ...NextToken }
  },

  DescribeBackupJob: ({ BackupJobId }, { place }) => {
    const job = place.backup.BackupJobs.find(each => each.BackupJobId === BackupJobId)
    if (!job) throw refuse('ResourceNotFoundException', `Backup job ${BackupJobId} does not exist.`, { status: 400 })
    return job
  },
} satisfies AnswersOf<backup.Backup>
