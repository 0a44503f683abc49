import type { JobKind } from './cause.ts'
import type { BackupJobEvent, CopyJobEvent, JobOutcome } from './event.ts'

/** A copy or backup job as AWS Backup describes it; times are ISO 8601. */
export type FailedJob = {
  readonly kind: Extract<JobKind, 'copy' | 'backup'>
  readonly job: string
  readonly account: string
  readonly region: string
  readonly resource: string | null
  /** AWS Backup's name of the type. */
  readonly backupType: string | null
  readonly state: string | null
  readonly outcome: JobOutcome
  readonly message: string | null
  readonly category: string | null
  readonly at: string | null
  readonly createdAt: string | null
  /** The local vault and the recovery point that was to be copied. */
  readonly vault: string | null
  readonly point: string | null
  /** ARN of the vault that the copy was to reach. */
  readonly destination: string | null
}

/** A failed job of which no more is known than this. */
export const jobKnownBy = (known: Pick<FailedJob, 'kind' | 'account' | 'region'> & Partial<FailedJob>): FailedJob => ({
  job: '',
  resource: null,
  backupType: null,
  state: null,
  outcome: 'failed',
  message: null,
  category: null,
  at: null,
  createdAt: null,
  vault: null,
  point: null,
  destination: null,
  ...known,
})

export const failedJobOf = (event: BackupJobEvent | CopyJobEvent): FailedJob => ({
  kind: event.kind,
  job: event.id ?? '',
  account: event.account,
  region: event.region,
  resource: event.resource,
  backupType: event.backupType,
  state: event.state,
  outcome: event.outcome,
  message: event.message,
  category: event.category,
  at: event.completedAt ?? event.at ?? event.createdAt,
  createdAt: event.createdAt,
  vault: event.vault?.split(':').at(-1) ?? null,
  point: event.recoveryPoint,
  destination: event.kind === 'copy' ? event.destinationVault : null,
})
