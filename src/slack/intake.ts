import pLimit from 'p-limit'
import type { Deps } from '../../commands/command.ts'
import { explained } from '../../commands/explain.ts'
import { childJobs, describeJob, localPoint } from '../aws/jobs.ts'
import { type KeyDenial, keyReading } from '../core/cloudtrail.ts'
import { seenKey } from '../core/delivery.ts'
import {
  type BackupJobEvent,
  type CopyJobEvent,
  isFailure,
  isIgnored,
  parseEvent,
  type RestoreJobEvent,
} from '../core/event.ts'
import { unknown } from '../core/fact.ts'
import { failedJobOf } from '../core/failed-job.ts'
import type { NoticeFailure } from '../core/notice.ts'
import {
  filled,
  hasGaps,
  isBackupKey,
  landingOf,
  likenessOf,
  noticeFailureOf,
  noticeOfDenial,
  withProof,
} from '../core/notice-failure.ts'
import { asJob, landingOfSignal, noticeOfSignal, readSignal, type Signal } from '../core/signal.ts'
import { isMistake, type Mistake } from '../core/trouble.ts'
import { createAwaiting } from '../store/awaiting.ts'
import { createDenials } from '../store/denials.ts'
import { createSeen } from '../store/seen.ts'
import type { Store } from '../store/table.ts'
import type { Notices } from './notify.ts'
import type { Log } from './run.ts'

type Job = BackupJobEvent | CopyJobEvent

/** What became of one event. `told`: a failure joined its notice now; `known`: it had been counted before. */
export type Taken =
  | { readonly is: 'told' | 'known'; readonly group: string; readonly cause: string; readonly job: string }
  | { readonly is: 'inside'; readonly jobs: readonly Taken[] }
  | { readonly is: 'landed'; readonly failures: number }
  | { readonly is: 'proof'; readonly groups: number }
  | { readonly is: 'restore' }
  | { readonly is: 'ignored'; readonly why: string }
  | { readonly is: 'mistake'; readonly mistake: Mistake }

export type IntakeOptions = {
  readonly deps: Deps
  readonly store: Pick<Store, 'table'>
  readonly notices: Pick<Notices, 'failed' | 'landed'>
  readonly log: Log
  /** What a restore job's event moves on. */
  readonly onRestoreJob?: (event: RestoreJobEvent) => Promise<void>
  /** Told of every copy job that ended: a retry follows its own. */
  readonly onCopyJob?: (event: CopyJobEvent) => Promise<void>
  /** Milliseconds for the check that confirms a cause. */
  readonly patience?: number
}

/** Checks that run at once: a storm of failures must leave AWS's quotas to the people who ask. */
const checksAtOnce = 4
const minute = 60_000

const toldIn = (taken: Taken): number =>
  taken.is === 'inside' ? taken.jobs.reduce((sum, it) => sum + toldIn(it), 0) : taken.is === 'told' ? 1 : 0

const spell = (error: unknown) => (error instanceof Error ? error.message : String(error))

/**
 * One event in, at most one failure counted. Throws when the table does not answer: the event may then come again, and
 * is counted once however often it comes. What AWS does not answer is left out and said so.
 */
