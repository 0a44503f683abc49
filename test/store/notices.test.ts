import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFailureStore } from '../../src/store/failures.ts'
import { noticeId, noticeKey } from '../../src/store/notice-rows.ts'
import { createNoticeStore } from '../../src/store/notices.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { createClock, failure, landing, owners, startStore } from '../slack/stage.ts'

const clock = createClock()
const now = clock.now()
const hour = 60 * 60 * 1000
let table: Awaited<ReturnType<typeof startStore>>
const storesOf = (store: Parameters<typeof createNoticeStore>[0]) => ({
  ...createNoticeStore(store),
  ...createFailureStore(store),
})
let notices: ReturnType<typeof storesOf>
let outbox: ReturnType<typeof createOutbox>
beforeAll(async () => {
  table = await startStore()
  notices = storesOf(table.store)
  outbox = createOutbox(table.store)
})
afterAll(() => table.close())

const idsDue = async () => (await outbox.due(now)).map(it => it.id)
/** The notice that the failures of this cause joined. */
const only = async (cause: number) => {
  for (const id of await idsDue()) {
    const found = await notices.read(id)
    if (found?.notice.cause.id === `cause-${cause}`) return found
  }
  throw new Error('There is none.')
}

describe('ids', () => {
  it.each(['G-Y18D75XR5Q-1', 'g-y18d75xr5q-1', ' G-Y18D75XR5Q-1 '])('%j is read back', id =>
    expect(noticeId(noticeKey(id) ?? { group: '', n: 0 })).toBe('G-Y18D75XR5Q-1'),
  )
  it.each(['', 'G-1', 'G-Y18D75XR5Q', 'GROUP#x'])('%j is none', id => expect(noticeKey(id)).toBeUndefined())
})

describe('joining', () => {
  it('keeps the earliest deadline and the latest failure, in whatever order they come', async () => {
    const hours = [5, 2, 7, 3]
    await Promise.all(
      hours.map((h, n) =>
        notices.join(failure(n, 1, clock.at(((n * 3) % 4) * 1000), { deadline: clock.at(h * hour) }), owners, now),
      ),
    )
    const { notice } = await only(1)
    expect(notice).toMatchObject({ count: 4, landed: 0, deadline: clock.at(2 * hour), lastAt: clock.at(3000) })
  })

  it.each([
    [9, 'can never be copied', { again: false }],
    [90, 'can be copied again', {}],
  ] as const)('keeps of cause %i that its recovery points %s', async (n, _, again) => {
    const cause = { id: `cause-${n}`, because: 'The key.', fix: null, ...again }
    await notices.join(failure(n, n, clock.at(), { cause }), owners, now)
    expect((await only(n)).notice.cause).toEqual(cause)
  })

  it('counts nothing when any part fails: the whole join is one write', async () => {
    const first = failure(10, 2, clock.at())
    await notices.join(first, owners, now)
    expect(await notices.join({ ...failure(11, 2, clock.at()), seen: first.seen }, owners, now)).toBe('known')
    const { notice } = await only(2)
    expect(notice.count).toBe(1)
    expect(await notices.of(notice.id, 10)).toHaveLength(1)
  })

  it('begins a new notice after half a day of quiet', async () => {
    await notices.join(failure(20, 3, clock.at()), owners, now)
    const { notice } = await only(3)
    await notices.join(failure(21, 3, clock.at(13 * hour)), owners, now)
    const ids = (await idsDue()).filter(id => id.startsWith(notice.id.slice(0, -1)))
    expect(ids.sort()).toEqual([notice.id, notice.id.replace(/1$/, '2')])
  })
})

describe('landing', () => {
  it('is counted once, whichever comes first', async () => {
    const failures = [30, 31, 32].map(n => failure(n, 4, clock.at()))
    const work = failures.flatMap(it => [
      () => notices.join(it, owners, now),
      () => notices.land(landing(it, clock.at(1000)), now),
      () => notices.land(landing(it, clock.at(1000)), now),
    ])
    await notices.join(failure(39, 4, clock.at()), owners, now)
    await Promise.all(work.map(it => it()))
    const { notice } = await only(4)
    expect(notice.landed).toBe(notice.count - 1)
  })
})

describe('the queue', () => {
  it('keeps what has changed since it was drawn', async () => {
    await notices.join(failure(40, 5, clock.at()), owners, now)
    const { notice, row } = await only(5)
    await notices.join(failure(41, 5, clock.at()), owners, now)
    const done = { next: null, closedAt: null }
    expect(await outbox.settle(notice.id, row.changes, done)).toBe(false)
    expect(await idsDue()).toContain(notice.id)
    expect(await outbox.settle(notice.id, row.changes + 1, done)).toBe(true)
    expect(await idsDue()).not.toContain(notice.id)
  })

  it('lets a notice wait for its time', async () => {
    await notices.join(failure(50, 6, clock.at()), owners, now)
    const { notice, row } = await only(6)
    await outbox.settle(notice.id, row.changes, { next: clock.at(hour), closedAt: null })
    expect(await idsDue()).not.toContain(notice.id)
    const later = await outbox.due(new Date(now.getTime() + hour))
    expect(later.map(it => it.id)).toContain(notice.id)
  })
})

describe('the right to speak', () => {
  it('has one holder at a time, until it is left or the time is up', async () => {
    const lease = 1000
    const later = new Date(now.getTime() + lease + 1)
    const takers = await Promise.all(['a', 'b', 'c'].map(it => outbox.take('C1', it, now, lease)))
    expect(takers.filter(Boolean)).toHaveLength(1)
    // Whoever asks again because the first answer was lost on the way is no other.
    const again = await Promise.all(['a', 'b', 'c'].map(it => outbox.take('C1', it, now, lease)))
    expect(again).toEqual(takers)
    expect(await outbox.take('C1', 'late', later, lease)).toEqual({ nextAt: 0 })
    for (const it of ['a', 'b', 'c']) expect(await outbox.keep('C1', it, later, lease, 5)).toBe(false)
    expect(await outbox.keep('C1', 'late', later, lease, 7)).toBe(true)
    await outbox.leave('C1', 'a')
    expect(await outbox.take('C1', 'next', later, lease)).toBeUndefined()
    await outbox.leave('C1', 'late')
    expect(await outbox.take('C1', 'next', later, lease)).toEqual({ nextAt: 7 })
  })
})
