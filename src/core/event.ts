import * as z from 'zod'
import type { JobKind } from './cause.ts'
import { type KeyDenial, keyDenial } from './cloudtrail.ts'
import { isoTime } from './iso-time.ts'
import { type Mistake, mistake } from './trouble.ts'

/** `with issues`: COMPLETED, but with a message that says what is missing. Failed and with issues are worth telling. */
export type JobOutcome = 'failed' | 'with issues' | 'completed' | 'under way'

type Job<K extends JobKind> = {
  readonly kind: K
  /** `null` where AWS sends none: a copy job that was just created. */
  readonly id: string | null
  /** AWS's word: COMPLETED, FAILED, EXPIRED, … */
  readonly state: string
  readonly outcome: JobOutcome
  /** Of the job: for a copy, the source account and the source Region. */
  readonly account: string
  readonly region: string
  /** ISO 8601 in UTC, like every time here. */
  readonly at: string | null
  readonly createdAt: string | null
  readonly completedAt: string | null
  /** ARN of what was to be protected; absent in the event of a restore that failed. */
  readonly resource: string | null
  /** AWS Backup's name of the type. */
  readonly backupType: string | null
  readonly message: string | null
  readonly category: string | null
  /** backup: the one made; copy: the source; restore: the one restored from. */
  readonly recoveryPoint: string | null
  /** ARN; copy: of the source vault. */
  readonly vault: string | null
  readonly role: string | null
  readonly bytes: number | null
  readonly parent: string | null
  /** ARN; `null` for an on-demand job. */
  readonly plan: string | null
}
export type BackupJobEvent = Job<'backup'> & { readonly startBy: string | null }
export type CopyJobEvent = Job<'copy'> & {
  readonly destinationVault: string | null
  readonly destinationRecoveryPoint: string | null
}
export type RestoreJobEvent = Job<'restore'> & {
  readonly createdResource: string | null
  /** ARN; `null` unless a restore test started the job. */
  readonly testingPlan: string | null
}
export type JobEvent = BackupJobEvent | CopyJobEvent | RestoreJobEvent | KeyDenial
export type Ignored = { readonly ignore: string }

const envelope = z.looseObject({
  'detail-type': z.string(),
  source: z.string(),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  time: z.unknown(),
  resources: z.array(z.unknown()).catch([]),
  detail: z.record(z.string(), z.unknown()),
})

const expected: Readonly<Record<string, string>> = {
  'detail-type': 'the kind of the event, as text',
  source: "the sender, 'aws.backup' or an AWS service like it",
  account: 'an account id of 12 digits',
  region: 'a Region',
  detail: 'an object',
}

/** AWS Backup's detail types of the events that are read here. */
const kinds: Readonly<Record<string, JobKind>> = {
  'Backup Job State Change': 'backup',
  'Copy Job State Change': 'copy',
  'Restore Job State Change': 'restore',
}

const outcomes: Readonly<Record<string, JobOutcome>> = {
  CREATED: 'under way',
  PENDING: 'under way',
  RUNNING: 'under way',
  ABORTING: 'under way',
  COMPLETED: 'completed',
  FAILED: 'failed',
  PARTIAL: 'failed',
  EXPIRED: 'failed',
  ABORTED: 'failed',
}

export const jobDetailTypes: readonly string[] = Object.keys(kinds)
/** States in which a job will not change any more. */
export const endedStates: readonly string[] = Object.keys(outcomes).filter(state => outcomes[state] !== 'under way')

/** First value that is text: AWS sends `{}` for an ARN that is not there yet, and '' for no message. */
const text = (...values: readonly unknown[]): string | null => {
  const found = values.find((value): value is string => typeof value === 'string' && value.trim() !== '')
  return found === undefined ? null : found.trim()
}

/** Sizes come as text on backup and restore events and as a number on copy events. */
const size = (value: unknown): number | null => {
  const bytes = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof bytes === 'number' && Number.isFinite(bytes) && bytes >= 0 ? bytes : null
}

/** Backup events wrap the message in literal quotes. */
const sentence = (value: unknown): string | null => text(text(value)?.replace(/^"(.*)"$/s, '$1'))

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

const isIssue = (kind: JobKind, message: string | null, category: string | null): boolean =>
  kind !== 'restore' && (category === null ? message !== null : category !== 'SUCCESS')

