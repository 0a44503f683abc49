import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import {
  bold,
  buttons,
  code,
  context,
  cut,
  date,
  link,
  mrk,
  prose,
  section,
  unescapeText,
  within,
} from '../../blocks/kit.ts'
import { problemsOf } from '../../src/playground/slack/limits.ts'

const evil = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6000 }),
  fc.constantFrom(
    '<!channel>',
    '<@U123>',
    '<https://evil.example|click>',
    '`',
    '*_~`',
    '&amp;',
    '\n\n',
    '😀'.repeat(2000),
  ),
  fc
    .array(fc.constantFrom('<', '>', '&', '`', '*', '!channel', '@here', '|', '😀'), { maxLength: 4000 })
    .map(it => it.join('')),
)

describe('text from outside', () => {
  it.each([
    ['a mention of everybody', prose('<!channel>'), '&lt;!channel&gt;'],
    ['a link', bold('<https://evil.example|click>'), '*&lt;https://evil.example|click&gt;*'],
    ['an entity', mrk`${'a & b'}`, 'a &amp; b'],
    ['a backtick in code', code('a`b'), '`aˋb`'],
    ['marks in prose', prose('*bold*'), '\u200b*bold\u200b*'],
    ['a link of our own', link('https://docs.aws.amazon.com/x', 'a|b>c'), '<https://docs.aws.amazon.com/x|a¦b&gt;c>'],
    ['a date', date('2026-11-21T10:00:00Z'), '<!date^1795255200^{date_short_pretty} at {time}|2026-11-21T10:00:00Z>'],
    ['a date that is none', date('<!here>'), '&lt;!here&gt;'],
  ])('%s', (_, made, expected) => expect(made.mrkdwn).toBe(expected))

  it('never becomes a mention or a link, and never breaks a limit of Slack', () => {
    fc.assert(
      fc.property(fc.array(evil, { minLength: 1, maxLength: 60 }), texts => {
        const blocks = within([
          ...texts.map(text => section(mrk`${prose(text)} ${code(text)} ${bold(text)} ${text}`)),
          context(...texts.map(prose)),
          ...buttons(...texts.map(text => ({ label: text, words: text }))),
        ])
        expect(problemsOf(blocks)).toEqual([])
        const drawn = blocks.flatMap(it =>
          it.type === 'section' && it.text
            ? [it.text.text]
            : it.type === 'context'
              ? it.elements.flatMap(e => ('text' in e ? [e.text] : []))
              : [],
        )
        expect(drawn.filter(text => /<[^>]*>/.test(text))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('survives the way to Slack and back', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(unescapeText(mrk`${text}`.mrkdwn)).toBe(text)
      }),
    )
  })
})

describe('cut', () => {
  it('never leaves half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, max) => {
        const short = cut(text, max)
        expect(short.length).toBeLessThanOrEqual(max)
        expect(short.isWellFormed()).toBe(text.isWellFormed())
      }),
    )
  })
})

describe('plain text', () => {
  it('prints what the blocks say', () => {
    const blocks = [
      section(mrk`:x: ${bold('orders')}  No. ${code('a<b')} ${link('https://docs.aws.amazon.com/x', 'documentation')}`),
      context(prose('read at'), date('2026-11-21T10:00:00Z')),
      ...buttons({ label: 'Check again', words: 'check orders' }),
    ]
    expect(asText(blocks, { prompt: 'backup-bot ' })).toBe(
      '✗ orders  No. a<b documentation: https://docs.aws.amazon.com/x\n  read at\n  2026-11-21T10:00:00Z\n→ Check again: backup-bot check orders',
    )
  })
})
