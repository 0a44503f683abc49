import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { KnownBlock } from '@slack/types'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import type { NoticeFailure } from '../../src/core/notice.ts'
import type { CopyOrder } from '../../src/core/retry.ts'
import { isMistake } from '../../src/core/trouble.ts'
import type { Fault } from '../../src/playground/slack/faults.ts'
import type { Message } from '../../src/playground/slack/workspace.ts'
import { createRetries } from '../../src/store/retries.ts'
import { account, alerts, failure, landing, owners, startStage, stranger } from './stage.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const said = (message: Message | undefined) => asText((message?.blocks ?? []) as unknown as KnownBlock[])
const first = (message: Message | undefined) => said(message).split('\n')[0]
const textsOf = (messages: readonly Message[]) => messages.map(said)
const range = (n: number) => Array.from({ length: n }, (_, i) => i)

let stage: Awaited<ReturnType<typeof startStage>>
beforeEach(async () => {
  stage = await startStage()
})
afterEach(() => stage.close())

const cause = 1
const fail = (n = 0, more: Partial<NoticeFailure> = {}) => failure(n, cause, stage.clock.at(), more)

/** What a retry of this failure would give AWS Backup. */
const orderOf = (it: NoticeFailure): CopyOrder => ({
  token: it.job,
  account: it.account,
  region: it.region,
  resource: it.resource,
  backupType: 'EBS',
  recoveryPoint: it.recoveryPoint ?? '',
  sourceVault: 'local-backup-vault',
  destinationVault: it.vault ?? '',
  role: it.role ?? '',
  lifecycle: { deleteAfter: 35, moveToColdStorageAfter: null },
})

/** Milliseconds between the messages. */
const gaps = (): readonly number[] => {
  const times = stage.messages.map(it => Math.round(Number(it.ts) * second)).sort((a, b) => a - b)
  return times.slice(1).map((time, i) => time - (times[i] ?? 0))
}

const noticeOf = (message: Message | undefined): string => /G-[0-9A-Z]{10}-\d+/.exec(JSON.stringify(message))?.[0] ?? ''

describe('a storm', () => {
  it('of 1,000 failures on 10 causes makes 10 root messages with exact counts', async () => {
    const notices = stage.notices()
    const failures = range(1000).map(i => failure(i, i % 10, stage.clock.at()))
    for (let at = 0; at < failures.length; at += 50)
      await Promise.all(failures.slice(at, at + 50).map(it => notices.failed(it)))
    expect(await notices.flush(Number.MAX_SAFE_INTEGER)).toMatchObject({ waiting: false, undelivered: [] })
    expect(stage.roots().map(first)).toEqual(range(10).map(() => expect.stringContaining('100 copies failed: ')))
    expect(stage.replies()).toHaveLength(10 * 6)
    expect(stage.messages.slice(0, 10).every(it => !it.thread)).toBe(true)
  }, 180_000)

  it('counts up in place, one message a second in a channel', async () => {
    const notices = stage.notices()
    await Promise.all([notices.failed(fail(0)), notices.failed(failure(50, cause + 1, stage.clock.at()))])
    await notices.flush()
    for (const n of range(9)) await notices.failed(fail(n + 1))
    await notices.flush()
    expect(stage.roots().map(first).sort()).toEqual([
      expect.stringContaining('1 copy failed'),
      expect.stringContaining('10 copies failed'),
    ])
    for (const gap of gaps()) expect(gap).toBeGreaterThanOrEqual(second)
  })

  it.each([
    ['the next message', 1],
    ['the next flush', 2],
  ])('leaves a second before %s when message %i was long on its way', async (_, late) => {
    let posts = 0
    const step = (it: string) => {
      if (it === 'intended') stage.way.ms = ++posts === late ? 0.9 * second : 0
    }
    await stage.notices().failed(fail())
    await stage.notices({ step }).flush()
    stage.way.ms = 0
    await stage.notices().failed(failure(50, cause + 1, stage.clock.at()))
    await stage.notices().flush()
    expect(gaps()).toHaveLength(3)
    for (const gap of gaps()) expect(gap).toBeGreaterThanOrEqual(second)
  })
})

