import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CopyOrder, type CopyState, tokenOfTry } from '../../src/core/retry.ts'
import { createRetries } from '../../src/store/retries.ts'
import { startStore } from '../slack/stage.ts'

const now = new Date('2026-11-21T03:00:00.000Z')
let table: Awaited<ReturnType<typeof startStore>>
let retries: ReturnType<typeof createRetries>
beforeAll(async () => {
  table = await startStore()
  retries = createRetries(table.store)
})
afterAll(() => table.close())

const order: CopyOrder = {
  token: 'abc',
  account: '111122223333',
  region: 'eu-central-1',
  resource: null,
  backupType: 'EBS',
  recoveryPoint: 'point',
  sourceVault: 'v',
  destinationVault: 'w',
  role: 'r',
  lifecycle: { deleteAfter: 35, moveToColdStorageAfter: null },
}
const begin = (notice: string, by = 'U0ANNA', orders = [order]) =>
  retries.begin({ notice, by, at: now.toISOString() }, orders, now)
const only = async (notice: string) => {
  const found = await retries.read(notice)
  const copy = found?.copies[0]
  if (!found || !copy || found.copies.length > 1) throw new Error('not one copy')
  return { ...copy, by: found.retry.by, token: tokenOfTry(copy.order) }
}
/** The copy was taken up, and this became of it. */
const become = async (notice: string, ...states: readonly CopyState[]) => {
  let from: CopyState = 'waiting'
  for (const state of states) {
    await retries.move(notice, order.token, from, { state, ...(state === 'started' ? { job: 'J-1' } : { say: 'x' }) })
    from = state
  }
}

describe('a second press', () => {
  it.each<[string, readonly CopyState[], { taken: number; token: string; job: string | null; by: string }]>([
    ['that still waits', [], { taken: 0, token: 'abc', job: null, by: 'U0ANNA' }],
    ['that runs', ['started'], { taken: 0, token: 'abc', job: 'J-1', by: 'U0ANNA' }],
    ['that has landed', ['started', 'landed'], { taken: 0, token: 'abc', job: 'J-1', by: 'U0ANNA' }],
    ['that AWS refused', ['refused'], { taken: 1, token: 'abc', job: null, by: 'U0CARL' }],
    ['that failed', ['started', 'failed'], { taken: 1, token: 'abc-2', job: null, by: 'U0CARL' }],
  ])('on a copy %s', async (_, states, { taken, ...expected }) => {
    const notice = `G-${states.join('-')}`
    expect(await begin(notice)).toBe(1)
    await become(notice, ...states)
    const before = (await only(notice)).state
    expect(await begin(notice, 'U0CARL')).toBe(taken)
    expect(await only(notice)).toMatchObject({ ...expected, state: taken ? 'waiting' : before })
    expect(await retries.going()).toContain(notice)
  })

  it('after each failure is another try, and a refusal between keeps its token', async () => {
    const notice = 'G-tries'
    await begin(notice)
    const tokens: string[] = []
    for (const states of [['started', 'failed'], ['refused'], ['started', 'failed'], []] as const) {
      await become(notice, ...states)
      await begin(notice)
      tokens.push((await only(notice)).token)
    }
    expect(tokens).toEqual(['abc-2', 'abc-2', 'abc-3', 'abc-3'])
  })

  it('of several at a time takes a failed copy up once', async () => {
    const notice = 'G-together'
    await begin(notice)
    await become(notice, 'started', 'failed')
    const taken = await Promise.all(Array.from({ length: 8 }, () => begin(notice)))
    expect(taken.reduce((sum, n) => sum + n, 0)).toBe(1)
    expect((await only(notice)).token).toBe('abc-2')
  })

  it('counts only what it took up', async () => {
    const notice = 'G-some'
    await begin(notice)
    expect(await begin(notice, 'U0CARL', [order, { ...order, token: 'other' }])).toBe(1)
  })
})
