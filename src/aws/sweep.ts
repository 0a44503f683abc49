import { BackupClient, ListBackupJobsCommand, ListCopyJobsCommand } from '@aws-sdk/client-backup'
import type { BackupJobEvent, CopyJobEvent } from '../core/event.ts'
import { type Fact, known } from '../core/fact.ts'
import { backupJobEvent, copyJobEvent } from './jobs.ts'
import { type Ask, pages, read } from './read.ts'

export type Jobs = {
  readonly copies: readonly CopyJobEvent[]
  readonly backups: readonly BackupJobEvent[]
  /** `false` when there were more than could be read: what is missing then proves nothing. */
  readonly whole: boolean
}

const mostPages = 20

/** Every copy and backup job of one account and Region that was created after `since`, whatever became of it. */
export const jobsSince = async (ask: Ask, since: Date): Promise<Fact<Jobs>> => {
  const { session } = ask
  const { account, region } = session
  const client = () => session.client(BackupClient)
  const asked = { ByCreatedAfter: since, MaxResults: 1000 }
  const [copies, backups] = await Promise.all([
    read(ask, 'backup:ListCopyJobs', options =>
      pages(
        NextToken => client().send(new ListCopyJobsCommand({ ...asked, NextToken }), options),
        it => it.CopyJobs,
        it => it.NextToken,
        mostPages,
      ),
    ),
    read(ask, 'backup:ListBackupJobs', options =>
      pages(
        NextToken => client().send(new ListBackupJobsCommand({ ...asked, NextToken }), options),
        it => it.BackupJobs,
        it => it.NextToken,
        mostPages,
      ),
    ),
  ])
  if (!copies.known) return copies
  if (!backups.known) return backups
  return known({
    copies: copies.value.items.map(it => copyJobEvent(it, account, region)),
    backups: backups.value.items.map(it => backupJobEvent(it, account, region)),
    whole: copies.value.whole && backups.value.whole,
  })
}
