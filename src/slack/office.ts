import type { WebClient } from '@slack/web-api'
import type { Deps, Desk } from '../../commands/command.ts'
import { createAws } from '../aws/sessions.ts'
import { eachStep, oneOf } from '../core/each-step.ts'
import { fingerprint } from '../core/message.ts'
import { mistake } from '../core/trouble.ts'
import { createCandidates } from '../store/candidates.ts'
import { createSeen } from '../store/seen.ts'
import type { Store } from '../store/table.ts'
import { retellMessage } from './errand.ts'
import { createIntake } from './intake.ts'
import { createNotices, type Flushed } from './notify.ts'
import { createPeople } from './people.ts'
import { createRequestDesk } from './request-desk.ts'
import { createRetry } from './retry.ts'
import type { Log } from './run.ts'
import { type Asked, createSweep } from './sweep.ts'

export type OfficeOptions = {
  readonly deps: Deps
  readonly store: Pick<Store, 'table'>
  /** From `createNoticeClient`. */
  readonly slack: WebClient
  readonly log: Log
  /** Requests are moved, but told by another process. */
  readonly silent?: true
  /** Between two messages in a channel; tests do not wait. */
  readonly pause?: (ms: number) => Promise<void>
}

/** Milliseconds of the scheduled sweep: a function has two minutes for the whole round. */
const sweepTime = 60_000

/** Flushes one after the other; whoever comes while one runs shares the next. */
const inOne = <T>(run: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<T> | undefined
  let next: Promise<T> | undefined
  return () => {
    next ??= (running ?? Promise.resolve())
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        running = next
        next = undefined
        return run()
      })
    return next
  }
}

/** Everything that the bot does with its table: notices, their buttons, retries, the sweep. */
export const createOffice = (options: OfficeOptions) => {
  const { deps, store, slack, log, silent, pause } = options
  const { house, now } = deps
  const notices = createNotices({ store, slack, house, now, log, ...(pause ? { pause } : {}) })
  const people = createPeople(slack, house, now)
  const candidates = createCandidates(store)
  const seen = createSeen(store)
  const act = house.actRole === null ? null : createAws({ ...house, readRole: house.actRole })
  const retry = createRetry({ deps, store, notices, people, act, log })
  const restores = createRequestDesk({
    ...{ deps, store, slack, people, act, log },
    ...(pause ? { pause } : {}),
    ...(silent ? { silent } : {}),
  })
  const intake = createIntake({
    deps,
    store,
    notices,
    log,
    onCopyJob: async event => {
      await restores.onJob(event)
      await retry.copyEnded(event)
    },
    onRestoreJob: restores.onJob,
  })
  const sweep = createSweep({ deps, store, intake, notices, log })
  const sweepAll = async (): Promise<void> => {
    const { errors } = await sweep({ patient: true, within: sweepTime })
    if (errors.length > 0) throw oneOf(errors)
  }
  const flush = inOne(async (): Promise<Flushed> => {
    const done = await notices.flush()
    const counts = { posted: done.posted, edited: done.edited, undelivered: done.undelivered.length }
    for (const [how, count] of Object.entries(counts)) if (count > 0) log.measured?.('Notice', count, how)
    return done
  })

  /** Puts what could be told nowhere on the queue, once: if it stays so, the queue hands it to its dead-letter queue. */
  const handOver = async (
    undelivered: Flushed['undelivered'],
    send: (message: unknown) => Promise<void>,
  ): Promise<void> => {
    for (const it of undelivered) {
      log.error('a notice is told nowhere', { ...it })
      const key = `retell/${it.notice}`
      if (await seen.has(key)) continue
      await send(retellMessage(it.notice))
      await seen.first(key, now())
    }
  }

  /** Throws when it can still be told nowhere. */
  const retell = async (notice: string): Promise<void> => {
    if (!(await notices.wake(notice))) return
    const { undelivered } = await flush()
    const it = undelivered.find(it => it.notice === notice)
    if (it) throw new Error(`The notice ${notice} can be told nowhere: ${it.why} (${it.channel}).`)
  }

  /** Tells soon; an answer to a press does not wait for it. */
  const tellSoon = () => {
    flush().catch(error => log.error('notices could not be told', { error }))
  }
  const thenTell = async <T>(done: Promise<T>): Promise<T> => {
    const it = await done
    tellSoon()
    return it
  }

  const desk: Desk = {
    acknowledge: (id, who) => thenTell(notices.acknowledge(id, who)),
    mute: (id, who) => thenTell(notices.mute(id, who)),
    unmute: (id, who) => thenTell(notices.unmute(id, who)),
    retryable: retry.retryable,
    retry: (id, who) => thenTell(retry.start(id, who)),
    record: async (message, job, who) => {
      const may = await people.isCdx(who)
      if (may !== true)
        return mistake(
          may === 'unknown'
            ? 'Slack does not tell me who belongs to CDX, so I record nothing. Try again in a minute.'
            : 'Only the CDX team records new causes. Ask them to press this.',
        )
      const shape = fingerprint(message) || 'no message'
      log.info('a candidate for the catalogue', { shape, job, who })
      return candidates.record({ shape, message, job, by: who }, now())
    },
  }

  return {
    desk,
    notices,
    intake,
    flush,
    handOver,
    retell,
    /**
     * The scheduled round: what no event told, what retries wait for, and then everything that is due. What goes wrong in
     * one part stops no other, and is thrown at the end.
     */
    round: (): Promise<void> => eachStep(sweepAll, retry.advanceAll, restores.tend, flush),
    /** Rejects only where nothing can be swept; elsewhere what went wrong is told as unread. */
    sweep: async (asked?: Asked) => (await sweep(asked)).report,
    advanceRetries: retry.advanceAll,
    requests: restores.requests,
    requestDesk: restores.desk,
    tendRequests: restores.tend,
  }
}

export type Office = ReturnType<typeof createOffice>
