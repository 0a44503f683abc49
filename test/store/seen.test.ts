import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSeen, secondsFrom } from '../../src/store/seen.ts'
import { startStore } from '../slack/stage.ts'

const now = new Date('2026-11-21T03:00:00.000Z')
let table: Awaited<ReturnType<typeof startStore>>
beforeAll(async () => {
  table = await startStore()
})
afterAll(() => table.close())

describe('what was seen', () => {
  it('is first once, however many ask at a time', async () => {
    const seen = createSeen(table.store)
    const answers = await Promise.all(Array.from({ length: 20 }, () => seen.first('copy/a/FAILED', now)))
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await seen.has('copy/a/FAILED')).toBe(true)
    expect(await seen.has('copy/a/COMPLETED')).toBe(false)
  })

  it('makes a transaction fail the second time, as a whole', async () => {
    const seen = createSeen(table.store)
    await execute(seen.part('copy/b/FAILED', now))
    await expect(execute(seen.part('copy/c/FAILED', now), seen.part('copy/b/FAILED', now))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    })
    expect(await seen.has('copy/c/FAILED')).toBe(false)
  })

  it('is forgotten by DynamoDB some time: seconds since 1970', () =>
    expect(secondsFrom(now, 1000)).toBe(now.getTime() / 1000 + 1))
})
