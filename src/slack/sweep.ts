import pLimit from 'p-limit'
import type { Deps } from '../../commands/command.ts'
import { jobsSince } from '../aws/sweep.ts'
import { asWorldFault } from '../aws/trouble.ts'
import { seenKey } from '../core/delivery.ts'
import type { NoticeFailure } from '../core/notice.ts'
import { atMost } from '../core/patience.ts'
import {
  failuresIn,
  grace,
  inTurnOf,
  landingsIn,
  lookBack,
  type SweepReport,
  silentFailures,
  sinceOf,
  waitingFailures,
} from '../core/sweep.ts'
import { createAwaiting } from '../store/awaiting.ts'
import { createMarks } from '../store/marks.ts'
import { createSeen } from '../store/seen.ts'
import type { Store } from '../store/table.ts'
import { createCoverage } from './coverage.ts'
import type { Intake } from './intake.ts'
import type { Notices } from './notify.ts'
import type { Log } from './run.ts'

export type SweepOptions = {
  readonly deps: Deps
  readonly store: Pick<Store, 'table'>
  readonly intake: Pick<Intake, 'takeJob'>
  readonly notices: Pick<Notices, 'failed' | 'landed'>
  readonly log: Log
}

/** Accounts and Regions at once: a sweep must leave AWS's quotas to the people who ask. */
const placesAtOnce = 4
const patience = 60_000

type Place = { readonly account: string; readonly region: string }
/** `held`: not all of it was looked through, so its mark stays. */
type Found = Omit<SweepReport, 'places' | 'unread'> & { readonly unread?: string; readonly held?: true }
const nothing: Found = { failures: 0, announced: [], neverCopied: 0, neverBackedUp: 0, waiting: 0, landed: 0 }
const held = (unread: string, found = nothing): Found => ({ ...found, unread, held: true })

const namesOf = ({ account, region }: Place) => `account ${account}, ${region}`
const saidBy = (error: unknown): string => {
  const fault = asWorldFault(error, 'A call to the bot’s table (DynamoDB)')
  return fault instanceof Error ? fault.message : String(fault)
}

export type Asked = {
  /** Instead of the marks, which then stay. */
  readonly since?: Date
  /** Leaves the youngest jobs to their events. */
  readonly patient?: boolean
  /** Milliseconds after which it begins with no more places, and ends with those where it is. */
  readonly within?: number
}

/**
 * What no event told: events are best effort. Looks through the jobs of every account and Region since its mark, tells
 * what was not told before, and moves the mark only where everything was read and taken in. May run twice at once.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 * What throws in one place stops no other: it is handed back beside the report.
 */
export const createSweep = (options: SweepOptions) => {
  const { deps, store, intake, notices, log } = options
  const { house, aws, now } = deps
  const marks = createMarks(store)
  const seen = createSeen(store)
  const awaits = createAwaiting(store)
  const coverage = createCoverage({ deps, store, notices, log })

  const tellSilent = async (failures: readonly NoticeFailure[]): Promise<number> => {
    let told = 0
    for (const failure of failures)
      if (!(await seen.has(failure.seen)) && (await notices.failed(failure)) === 'joined') told++
    return told
  }

  const sweepPlace = async (place: Place, window: { since: Date; until: Date }, over: AbortSignal): Promise<Found> => {
    const { account, region } = place
    const session = await aws.session(account, region)
    const ask = { session, signal: atMost(over, patience) }
    const found = await jobsSince(ask, new Date(window.since.getTime() - lookBack))
    if (!found.known) return held(found.detail)
    const jobs = [...found.value.copies, ...found.value.backups]
    const failures = failuresIn(jobs, window)
    const announced: SweepReport['announced'][number][] = []
    for (const job of failures) {
      if (over.aborted) break
      if (await seen.has(seenKey(job))) continue
      const taken = await intake.takeJob(job)
      const told = taken.is === 'inside' ? taken.jobs.some(it => it.is === 'told') : taken.is === 'told'
      if (told) announced.push({ job: job.id ?? '', account, region, resource: job.resource })
    }
    let landed = 0
    for (const job of landingsIn(jobs, window)) {
      if (over.aborted) break
      if (!(await awaits(job))) continue
      const taken = await intake.takeJob(job)
      if (taken.is === 'landed') landed += taken.failures
    }
    const neverCopied = await tellSilent(silentFailures(found.value, { house, now: now() }))
    const waiting = waitingFailures(found.value.copies, { house, now: now() })
    await tellSilent(waiting)
    const counted = {
      failures: failures.length,
      announced,
      neverCopied,
      neverBackedUp: 0,
      waiting: waiting.length,
      landed,
    }
    if (over.aborted) return held(`No time was left to look through all of ${namesOf(place)}.`, counted)
    if (!found.value.whole)
      return held(`There are too many jobs in ${namesOf(place)}, to look through them all.`, counted)
    const neverBackedUp = await coverage(ask, place, found.value)
    return neverBackedUp.known
      ? { ...counted, neverBackedUp: neverBackedUp.value }
      : // It has no mark to hold back: the next sweep looks at all of it again.
        { ...counted, unread: neverBackedUp.detail }
  }

  return async (asked: Asked = {}): Promise<{ readonly report: SweepReport; readonly errors: readonly unknown[] }> => {
    const over = asked.within === undefined ? new AbortController().signal : AbortSignal.timeout(asked.within)
    const until = new Date(now().getTime() - (asked.patient ? grace : 0))
    const visits = new Map((await marks.all()).map(it => [namesOf(it), it]))
    const places = inTurnOf(
      house.accounts.flatMap(({ id }) => house.regions.map(region => ({ account: id, region }))),
      place => visits.get(namesOf(place)),
    )
    const errors: unknown[] = []

    const look = async (place: Place): Promise<Found> => {
      const since = asked.since ?? sinceOf(visits.get(namesOf(place))?.until ?? null, now())
      try {
        const found = await sweepPlace(place, { since, until }, over)
        if (!asked.since && !found.held) await marks.set(place.account, place.region, until.toISOString())
        return found
      } catch (error) {
        errors.push(error)
        return held(saidBy(error))
      }
    }
    const visit = async (place: Place): Promise<Found & Place> => {
      if (over.aborted)
        return { ...place, ...held(`No time was left for ${namesOf(place)}; the next sweep begins with it.`) }
      const found = await look(place)
      if (!asked.since && found.held)
        await marks.tried(place.account, place.region, now().toISOString()).catch(error => errors.push(error))
      return { ...place, ...found }
    }

    const limit = pLimit(placesAtOnce)
    const found = await Promise.all(places.map(place => limit(() => visit(place))))
    const sum = (of: (it: Found) => number) => found.reduce((total, it) => total + of(it), 0)
    const report = {
      places: places.length,
      unread: found.flatMap(({ account, region, unread: why }) =>
        why === undefined ? [] : [{ account, region, why }],
      ),
      failures: sum(it => it.failures),
      announced: found.flatMap(it => it.announced),
      neverCopied: sum(it => it.neverCopied),
      neverBackedUp: sum(it => it.neverBackedUp),
      waiting: sum(it => it.waiting),
      landed: sum(it => it.landed),
    }
    log.measured?.('Failure', report.announced.length + report.neverCopied + report.neverBackedUp, 'sweep')
    for (const it of report.unread) log.info('a place was not swept', it)
    log.info('swept', { ...report, announced: report.announced.length, unread: report.unread.length })
    return { report, errors }
  }
}
