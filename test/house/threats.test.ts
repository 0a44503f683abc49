import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const page = readFileSync('docs/threats.md', 'utf8')
const rows = page.split('\n').filter(line => /^\| (?!threat|---)/.test(line))

describe('docs/threats.md', () => {
  it.each(rows)('%s', row => {
    const named = [...row.matchAll(/`(test\/[^`]+)`/g)].map(it => it[1] ?? '')
    expect(named).not.toEqual([])
    expect(named.filter(file => !existsSync(file))).toEqual([])
  })
})

describe('what we build on', () => {
  it('has licences that ask for a notice only, and a digest for every package', () => {
    expect(execFileSync(process.execPath, ['scripts/licences.mjs'], { encoding: 'utf8' })).toMatch(/^Licences: MIT \d+/)
  })
})