describe('once', () => {
  it('50 joins at a time from two processes, each failure twice and out of order', async () => {
    const [one, two] = [stage.notices(), stage.notices()]
    const failures = range(50).map(n => fail(n, { at: stage.clock.at(-n * second) }))
    const shuffled = [...failures].sort((a, b) => a.job.slice(-1).localeCompare(b.job.slice(-1)))
    const answers = await Promise.all([...failures.map(one.failed), ...shuffled.map(two.failed)])
    expect(answers.filter(it => it === 'joined')).toHaveLength(50)
    expect(answers.filter(it => it === 'known')).toHaveLength(50)
    await Promise.all([one.flush(), two.flush()])
    await one.flush()
    expect(stage.roots().map(first)).toEqual([expect.stringContaining('50 copies failed')])
  })

  it('a job that fails in two states is one failure', async () => {
    const notices = stage.notices()
    const it = fail()
    expect(await notices.failed(it)).toBe('joined')
    expect(await notices.failed({ ...it, seen: `${it.seen}-again` })).toBe('known')
    await notices.flush()
    expect(stage.roots().map(first)).toEqual([expect.stringContaining('1 copy failed')])
  })

  it('a failure that comes after the copy has landed is not told', async () => {
    const notices = stage.notices()
    const it = fail()
    await notices.landed(landing(it, stage.clock.at(minute)))
    expect(await notices.failed(it)).toBe('late')
    await notices.flush()
    expect(stage.messages).toEqual([])
  })
})

describe('landing', () => {
  it('counts what landed, closes with all of them, and begins anew with the next failure', async () => {
    const notices = stage.notices()
    const failures = range(3).map(n => fail(n))
    for (const it of failures) await notices.failed(it)
    await notices.flush()
    const done = (it: NoticeFailure) => notices.landed(landing(it, stage.clock.at(hour)))
    for (const it of failures.slice(0, 2)) expect(await done(it)).toBe(1)
    expect(await done(fail(0))).toBe(0)
    await notices.flush()
    expect(first(stage.roots()[0])).toContain('3 copies failed, 2 of them landed since')
    for (const it of failures.slice(2)) await done(it)
    await notices.flush()
    expect(first(stage.roots()[0])).toContain('3 copies failed, all 3 landed')
    expect(said(stage.replies().at(-1))).toContain('All 3 landed.')
    expect(said(stage.roots()[0])).not.toContain('notice mute')

    await notices.failed(fail(9, { at: stage.clock.at(2 * hour) }))
    await notices.flush()
    expect(stage.roots().map(first)).toEqual([
      expect.stringContaining('all 3 landed'),
      expect.stringContaining('1 copy failed'),
    ])
    expect(noticeOf(stage.roots()[1])).not.toBe(noticeOf(stage.roots()[0]))
  })

  it('keeps for a retry what has not landed', async () => {
    const notices = stage.notices()
    for (const n of range(3)) await notices.failed(fail(n))
    await notices.flush()
    await notices.landed(landing(fail(1), stage.clock.at(hour)))
    const open = await notices.open(noticeOf(stage.roots()[0]))
    expect(open.map(it => it.job).sort()).toEqual([fail(0).job, fail(2).job])
    expect(open[0]).toMatchObject({ vault: fail().vault, sourceVault: fail().sourceVault, role: fail().role })
  })
})

