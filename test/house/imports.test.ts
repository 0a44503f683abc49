import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

// The table of docs/architecture.md, read as code: who may import whom.
const may: Readonly<Record<string, readonly string[]>> = {
  'src/core': ['src/core'],
  blocks: ['blocks', 'src/core'],
  'src/aws': ['src/aws', 'src/core'],
  'src/store': ['src/store', 'src/core'],
  commands: ['commands', 'src/core', 'blocks', 'src/aws', 'src/store'],
  'src/slack': ['src/slack', 'src/core', 'blocks', 'src/aws', 'src/store', 'commands'],
  'src/organisation': ['src/core'],
  'src/playground': ['src/playground', 'src/core', 'src/aws'],
  'src/entry': ['src', 'blocks', 'commands'],
  infra: ['infra', 'src/organisation', 'src/aws/permissions', 'src/core'],
}
const mayReachPlayground = ['src/entry/play.ts', 'src/entry/cli.ts']

const files = ['src', 'commands', 'blocks', 'infra']
  .filter(folder => existsSync(folder))
  .flatMap(folder => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)))
  .filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'))
const imports = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(m =>
    normalize(join(dirname(file), m[1] ?? '')),
  )
const inside = (file: string, place: string) => file === `${place}.ts` || file.startsWith(`${place}/`)
const houseOf = (file: string) =>
  Object.keys(may)
    .filter(place => inside(file, place))
    .sort((a, b) => b.length - a.length)[0]

describe('the directions of imports', () => {
  it.each(files)('%s imports only what its house may', file => {
    const house = houseOf(file)
    expect(house, `${file} stands in no house of the table`).toBeDefined()
    const wrong = imports(file).filter(target => !may[house ?? '']?.some(place => inside(target, place)))
    expect(wrong).toEqual([])
  })

  it('is a part of npm run check', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(scripts.check).toContain('npm run check:imports')
    expect(scripts['check:imports']).toBe('vitest run test/house/imports.test.ts')
  })

  it('lets only the playground entry and the command line reach the playground', () => {
    const reaching = files.filter(
      file => !file.startsWith('src/playground/') && imports(file).some(target => inside(target, 'src/playground')),
    )
    expect(reaching.filter(file => !mayReachPlayground.includes(file))).toEqual([])
  })

  it('keeps the core pure: no SDK, no Slack, no clock, no environment, no chance', () => {
    const outside = /from '(?!\.|zod'|diff'|croner')[^']+'/
    const impure = /\bprocess\.|\bDate\.now\(|new Date\(\)|Math\.random/
    // What stands after the imports may be the text of a program that is printed.
    const head = (text: string) => text.split(/^(?:const|export|type|function)\b/m)[0] ?? ''
    const found = files.filter(file => {
      const text = readFileSync(file, 'utf8')
      return file.startsWith('src/core/') && (outside.test(head(text)) || impure.test(text))
    })
    expect(found).toEqual([])
  })
})
