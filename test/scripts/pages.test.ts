import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { pages } from '../../scripts/pages.ts'
import { causes } from '../../src/core/causes/index.ts'
import { kinds } from '../../src/core/kinds/index.ts'
import { rules } from '../../src/core/rules/index.ts'

const textOf = (file: string): string => pages.find(it => it.file === file)?.text() ?? ''

describe.each(pages)('$file', ({ file, text }) => {
  it('is what the source says', () => {
    const written = existsSync(file) ? readFileSync(file, 'utf8') : ''
    expect(written === text(), `${file} is out of date: run "npm run docs" and commit what it writes.`).toBe(true)
  })

  it('has tables whose rows are as wide as their heads', () => {
    const tables = text()
      .split('\n\n')
      .filter(part => part.startsWith('|'))
    for (const table of tables) {
      const widths = table.split('\n').map(row => row.replaceAll('\\|', '').split('|').length)
      expect(new Set(widths).size).toBe(1)
    }
  })

  it('links to https only, and defines every link once', () => {
    const defined = [...text().matchAll(/^\[(\d+)\]: (\S+)$/gm)]
    const used = [...text().matchAll(/\]\[(\d+)\]/g)].map(it => it[1])
    expect(defined.map(it => it[1]).sort()).toEqual([...new Set(used)].sort())
    expect(defined.filter(it => !it[2]?.startsWith('https://'))).toEqual([])
    expect(text()).not.toMatch(/\]\(/)
  })
})

describe('what the pages hold', () => {
  it('lists every page once', () => {
    expect(new Set(pages.map(it => it.file)).size).toBe(pages.length)
  })

  it('has a row for every type in both tables', () => {
    const rows = textOf('docs/resource-types.md').split('\n')
    for (const { name } of kinds) expect(rows.filter(row => row.startsWith(`| ${name} |`))).toHaveLength(2)
  })

  it('notes every cell that is a guess, with its links', () => {
    const page = textOf('docs/resource-types.md')
    const guesses = kinds.flatMap(kind =>
      [kind.bothInOneAction, kind.crossAccountCopy].filter(it => it.confidence === 'L'),
    )
    expect(guesses.length).toBeGreaterThan(0)
    for (const { note } of guesses) if (note) expect(page).toContain(note)
    expect(page).toMatch(/- Both in one action, \? \(L\): .*\]\[\d+\]/)
  })

  it('has a row for every rule, and a section for every cause', () => {
    const rulesPage = textOf('docs/rules.md')
    const failures = textOf('docs/failures.md')
    for (const { id } of rules) expect(rulesPage.split(`| \`${id}\` |`)).toHaveLength(2)
    for (const { id, example } of causes) {
      expect(failures.split(`\n## \`${id}\`\n`)).toHaveLength(2)
      expect(failures).toContain(example.replace(/\s+/g, ' ').replaceAll('|', '\\|'))
    }
  })
})