describe('where it is told', () => {
  it.each([
    ['an account of the organisation', account, owners],
    ['another account', stranger, alerts],
  ])('%s', async (_, id, channel) => {
    const notices = stage.notices()
    await notices.failed(fail(0, { account: id }))
    await notices.flush()
    expect(stage.messages.map(it => it.channel)).toEqual([channel, channel])
  })

  it.each(['channel_not_found', 'is_archived', 'not_in_channel'])('%s: in the default channel', async error => {
    const notices = stage.notices()
    stage.slack.faults.add({ error, channel: owners, times: 1000 })
    await notices.failed(fail())
    expect(await notices.flush()).toMatchObject({ undelivered: [], waiting: false })
    expect(stage.roots().map(it => it.channel)).toEqual([alerts])
    expect(said(stage.roots()[0])).toContain(`Meant for the channel ${owners}`)
  })

  it('nowhere: the caller is told, nothing is lost, and a replay of the event tells it', async () => {
    const notices = stage.notices()
    stage.slack.faults.add({ error: 'is_archived', times: 1000 })
    const it = fail()
    await notices.failed(it)
    expect((await notices.flush()).undelivered).toEqual([
      { notice: expect.stringMatching(/^G-/), channel: alerts, why: 'is_archived' },
    ])
    stage.slack.faults.clear()
    await notices.flush()
    expect(stage.messages).toEqual([])
    expect(await notices.failed(it)).toBe('known')
    await notices.flush()
    expect(stage.roots().map(first)).toEqual([expect.stringContaining('1 copy failed')])
  })

  it('a reply that somebody deleted stays away, and nothing is told anew', async () => {
    const notices = stage.notices()
    for (const n of range(7)) await notices.failed(fail(n))
    await notices.flush()
    const more = stage.replies().at(-1)
    stage.slack.workspace.remove(more?.ts ?? '')
    await notices.failed(fail(7))
    await notices.flush()
    expect(stage.roots().map(first)).toEqual([expect.stringContaining('8 copies failed')])
    expect(stage.replies()).toHaveLength(6)
  })

  it('a message that somebody deleted is told anew with the next failure, and not before', async () => {
    const notices = stage.notices()
    await notices.failed(fail(0))
    await notices.flush()
    for (const message of stage.messages) stage.slack.workspace.remove(message.ts)
    await stage.clock.pause(2 * hour)
    expect(await notices.flush()).toMatchObject({ posted: 0, waiting: false })
    await notices.failed(fail(1))
    await notices.flush()
    expect(
      stage
        .roots()
        .filter(it => !it.deleted)
        .map(first),
    ).toEqual([expect.stringContaining('2 copies failed')])
  })
})

describe('when Slack is in trouble', () => {
  const faults: readonly [string, Fault][] = [
    ['it answers 500', { status: 500 }],
    ['it answers 503 for a while', { status: 503, times: 3 }],
    ['the connection breaks before', { drop: 'before' }],
    ['the connection breaks after the message was taken', { drop: 'after' }],
    ['the answer to three messages is lost', { method: 'chat.postMessage', drop: 'after', times: 3 }],
    ['it says internal_error', { error: 'internal_error' }],
    ['it limits us', { status: 429, retryAfter: 3 }],
    ['it limits us in words', { error: 'ratelimited' }],
    ['it limits the look at the history', { method: 'conversations.history', status: 429, retryAfter: 2 }],
  ]
  it.each(faults)('%s: one root message, every reply once', async (_, fault) => {
    const notices = stage.notices()
    for (const n of range(3)) await notices.failed(fail(n))
    if (fault.method === 'conversations.history') stage.slack.faults.add({ drop: 'after' })
    stage.slack.faults.add(fault)
    for (let round = 0; round < 12; round++) {
      await notices.flush()
      await stage.clock.pause(minute)
    }
    expect(stage.roots().map(first)).toEqual([expect.stringContaining('3 copies failed')])
    expect(new Set(textsOf(stage.replies())).size).toBe(3)
    expect(stage.replies()).toHaveLength(3)
    expect(await notices.flush()).toMatchObject({ posted: 0, edited: 0 })
  })

  it('waits as long as Slack says, over the end of a flush', async () => {
    const notices = stage.notices()
    await notices.failed(fail())
    const start = stage.clock.now().getTime()
    stage.slack.faults.add({ status: 429, retryAfter: 120 })
    expect(await notices.flush(30 * second)).toMatchObject({ posted: 0, waiting: true })
    await stage.clock.pause(60 * second)
    expect(await stage.notices().flush(30 * second)).toMatchObject({ posted: 0, waiting: true })
    await stage.clock.pause(61 * second)
    expect(await notices.flush(30 * second)).toMatchObject({ posted: 2, waiting: false })
    expect(Number(stage.roots()[0]?.ts) * second - start).toBeGreaterThanOrEqual(120 * second)
  })
})

