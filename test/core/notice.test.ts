import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allLanded,
  changesAt,
  channelOf,
  isMuted,
  jobUrl,
  type Landing,
  lands,
  type Notice,
  startsAnew,
  timeLeft,
} from '../../src/core/notice.ts'
import { account, alerts, house, owners, stranger } from '../slack/stage.ts'

const noon = new Date('2026-11-21T12:00:00.000Z')
const minutes = (n: number) => new Date(noon.getTime() + n * 60_000).toISOString()
const notice: Notice = {
  id: 'G-0000000000-1',
  group: 'cause|key|account',
  kind: 'copy',
  account,
  channel: owners,
  insteadOf: null,
  cause: { id: 'cause', because: 'Because.', fix: null },
  key: null,
  first: { job: 'job', region: 'eu-central-1', resource: null },
  count: 2,
  landed: 0,
  deadline: null,
  lastAt: minutes(0),
  closedAt: null,
  acknowledged: null,
  muted: null,
}

describe('channelOf', () => {
  it.each([
    ['the owner’s', account, owners],
    ['the default one', stranger, alerts],
  ])('%s', (_, id, channel) => expect(channelOf(house, id)).toBe(channel))
})

describe('startsAnew', () => {
  it.each<[string, string | null, number, boolean]>([
    ['a minute later', null, 1, false],
    ['an hour earlier', null, -60, false],
    ['half a day later', null, 12 * 60, false],
    ['the next night', null, 12 * 60 + 1, true],
    ['after all have landed', minutes(0), 1, true],
  ])('%s', (_, closedAt, at, anew) => expect(startsAnew({ ...notice, closedAt }, { at: minutes(at) })).toBe(anew))
})

describe('lands', () => {
  const failure = { kind: 'copy', vault: 'central', recoveryPoint: 'point-1', at: minutes(0) } as const
  const good: Landing = {
    kind: 'copy',
    account,
    resource: 'volume',
    vault: 'central',
    recoveryPoint: 'point-1',
    takenAt: null,
    at: minutes(1),
  }
  it.each<[string, Partial<Landing>, boolean]>([
    ['the same recovery point, later', {}, true],
    ['the same recovery point, earlier', { at: minutes(-1) }, false],
    ['at the same moment', { at: minutes(0) }, false],
    ['another vault', { vault: 'air-gapped' }, false],
    ['no vault known', { vault: null }, false],
    ['a backup', { kind: 'backup' }, false],
    ['another recovery point, nobody knows of when', { recoveryPoint: 'point-2' }, false],
    ['another recovery point, taken before', { recoveryPoint: 'point-0', takenAt: minutes(-60) }, false],
    ['a newer recovery point', { recoveryPoint: 'point-2', takenAt: minutes(0.5) }, true],
    ['no recovery point known', { recoveryPoint: null }, false],
  ])('%s', (_, more, expected) => expect(lands({ ...good, ...more }, failure)).toBe(expected))

  it('no recovery point on either side proves nothing', () =>
    expect(lands({ ...good, recoveryPoint: null }, { ...failure, recoveryPoint: null })).toBe(false))
  it('a later backup makes good a failed backup', () =>
    expect(lands({ ...good, kind: 'backup', recoveryPoint: 'x' }, { ...failure, kind: 'backup' })).toBe(true))
})

describe('timeLeft', () => {
  it.each([
    [9 * 60 + 59, 'in 9 h'],
    [60, 'in 1 h'],
    [59, 'in less than an hour'],
    [0, 'over'],
    [-5, 'over'],
    [48 * 60, 'in 48 h'],
    [73 * 60, 'in 3 days'],
  ])('%i minutes', (left, words) => expect(timeLeft(minutes(left), noon)).toBe(words))
})

describe('changesAt', () => {
  const muted = { by: 'U0ANNA', at: minutes(0), until: minutes(90) }
  it.each<[string, Partial<Notice>, string | null]>([
    ['nothing ends', {}, null],
    ['the end of a mute', { muted, deadline: minutes(30) }, minutes(90)],
    ['a mute that is over', { muted: { ...muted, until: minutes(-1) } }, null],
    ['a deadline that is over', { deadline: minutes(0) }, null],
    ['all landed', { landed: 2, deadline: minutes(90) }, null],
  ])('%s', (_, more, at) => expect(changesAt({ ...notice, ...more }, noon)).toBe(at))

  it('is when the words for the time left change, and not before', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 * 60 * 60 }), seconds => {
        const deadline = new Date(noon.getTime() + seconds * 1000).toISOString()
        const next = new Date(changesAt({ ...notice, deadline }, noon) ?? '')
        expect(timeLeft(deadline, next)).not.toBe(timeLeft(deadline, noon))
        const before = new Date(next.getTime() - 1001)
        if (before > noon) expect(timeLeft(deadline, before)).toBe(timeLeft(deadline, noon))
      }),
    ))
})

describe('isMuted', () => {
  it.each([
    [1, true],
    [0, false],
    [-1, false],
  ])('%i minutes before the end', (left, expected) =>
    expect(isMuted({ muted: { by: 'U0ANNA', at: minutes(-60), until: minutes(left) } }, noon)).toBe(expected),
  )
})

describe('allLanded', () => {
  it.each([
    [2, 1, false],
    [2, 2, true],
    [0, 0, false],
  ])('of %i, %i', (count, landed, expected) => expect(allLanded({ count, landed })).toBe(expected))
})

describe('jobUrl', () => {
  const job = '0A1B2C3D-0000-4000-8000-0123456789AB'
  it('leads to the job', () =>
    expect(jobUrl('copy', job, 'eu-central-1')).toBe(
      `https://eu-central-1.console.aws.amazon.com/backup/home?region=eu-central-1#/jobs/copy/details/${job}`,
    ))
  it.each([
    ['a region that is none', job, 'evil.example/'],
    ['an id that is none', '<!channel>', 'eu-central-1'],
    ['an id with a bar', `${job}|`, 'eu-central-1'],
  ])('is none for %s', (_, id, region) => expect(jobUrl('copy', id, region)).toBeUndefined())
})
