import { createHash } from 'node:crypto'
import type { KnownBlock } from '@slack/types'
import { retryStartedBlocks } from '../../blocks/retry.ts'
import type { Deps } from '../../commands/command.ts'
import { explained } from '../../commands/explain.ts'
import { originalOf, runningCopies, startCopy } from '../aws/act.ts'
import { describeJob } from '../aws/jobs.ts'
import type { Aws } from '../aws/sessions.ts'
import { eachStep } from '../core/each-step.ts'
import type { CopyJobEvent } from '../core/event.ts'
import { failedJobOf, jobKnownBy } from '../core/failed-job.ts'
import { allLanded, isOfCopy, type Notice } from '../core/notice.ts'
import { landingOf } from '../core/notice-failure.ts'
import { type CopyOrder, isOver, type RetryCopy, roomOf, serviceOf, startable } from '../core/retry.ts'
import { isMistake, type Mistake, mistake } from '../core/trouble.ts'
import { inTurn } from '../store/conflict.ts'
import type { KeptFailure } from '../store/notice-rows.ts'
import { createRetries } from '../store/retries.ts'
import type { Store } from '../store/table.ts'
import type { Notices } from './notify.ts'
import type { People } from './people.ts'
import type { Log } from './run.ts'

export type RetryOptions = {
  readonly deps: Deps
  readonly store: Pick<Store, 'table'>
  readonly notices: Pick<Notices, 'read' | 'open' | 'landed' | 'redraw'>
  readonly people: Pick<People, 'mayAct'>
  /** Sessions of the act role; `null` where the house has none. */
  readonly act: Aws | null
  readonly log: Log
}

const patience = 10_000
const nothingLeft = mistake('Nothing is left to copy: everything in this notice has landed.')
/** Copies of one retry; what is beyond is left for the next press. */
const most = 200
/** A copy that runs for longer is not counted against the room of others. */
const recent = 2 * 24 * 60 * 60 * 1000

const tokenOf = (notice: Notice, failure: KeptFailure): string =>
  createHash('sha256').update([notice.group, failure.recoveryPoint, failure.job].join('|')).digest('hex').slice(0, 40)

/** The last failure of each recovery point and destination: an earlier one is the same copy. */
const lastOfEach = (failures: readonly KeptFailure[]): readonly KeptFailure[] => [
  ...new Map(
    failures
      .toSorted((a, b) => a.at.localeCompare(b.at))
      .map(it => [`${it.account}/${it.region}/${it.recoveryPoint}/${it.vault}`, it]),
  ).values(),
]

/** Of a copy that was never started, or of which AWS Backup knows nothing more. */
const unknownCopy = ({ account, region, resource, message, at, sourceVault, recoveryPoint, vault }: KeptFailure) =>
  jobKnownBy({
    ...{ kind: 'copy', account, region, resource, message, at },
    vault: sourceVault?.split(':').at(-1) ?? null,
    point: recoveryPoint,
    destination: vault,
  })