describe('a process that stops', () => {
  it('tells nothing more after the message that it is at; the next process tells the rest once', async () => {
    const notices = stage.notices({ step: step => step === 'recorded' && notices.stop() })
    for (const n of range(3)) await notices.failed(fail(n))
    expect(await notices.flush()).toMatchObject({ posted: 1, waiting: true })
    expect(await stage.notices().flush()).toMatchObject({ posted: 3, waiting: false })
    expect([stage.roots().length, stage.replies().length]).toEqual([1, 3])
  })

  it('does not sit out the minute that Slack asked to wait', async () => {
    const notices = stage.notices({
      pause: (_, signal) => new Promise(done => signal.addEventListener('abort', () => done())),
    })
    await notices.failed(fail())
    stage.slack.faults.add({ status: 429, retryAfter: 20 })
    const telling = notices.flush()
    await vi.waitFor(() => expect(stage.slack.faults.waiting()).toBe(0))
    notices.stop()
    expect(await telling).toMatchObject({ posted: 0, waiting: true })
  })
})

describe('what people press', () => {
  it('acknowledges once, with name and time', async () => {
    const notices = stage.notices()
    await notices.failed(fail())
    await notices.flush()
    const id = noticeOf(stage.roots()[0])
    await notices.acknowledge(id, 'U0ANNA')
    await notices.acknowledge(id, 'U0BEN')
    await notices.flush()
    expect(said(stage.roots()[0])).toMatch(/Acknowledged by <@U0ANNA>, 2026-/)
    expect(said(stage.roots()[0])).not.toContain('notice ack')
  })

  it('mutes a cause for a day: silence, then what came meanwhile', async () => {
    const notices = stage.notices()
    await notices.failed(fail(0))
    await notices.flush()
    await notices.mute(noticeOf(stage.roots()[0]), 'U0ANNA')
    await notices.flush()
    expect(said(stage.roots()[0])).toMatch(/Muted by <@U0ANNA>, .*, until 2026-/)
    const before = stage.messages.length
    await notices.failed(fail(1))
    await stage.clock.pause(14 * hour)
    await notices.failed(fail(2))
    await notices.flush()
    expect(stage.messages).toHaveLength(before)
    await stage.clock.pause(11 * hour)
    await notices.flush()
    expect(stage.roots().map(first)).toEqual([
      expect.stringContaining('2 copies failed'),
      expect.stringContaining('1 copy failed'),
    ])
    expect(said(stage.roots()[0])).not.toContain('Muted')
  })

  it('takes a mute back', async () => {
    const notices = stage.notices()
    await notices.failed(fail(0))
    await notices.flush()
    const id = noticeOf(stage.roots()[0])
    await notices.mute(id, 'U0ANNA')
    await notices.failed(fail(1))
    await notices.flush()
    expect(said(stage.roots()[0])).toContain(`notice unmute ${id}`)
    expect(stage.replies()).toHaveLength(1)
    await notices.unmute(id, 'U0BEN')
    await notices.flush()
    expect(said(stage.roots()[0])).toContain(`notice mute ${id}`)
    expect(stage.replies()).toHaveLength(2)
  })

  it.each(['G-0000000000-1', 'G-x', '', 'nonsense'])('knows no notice %j', async id => {
    const notices = stage.notices()
    for (const answer of [notices.acknowledge(id, 'U1'), notices.mute(id, 'U1'), notices.unmute(id, 'U1')])
      expect(isMistake(await answer)).toBe(true)
  })
})

