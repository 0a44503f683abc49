import { setTimeout as sleep } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import type { House } from '../core/house.ts'
import {
  allLanded,
  changesAt,
  channelOf,
  isMuted,
  type Landing,
  type Notice,
  type NoticeFailure,
  toldEach,
} from '../core/notice.ts'
import { type Mistake, mistake } from '../core/trouble.ts'
import { createFailureStore } from '../store/failures.ts'
import { createNoticeStore } from '../store/notices.ts'
import { createOutbox, type Post } from '../store/outbox.ts'
import { createRetries } from '../store/retries.ts'
import type { Store } from '../store/table.ts'
import { edit, find, isRefusal, type Place, post, type Refusal } from './deliver.ts'
import type { Log } from './run.ts'
import { type Speaker, speakIn } from './speaker.ts'
import { digest, drawnFrom, root, type Wanted, wantedOf } from './wanted.ts'

/** The points between which a process may die; what a test kills at. */
export type Step = 'taken' | 'intended' | 'posted' | 'recorded' | 'edited' | 'settled'

export type NoticesDeps = {
  readonly store: Pick<Store, 'table'>
  /** From `createNoticeClient`: a client that tries again by itself posts twice. */
  readonly slack: WebClient
  readonly house: House
  readonly now: () => Date
  readonly log: Log
  /** Ends early with the signal. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>
  readonly step?: (name: Step) => void
  /** Milliseconds after which a process that does not answer has lost its channel; longer than any call to Slack. */
  readonly lease?: number
}

/** What a flush did. `waiting`: something is due that could not be told now; flush again soon. */
export type Flushed = {
  readonly posted: number
  readonly edited: number
  readonly waiting: boolean
  /** Told nowhere, not even in the default channel; kept, and tried again when its event is replayed. */
  readonly undelivered: readonly { readonly notice: string; readonly channel: string; readonly why: string }[]
}

const second = 1000
const backoff = (attempts: number) => Math.min(2 ** attempts * 2 * second, 5 * 60 * second)
const stubborn = 15 * 60 * second

/**
 * Failures in, messages out, exactly once. `failed` and `landed` only write down; `flush` speaks: call it after every
 * batch and once a minute. All throw when DynamoDB does not answer, and may be called again with the same.
 */
