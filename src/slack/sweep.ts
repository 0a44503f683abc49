import pLimit from 'p-limit'
import type { Deps } from '../../commands/command.ts'
import { jobsSince } from '../aws/sweep.ts'
import { seenKey } from '../core/delivery.ts'
import type { NoticeFailure } from '../core/notice.ts'
import {
  failuresIn,
  grace,
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
type Found = Omit<SweepReport, 'places' | 'unread'> & { readonly unread?: string }
const nothing: Found = { failures: 0, announced: [], neverCopied: 0, neverBackedUp: 0, waiting: 0, landed: 0 }

/**
 * What no event told: events are best effort. Looks through the jobs of every account and Region since its mark, tells
 * what was not told before, and moves the mark only where everything was read and taken in. May run twice at once.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
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

  const sweepPlace = async ({ account, region }: Place, since: Date, until: Date): Promise<Found | string> => {
    const session = await aws.session(account, region)
    const ask = { session, signal: AbortSignal.timeout(patience) }
    const found = await jobsSince(ask, new Date(since.getTime() - lookBack))
    if (!found.known) return found.detail
    const jobs = [...found.value.copies, ...found.value.backups]
    const window = { since, until }
    const failures = failuresIn(jobs, window)
    const announced: SweepReport['announced'][number][] = []
    for (const job of failures) {
      if (await seen.has(seenKey(job))) continue
      const taken = await intake.takeJob(job)
      const told = taken.is === 'inside' ? taken.jobs.some(it => it.is === 'told') : taken.is === 'told'
      if (told) announced.push({ job: job.id ?? '', account, region, resource: job.resource })
    }
    let landed = 0
    for (const job of landingsIn(jobs, window)) {
      if (!(await awaits(job))) continue
      const taken = await intake.takeJob(job)
      if (taken.is === 'landed') landed += taken.failures
    }
    const neverCopied = await tellSilent(silentFailures(found.value, { house, now: now() }))
    const waiting = waitingFailures(found.value.copies, { house, now: now() })
    await tellSilent(waiting)
    if (!found.value.whole) return `There are too many jobs in account ${account}, ${region}, to look through them all.`
    const neverBackedUp = await coverage(ask, { account, region }, found.value)
    return {
      failures: failures.length,
      announced,
      neverCopied,
      ...(neverBackedUp.known
        ? { neverBackedUp: neverBackedUp.value }
        : // It has no mark to hold back: the next sweep looks at all of it again.
          { neverBackedUp: 0, unread: neverBackedUp.detail }),
      waiting: waiting.length,
      landed,
    }
  }

  /** `since` instead of the marks, which then stay. `patient`: leaves the youngest jobs to their events. */
  return async (asked: { readonly since?: Date; readonly patient?: boolean } = {}): Promise<SweepReport> => {
    const until = new Date(now().getTime() - (asked.patient ? grace : 0))
    const marked = new Map((await marks.all()).map(it => [`${it.account} ${it.region}`, it.until]))
    const places = house.accounts.flatMap(({ id }) => house.regions.map(region => ({ account: id, region })))
    const limit = pLimit(placesAtOnce)
    const unread: SweepReport['unread'][number][] = []
    const found = await Promise.all(
      places.map(place =>
        limit(async (): Promise<Found> => {
          const since = asked.since ?? sinceOf(marked.get(`${place.account} ${place.region}`) ?? null, now())
          const answer = await sweepPlace(place, since, until)
          if (typeof answer === 'string') {
            unread.push({ ...place, why: answer })
            return nothing
          }
          if (answer.unread !== undefined) unread.push({ ...place, why: answer.unread })
          if (!asked.since) await marks.set(place.account, place.region, until.toISOString())
          return answer
        }),
      ),
    )
    const sum = (of: (it: Found) => number) => found.reduce((total, it) => total + of(it), 0)
    const report = {
      places: places.length,
      unread,
      failures: sum(it => it.failures),
      announced: found.flatMap(it => it.announced),
      neverCopied: sum(it => it.neverCopied),
      neverBackedUp: sum(it => it.neverBackedUp),
      waiting: sum(it => it.waiting),
      landed: sum(it => it.landed),
    }
    log.measured?.('Failure', report.announced.length + report.neverCopied + report.neverBackedUp, 'sweep')
    log.info('swept', { ...report, announced: report.announced.length, unread: unread.length })
    return report
  }
}
