import { createHash, randomUUID } from 'node:crypto'
import type { WebClient } from '@slack/web-api'
import type { Deps } from '../../commands/command.ts'
import type { RequestDesk, Who } from '../../commands/request-desk.ts'
import { describeJob } from '../aws/jobs.ts'
import { describeRestoreJob, startCopyBack, startRestore } from '../aws/restore-jobs.ts'
import type { Aws } from '../aws/sessions.ts'
import type { CopyJobEvent, JobOutcome, RestoreJobEvent } from '../core/event.ts'
import type { Fact } from '../core/fact.ts'
import {
  type Actor,
  dueReminders,
  file,
  type MoveName,
  move,
  type Request,
  requestId,
  runningJob,
  stale,
} from '../core/restore.ts'
import { runbook } from '../core/runbook.ts'
import { isMistake, mistake } from '../core/trouble.ts'
import { inTurn } from '../store/conflict.ts'
import { type Applied, createRequests } from '../store/requests.ts'
import type { Store } from '../store/table.ts'
import type { People } from './people.ts'
import { createTelling } from './request-telling.ts'
import type { Log } from './run.ts'

export type RequestDeskOptions = {
  readonly deps: Pick<Deps, 'house' | 'aws' | 'now'>
  readonly store: Pick<Store, 'table'>
  /** From `createNoticeClient`. */
  readonly slack: WebClient
  readonly people: Pick<People, 'isCdx' | 'mayAct' | 'mayAsk'>
  /** Sessions of the act role; `null` where the house has none. */
  readonly act: Aws | null
  readonly log: Log
  readonly pause?: (ms: number) => Promise<void>
  /** Moves are written down, and told by another process. */
  readonly silent?: true
}

const patience = 10_000
/** A job's own event comes first; AWS is asked only where none came. */
const eventsTake = 2 * 60_000
/** A request that was closed this long ago has been told for good. */
const settled = 24 * 60 * 60_000
const system: Actor = { kind: 'system' }

type Ended = {
  readonly job: string
  readonly outcome: JobOutcome
  readonly message: string | null
  readonly made: string | null
  readonly where: string
}