/**
 * One EventBridge event as a job event, with AWS's quirks of spelling straightened out.
 * Not about a job or a refused key: `ignore` with the reason. Not an event at all: a Mistake. Never throws.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export const parseEvent = (value: unknown): JobEvent | Ignored | Mistake => {
  const parsed = envelope.safeParse(value)
  if (!parsed.success) {
    const at = String(parsed.error.issues[0]?.path[0] ?? '')
    return mistake(
      at === ''
        ? 'This is not an EventBridge event: an event is a JSON object with detail-type, source, account, region and detail.'
        : `This is not an EventBridge event: ${at} must be ${expected[at] ?? 'there'}.`,
      { usage: 'event' },
    )
  }
  const event = parsed.data
  const what = event['detail-type']
  if (what === 'AWS API Call via CloudTrail' && event.source === 'aws.kms') return keyDenial(event)
  if (event.source !== 'aws.backup') return { ignore: `it comes from ${event.source.slice(0, 80)}` }
  const kind = Object.hasOwn(kinds, what) ? kinds[what] : undefined
  if (kind === undefined) return { ignore: `it is about something else than a job: ${what.slice(0, 80)}` }
  return jobEvent(kind, event)
}

/** What a state of AWS's means, with message and category; `undefined` for a state that nobody knows. */
export const outcomeOf = (
  kind: JobKind,
  state: string,
  message: string | null,
  category: string | null,
): JobOutcome | undefined => {
  const known = Object.hasOwn(outcomes, state) ? outcomes[state] : undefined
  return known === 'completed' && isIssue(kind, message, category) ? 'with issues' : known
}

const jobEvent = (kind: JobKind, event: z.infer<typeof envelope>): JobEvent | Ignored | Mistake => {
  const { detail } = event
  const state = text(detail.state, detail.status)?.toUpperCase()
  if (state === undefined) return mistake('The event has no state: detail.state or detail.status must say it.')
  const message = sentence(detail.statusMessage)
  const category = text(detail.messageCategory)
  const outcome = outcomeOf(kind, state, message, category)
  if (outcome === undefined) return { ignore: `nobody knows its state: ${state.slice(0, 40)}` }

  const first = text(event.resources[0])
  const common = {
    state,
    outcome,
    account: event.account,
    region: event.region,
    at: isoTime(event.time),
    createdAt: isoTime(detail.creationDate),
    completedAt: isoTime(detail.completionDate),
    backupType: text(detail.resourceType),
    message,
    category,
    role: text(detail.iamRoleArn),
    bytes: size(detail.backupSizeInBytes) ?? size(detail.bytesTransferred),
    parent: text(detail.parentJobId),
    plan: text(fields(detail.createdBy).backupPlanArn),
  }
  if (kind === 'backup')
    return {
      kind,
      id: text(detail.backupJobId),
      ...common,
      resource: text(detail.resourceArn),
      recoveryPoint: text(detail.recoveryPointArn, first),
      vault: text(detail.backupVaultArn),
      startBy: isoTime(detail.startBy),
    }
  if (kind === 'copy')
    return {
      kind,
      id: text(detail.copyJobId),
      ...common,
      resource: text(detail.resourceArn),
      recoveryPoint: text(detail.sourceRecoveryPointArn, first),
      vault: text(detail.sourceBackupVaultArn),
      destinationVault: text(detail.destinationBackupVaultArn),
      destinationRecoveryPoint: text(detail.destinationRecoveryPointArn),
    }
  return {
    kind,
    id: text(detail.restoreJobId),
    ...common,
    resource: text(detail.sourceResourceArn, detail.resourceArn),
    recoveryPoint: text(detail.recoveryPointArn, first),
    vault: text(detail.backupVaultArn),
    createdResource: text(detail.createdResourceArn),
    testingPlan: text(detail.restoreTestingPlanArn),
  }
}

export const isIgnored = (value: JobEvent | Ignored | Mistake): value is Ignored => 'ignore' in value

/** Worth telling somebody: not completed as it should have been, or a key refused. */
export const isFailure = (event: JobEvent): boolean =>
  event.kind === 'key denial' || event.outcome === 'failed' || event.outcome === 'with issues'
