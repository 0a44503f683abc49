import { describe, expect, it } from 'vitest'
import { type Cause, jobKinds } from '../../src/core/cause.ts'
import { causeById, causes } from '../../src/core/causes/index.ts'
import { diagnose } from '../../src/core/diagnose.ts'
import { kinds } from '../../src/core/kinds/index.ts'
import { clean } from '../../src/core/message.ts'
import { rules } from '../../src/core/rules/index.ts'

const messages = causes.flatMap(cause =>
  [cause.example, ...(cause.variants ?? [])].map(message => ({ cause, id: cause.id, message })),
)
const jobsOf = (cause: Cause) => jobKinds.filter(kind => cause.jobs.includes(kind))

describe('every message is recognised by its own cause', () => {
  it.each(messages)('$id: $message', ({ cause, message }) => {
    const asked = [
      { message },
      { message: `"${message}"` },
      ...jobsOf(cause).map(jobKind => ({ message, jobKind, backupType: cause.types?.[0] ?? 'S3' })),
    ]
    for (const failure of asked) {
      const { diagnosis, causes: found } = diagnose(failure)
      expect(diagnosis).toBe('explained')
      expect(found[0]?.id).toBe(cause.id)
      expect(found[0]?.weak).toBe(cause.catchAll === true)
    }
  })

  it.each(messages.filter(({ cause }) => !cause.catchAll))('$id and no other specific one: $message', it => {
    const others = causes.filter(
      other => !other.catchAll && other !== it.cause && other.pattern.test(clean(it.message)),
    )
    const allowed = it.id === 'LIF_RETENTION' ? ['LIF_RETENTION_BACKUP'] : []
    expect(others.map(other => other.id)).toEqual(allowed)
  })
})

describe('an entry', () => {
  it('has an id of its own', () => {
    expect(new Set(causes.map(cause => cause.id)).size).toBe(causes.length)
    for (const cause of causes) expect(causeById(cause.id)).toBe(cause)
  })

  it('is one of the 99 that are known, none lost on the way into the registry', () => {
    expect(causes.length).toBe(99)
  })

  it('names rules that exist', () => {
    const known = new Set(rules.map(rule => rule.id))
    const named = causes.flatMap(cause => [
      ...(cause.rules ?? []),
      ...(cause.readings ?? []).flatMap(reading => [...(reading.rules ?? []), reading.when.blocked ?? []].flat()),
    ])
    expect(named.filter(rule => !known.has(rule))).toEqual([])
    expect(named.length).toBeGreaterThan(0)
  })

  it('names types as AWS Backup does', () => {
    const types = new Set(kinds.map(kind => kind.backupType))
    const named = causes.flatMap(cause => [
      ...(cause.types ?? []),
      ...(cause.readings ?? []).flatMap(reading => reading.when.types ?? []),
    ])
    expect([...new Set(named)].filter(type => !types.has(type))).toEqual([])
  })

  it.each(causes.map(cause => [cause.id, cause] as const))('%s is told in whole, short sentences', (_, cause) => {
    const texts = [cause, ...(cause.readings ?? [])].flatMap(({ because, fix }) =>
      [because, fix].filter(text => text !== undefined),
    )
    for (const text of texts) {
      expect(text).toMatch(/^[A-Za-z].*[.]$/s)
      expect(text.length).toBeLessThan(330)
    }
  })

  it.each(causes.map(cause => [cause.id, cause] as const))('%s cites pages', (_, cause) => {
    for (const source of cause.sources) expect(source).toMatch(/^https:\/\/\S+$/)
  })

  it.each(causes.map(cause => [cause.id, cause.pattern] as const))(
    '%s has a pattern that cannot run away',
    (_, pattern) => {
      expect(pattern.flags).toBe('i')
      expect(pattern.source).not.toMatch(/\([^()]*[^\\][*+][^()]*\)[*+{]/)
      expect(pattern.source.replace(/^\^\(\?!\.\*[^)]*\)\.\*/, '')).not.toMatch(/(?:\.|\\[SwDWd]|\])[*+]/)
    },
  )
})
