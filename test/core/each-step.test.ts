import { describe, expect, it } from 'vitest'
import { eachStep } from '../../src/core/each-step.ts'

describe('steps that do not stop each other', () => {
  const fails = (why: unknown) => async () => {
    throw why
  }
  it.each<[string, readonly unknown[], string | undefined]>([
    ['nothing went wrong', [], undefined],
    ['one went wrong', [new TypeError('a')], 'a'],
    ['two for one reason', [new Error('a'), new Error('a')], 'a'],
    ['two for two reasons', [new Error('a'), 'b'], 'a b'],
  ])('%s: all are taken in turn, and what went wrong is thrown at the end', async (_, errors, said) => {
    const taken: number[] = []
    const step = (n: number) => async () => void taken.push(n)
    const all = eachStep(step(1), ...errors.map(fails), step(2))
    const thrown = await all.then(
      () => undefined,
      error => error.message,
    )
    expect({ taken, thrown }).toEqual({ taken: [1, 2], thrown: said })
  })

  it('throws a single error as it is', () => {
    const error = new TypeError('a')
    return expect(eachStep(fails(error))).rejects.toBe(error)
  })
})
