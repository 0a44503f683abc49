import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import { within } from '../../blocks/kit.ts'
import type { Deps } from '../../commands/command.ts'
import { createCache } from '../../src/aws/cache.ts'
import { shut } from '../../src/aws/sessions.ts'
import { unknown } from '../../src/core/fact.ts'
import { parseIntent } from '../../src/core/intent.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { message } from '../../src/slack/reply.ts'
import { runIntent } from '../../src/slack/run.ts'
import { house } from '../core/readings.ts'
import { cases, faultsIn, inTime, patience, tally, text } from './input.ts'

/** Nothing in AWS can be read, and every reason is full of marks. */
const deps: Deps = {
  house,
  now: () => new Date('2026-11-20T12:00:00Z'),
  aws: {
    region: 'eu-central-1',
    cache: createCache(Date.now),
    now: Date.now,
    session: async (account, region) => shut({ account, region }, unknown('denied', 'It says <!channel> & `no`.')),
  },
}

describe('the answer to whatever is typed', () => {
  it('is never yes where nothing was read, and fits into Slack without a mention or a foreign link', {
    timeout: patience,
  }, async () => {
    const exits = tally('answers while nothing can be read')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('', 'check ', 'explain ', 'policy ', 'restore '), text, async (verb, typed) => {
        const intent = parseIntent(verb + typed)
        if (isMistake(intent)) return
        const { blocks, exit, json } = await inTime(() => runIntent(intent, deps))
        exits.add(`exit ${exit}`)
        expect(faultsIn(within(blocks))).toEqual([])
        expect(message(blocks, { replace: false, share: false }).text).not.toMatch(/<[!@#]/)
        expect(asText(blocks)).not.toBe('')
        expect(json).not.toMatchObject({ verdict: 'yes' })
        if (intent.verb === 'check') expect(exit).not.toBe(0)
        if (intent.verb === 'policy' && exit === 0) expect(json).toMatchObject({ need: 'nothing', key: null })
      }),
      { numRuns: cases, endOnFailure: true },
    )
    expect(exits.sorts()).toEqual(expect.arrayContaining(['exit 0', 'exit 2', 'exit 3']))
    exits.tell()
  })
})
