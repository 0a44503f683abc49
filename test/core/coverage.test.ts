import { describe, expect, it } from 'vitest'
import { isCovered, isDue, resourceAt, withoutJob } from '../../src/core/coverage.ts'

const now = new Date('2026-11-28T12:00:00.000Z')
const hours = (n: number) => new Date(now.getTime() - n * 3_600_000).toISOString()
const place = { account: '111122223333', region: 'eu-central-1' }
const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0a1b2c3d4e5f60001'
const weekly = { cron: 'cron(0 5 ? * SUN *)', timeZone: 'UTC' }
const daily = { cron: 'cron(0 5 ? * * *)', timeZone: 'UTC' }

describe('a resource without a backup is due', () => {
  it.each([
    ['seen just now', { since: hours(0) }, daily, false],
    ['seen for a day', { since: hours(24) }, daily, false],
    ['seen for more than a day', { since: hours(26) }, daily, true],
    ['the same, told before', { since: hours(26), told: true }, daily, false],
    ['no schedule is known', { since: hours(26) }, null, true],
    ['the schedule is not understood', { since: hours(26) }, { cron: 'x', timeZone: 'UTC' }, true],
    ['the weekly run has not come', { since: hours(72) }, weekly, false],
    ['the weekly run has come', { since: hours(8 * 24) }, weekly, true],
  ])('%s', (_, mark, schedule, expected) => {
    expect(isDue({ arn: volume, told: false, ...mark }, schedule, now)).toBe(expected)
  })
})

it.each([
  ['no backup', undefined, false],
  ['a backup without a time', null, false],
  ['last night’s', hours(9), true],
  ['last week’s', hours(7 * 24), true],
  ['an older one', hours(9 * 24), false],
])('%s covers: %s', (_, last, expected) => expect(isCovered(last, now)).toBe(expected))

it.each([
  [volume, 'ebs'],
  ['arn:aws:s3:::team-a-invoices', 's3'],
  ['arn:aws:ec2:eu-central-1:111122223333:snapshot/snap-0a1b2c3d4e5f60001', undefined],
  ['arn:aws:lambda:eu-central-1:111122223333:function:x', undefined],
  ['arn:aws:ec2:eu-central-1:999900001111:volume/vol-0a1b2c3d4e5f60001', undefined],
  ['text', undefined],
])('%s is of the family %s', (arn, family) => expect(resourceAt(arn, place)?.family).toBe(family))

it('a job of any kind and outcome speaks for its resource', () => {
  const left = withoutJob([volume, 'arn:aws:s3:::a-bucket'], [{ resource: volume }], place)
  expect(left.map(it => it.name)).toEqual(['a-bucket'])
})
