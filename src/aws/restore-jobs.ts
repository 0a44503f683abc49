import {
  BackupClient,
  DescribeRestoreJobCommand,
  StartCopyJobCommand,
  StartRestoreJobCommand,
} from '@aws-sdk/client-backup'
import type { JobOutcome } from '../core/event.ts'
import { outcomeOf } from '../core/event.ts'
import { type Fact, unknown } from '../core/fact.ts'
import type { Call, StartCopyJob, StartRestoreJob } from '../core/runbook.ts'
import { type Ask, pick, read } from './read.ts'

/** Starts the copy back, through a session of the act role in the account of the recovery point; the job's id. */
export const startCopyBack = async (ask: Ask, { input }: Call<StartCopyJob>): Promise<Fact<string>> =>
  pick(
    await read(ask, 'backup:StartCopyJob', options =>
      ask.session.client(BackupClient).send(new StartCopyJobCommand({ ...input }), options),
    ),
    'CopyJobId',
    it => it.CopyJobId,
  )

/** Starts the restore, through a session of the act role in the target account; the job's id. */
export const startRestore = async (ask: Ask, { input }: Call<StartRestoreJob>): Promise<Fact<string>> =>
  pick(
    await read(ask, 'backup:StartRestoreJob', options =>
      ask.session.client(BackupClient).send(new StartRestoreJobCommand({ ...input }), options),
    ),
    'RestoreJobId',
    it => it.RestoreJobId,
  )

export type RestoreJob = {
  readonly id: string
  readonly outcome: JobOutcome
  readonly message: string | null
  readonly created: string | null
}

/** How a restore job goes, where no event told it; through the read role. */
export const describeRestoreJob = async (ask: Ask, id: string): Promise<Fact<RestoreJob>> => {
  const answer = await read(ask, 'backup:DescribeRestoreJob', options =>
    ask.session.client(BackupClient).send(new DescribeRestoreJobCommand({ RestoreJobId: id }), options),
  )
  if (!answer.known) return answer
  const { Status = '', StatusMessage, CreatedResourceArn } = answer.value
  const message = StatusMessage ?? null
  const outcome = outcomeOf('restore', Status, message, null)
  if (outcome === undefined) return unknown('aws error', `Nobody knows the status ${Status} of restore job ${id}.`)
  return pick(answer, 'Status', () => ({ id, outcome, message, created: CreatedResourceArn ?? null }))
}
