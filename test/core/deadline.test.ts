import { describe, expect, it } from 'vitest'
import { deadline } from '../../src/core/deadline.ts'

describe('deadline', () => {
  it.each([
    [
      "AWS's own time first",
      { calculatedDeleteAt: '2026-11-21T01:00:05.112Z', createdAt: '2026-11-01T00:00:00Z', retentionDays: 1 },
      '2026-11-21T01:00:05.112Z',
    ],
    [
      'else creation plus retention',
      { createdAt: '2026-11-20T01:00:00Z', retentionDays: 1 },
      '2026-11-21T01:00:00.000Z',
    ],
    ['nothing known', { retentionDays: 1 }, null],
    ['nonsense', { createdAt: 'yesterday', retentionDays: 1 }, null],
    ['a retention beyond all calendars', { createdAt: '2026-11-20T01:00:00Z', retentionDays: 1e12 }, null],
  ])('%s', (_, point, at) => {
    expect(deadline(point)).toBe(at)
  })
})
