import { describe, expect, it } from 'vitest'
import { despiteConflicts, failedParts, inTurn, unlessRefused } from '../../src/store/conflict.ts'

const refused = (name: string, ...codes: string[]) =>
  Object.assign(new Error(name), { name, CancellationReasons: codes.map(Code => ({ Code })) })
const conflict = refused('TransactionCanceledException', 'None', 'TransactionConflict')
const condition = refused('TransactionCanceledException', 'ConditionalCheckFailed', 'None')

/** Fails with the errors in turn, then answers. */
const failing = (...errors: readonly Error[]) => {
  let calls = 0
  return {
    calls: () => calls,
    write: async () => {
      const error = errors[calls++]
      if (error) throw error
      return 'written'
    },
  }
}

describe('despiteConflicts', () => {
  it.each([
    ['a cancelled transaction', conflict],
    ['a single write that met a transaction', refused('TransactionConflictException')],
  ])('tries %s again', async (_, error) => {
    const it = failing(error, error)
    expect(await despiteConflicts(it.write)).toBe('written')
    expect(it.calls()).toBe(3)
  })

  it.each([
    ['a condition that does not hold', condition],
    ['anything else', new Error('unreachable')],
  ])('does not try %s again', async (_, error) => {
    const it = failing(error)
    await expect(despiteConflicts(it.write)).rejects.toBe(error)
    expect(it.calls()).toBe(1)
  })

  it('gives up in the end', async () => {
    const it = failing(...Array.from({ length: 50 }, () => conflict))
    await expect(despiteConflicts(it.write)).rejects.toBe(conflict)
  })
})

describe('unlessRefused', () => {
  it('says undefined where the condition does not hold', async () =>
    expect(await unlessRefused(failing(refused('ConditionalCheckFailedException')).write)).toBeUndefined())
  it('throws anything else', async () => {
    const error = new Error('unreachable')
    await expect(unlessRefused(failing(error).write)).rejects.toBe(error)
  })
})

describe('failedParts', () => {
  it.each([
    ['a cancelled transaction', condition, ['ConditionalCheckFailed', 'None']],
    ['another error', new Error('no'), undefined],
    ['no error', 'no', undefined],
  ])('%s', (_, error, parts) => expect(failedParts(error)).toEqual(parts))
})

describe('inTurn', () => {
  it('runs one after the other for one name, and goes on after a failure', async () => {
    const turn = inTurn()
    const told: string[] = []
    const work = (name: string, fails = false) =>
      turn('same', async () => {
        told.push(`${name} begins`)
        await Promise.resolve()
        told.push(`${name} ends`)
        if (fails) throw new Error(name)
      })
    await Promise.allSettled([work('a', true), work('b'), work('c')])
    expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })
})
