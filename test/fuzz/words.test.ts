import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mistakeBlocks } from '../../blocks/mistake.ts'
import { parseArn } from '../../src/core/arn.ts'
import { parseIntent, printIntent } from '../../src/core/intent.ts'
import { parseTarget } from '../../src/core/target.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { fromSlack } from '../../src/core/words.ts'
import { house } from '../core/readings.ts'
import { cases, faultsIn, inTime, patience, tally, text } from './input.ts'

const runs = { numRuns: cases, endOnFailure: true }
const context = { regions: house.regions, accounts: house.accounts }

describe('whatever is pasted', () => {
  it('is one thing in AWS, a question or a mistake', { timeout: patience }, () => {
    const found = tally('targets')
    fc.assert(
      fc.property(text, pasted => {
        const target = inTime(() => parseTarget(pasted, context))
        found.add(isMistake(target) ? 'mistake' : target.found)
        if (isMistake(target)) expect(faultsIn(mistakeBlocks(target))).toEqual([])
        else if (target.found === 'resource' && target.arn !== undefined)
          expect(isMistake(parseArn(target.arn))).toBe(false)
      }),
      runs,
    )
    expect(found.sorts()).toEqual(expect.arrayContaining(['mistake', 'resource', 'key']))
    found.tell()
  })
})

describe('whatever is typed', () => {
  it('is an intent that prints as the words that mean it, or a mistake', { timeout: patience }, () => {
    const found = tally('words after /backup')
    fc.assert(
      fc.property(text, typed => {
        const intent = inTime(() => parseIntent(fromSlack(typed)))
        found.add(isMistake(intent) ? 'mistake' : intent.verb)
        if (isMistake(intent)) expect(faultsIn(mistakeBlocks(intent))).toEqual([])
        else expect(parseIntent(printIntent(intent))).toEqual(intent)
      }),
      runs,
    )
    expect(found.sorts()).toEqual(expect.arrayContaining(['mistake', 'check', 'explain', 'help']))
    found.tell()
  })
})
