import { partitionOf } from './arn.ts'
import { deadline } from './deadline.ts'
import { groupKey } from './delivery.ts'
import type { BackupJobEvent, CopyJobEvent, JobEvent } from './event.ts'
import { isFailure } from './event.ts'
import { type House, vaultRegionOf } from './house.ts'
import { kinds } from './kinds/index.ts'
import type { NoticeFailure } from './notice.ts'
import { neverCopied, waitsLong } from './silent.ts'

const minute = 60 * 1000
const day = 24 * 60 * minute

/** AWS Backup keeps jobs for 30 days. */
const longest = 30 * day
/** Jobs that took long were created long before they failed, and not every failed job says when it ended. */
export const lookBack = 2 * day
/** Events take about five minutes; what is younger is left to them. */
export const grace = 10 * minute

/** From when to look in one account and Region: the mark, or a day ago the first time. */
export const sinceOf = (mark: string | null, now: Date): Date => {
  const from = mark === null ? now.getTime() - day : Date.parse(mark)
  return new Date(Math.max(Number.isNaN(from) ? now.getTime() - day : from, now.getTime() - longest))
}

type Visit = { readonly until: string | null; readonly tried: string | null }

/** Those first that wait for the longest since a sweep last visited them, so that none is starved. */
export const inTurnOf = <P>(places: readonly P[], visitOf: (place: P) => Visit | undefined): readonly P[] => {
  const last = (place: P): string => {
    const { until, tried } = visitOf(place) ?? { until: null, tried: null }
    return [until ?? '', tried ?? ''].toSorted().at(-1) ?? ''
  }
  return places.toSorted((one, other) => last(one).localeCompare(last(other)))
}

type Job = BackupJobEvent | CopyJobEvent
type Window = { readonly since: Date; readonly until: Date }

const endedIn = (job: Job, { since, until }: Window): boolean => {
  // Without a time of its end, only the one that was announced before can be left out: `seen` knows which.
  if (job.completedAt === null) return true
  const at = Date.parse(job.completedAt)
  return at >= since.getTime() && at <= until.getTime()
}

/** The failed jobs of a window, oldest first, so that notices count up in the order of things. */
export const failuresIn = (jobs: readonly Job[], window: Window): readonly Job[] =>
  jobs.filter(it => isFailure(it) && endedIn(it, window)).toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))

export const landingsIn = (jobs: readonly Job[], window: Window): readonly Job[] =>
  jobs.filter(it => it.outcome === 'completed' && endedIn(it, window))

const canBeCopied = (backupType: string): boolean =>
  kinds.some(it => it.backupType === backupType && it.crossAccountCopy.value === 'yes')

const centralVault = ({ central }: House, region: string, arn: string | null): string =>
  `arn:${partitionOf(arn ?? '')}:backup:${vaultRegionOf({ central }, region)}:${central.account}:backup-vault:${central.vault}`

/** Backups of which no copy was ever started, as failures of that copy. Only from a list that is whole. */
export const silentFailures = (
  { backups, copies, whole }: { backups: readonly BackupJobEvent[]; copies: readonly CopyJobEvent[]; whole: boolean },
  { house, now }: { readonly house: House; readonly now: Date },
): readonly NoticeFailure[] =>
  whole
    ? neverCopied(backups, copies, { vault: house.member.vault, canBeCopied, now }).map(it => neverStarted(it, house))
    : []

/** Copies that have waited in CREATED for more than an hour, as failures: no event tells of them. */
export const waitingFailures = (
  copies: readonly CopyJobEvent[],
  { house, now }: { readonly house: House; readonly now: Date },
): readonly NoticeFailure[] =>
  copies
    .filter(it => waitsLong(it, now))
    .map(it => ({
      seen: `waiting/${it.id?.toLowerCase() ?? it.recoveryPoint}`,
      group: groupKey(it, 'waiting'),
      kind: 'waiting',
      // Not the job's id alone: should it fail, that is another piece of news.
      job: `${it.id ?? it.recoveryPoint} in state ${it.state}`,
      account: it.account,
      region: it.region,
      resource: it.resource,
      message: null,
      cause: {
        id: 'waiting',
        because: 'AWS Backup has not begun the copy. It tries for up to two hours before it says why.',
        fix: 'Re-check the resource; when copies of many resources wait, the quota of copies at once is the usual reason.',
      },
      key: null,
      vault: it.destinationVault,
      sourceVault: it.vault,
      recoveryPoint: it.recoveryPoint,
      role: it.role,
      at: now.toISOString(),
      deadline: deadline({ createdAt: it.createdAt, retentionDays: house.member.retentionDays }),
    }))

const neverStarted = (job: BackupJobEvent, house: House): NoticeFailure => {
  const vault = centralVault(house, job.region, job.vault)
  return {
    seen: `never copied/${job.id?.toLowerCase() ?? job.recoveryPoint}`,
    group: groupKey(asCopyOf(job, vault), 'never-started'),
    kind: 'no copy',
    job: job.id ?? '',
    account: job.account,
    region: job.region,
    resource: job.resource,
    message: null,
    cause: {
      id: 'never-started',
      because: 'The backup was taken as scheduled, but no copy of it was ever started.',
      fix: 'Look at the copy action of the backup plan: the rule may lack it, or name a vault that does not exist.',
    },
    key: null,
    vault,
    sourceVault: job.vault,
    recoveryPoint: job.recoveryPoint,
    role: job.role,
    at: job.completedAt ?? job.at ?? '',
    deadline: deadline({ createdAt: job.createdAt, retentionDays: house.member.retentionDays }),
  }
}

const asCopyOf = (job: BackupJobEvent, destinationVault: string): JobEvent => {
  const { startBy: _, ...rest } = job
  return { ...rest, kind: 'copy', destinationVault, destinationRecoveryPoint: null }
}

/** The contract's `sweep --json` (backup-bot/sweep/1). */
export type SweepReport = {
  /** Accounts and Regions that were looked through. */
  readonly places: number
  readonly unread: readonly { readonly account: string; readonly region: string; readonly why: string }[]
  /** Failed jobs in the window. */
  readonly failures: number
  /** Those that no event had announced. */
  readonly announced: readonly {
    readonly job: string
    readonly account: string
    readonly region: string
    readonly resource: string | null
  }[]
  /** Backups that were never copied; told although no job failed. */
  readonly neverCopied: number
  /** Tagged resources for which no backup job was ever started, told now. */
  readonly neverBackedUp: number
  /** Copies that have waited for more than an hour; each told once. */
  readonly waiting: number
  /** Failures that completed jobs have made good since. */
  readonly landed: number
}
