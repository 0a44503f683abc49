import type { BackupJobEvent, CopyJobEvent } from './event.ts'

const hour = 60 * 60 * 1000
/** A copy starts within minutes of its backup; AWS then tries for up to two hours before it says anything. */
export const copySlack = 3 * hour

type Standing = Pick<BackupJobEvent | CopyJobEvent, 'kind' | 'outcome' | 'createdAt'> & {
  readonly state: string | null
}

export const waitsLong = (job: Standing, now: Date): boolean =>
  job.kind === 'copy' &&
  job.state === 'CREATED' &&
  job.createdAt !== null &&
  now.getTime() - Date.parse(job.createdAt) > hour

/** What a job that has not failed deserves to be told about it. */
export const noteOn = (job: Standing, now: Date): string | null => {
  if (job.outcome === 'with issues') return `The ${job.kind} completed, but not everything is in it.`
  if (job.outcome === 'completed') return `This ${job.kind} completed; there is nothing to explain.`
  if (job.outcome !== 'under way') return null
  if (waitsLong(job, now))
    return 'The copy has been waiting for more than an hour. AWS Backup tries for up to two hours before it says why.'
  return `The ${job.kind} is still under way (${job.state ?? 'state unknown'}).`
}

/**
 * Scheduled backups that should have been copied but for which no copy was ever started: completed more than three
 * hours ago, in the vault that is copied from, of a type that can be copied. `copies` must be all of the same time.
 */
export const neverCopied = (
  backups: readonly BackupJobEvent[],
  copies: readonly CopyJobEvent[],
  asked: { readonly vault: string; readonly canBeCopied: (backupType: string) => boolean; readonly now: Date },
): readonly BackupJobEvent[] => {
  const copied = new Set(copies.map(it => it.recoveryPoint))
  return backups.filter(
    it =>
      it.outcome === 'completed' &&
      it.plan !== null &&
      it.parent === null &&
      it.recoveryPoint !== null &&
      !copied.has(it.recoveryPoint) &&
      it.vault?.split(':').at(-1) === asked.vault &&
      it.backupType !== null &&
      asked.canBeCopied(it.backupType) &&
      it.completedAt !== null &&
      asked.now.getTime() - Date.parse(it.completedAt) > copySlack,
  )
}
