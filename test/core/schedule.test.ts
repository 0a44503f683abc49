import { describe, expect, it } from 'vitest'
import { ago, clockTime, runsAround, span } from '../../src/core/schedule.ts'

/** A Saturday. */
const noon = new Date('2026-11-28T12:00:00Z')
const iso = (date: Date | null | undefined) => date?.toISOString().replace(':00.000Z', '') ?? null

describe('the runs of a cron expression of AWS', () => {
  it.each<[string, string | null, string | null, string?, string?]>([
    ['cron(0 5 ? * * *)', '2026-11-28T05:00', '2026-11-29T05:00'],
    ['0 5 ? * * *', '2026-11-28T05:00', '2026-11-29T05:00'],
    ['cron(0 12 * * ? *)', '2026-11-28T12:00', '2026-11-29T12:00'],
    // Days of the week are 1 to 7, from Sunday.
    ['cron(0 5 ? * 1 *)', '2026-11-22T05:00', '2026-11-29T05:00'],
    ['cron(0 5 ? * 7 *)', '2026-11-28T05:00', '2026-12-05T05:00'],
    ['cron(0 5 ? * L *)', '2026-11-28T05:00', '2026-12-05T05:00'],
    ['cron(0 5 ? * 2-6 *)', '2026-11-27T05:00', '2026-11-30T05:00'],
    ['cron(0 5 ? * MON-FRI *)', '2026-11-27T05:00', '2026-11-30T05:00'],
    ['cron(0 5 ? * SUN,WED *)', '2026-11-25T05:00', '2026-11-29T05:00'],
    ['cron(0 5 ? * 6L *)', '2026-11-27T05:00', '2026-12-25T05:00'],
    ['cron(0 5 ? * 6#3 *)', '2026-11-20T05:00', '2026-12-18T05:00'],
    ['cron(0 5 L * ? *)', '2026-10-31T05:00', '2026-11-30T05:00'],
    // 15 November is a Sunday.
    ['cron(0 5 15W * ? *)', '2026-11-16T05:00', '2026-12-15T05:00'],
    ['cron(0/15 8-17 ? * * *)', '2026-11-28T12:00', '2026-11-28T12:15'],
    ['cron(0 0/12 ? * * *)', '2026-11-28T12:00', '2026-11-29T00:00'],
    ['cron(0 5 1 JAN,JUL ? *)', '2026-07-01T05:00', '2027-01-01T05:00'],
    ['cron(0 5 1 1 ? 2024)', '2024-01-01T05:00', null],
    ['cron(0 5 1 1 ? 2030-2031)', null, '2030-01-01T05:00'],
    ['cron(0 5 30 2 ? *)', null, null],
    ['cron(0 5 ? * * *)', '2026-11-28T04:00', '2026-11-29T04:00', 'Europe/Berlin'],
    ['cron(0 5 ? * * *)', '2026-11-28T05:00', '2026-11-29T05:00', ''],
    // The clock is put forward in the night of the 29th.
    ['cron(0 5 ? * * *)', '2026-03-28T04:00', '2026-03-29T03:00', 'Europe/Berlin', '2026-03-28T12:00:00Z'],
  ])('%s: last %s, next %s', (cron, last, next, timeZone = 'UTC', at) => {
    const runs = runsAround({ cron, timeZone }, at ? new Date(at) : noon)
    expect([iso(runs?.last), iso(runs?.next)]).toEqual([last, next])
  })

  it.each([
    ['rate(1 hour)', 'UTC'],
    ['cron(0 5 ? * *)', 'UTC'],
    ['cron(0 5 ? * * * *)', 'UTC'],
    ['cron(0 25 ? * * *)', 'UTC'],
    ['cron(0 5 ? * 2#9 *)', 'UTC'],
    ['cron(0 5 ? * 8 *)', 'UTC'],
    ['', 'UTC'],
    ['cron(0 5 ? * * *)', 'Nowhere/There'],
  ])('%s in %s is not understood', (cron, timeZone) => expect(runsAround({ cron, timeZone }, noon)).toBeUndefined())
})

it.each([
  ['2026-11-29T04:00:00Z', 'Europe/Berlin', '29 Nov 05:00 Europe/Berlin'],
  ['2026-11-29T04:00:00Z', '', '29 Nov 04:00 UTC'],
  ['2027-01-01T00:00:00Z', 'UTC', '1 Jan 2027 00:00 UTC'],
])('%s in %s is %s', (time, zone, shown) => expect(clockTime(new Date(time), zone, noon)).toBe(shown))

it.each([
  ['2026-11-28T03:30:00Z', '28 Nov 03:30 UTC, 9 h ago'],
  ['some day', 'some day'],
])('%s was %s', (iso, shown) => expect(ago(iso, noon)).toBe(shown))

it.each([
  [40, '40 min'],
  [90, '2 h'],
  [47 * 60, '47 h'],
  [72 * 60, '3 days'],
])('%d minutes are %s', (minutes, shown) => {
  const other = new Date(noon.getTime() + minutes * 60_000)
  expect([span(noon, other), span(other, noon)]).toEqual([shown, shown])
})