/** Restore requests at work: filed, moved on by people and by AWS's events, told, reminded of, closed. */
export const createRequestDesk = (options: RequestDeskOptions) => {
  const { deps, store, slack, people, act, log, pause, silent } = options
  const { house, aws, now } = deps
  const requests = createRequests(store)
  const telling = createTelling({ store, requests, slack, house, now, log, ...(pause ? { pause } : {}) })
  const turn = inTurn()
  const at = () => now().toISOString()

  const told = async (id: string): Promise<void> => {
    if (silent) return
    try {
      await telling.draw(id)
    } catch (error) {
      // The table is right; the round draws it again.
      log.error('a request could not be told', { restore: id, error })
    }
  }

  const applied = async (id: string, name: MoveName, by: Actor, more: Parameters<typeof move>[4]): Promise<Applied> => {
    const done = await requests.applyMove({ id, move: name, by, at: at(), more })
    if (done.done) {
      log.info('a request was moved', { restore: id, move: name, by: by.kind === 'person' ? by.id : 'system' })
      await told(id)
    }
    return done
  }

  const actorOf = async (who: Who): Promise<Actor | 'unknown'> => {
    const cdx = await people.isCdx(who.id)
    return cdx === 'unknown' ? cdx : { kind: 'person', ...who, cdx }
  }
  const noGroup: Applied = {
    done: false,
    why: mistake('Slack does not tell me who belongs to CDX, so nothing was changed. Try again in a minute.'),
    request: null,
  }

  const askOf = async (from: Aws, place: { account: string; region: string }) => ({
    session: await from.session(place.account, place.region),
    signal: AbortSignal.timeout(patience),
  })

  const startLeg = async (request: Request, leg: 'copy' | 'restore', role: Aws): Promise<Fact<string> | null> => {
    const book = runbook(request, house)
    if (leg === 'copy') return book.copy && startCopyBack(await askOf(role, book.copy), book.copy)
    return book.restore && startRestore(await askOf(role, book.restore), book.restore)
  }

  const desk: RequestDesk = {
    isCdx: people.isCdx,
    mayAsk: people.mayAsk,
    mayRead: async (user, request) => user === request.requester.id || people.mayAct(user, request.resource.account),

    file: async (draft, preflight, who, { where = 'slack', once = randomUUID() } = {}) => {
      for (let n = 0; ; n++) {
        const drawn = createHash('sha256').update(`${once}/${n}`).digest().readUInt32BE()
        const id = requestId(drawn)
        const request = file(draft, house, { id, at: at(), by: who, where, preflight })
        if (await requests.file(request)) {
          log.info('a request was filed', { restore: id, by: who.id })
          await told(id)
          return request
        }
        const there = await requests.get(id)
        // The same form, delivered twice by the queue.
        if (
          there?.requester.id === who.id &&
          there.resource.arn === draft.resource.arn &&
          there.reason === draft.reason
        )
          return there
      }
    },

    move: async (id, name, who, more, where = 'slack') => {
      const actor = await actorOf(who)
      // One's own request can be withdrawn whatever Slack says of groups.
      if (actor === 'unknown' && name !== 'withdraw') return noGroup
      const by = actor === 'unknown' ? ({ kind: 'person', ...who, cdx: false } as const) : actor
      return applied(id, name, by, { where, ...more })
    },

    start: (id, leg, who, where = 'slack') =>
      turn(id, async (): Promise<Applied> => {
        if (act === null)
          return {
            done: false,
            why: mistake('No act role is configured (actRole in organisation.json).'),
            request: null,
          }
        const actor = await actorOf(who)
        if (actor === 'unknown') return noGroup
        const request = await requests.get(id)
        if (request === null) return { done: false, why: mistake(`There is no request ${id}.`), request }
        const possible = move(request, leg, actor, at(), { where, job: 'to be started' })
        if (isMistake(possible)) return { done: false, why: possible, request }
        const job = await startLeg(request, leg, act)
        if (job === null) return { done: false, why: mistake('The recovery point must be copied back first.'), request }
        if (!job.known)
          return { done: false, why: mistake(`AWS did not start it, and nothing was changed. ${job.detail}`), request }
        log.info('a leg was started', { restore: id, leg, job: job.value, by: who.id })
        return applied(id, leg, actor, { where, job: job.value })
      }),
  }

  const ended = async (request: Request, it: Ended): Promise<void> => {
    if (it.outcome === 'under way') return
    const { where, job, made, message } = it
    const failed = it.outcome === 'failed'
    const reason = message ?? 'AWS Backup gave no reason.'
    const copying = request.state === 'copying back'
    const done = failed
      ? await applied(request.id, 'fail', system, { where, job, reason })
      : copying
        ? made === null
          ? await applied(request.id, 'fail', system, {
              where,
              job,
              reason: 'The copy ended without a recovery point.',
            })
          : await applied(request.id, 'copied', system, { where, job, made })
        : await applied(request.id, 'finish', system, { where, job, ...(made === null ? {} : { made }) })
    if (!done.done) log.info('news of a job changed nothing', { restore: request.id, job, why: done.why.mistake })
  }

  const requestOfJob = async (job: string): Promise<Request | null> => {
    for (const spelled of new Set([job, job.toUpperCase(), job.toLowerCase()])) {
      const found = await requests.byJob(spelled)
      if (found !== null) return runningJob(found) === spelled ? found : null
    }
    return null
  }

  const onJob = async (event: CopyJobEvent | RestoreJobEvent): Promise<void> => {
    if (event.id === null || event.outcome === 'under way') return
    const request = await requestOfJob(event.id)
    if (request === null) return
    await ended(request, {
      job: runningJob(request) ?? event.id,
      outcome: event.outcome,
      message: event.message,
      made: event.kind === 'copy' ? event.destinationRecoveryPoint : event.createdResource,
      where: `event ${event.kind} ${event.account} ${event.region}`,
    })
  }

  /** What became of a running job that no event told of. */
  const follow = async (request: Request): Promise<void> => {
    const job = runningJob(request)
    const since = now().getTime() - Date.parse(request.history.at(-1)?.at ?? request.createdAt)
    if (job === null || since < eventsTake) return
    if (request.state === 'copying back') {
      if (request.legs.copy.done !== null) return
      const found = await describeJob(await askOf(aws, request.point), 'copy', job)
      if (!found.known || found.value.event.kind !== 'copy') return
      const { outcome, message, destinationRecoveryPoint: made } = found.value.event
      return ended(request, { job, outcome, message, made, where: 'backup:DescribeCopyJob' })
    }
    const found = await describeRestoreJob(await askOf(aws, request.target), job)
    if (!found.known) return
    const { outcome, message, created: made } = found.value
    return ended(request, { job, outcome, message, made, where: 'backup:DescribeRestoreJob' })
  }

  const tendOne = async (request: Request): Promise<void> => {
    const over = stale(request, at())
    if (over !== null) {
      await applied(request.id, 'expire', system, { where: 'clock', reason: over })
      return
    }
    await follow(request)
    for (const reminder of dueReminders(request, at(), house)) await telling.remind(request, reminder)
    await telling.draw(request.id)
  }

  /** The round: reminders, warnings, stale requests, jobs without events, and messages that a crash left out. */
  const tend = async (): Promise<void> => {
    if (silent) return
    const recent = (await requests.closed(20)).filter(
      it => now().getTime() - Date.parse(it.history.at(-1)?.at ?? it.createdAt) < settled,
    )
    for (const request of [...(await requests.open()), ...recent]) {
      try {
        await (recent.includes(request) ? telling.draw(request.id) : tendOne(request))
      } catch (error) {
        log.error('a request could not be tended', { restore: request.id, error })
      }
    }
  }

  return { desk, requests, onJob, tend }
}
