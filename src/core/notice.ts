import type { House } from './house.ts'

/**
 * What a notice counts, and the kind of job that makes it good. `no backup`, `no copy`: no job was ever started;
 * `waiting`: a copy that AWS Backup has not begun for an hour.
 * `stopped`: a continuous recovery point. `left out`: a backup that completed without some of its objects.
 */
export const noticeKinds = {
  copy: 'copy',
  backup: 'backup',
  'no copy': 'copy',
  waiting: 'copy',
  'no backup': 'backup',
  stopped: 'stopped',
  'left out': null,
  'key denial': null,
} as const satisfies Readonly<Record<string, 'copy' | 'backup' | 'stopped' | null>>
export type NoticeKind = keyof typeof noticeKinds
export type LandingKind = NonNullable<(typeof noticeKinds)[NoticeKind]>

/** Whether StartCopyJob mends it. */
export const isOfCopy = (kind: NoticeKind): boolean => noticeKinds[kind] === 'copy'

/** One failure as a notice tells it. Times are ISO 8601 in UTC; `null` where AWS did not say. */
export type NoticeFailure = {
  /** `seenKey` of the event: the same for every delivery of it. */
  readonly seen: string
  /** `groupKey` of the event: the same for all failures with one root cause. */
  readonly group: string
  readonly kind: NoticeKind
  /** Id of the job. */
  readonly job: string
  readonly account: string
  readonly region: string
  readonly resource: string | null
  readonly message: string | null
  /** The cause in plain words, and what mends it. `again: false`: these recovery points can never be copied. */
  readonly cause: {
    readonly id: string
    readonly because: string
    readonly fix: string | null
    readonly again?: false | undefined
  }
  /** ARN of the key that the cause is about. */
  readonly key: string | null
  /** ARN of the vault that it should have reached: for a copy the destination. */
  readonly vault: string | null
  /** What StartCopyJob needs for another try. */
  readonly sourceVault: string | null
  readonly recoveryPoint: string | null
  readonly role: string | null
  /** When the job ended. */
  readonly at: string
  /** When the local recovery point goes. */
  readonly deadline: string | null
}

/** A job that completed. `takenAt`: when the recovery point was created, where that is known. */
export type Landing = {
  readonly kind: LandingKind
  readonly account: string
  readonly resource: string | null
  readonly vault: string | null
  readonly recoveryPoint: string | null
  readonly takenAt: string | null
  readonly at: string
}

/** One root cause being told in a channel: a group of failures with one message and one thread. */
export type Notice = {
  readonly id: string
  readonly group: string
  readonly kind: NoticeKind
  readonly account: string
  readonly channel: string
  /** The channel that could not be reached, so that the default one was taken. */
  readonly insteadOf: string | null
  readonly cause: NoticeFailure['cause']
  readonly key: string | null
  /** The first of the failures: what the buttons ask about. */
  readonly first: { readonly job: string; readonly region: string; readonly resource: string | null }
  readonly count: number
  readonly landed: number
  /** The earliest of its failures' deadlines. */
  readonly deadline: string | null
  /** When the last of its failures happened. */
  readonly lastAt: string
  readonly closedAt: string | null
  readonly acknowledged: Mark | null
  readonly muted: (Mark & { readonly until: string }) | null
}
/** Who did something, as Slack's user id, and when. */
export type Mark = { readonly by: string; readonly at: string }

const hour = 60 * 60 * 1000
const day = 24 * hour
const quiet = 12 * hour
export const muteFor = day
/** So many failures get a reply each in the thread; the others share one. */
export const toldEach = 5

/** The owner's channel, else the default one. */
export const channelOf = (house: House, account: string): string =>
  house.accounts.find(it => it.id === account)?.channel ?? house.slack.alerts

/** Half a day without a failure ends the story: tonight's failures are not counted on yesterday's message. */
export const startsAnew = (notice: Pick<Notice, 'closedAt' | 'lastAt'>, failure: Pick<NoticeFailure, 'at'>): boolean =>
  notice.closedAt !== null || Date.parse(failure.at) - Date.parse(notice.lastAt) > quiet

const after = (a: string, b: string) => Date.parse(a) > Date.parse(b)

/**
 * Whether a completed job makes good a failure: it ended later, reached the same vault, and is about the same recovery
 * point or about one that was taken after the failure. What is not known proves nothing.
 */
export const lands = (
  landing: Landing,
  failure: Pick<NoticeFailure, 'kind' | 'vault' | 'recoveryPoint' | 'at'>,
): boolean => {
  if (landing.kind !== noticeKinds[failure.kind] || !after(landing.at, failure.at)) return false
  if (landing.vault !== failure.vault) return false
  if (landing.kind !== 'copy') return true
  if (landing.recoveryPoint !== null && landing.recoveryPoint === failure.recoveryPoint) return true
  return landing.takenAt !== null && after(landing.takenAt, failure.at)
}

export const isMuted = (notice: Pick<Notice, 'muted'>, now: Date): boolean =>
  notice.muted !== null && Date.parse(notice.muted.until) > now.getTime()

export const allLanded = (notice: Pick<Notice, 'count' | 'landed'>): boolean =>
  notice.count > 0 && notice.landed >= notice.count

/** `in 3 days`, `in 9 h`, `in less than an hour`, or `over`. */
export const timeLeft = (deadline: string, now: Date): string => {
  const left = Date.parse(deadline) - now.getTime()
  if (left <= 0) return 'over'
  if (left > 2 * day) return `in ${Math.floor(left / day)} days`
  return left < hour ? 'in less than an hour' : `in ${Math.floor(left / hour)} h`
}

/** When the words of a notice change although nothing happens: the time left, the end of a mute. `null`: never. */
export const changesAt = (notice: Notice, now: Date): string | null => {
  if (notice.muted !== null && isMuted(notice, now)) return notice.muted.until
  if (notice.deadline === null || allLanded(notice)) return null
  const left = Date.parse(notice.deadline) - now.getTime()
  if (left <= 0) return null
  const next = (left % (left > 2 * day ? day : hour)) + 1000
  return new Date(now.getTime() + next).toISOString()
}

/** The job's page in the AWS console; `undefined` where its address cannot be made. */
export const jobUrl = (kind: NoticeKind, job: string, region: string): string | undefined =>
  (kind === 'copy' || kind === 'backup') && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) && /^[0-9a-f-]{36}$/i.test(job)
    ? `https://${region}.console.aws.amazon.com/backup/home?region=${region}#/jobs/${kind}/details/${job}`
    : undefined
