import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import { within } from '../../blocks/kit.ts'
import type { Deps } from '../../commands/command.ts'
import { help } from '../../commands/help.ts'
import { createAws } from '../../src/aws/sessions.ts'
import type { House } from '../../src/core/house.ts'
import { parseIntent } from '../../src/core/intent.ts'
import { kinds } from '../../src/core/kinds/index.ts'
import { topics } from '../../src/core/topics/index.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { verbs } from '../../src/core/verbs.ts'
import { loadOrganisation } from '../../src/organisation.ts'
import { problemsOf } from '../../src/playground/slack/limits.ts'

const house = loadOrganisation('organisation.json')
const ask = (topic?: string, of: House = house) => {
  const deps: Deps = { house: of, aws: createAws(of), now: () => new Date(0) }
  return help.run(topic === undefined ? { verb: 'help' } : { verb: 'help', topic }, deps)
}
const ids = [...topics.map(it => it.id), ...kinds.map(it => it.id)]
const pressed = (blocks: Awaited<ReturnType<typeof ask>>['blocks']): readonly string[] =>
  blocks.flatMap(it =>
    it.type === 'actions' ? it.elements.flatMap(e => (e.type === 'button' && e.value ? [e.value] : [])) : [],
  )

describe('help alone', () => {
  it('shows what can be typed by an example each, and has a button for every verb and topic', async () => {
    const { blocks, exit } = await ask()
    const text = asText(blocks)
    for (const verb of ['check', 'explain', 'policy', 'restore', 'requests'] as const) {
      expect(text).toContain(verbs[verb].about)
      expect(text).toContain(`/backup ${verbs[verb].examples[0]}`)
    }
    const others = Object.keys(verbs).filter(verb => verb !== 'help')
    expect(pressed(blocks)).toEqual([...others, ...topics.map(it => it.id)].map(it => `help ${it}`))
    expect(problemsOf(within(blocks))).toEqual([])
    expect(exit).toBe(0)
  })

  it('is data, too', async () => {
    expect((await ask()).json).toMatchObject({
      schema: 'backup-bot/help/1',
      verbs: Object.keys(verbs).map(verb => ({ verb })),
      topics: topics.map(({ id, questions }) => ({ id, questions })),
    })
  })
})

describe('a verb', () => {
  it.each(Object.keys(verbs))('%s', async verb => {
    const { blocks, json, exit } = await ask(verb.toUpperCase())
    expect(asText(blocks)).toContain(verbs[verb as keyof typeof verbs].usage)
    expect(json).toMatchObject({ schema: 'backup-bot/help/1', verbs: [{ verb }] })
    expect(problemsOf(within(blocks))).toEqual([])
    expect(exit).toBe(0)
  })
})

describe.each(ids)('the topic %s', id => {
  it('fits into one message whole, and leads back', async () => {
    const { blocks, exit } = await ask(id)
    expect(problemsOf(within(blocks))).toEqual([])
    expect(asText(blocks)).not.toMatch(/did not (within|fit)|more lines/)
    expect(pressed(blocks)).toEqual(['help'])
    expect(exit).toBe(0)
  })

  it('is data, too: sentences with their links', async () => {
    const { json } = await ask(id)
    expect(json).toMatchObject({ schema: 'backup-bot/help/1', topic: { id, says: expect.any(Array) } })
    expect(JSON.stringify(json)).toContain('https://')
    expect(JSON.stringify(json)).not.toContain('"url"')
  })
})

describe('what nobody knows', () => {
  it.each([
    ['nonsense', /There is no help on "nonsense"\. These are/, undefined],
    ['tgas', /did you mean tags\?/, 'help tags'],
    ['chekc', /did you mean check\?/, 'help check'],
    ['fsx', /Which one\?/, 'help fsx-windows'],
    ['<!channel>', /There is no help on/, undefined],
  ])('%s', async (word, sentence, first) => {
    const { blocks, json, exit } = await ask(word)
    expect(asText(blocks)).toMatch(sentence)
    expect(JSON.stringify(blocks)).not.toContain('<!')
    expect(json).toMatchObject({ schema: 'backup-bot/mistake/1' })
    const words = pressed(blocks)
    expect(words[0]).toBe(first ?? 'help check')
    expect(words.map(it => parseIntent(it)).filter(isMistake)).toEqual([])
    expect(exit).toBe(2)
  })

  it('breaks no limit, whatever was typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 4000 }), async word => {
        expect(problemsOf(within((await ask(word)).blocks))).toEqual([])
      }),
      { numRuns: 50 },
    )
  })
})

const odd = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }),
  fc.constantFrom('<!channel>', '<@U1>', '`', '```', '*_~`', '&', '|', '<https://evil.example|x>', '😀'.repeat(900)),
)
const days = fc.integer({ min: 1, max: 100_000 })
const oddHouse: fc.Arbitrary<House> = fc
  .record({
    name: odd,
    vault: odd,
    local: odd,
    central: odd,
    key: odd,
    tags: fc.tuple(odd, odd, odd, odd),
    regions: fc.array(odd, { minLength: 1, maxLength: 60 }),
    kept: days,
    keptLocally: days,
    airGappedVault: fc.option(odd),
    customerKey: fc.constantFrom('required' as const, 'advised' as const, 'off' as const),
  })
  .map(it => ({
    ...house,
    name: it.name,
    central: {
      ...house.central,
      name: it.central,
      vault: it.vault,
      key: it.key,
      retentionDays: it.kept,
      airGappedVault: it.airGappedVault,
    },
    member: { ...house.member, vault: it.local, retentionDays: it.keptLocally },
    regions: it.regions,
    tag: { key: it.tags[0], enabled: it.tags[1], disabled: it.tags[2], custom: it.tags[3] },
    houseRules: { customerKey: it.customerKey },
  }))

describe('an odd house', () => {
  it.each(topics)('$id breaks no limit and pings nobody', async ({ id }) => {
    await fc.assert(
      fc.asyncProperty(oddHouse, async of => {
        const { blocks } = await ask(id, of)
        expect(problemsOf(within(blocks))).toEqual([])
        expect(JSON.stringify(blocks)).not.toMatch(/<[!@#]/)
      }),
      { numRuns: 25 },
    )
  })
})