/** Copying again what failed: who may, what is in the way, a few at a time, followed until the last one has landed. */
export const createRetry = (options: RetryOptions) => {
  const { deps, notices, people, act, log } = options
  const { house, aws, now } = deps
  const retries = createRetries(options.store)
  const turn = inTurn()

  const askOf = async (from: Aws, place: { account: string; region: string }) => ({
    session: await from.session(place.account, place.region),
    signal: AbortSignal.timeout(patience),
  })

  /** What the failed job was given, from AWS where it still knows the job, else from its event. */
  const orderOf = async (notice: Notice, failure: KeptFailure): Promise<CopyOrder | string> => {
    const name = failure.resource ?? failure.recoveryPoint ?? failure.job
    const { recoveryPoint, sourceVault, deadline } = failure
    if (deadline !== null && Date.parse(deadline) <= now().getTime()) return `${name}: its recovery point is gone.`
    if (recoveryPoint === null || sourceVault === null) return `${name}: its recovery point is not known.`
    const original = await originalOf(await askOf(aws, failure), failure.job)
    const { destinationVault, role, backupType, lifecycle } = original.known
      ? original.value
      : { destinationVault: failure.vault, role: failure.role, backupType: '', lifecycle: null }
    if (destinationVault === null || role === null)
      return `${name}: ${original.known ? 'its job names no role.' : original.detail}`
    return {
      token: tokenOf(notice, failure),
      account: failure.account,
      region: failure.region,
      resource: failure.resource,
      backupType,
      recoveryPoint,
      sourceVault: sourceVault.split(':').at(-1) ?? sourceVault,
      destinationVault,
      role,
      // Without a lifecycle of its own the copy would take the short one of the local recovery point.
      lifecycle: {
        moveToColdStorageAfter: null,
        ...lifecycle,
        deleteAfter: lifecycle?.deleteAfter ?? house.central.retentionDays,
      },
    }
  }

  /** The reason why a copy would fail again; what cannot be told does not hold it back. */
  const obstacle = async (failure: KeptFailure): Promise<string | undefined> => {
    const found = await describeJob(await askOf(aws, failure), 'copy', failure.job)
    const job = found.known ? failedJobOf(found.value.event) : unknownCopy(failure)
    const { explanation } = await explained(job, deps, AbortSignal.timeout(patience))
    const proven = explanation.causes.find(it => it.sure === 'confirmed')
    if (proven) return `${proven.because} ${proven.fix.say}`
    const blocked = explanation.findings.find(
      it => it.outcome === 'blocked' && it.authority === 'aws' && it.stage === 'copied',
    )
    return blocked && `${blocked.because} ${blocked.fix.say}`
  }

  /** The notice, where this person may start its copies again. */
  const retryable = async (id: string, user: string): Promise<Notice | Mistake> => {
    if (act === null)
      return mistake('I may not start copies here: no act role is configured (actRole in organisation.json).')
    const notice = await notices.read(id)
    if (isMistake(notice)) return notice
    if (!isOfCopy(notice.kind)) return mistake('Only copies can be started again. A new backup is taken on schedule.')
    const may = await people.mayAct(user, notice.account)
    if (may === 'unknown')
      return mistake('Slack does not tell me who owns the account, so I start nothing. Try again in a minute.')
    if (!may) return mistake('Only the owners of the account and the CDX team may start its copies again.')
    return allLanded(notice) ? nothingLeft : notice
  }

  /** Begins a retry of everything in a notice that has not landed. */
  const start = async (id: string, user: string): Promise<readonly KnownBlock[] | Mistake> => {
    const notice = await retryable(id, user)
    if (isMistake(notice)) return notice
    const open = lastOfEach(await notices.open(id)).slice(0, most)
    const first = open[0]
    if (!first) return nothingLeft
    const inTheWay = await obstacle(first)
    if (inTheWay) return mistake(`It would fail again, so I start nothing: ${inTheWay}`)
    const found: (CopyOrder | string)[] = []
    for (const failure of open) found.push(await orderOf(notice, failure))
    const orders = found.filter(it => typeof it !== 'string')
    const skipped = found.filter(it => typeof it === 'string')
    if (orders.length === 0) return mistake(`Nothing can be copied again. ${skipped.slice(0, 5).join(' ')}`)
    const taken = await retries.begin({ notice: notice.id, by: user, at: now().toISOString() }, orders, now())
    log.info('a retry begins', { notice: id, user, copies: taken })
    await advance(notice.id)
    return retryStartedBlocks(taken, orders.length - taken, skipped)
  }

  /** What became of a copy that was started. */
  const follow = async (notice: string, copy: RetryCopy): Promise<void> => {
    const { order, job } = copy
    if (job === null) return
    const found = await describeJob(await askOf(aws, order), 'copy', job)
    if (!found.known || found.value.event.outcome === 'under way') return
    const { event } = found.value
    if (event.outcome === 'completed') {
      await notices.landed(landingOf(event, null))
      await retries.move(notice, order.token, 'started', { state: 'landed' })
      return
    }
    await retries.move(notice, order.token, 'started', { state: 'failed', say: event.message ?? event.state })
  }

  const startOne = async (notice: string, order: CopyOrder, role: Aws): Promise<void> => {
    const started = await startCopy(await askOf(role, order), order)
    if (started.known) {
      log.info('a copy was started', { notice, job: started.value, recoveryPoint: order.recoveryPoint })
      await retries.move(notice, order.token, 'waiting', { state: 'started', job: started.value })
      return
    }
    // No room, or no answer: the token makes another try safe.
    if (started.why === 'aws error' && /Limit|throttled|in time|could not reach/.test(started.detail)) return
    await retries.move(notice, order.token, 'waiting', { state: 'refused', say: started.detail })
  }

  const startWaiting = async (notice: string, waiting: readonly CopyOrder[], role: Aws): Promise<void> => {
    const running = new Map<string, number>()
    for (const order of waiting) {
      const room = roomOf(order)
      if (running.has(room)) continue
      const counted = await runningCopies(await askOf(aws, order), new Date(now().getTime() - recent))
      // Not knowing what runs is no reason to hold back: AWS itself refuses what is too much.
      running.set(room, counted.known ? (counted.value.get(serviceOf(order.backupType)) ?? 0) : 0)
    }
    for (const order of startable(waiting, it => running.get(roomOf(it)) ?? 0)) await startOne(notice, order, role)
  }

  /** Follows what was started and starts what there is room for; the next flush tells it. */
  const advance = (notice: string): Promise<void> =>
    turn(notice, async () => {
      const found = await retries.read(notice)
      if (!found || !act) return
      for (const copy of found.copies.filter(it => it.state === 'started')) await follow(notice, copy)
      const waiting = found.copies.filter(it => it.state === 'waiting').map(it => it.order)
      if (waiting.length > 0) await startWaiting(notice, waiting, act)
      await notices.redraw(notice)
      const after = await retries.read(notice)
      if (after && isOver(after.copies)) await retries.end(notice)
    })

  /** Every retry that is under way. */
  const advanceAll = async (): Promise<void> => {
    await eachStep(...(await retries.going()).map(notice => () => advance(notice)))
  }

  /** A copy job ended: it may be one of ours, and there may be room for the next. */
  const copyEnded = async (event: Pick<CopyJobEvent, 'account'>): Promise<void> => {
    const going = await retries.going()
    const advanceOurs = async (notice: string) => {
      const found = await retries.read(notice)
      if (found?.copies.some(it => it.order.account === event.account)) await advance(notice)
    }
    await eachStep(...going.map(notice => () => advanceOurs(notice)))
  }

  return { retryable, start, advanceAll, copyEnded }
}