export const createIntake = (options: IntakeOptions) => {
  const { deps, store, notices, log, onRestoreJob, onCopyJob, patience = 10_000 } = options
  const { house, aws, now } = deps
  const seen = createSeen(store)
  const denials = createDenials(store)
  const awaits = createAwaiting(store)
  const limit = pLimit(checksAtOnce)

  const askIn = async (event: { account: string; region: string }) => ({
    session: await aws.session(event.account, event.region),
    signal: AbortSignal.timeout(patience),
  })

  /** The event as the job is described now; as it came where AWS does not say. */
  const described = async <J extends Job>(event: J): Promise<{ event: J; isParent: boolean }> => {
    if (event.id === null || !hasGaps(event)) return { event, isParent: false }
    const { id, kind } = event
    const found = await askIn(event)
      .then(ask => describeJob(ask, kind, id))
      .catch(error => unknown('aws error', spell(error)))
    if (found.known) return { event: filled(event, found.value.event), isParent: found.value.isParent }
    log.info('an event could not be filled in', { job: event.id, why: found.detail })
    return { event, isParent: false }
  }

  /** The message's cause, confirmed on the live resource where that is possible in time. */
  const explain = async (event: Job) => {
    const failure = failedJobOf(event)
    try {
      return await explained(failure, deps, AbortSignal.timeout(patience))
    } catch (error) {
      log.error('a cause could not be confirmed', { job: failure.job, error: spell(error) })
      const unreachable = { ...failure, resource: null, account: '' }
      const { explanation } = await explained(unreachable, deps, AbortSignal.timeout(patience))
      return { explanation: { ...explanation, failure: { ...explanation.failure, ...failure } }, verdict: undefined }
    }
  }

  /** What the last check said of failures like this one; kept for a minute. */
  const told = new Map<
    string,
    { readonly until: number; readonly as: Pick<NoticeFailure, 'group' | 'cause' | 'key'> }
  >()

  const noticeFailure = async (event: Job): Promise<NoticeFailure> => {
    const like = likenessOf(event)
    const known = like === null ? undefined : told.get(like)
    if (known && known.until > now().getTime()) {
      const { explanation } = await explain({ ...event, resource: null })
      return { ...noticeFailureOf(event, explanation, undefined), ...known.as }
    }
    const { explanation, verdict } = await explain(event)
    const failure = noticeFailureOf(event, explanation, verdict)
    if (like === null) return failure
    for (const [each, { until }] of told) if (until <= now().getTime()) told.delete(each)
    const { group, cause, key } = failure
    told.set(like, { until: now().getTime() + minute, as: { group, cause, key } })
    return failure
  }

  const proofOf = ({ call, principal }: { call: string; principal: string }) =>
    `CloudTrail confirms it: the key refused ${call} to ${principal}.`

  const failed = async (came: Job, again: boolean): Promise<Taken> => {
    if (!again && (await seen.has(seenKey(came))))
      return { is: 'known', group: '', cause: '', job: came.id ?? seenKey(came) }
    const { event, isParent } = await described(came)
    if (isParent && event.id !== null) {
      const children = await childJobs(await askIn(event), event.kind, event.id)
      const inside = children.known ? children.value.filter(isFailure) : []
      // The reason stands on the jobs inside: they are told, each in its own group, and not the whole once more.
      if (inside.length > 0) {
        const jobs: Taken[] = []
        for (const child of inside) jobs.push(await failed(child, again))
        return { is: 'inside', jobs }
      }
    }
    const failure = await limit(() => noticeFailure(event))
    // Remembered first: whichever of the two comes next finds the other.
    if (failure.key !== null) await denials.blame(failure.key, failure.group, now())
    const denied = failure.key === null ? undefined : await denials.of(failure.key, now())
    const confirmed = denied
      ? { ...failure, cause: { ...failure.cause, because: withProof(failure.cause.because, proofOf(denied)) } }
      : failure
    const how = await notices.failed(confirmed)
    log.info('a failure was taken in', { job: failure.job, group: failure.group, cause: failure.cause.id, how })
    return { is: how === 'joined' ? 'told' : 'known', group: failure.group, cause: failure.cause.id, job: failure.job }
  }

  /** When the copied recovery point was made; asked only where a failure waits for it. */
  const takenAt = async (event: Job): Promise<string | null> => {
    if (event.kind === 'backup') return event.createdAt
    const point = await localPoint(await askIn(event), failedJobOf(event))
    return point.known ? (point.value.CreationDate?.toISOString() ?? null) : null
  }

  const completed = async (came: Job): Promise<Taken> => {
    const event = came.resource === null ? (await described(came)).event : came
    const waits = await awaits(event)
    const failures = await notices.landed(landingOf(event, waits ? await takenAt(event) : null))
    return { is: 'landed', failures }
  }

  const denied = async (event: KeyDenial): Promise<Taken> => {
    if (event.byBackup) {
      if (event.key === null) return { is: 'ignored', why: 'it does not say which key was refused' }
      const it = {
        key: event.key,
        call: event.call,
        principal: event.principal ?? 'AWS Backup',
        at: event.at ?? now().toISOString(),
      }
      // Remembered first: a failure that comes in between finds it.
      await denials.record(it, now())
      const groups = await denials.groups(event.key)
      for (const group of groups) await denials.confirm(group, proofOf(it), now())
      return { is: 'proof', groups: groups.length }
    }
    if (!isBackupKey(event, house)) return { is: 'ignored', why: 'it is not about a key of the backups' }
    const failure = noticeOfDenial(event)
    const how = await notices.failed({ ...failure, at: failure.at || now().toISOString() })
    const { group, cause, job } = failure
    return { is: how === 'joined' ? 'told' : 'known', group, cause: cause.id, job }
  }

  /** What the check finds in the way of a backup; nothing where it cannot be made in time. */
  const obstacleTo = async (signal: Signal) => {
    try {
      const { verdict } = await limit(() => explained(asJob(signal), deps, AbortSignal.timeout(patience)))
      return verdict?.findings.find(it => it.outcome === 'blocked' && it.authority === 'aws' && it.stage !== 'copied')
    } catch (error) {
      log.error('a resource could not be checked', { resource: signal.resource, error: spell(error) })
      return undefined
    }
  }

  const signalled = async (signal: Signal): Promise<Taken> => {
    const { what } = signal
    if (what === 'goes on') return { is: 'landed', failures: await notices.landed(landingOfSignal(signal)) }
    const failure = noticeOfSignal({ ...signal, what }, await obstacleTo(signal))
    const how = await notices.failed(failure)
    return { is: how === 'joined' ? 'told' : 'known', group: failure.group, cause: failure.cause.id, job: failure.job }
  }

  /** A job as the sweep finds it, or as an event tells it. */
  const takeJob = async (event: Job, { again = false } = {}): Promise<Taken> => {
    const ended = event.outcome === 'under way' ? undefined : event
    const taken = !ended
      ? ({ is: 'ignored', why: `the job is under way (${event.state})` } as const)
      : isFailure(ended)
        ? await failed(ended, again)
        : await completed(ended)
    if (ended?.kind === 'copy') await onCopyJob?.(ended)
    return taken
  }

  /** One EventBridge event. `again`: a replay, which wakes what could not be delivered. */
  const take = async (value: unknown, { again = false } = {}): Promise<Taken> => {
    const reading = keyReading(value)
    if (reading && isBackupKey(reading, house) && !reading.principal?.endsWith(`/${house.member.backupRole}`))
      return denied(reading)
    const signal = readSignal(value)
    if (signal) return signalled(signal)
    if (signal === null) return { is: 'ignored', why: 'the events of the jobs tell it' }
    const event = parseEvent(value)
    if (isMistake(event)) return { is: 'mistake', mistake: event }
    if (isIgnored(event)) return { is: 'ignored', why: event.ignore }
    switch (event.kind) {
      case 'key denial':
        return denied(event)
      case 'restore':
        await onRestoreJob?.(event)
        return { is: 'restore' }
      default:
        return takeJob(event, { again })
    }
  }

  return {
    /** One event, counted where it tells of a failure. */
    take: async (...asked: Parameters<typeof take>): Promise<Taken> => {
      const taken = await take(...asked)
      const told = toldIn(taken)
      if (told > 0) log.measured?.('Failure', told, 'event')
      return taken
    },
    takeJob,
  }
}

export type Intake = ReturnType<typeof createIntake>
