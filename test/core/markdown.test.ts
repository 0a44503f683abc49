import { describe, expect, it } from 'vitest'
import { linked, mono, page, pageName, plain, table } from '../../src/core/markdown.ts'

describe('text in Markdown', () => {
  it.each([
    ['a | b', 'a \\| b'],
    ['*_`<b>[x]', '\\*\\_\\`\\<b\\>\\[x\\]'],
    ['R&D', 'R&amp;D'],
    ['two\nlines', 'two lines'],
  ])('%s stands as written', (text, expected) => expect(plain(text)).toBe(expected))

  it.each([
    ['kms:Decrypt', '`kms:Decrypt`'],
    ['a | b', '`a \\| b`'],
    ['a `b`', '`` a `b` ``'],
  ])('%s as code', (text, expected) => expect(mono(text)).toBe(expected))

  it.each([
    ['https://docs.aws.amazon.com/x/encryption.html', 'encryption'],
    ['https://docs.aws.amazon.com/x/whatisbackup.html#supported-resources', 'supported-resources'],
    ['https://repost.aws/knowledge-center/backup/', 'backup'],
    ['https://github.com/a/b/backup_region_settings.html.markdown', 'backup_region_settings'],
  ])('%s is called %s', (url, name) => expect(pageName(url)).toBe(name))
})

describe('a page', () => {
  it('gathers its addresses, each once', () => {
    const rows = [[linked('yes', 'https://a.example/(x)'), linked('also', 'https://b.example/')]]
    const text = page('Title', 'a folder', [table(['One', 'Two'], rows), linked('again', 'https://b.example/')])
    expect(text).toBe(
      [
        '# Title',
        '',
        '<!-- Written by `npm run docs` from a folder; change that, not this page. -->',
        '',
        '| One | Two |',
        '| --- | --- |',
        '| [yes][1] | [also][2] |',
        '',
        '[again][2]',
        '',
        '[1]: https://a.example/%28x%29',
        '[2]: https://b.example/',
        '',
      ].join('\n'),
    )
  })
})
