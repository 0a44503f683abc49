import { describe, expect, it } from 'vitest'
import { createCache } from '../../src/aws/cache.ts'

const started = () => {
  let time = 0
  let loads = 0
  const cache = createCache(() => time)
  return {
    cache,
    pass: (ms: number) => {
      time += ms
    },
    load: async () => {
      loads += 1
      return loads
    },
    until: () => time + 100,
  }
}

describe('cache', () => {
  it('loads once for all who ask at the same time', async () => {
    const { cache, load, until } = started()
    expect(await Promise.all([cache('a', load, until), cache('a', load, until)])).toEqual([1, 1])
  })

  it('keeps a value until its end, and no longer', async () => {
    const { cache, load, until, pass } = started()
    await cache('a', load, until)
    pass(99)
    expect(await cache('a', load, until)).toBe(1)
    pass(1)
    expect(await cache('a', load, until)).toBe(2)
  })

  it('keeps keys apart', async () => {
    const { cache, load, until } = started()
    expect([await cache('a', load, until), await cache('b', load, until)]).toEqual([1, 2])
  })

  it('does not keep a failure', async () => {
    const { cache, load, until } = started()
    await expect(cache('a', () => Promise.reject(new Error('no')), until)).rejects.toThrow('no')
    expect(await cache('a', load, until)).toBe(1)
  })

  it('does not keep what has no life', async () => {
    const { cache, load } = started()
    await cache('a', load, () => 0)
    expect(await cache('a', load, () => 0)).toBe(2)
  })
})
