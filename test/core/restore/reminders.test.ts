import { describe, expect, it } from 'vitest'
import { dueReminders, expiresSoon, nextWorkingMorning, stale } from '../../../src/core/restore/reminders.ts'
import type { Request } from '../../../src/core/restore/request.ts'
import { house, point, requestOf } from './samples.ts'

const filedAt = (at: string, change: Partial<Request> = {}): Request =>
  requestOf('s3', {
    createdAt: at,
    history: [{ at, by: 'U', name: 'Uma', move: 'file', before: null, after: 'filed', where: 'x' }],
    ...change,
  })

describe('the next working morning', () => {
  it.each([
    ['before nine on a Friday', '2026-11-20T07:59:59.000Z', 'Europe/Berlin', '2026-11-20T08:00:00.000Z'],
    ['at nine on a Friday: Monday', '2026-11-20T08:00:00.000Z', 'Europe/Berlin', '2026-11-23T08:00:00.000Z'],
    ['on a Saturday: Monday', '2026-11-21T12:00:00.000Z', 'Europe/Berlin', '2026-11-23T08:00:00.000Z'],
    ['on a Tuesday afternoon', '2026-11-17T15:00:00.000Z', 'Europe/Berlin', '2026-11-18T08:00:00.000Z'],
    ['across the change to winter time', '2026-10-23T12:00:00.000Z', 'Europe/Berlin', '2026-10-26T08:00:00.000Z'],
    ['across the change to summer time', '2026-03-27T12:00:00.000Z', 'Europe/Berlin', '2026-03-30T07:00:00.000Z'],
    ['late on Sunday in UTC, Monday there', '2026-11-22T23:30:00.000Z', 'Asia/Singapore', '2026-11-23T01:00:00.000Z'],
    ['west of UTC', '2026-11-21T02:00:00.000Z', 'America/New_York', '2026-11-23T14:00:00.000Z'],
    ['in UTC', '2026-11-20T08:00:00.000Z', 'UTC', '2026-11-20T09:00:00.000Z'],
  ])('%s', (_, after, zone, expected) =>
    expect(new Date(nextWorkingMorning(Date.parse(after), zone)).toISOString()).toBe(expected),
  )
})

describe('reminders', () => {
  const friday = '2026-11-20T14:00:00.000Z'
  it.each<[string, Request, string, readonly string[]]>([
    ['urgent, too early', filedAt(friday, { urgency: 'urgent' }), '2026-11-20T14:29:59.000Z', []],
    [
      'urgent, after half an hour',
      filedAt(friday, { urgency: 'urgent' }),
      '2026-11-20T14:30:00.000Z',
      ['2026-11-20T14:30:00.000Z'],
    ],
    [
      'urgent, still the same one later',
      filedAt(friday, { urgency: 'urgent' }),
      '2026-11-22T10:00:00.000Z',
      ['2026-11-20T14:30:00.000Z'],
    ],
    [
      'urgent, again on Monday',
      filedAt(friday, { urgency: 'urgent' }),
      '2026-11-23T08:00:00.000Z',
      ['2026-11-23T08:00:00.000Z'],
    ],
    ['normal, over the weekend', filedAt(friday), '2026-11-22T10:00:00.000Z', []],
    ['normal, on Monday', filedAt(friday), '2026-11-23T09:00:00.000Z', ['2026-11-23T08:00:00.000Z']],
    ['normal, one a day', filedAt(friday), '2026-11-25T09:00:00.000Z', ['2026-11-25T08:00:00.000Z']],
    ['while a job runs', filedAt(friday, { state: 'restoring' }), '2026-11-25T09:00:00.000Z', []],
    [
      'when it is copied back and waits',
      filedAt(friday, {
        state: 'copying back',
        legs: { copy: { job: 'j', done: 'arn' }, restore: { job: null, done: null } },
      }),
      '2026-11-23T09:00:00.000Z',
      ['2026-11-23T08:00:00.000Z'],
    ],
    ['when it is over', filedAt(friday, { state: 'declined' }), '2026-11-25T09:00:00.000Z', []],
  ])('%s', (_, request, now, due) =>
    expect(
      dueReminders(request, now, house)
        .filter(it => it.what === 'nobody has acted')
        .map(it => it.due),
    ).toEqual(due),
  )

  it('have one key as long as nothing changes, and another after a move', () => {
    const request = filedAt(friday, { urgency: 'urgent' })
    const keyAt = (it: Request, now: string) => dueReminders(it, now, house)[0]?.key
    expect(keyAt(request, '2026-11-20T14:31:00.000Z')).toBe(keyAt(request, '2026-11-20T18:00:00.000Z'))
    expect(keyAt({ ...request, version: 2 }, '2026-11-20T14:31:00.000Z')).not.toBe(
      keyAt(request, '2026-11-20T14:31:00.000Z'),
    )
  })
})

describe('expiry', () => {
  const short = { ...point, createdAt: '2026-11-20T00:00:00.000Z', expiresAt: '2026-11-21T00:00:00.000Z' }
  const copied = { copy: { job: 'j', done: 'arn' }, restore: { job: null, done: null } }
  it.each<[string, Request, string, boolean]>([
    ['35 days: three days ahead', filedAt('2026-11-20T00:00:00Z'), '2026-12-12T01:00:00Z', false],
    ['35 days: two days ahead', filedAt('2026-11-20T00:00:00Z'), '2026-12-13T01:00:00Z', true],
    ['one day: seven hours ahead', filedAt('2026-11-20T00:00:00Z', { point: short }), '2026-11-20T17:00:00Z', false],
    ['one day: six hours ahead', filedAt('2026-11-20T00:00:00Z', { point: short }), '2026-11-20T18:00:00Z', true],
    [
      'kept for ever',
      filedAt('2026-11-20T00:00:00Z', { point: { ...point, expiresAt: null } }),
      '2030-01-01T00:00:00Z',
      false,
    ],
    ['copied back already', filedAt('2026-11-20T00:00:00Z', { legs: copied }), '2026-12-14T00:00:00Z', false],
    ['over', filedAt('2026-11-20T00:00:00Z', { state: 'restored' }), '2026-12-14T00:00:00Z', false],
  ])('warns: %s', (_, request, now, soon) => {
    expect(expiresSoon(request, now)).toBe(soon)
    expect(dueReminders(request, now, house).some(it => it.what === 'expires soon')).toBe(soon)
  })

  it.each<[string, Request, string, string | null]>([
    ['fresh', filedAt('2026-11-20T00:00:00Z'), '2026-11-21T00:00:00.000Z', null],
    [
      'nobody for 14 days',
      filedAt('2026-11-20T00:00:00Z'),
      '2026-12-04T00:00:00.000Z',
      'Nobody acted on it for 14 days.',
    ],
    [
      'recovery point gone',
      filedAt('2026-12-14T00:00:00Z'),
      '2026-12-15T01:00:00.000Z',
      'The recovery point expired at 2026-12-15T01:00:00.000Z.',
    ],
    [
      'gone, but copied back',
      filedAt('2026-12-14T00:00:00Z', { state: 'approved', legs: copied }),
      '2026-12-15T02:00:00.000Z',
      null,
    ],
    ['running', filedAt('2026-11-20T00:00:00Z', { state: 'restoring' }), '2027-12-04T00:00:00.000Z', null],
  ])('closes: %s', (_, request, now, why) => expect(stale(request, now)).toBe(why))
})