export const createNotices = (deps: NoticesDeps) => {
  const { store, slack, house, now, log } = deps
  const { pause = (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined) } = deps
  const { step = () => undefined, lease = 60 * second } = deps
  const failures = createFailureStore(store)
  const notices = createNoticeStore(store)
  const outbox = createOutbox(store)
  const retries = createRetries(store)
  const stopped = new AbortController()
  const nameOf = (account: string) => house.accounts.find(it => it.id === account)?.name

  type Found = NonNullable<Awaited<ReturnType<typeof notices.read>>>
  type Count = { drawn: number; posted: number; edited: number; undelivered: Flushed['undelivered'][number][] }

  /** Makes one message be there as wanted: `done`, `late` when it must wait for another flush, or Slack's refusal. */
  const ensure = async (
    notice: Notice,
    posts: Map<string, Post>,
    wanted: Wanted,
    speaking: Speaker,
    count: Count,
  ): Promise<'done' | 'late' | Refusal> => {
    const { what, blocks } = wanted
    const shows = digest(blocks)
    const place: Place = { channel: notice.channel, thread: what === root ? undefined : posts.get(root)?.ts }
    const postId = `${notice.id}/${what}`
    const written = async (ts: string, showing: string): Promise<Post> => {
      await outbox.posted(notice.id, what, ts, showing)
      const done = { what, channel: notice.channel, at: now().toISOString(), ts, shows: showing }
      posts.set(what, done)
      return done
    }

    let record = posts.get(what)
    if (record && record.ts === undefined) {
      const found = await find(slack, place, postId, new Date(record.at))
      if (isRefusal(found)) return found
      if (found.ts !== null) record = await written(found.ts, '')
    }
    if (record === undefined) {
      record = { what, channel: notice.channel, at: now().toISOString() }
      await outbox.intend(notice.id, record, now())
      posts.set(what, record)
      step('intended')
    }
    if (record.ts === undefined) {
      const posted = await speaking.turn(() => post(slack, place, postId, blocks))
      if (posted === 'late' || isRefusal(posted)) return posted
      step('posted')
      count.posted++
      await written(posted.ts, shows)
      step('recorded')
      log.info('a notice was told', {
        notice: notice.id,
        group: notice.group,
        what,
        channel: notice.channel,
        ts: posted.ts,
      })
      return 'done'
    }
    if (!wanted.edits || record.shows === shows) return 'done'
    const { ts } = record
    const edited = await speaking.turn(() => edit(slack, notice.channel, ts, blocks))
    if (edited === 'late') return 'late'
    // A reply that somebody deleted stays away; the story goes on without it.
    if (isRefusal(edited) && (edited.sort !== 'gone' || what === root)) return edited
    step('edited')
    count.edited++
    await written(ts, shows)
    return 'done'
  }

  /** What to do about a refusal. `stop`: nothing more in this channel for now. */
  const refused = async ({ notice, row }: Found, it: Refusal, speaking: Speaker, count: Count) => {
    const about = { notice: notice.id, channel: notice.channel, why: it.why }
    switch (it.sort) {
      case 'wait':
        log.info('Slack asks to wait', { ...about, ms: it.ms })
        await speaking.hold(it.ms)
        return 'again'
      case 'again':
        log.info('Slack did not answer', about)
        await outbox.postpone(notice.id, new Date(now().getTime() + backoff(row.attempts ?? 0)))
        return 'stop'
      case 'gone':
        log.info('a message of a notice was deleted', about)
        // Whoever deleted it has done so for good, unless there is news.
        if (row.drawn === row.changes) {
          await outbox.settle(notice.id, row.changes, { next: null, closedAt: null })
          return 'next'
        }
        await outbox.forget(notice.id)
        return 'again'
      case 'elsewhere':
        if (notice.channel !== house.slack.alerts) {
          log.error('a channel cannot be reached: its notice goes to the default channel', about)
          await outbox.reroute(notice.id, notice.channel, house.slack.alerts, now())
          return 'next'
        }
        break
      case 'refused':
        break
    }
    log.error('a notice cannot be delivered', about)
    await outbox.postpone(notice.id, new Date(now().getTime() + stubborn), it.why)
    count.undelivered.push(about)
    return 'next'
  }

  /** Draws one notice as it is now: all of its messages, or the root alone. */
  const draw = async (
    id: string,
    speaking: Speaker,
    count: Count,
    what: 'all' | typeof root,
  ): Promise<'again' | 'stop' | 'next'> => {
    const found = await notices.read(id)
    if (!found || found.row.queue === undefined) return 'next'
    const { notice, row } = found
    count.drawn++
    const posts = await outbox.posts(id)
    const known = await failures.of(id, drawnFrom)
    const all = wantedOf(notice, known, await retries.read(id), posts, nameOf(notice.account), now())
    for (const wanted of what === 'all' ? all : all.filter(it => it.what === what)) {
      const done = await ensure(notice, posts, wanted, speaking, count)
      if (done === 'late') return 'stop'
      if (done !== 'done') return refused(found, done, speaking, count)
    }
    if (what !== 'all') return 'next'
    // The index may not show the newest failures yet: they get their replies a little later.
    const behind = known.length < Math.min(notice.count, toldEach)
    const soon = new Date(now().getTime() + 2 * second).toISOString()
    const closed = allLanded(notice) && !isMuted(notice, now()) && !behind
    await outbox.settle(id, row.changes, {
      next: behind ? soon : closed ? null : changesAt(notice, now()),
      closedAt: closed ? now().toISOString() : null,
    })
    step('settled')
    return 'next'
  }

  /** All due notices of one channel, one after the other. `false`: the channel has to wait for another flush. */
  const tellIn = async (channel: string, ids: readonly string[], until: number, count: Count): Promise<boolean> => {
    const speaking = await speakIn({ outbox, now, pause, lease, stopped: stopped.signal }, channel, until)
    if (!speaking) return false
    step('taken')
    try {
      // In a storm every cause is told before the details of any.
      const passes = ids.length > 1 ? ([root, 'all'] as const) : (['all'] as const)
      for (const what of passes)
        for (const id of ids) {
          let then: Awaited<ReturnType<typeof draw>> = 'again'
          for (let tries = 0; then === 'again' && tries < 5; tries++) then = await draw(id, speaking, count, what)
          if (then === 'again' || then === 'stop') return false
        }
      return true
    } finally {
      await speaking.leave()
    }
  }

  /** Tells all that is due, for at most `patience` milliseconds. Never throws for Slack's sake. */
  const flush = async (patience = 30 * second): Promise<Flushed> => {
    const until = now().getTime() + patience
    const count: Count = { drawn: 0, posted: 0, edited: 0, undelivered: [] }
    const closed = new Set<string>()
    const report = (waiting: boolean): Flushed => {
      const { posted, edited, undelivered } = count
      return { posted, edited, undelivered, waiting }
    }
    for (;;) {
      const due = (await outbox.due(now())).filter(it => !closed.has(it.channel))
      if (due.length === 0) return report(closed.size > 0)
      if (now().getTime() > until) return report(true)
      const before = count.drawn
      await Promise.all(
        [...new Set(due.map(it => it.channel))].map(async channel => {
          const ids = due.filter(it => it.channel === channel).map(it => it.id)
          if (!(await tellIn(channel, ids, until, count))) closed.add(channel)
        }),
      )
      // An index that lags behind still lists what has been told.
      if (count.drawn === before) return report(closed.size > 0)
    }
  }

  const orMistake = (id: string, notice: Notice | undefined): Notice | Mistake =>
    notice ?? mistake(`There is no notice ${id.slice(0, 40)} any more.`)

  return {
    /** `known`: counted before. `late`: a completed copy has made it good already. */
    failed: (failure: NoticeFailure) => failures.join(failure, channelOf(house, failure.account), now()),
    /** The number of failures that the completed job made good. */
    landed: (landing: Landing) => failures.land(landing, now()),
    flush,
    /** Ends a flush after the message that it is at; what is due stays so for the next process. */
    stop: () => stopped.abort(),
    acknowledge: async (id: string, who: string) =>
      orMistake(id, await notices.acknowledge(id, { by: who, at: now().toISOString() }, now())),
    mute: async (id: string, who: string) =>
      orMistake(id, await notices.mute(id, { by: who, at: now().toISOString() }, now())),
    unmute: async (id: string, who: string) => {
      log.info('unmuted', { notice: id, who })
      return orMistake(id, await notices.unmute(id, now()))
    },
    /** A notice that could be told nowhere is tried again by the next flush. `false`: it was told since. */
    wake: (id: string) => failures.wake(id, now()),
    redraw: (id: string) => notices.redraw(id, now()),
    read: async (id: string) => orMistake(id, (await notices.read(id))?.notice),
    /** What a retry has to start again: the failures that have not landed. */
    open: (id: string, limit = 1000) => failures.of(id, limit, 'open'),
  }
}

export type Notices = ReturnType<typeof createNotices>
