import { describe, expect, it } from 'vitest'
import { type Piece, parseMrkdwn } from '../../../src/playground/page/mrkdwn.ts'

/** The pieces as one line: `bold(…)`, `code(…)`, plain text as it is. */
const line = (pieces: readonly Piece[]): string =>
  pieces
    .map(it => {
      switch (it.is) {
        case 'text':
          return it.text
        case 'link':
          return `link(${it.url}|${it.text})`
        case 'mention':
          return `${it.of}(${it.id})`
        case 'date':
          return `date(${it.seconds}|${it.format}|${it.text})`
        case 'bold':
        case 'italic':
        case 'strike':
          return `${it.is}(${line(it.inside)})`
        default:
          return `${it.is}(${it.text})`
      }
    })
    .join('')

describe('mrkdwn', () => {
  it.each([
    ['*Do:* nothing', 'bold(Do:) nothing'],
    ['*Selected*: yes', 'bold(Selected): yes'],
    ['2 * 3 * 4 and a*b*c', '2 * 3 * 4 and a*b*c'],
    ['a \u200b*literal* star', 'a \u200b*literal* star'],
    ['_so_ and snake_case_name', 'italic(so) and snake_case_name'],
    ['~gone~', 'strike(gone)'],
    ['`kms:*` and `a &lt; b`', 'code(kms:*) and code(a < b)'],
    ['*The copy of* `x` *failed*', 'bold(The copy of) code(x) bold(failed)'],
    ['```\n{ "a": 1 }\n```', 'pre({ "a": 1 })'],
    [':x: at 12:30:45', 'emoji(x) at 12emoji(30)45'],
    ['<https://a.example/?b=1&amp;c|docs>', 'link(https://a.example/?b=1&c|docs)'],
    ['<javascript:alert(1)|docs>', '<javascript:alert(1)|docs>'],
    ['<@U0ANNA> <#C1|cdx> <!subteam^S1> <!here>', 'user(U0ANNA) channel(C1) group(S1) all(here)'],
    ['<!date^1700000000^{date} at {time}|then>', 'date(1700000000|{date} at {time}|then)'],
    ['&lt;!channel&gt; &amp;amp;', '<!channel> &amp;'],
    ['<img src=x onerror=1>', '<img src=x onerror=1>'],
  ])('%s', (text, expected) => {
    expect(line(parseMrkdwn(text))).toBe(expected)
  })
})