describe('time', () => {
  it('counts the hours down in place and says when it is over', async () => {
    const notices = stage.notices()
    await notices.failed(fail(0, { deadline: stage.clock.at(2.5 * hour) }))
    await notices.flush()
    const seen = [said(stage.roots()[0])]
    for (let step = 0; step < 3; step++) {
      await stage.clock.pause(hour)
      await notices.flush()
      seen.push(said(stage.roots()[0]))
    }
    expect(seen).toEqual([
      expect.stringContaining('(in 2 h)'),
      expect.stringContaining('(in 1 h)'),
      expect.stringContaining('(in less than an hour)'),
      expect.stringContaining('cannot be copied any more'),
    ])
  })
})

describe('kill -9 between any two steps', () => {
  const kills: readonly [string, number][] = [
    ['taken', 1],
    ['intended', 1],
    ['posted', 1],
    ['recorded', 1],
    ['intended', 2],
    ['posted', 2],
    ['recorded', 2],
    ['posted', 4],
    ['settled', 1],
  ]
  const flusher = fileURLToPath(new URL('flusher.ts', import.meta.url))
  const run = (step: string, nth: number) =>
    new Promise<NodeJS.Signals | null>((resolve, reject) => {
      const words = ['--import', 'tsx', flusher, stage.dynamoUrl, stage.apiUrl, stage.clock.at(), step, String(nth)]
      const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'] })
      child.once('error', reject)
      child.once('exit', (_, signal) => resolve(signal))
    })

  it.each(kills)('%s, time %i: nothing is lost, nothing doubled', { timeout: 60_000 }, async (step, nth) => {
    const notices = stage.notices()
    for (const n of range(3)) await notices.failed(fail(n))
    expect(await run(step, nth)).toBe('SIGKILL')
    // Whoever died had the channel: it is free when the lease has run out, not before.
    if (step !== 'settled') expect(await notices.flush()).toMatchObject({ posted: 0, waiting: true })
    await stage.clock.pause(2 * minute)
    expect(await notices.flush()).toMatchObject({ undelivered: [], waiting: false })
    expect(stage.roots().map(first)).toEqual([expect.stringContaining('3 copies failed')])
    expect(stage.replies()).toHaveLength(3)
    expect(new Set(textsOf(stage.replies())).size).toBe(3)
  })

  it.each(['intended', 'posted', 'recorded'])('%s: how a retry goes is told once', { timeout: 60_000 }, async step => {
    const notices = stage.notices()
    const it = fail()
    await notices.failed(it)
    await notices.flush()
    const notice = noticeOf(stage.roots()[0])
    await createRetries(stage.store).begin(
      { notice, by: 'U0ANNA', at: stage.clock.at() },
      [orderOf(it)],
      stage.clock.now(),
    )
    await notices.redraw(notice)
    expect(await run(step, 1)).toBe('SIGKILL')
    await stage.clock.pause(2 * minute)
    expect(await notices.flush()).toMatchObject({ undelivered: [], waiting: false })
    expect(
      stage
        .replies()
        .map(said)
        .filter(it => it.includes('<@U0ANNA> started 1 copy again')),
    ).toHaveLength(1)
    expect(stage.roots()).toHaveLength(1)
  })

  it('while it counts up', { timeout: 60_000 }, async () => {
    const notices = stage.notices()
    await notices.failed(fail(0))
    await notices.flush()
    await notices.failed(fail(1))
    expect(await run('edited', 1)).toBe('SIGKILL')
    await stage.clock.pause(2 * minute)
    await notices.flush()
    expect(stage.roots().map(first)).toEqual([expect.stringContaining('2 copies failed')])
    expect(stage.replies()).toHaveLength(2)
  })
})
