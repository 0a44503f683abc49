import * as z from 'zod'
import { type FailedJob, jobKnownBy } from './failed-job.ts'
import { isoTime } from './iso-time.ts'
import type { Landing, NoticeFailure } from './notice.ts'

/**
 * What AWS Backup says outside of any failed job: a continuous recovery point that stopped or goes on again, and a
 * backup that left objects out although its job succeeded.
 */
export type Signal = {
  readonly what: 'stopped' | 'goes on' | 'left out'
  readonly account: string
  readonly region: string
  readonly resource: string | null
  readonly recoveryPoint: string | null
  /** Id of the backup job. */
  readonly job: string | null
  readonly message: string | null
  /** ISO 8601. */
  readonly at: string
}

const words = z.string().min(1).nullable().catch(null)

const pointEvent = z.object({
  'detail-type': z.literal('Recovery Point State Change'),
  source: z.literal('aws.backup'),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  time: z.unknown().optional(),
  resources: z.array(z.unknown()).catch([]),
  detail: z.object({ status: z.string(), statusMessage: words, resourceArn: words }),
})

/** Only continuous recovery points are ever in these states. */
const pointStates: Readonly<Record<string, 'stopped' | 'goes on'>> = { STOPPED: 'stopped', AVAILABLE: 'goes on' }
export const continuousStates: readonly string[] = Object.keys(pointStates)
export const pointDetailType = 'Recovery Point State Change'

const attribute = z.object({ Value: z.string() }).transform(it => it.Value)
const notification = z.object({
  Type: z.literal('Notification'),
  MessageId: words,
  TopicArn: words,
  Message: z.string(),
  Timestamp: z.unknown().optional(),
  MessageAttributes: z.record(z.string(), attribute.nullable().catch(null)).catch({}),
})

/** The vault's events by the names of PutBackupVaultNotifications; a state may stand in an attribute of its own. */
const vaultEvents: readonly (readonly [RegExp, Signal['what']])[] = [
  [/^S3_BACKUP_OBJECT(_FAILED)?$/, 'left out'],
  [/^CONTINUOUS_BACKUP(_INTERRUPTED)?$/, 'stopped'],
]

const named = (message: string, what: RegExp): string | null => what.exec(message)?.[1]?.replace(/[.,;]$/, '') ?? null

const fromVault = (it: z.output<typeof notification>): Signal | null => {
  const { MessageAttributes: said, Message: message, TopicArn } = it
  const what = vaultEvents.find(([name]) => name.test(said.EventType ?? ''))?.[1]
  const [, , , topicRegion = '', topicAccount = ''] = TopicArn?.split(':') ?? []
  const recoveryPoint = named(message, /recovery ?point arn\s*:\s*(arn:\S+)/i)
  // A topic is in the vault's own account and Region; raw delivery names none.
  const account = said.AccountId ?? (topicAccount || recoveryPoint?.split(':')[4]) ?? ''
  const at = isoTime(it.Timestamp) ?? isoTime(said.StartTime)
  if (what === undefined || !/^\d{12}$/.test(account) || at === null) return null
  return {
    what,
    account,
    region: topicRegion || (recoveryPoint?.split(':')[3] ?? ''),
    resource: named(message, /resource arn\s*:\s*(arn:\S+)/i),
    recoveryPoint,
    job: said.Id ?? named(message, /job id\s*:\s*([0-9a-f-]{36})/i),
    message: message.trim() || null,
    at,
  }
}

/**
 * A recovery point's event, or a notification of a vault's SNS topic; `undefined` for what is neither, `null` for what
 * tells nothing new. Never throws.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
 */
export const readSignal = (value: unknown): Signal | null | undefined => {
  const point = pointEvent.safeParse(value)
  if (point.success) {
    const { account, region, time, resources, detail } = point.data
    const what = Object.hasOwn(pointStates, detail.status) ? pointStates[detail.status] : undefined
    const at = isoTime(time)
    if (what === undefined || at === null) return null
    const recoveryPoint = typeof resources[0] === 'string' ? resources[0] : null
    const message = detail.statusMessage
    return { what, account, region, resource: detail.resourceArn, recoveryPoint, job: null, message, at }
  }
  const told = notification.safeParse(value)
  return told.data?.MessageAttributes.EventType === undefined ? undefined : fromVault(told.data)
}

const day = (at: string): string => at.slice(0, 10)
const subject = (it: Signal): string => it.resource ?? it.recoveryPoint ?? 'unknown'

const causes = {
  stopped: {
    id: 'continuous-backup-stopped',
    because: 'The continuous backup has stopped: nothing that changes from now on can be restored to a point in time.',
    fix: 'Re-check the resource. For a bucket: versioning and EventBridge notifications must be on, and the backup role must be allowed to use both. The next scheduled backup then begins a new continuous one.',
  },
  'left out': {
    id: 'objects-left-out',
    because: 'The backup job says that it succeeded, but objects are missing in it: AWS Backup could not read them.',
    fix: 'Let the backup role use the KMS key of these objects (kms:Decrypt), then take a new backup.',
  },
} as const

/** `reason`: what the check found in the way of a backup, where it found anything. */
export const noticeOfSignal = (
  it: Signal & { readonly what: keyof typeof causes },
  reason: { readonly because: string; readonly fix: { readonly say: string } } | undefined,
): NoticeFailure => {
  const cause = causes[it.what]
  return {
    // The event and the notification about one recovery point are one piece of news.
    seen: `${it.what}/${it.account}/${(it.what === 'left out' ? it.job : null) ?? `${subject(it)}/${day(it.at)}`}`.toLowerCase(),
    group: [cause.id, it.account, it.what === 'stopped' ? (reason?.because ?? '') : subject(it)].join('|'),
    kind: it.what,
    job: it.job ?? `${it.what} ${it.recoveryPoint ?? it.at}`,
    account: it.account,
    region: it.region,
    resource: it.resource,
    message: it.message ?? 'AWS Backup gave no reason.',
    cause: reason
      ? { id: cause.id, because: `${cause.because} The check says why: ${reason.because}`, fix: reason.fix.say }
      : cause,
    key: null,
    vault: null,
    sourceVault: null,
    recoveryPoint: it.recoveryPoint,
    role: null,
    at: it.at,
    deadline: null,
  }
}

/** The job that the check is asked about as if it had failed: what stands in the way of a backup of this resource. */
export const asJob = ({ account, region, resource, at }: Signal): FailedJob =>
  jobKnownBy({ kind: 'backup', account, region, resource, at, outcome: 'under way' })

export const landingOfSignal = (it: Signal): Landing => ({
  kind: 'stopped',
  account: it.account,
  resource: it.resource,
  vault: null,
  recoveryPoint: it.recoveryPoint,
  takenAt: null,
  at: it.at,
})

/** Whether a topic's notification is of a backup vault, rather than somebody's envelope around an event. */
export const isOfVault = (value: unknown): boolean =>
  notification.safeParse(value).data?.MessageAttributes.EventType !== undefined

/** As SQS spells them, and as Lambda does. */
export type Attributes = Readonly<
  Record<string, { readonly StringValue?: string | undefined; readonly stringValue?: string | undefined }>
>

/** SQS's attributes of a message that SNS delivered raw, put back around it. `undefined`: it is not one. */
export const asNotification = (body: string, attributes: Attributes = {}): object | undefined => {
  if (!attributes.EventType) return undefined
  const said = Object.entries(attributes).map(([name, it]) => [name, { Value: it.StringValue ?? it.stringValue ?? '' }])
  return { Type: 'Notification', Message: body, MessageAttributes: Object.fromEntries(said) }
}
