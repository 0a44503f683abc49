import type { Backup } from '@aws-sdk/client-backup'
import type { AnswersOf } from '../service.ts'
import { copyJobAnswers } from './backup-copies.ts'
import { backupJobAnswers } from './backup-jobs.ts'
import { recoveryPointAnswers } from './backup-points.ts'
import { restoreJobAnswers } from './backup-restores.ts'
import { settingsAnswers } from './backup-settings.ts'
import { vaultAnswers } from './backup-vaults.ts'

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations.html */
export const backupAnswers = {
  ...settingsAnswers,
  ...vaultAnswers,
  ...recoveryPointAnswers,
  ...backupJobAnswers,
  ...copyJobAnswers,
  ...restoreJobAnswers,
} satisfies AnswersOf<Backup>
