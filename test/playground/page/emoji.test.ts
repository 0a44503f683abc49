import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isDrawn } from '../../../src/playground/page/emoji.tsx'

const names = readdirSync('blocks').flatMap(file =>
  [...readFileSync(`blocks/${file}`, 'utf8').matchAll(/[`'"\s]:([a-z][a-z0-9_]*):(?=[`'"\s$])/g)].map(
    it => it[1] ?? '',
  ),
)

describe('emoji', () => {
  it.each([...new Set(names)])(':%s:, which the bot says, is drawn without any font', name => {
    expect(isDrawn(name)).toBe(true)
  })

  it('are found in the blocks at all', () => {
    expect(names).toEqual(expect.arrayContaining(['x', 'white_check_mark', 'warning']))
  })
})
