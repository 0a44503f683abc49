import { expect, it } from 'vitest'
import { stopwatch } from '../../src/core/stages.ts'

it('gives every moment to one stage, and adds up a stage that is entered again', () => {
  let time = 100
  const watch = stopwatch(() => time)
  const pass = (ms: number) => {
    time += ms
  }
  pass(1)
  watch.enter('gather')
  pass(20)
  watch.enter('judge')
  pass(3)
  watch.enter('gather')
  pass(40)
  expect(watch.spent()).toEqual({ identify: 1, gather: 60, judge: 3 })
  pass(5)
  expect(watch.spent()).toEqual({ identify: 1, gather: 65, judge: 3 })
})
