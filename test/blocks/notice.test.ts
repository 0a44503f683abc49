import type { KnownBlock } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import { failureBlocks, landedBlocks, moreBlocks, noticeBlocks, type ToldFailure } from '../../blocks/notice.ts'
import { parseIntent, printIntent } from '../../src/core/intent.ts'
import type { Notice } from '../../src/core/notice.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { problemsOf } from '../../src/playground/slack/limits.ts'

const now = new Date('2026-11-21T05:00:00.000Z')
const job = '0A1B2C3D-0000-4000-8000-0123456789AB'
const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0a1b2c3d4e5f60001'
const key = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-0123456789ab'
const notice: Notice = {
  id: 'G-Y18D75XR5Q-1',
  group: `key-not-shared|${key}|111122223333`,
  kind: 'copy',
  account: '111122223333',
  channel: 'C0SHOP',
  insteadOf: null,
  cause: { id: 'key-not-shared', because: 'The central account may not use the key.', fix: 'Add the statements.' },
  key,
  first: { job, region: 'eu-central-1', resource: volume },
  count: 37,
  landed: 0,
  deadline: '2026-11-21T14:05:00.000Z',
  lastAt: '2026-11-21T03:00:00.000Z',
  closedAt: null,
  acknowledged: null,
  muted: null,
}
const told: ToldFailure = {
  kind: 'copy',
  job,
  account: '111122223333',
  region: 'eu-central-1',
  resource: volume,
  message: 'Given key ID is not accessible',
  at: '2026-11-21T03:00:00.000Z',
  deadline: notice.deadline,
}

const labels = (blocks: readonly KnownBlock[]) =>
  blocks.flatMap(it =>
    it.type === 'actions' ? it.elements.flatMap(button => (button.type === 'button' ? [button.text.text] : [])) : [],
  )
const words = (blocks: readonly KnownBlock[]) =>
  blocks.flatMap(it =>
    it.type === 'actions' ? it.elements.flatMap(button => (button.type === 'button' ? [button.value ?? ''] : [])) : [],
  )
/** All that Slack reads as mrkdwn, wherever it stands. */
const mrkdwn = (it: unknown): string => {
  if (typeof it !== 'object' || it === null) return ''
  if ('type' in it && it.type === 'mrkdwn' && 'text' in it) return String(it.text)
  return Object.values(it).map(mrkdwn).join('\n')
}
const draw = (more: Partial<Notice> = {}) => noticeBlocks({ ...notice, ...more }, 'shop-prod', now)

describe('the root message', () => {
  it('says what failed, why, until when, and what to do', () =>
    expect(asText(draw())).toBe(`✗ 37 copies failed: The central account may not use the key.
Can be re-run until 2026-11-21T14:05:00.000Z (in 9 h).
Do: Add the statements.
  shop-prod 111122223333 · key ${key} · Open in the AWS console: https://eu-central-1.console.aws.amazon.com/backup/home?region=eu-central-1#/jobs/copy/details/${job}
→ Explain: /backup explain ${job} --account 111122223333 --region eu-central-1
→ Key policy: /backup policy ${key} --account 111122223333 --region eu-central-1
→ Re-check: /backup check ${volume} --account 111122223333 --region eu-central-1
→ Retry the copies: /backup retry G-Y18D75XR5Q-1
→ Acknowledge: /backup notice ack G-Y18D75XR5Q-1
→ Mute this cause for a day: /backup notice mute G-Y18D75XR5Q-1`))

  it('shows the deadline in the reader’s time zone', () =>
    expect(JSON.stringify(draw())).toContain(
      '<!date^1795269900^{date_short_pretty} at {time}|2026-11-21T14:05:00.000Z>',
    ))

  const ana = { by: 'U0ANNA', at: '2026-11-21T04:00:00.000Z' }
  it.each<[string, Partial<Notice>, string]>([
    ['one copy', { count: 1 }, '✗ 1 copy failed: '],
    ['the resource of the only one', { count: 1 }, `shop-prod 111122223333 · ${volume} · key ${key}`],
    ['some landed', { landed: 12 }, '✗ 37 copies failed, 12 of them landed since: '],
    ['all landed', { landed: 37 }, '✓ 37 copies failed, all 37 landed: '],
    ['the only one landed', { count: 1, landed: 1 }, '✓ 1 copy failed, and has landed since: '],
    ['backups', { kind: 'backup', count: 3, landed: 3 }, '✓ 3 backups failed, all 3 completed: '],
    ['a denied key', { kind: 'key denial', count: 1 }, '✗ 1 unexpected call on a backup key was seen: '],
    ['denied keys', { kind: 'key denial', count: 2 }, '✗ 2 unexpected calls on a backup key were seen: '],
    ['a deadline that is over', { deadline: '2026-11-21T04:00:00.000Z' }, 'cannot be copied any more.'],
    [
      'points that can never be copied',
      { cause: { ...notice.cause, again: false } },
      'Running it again cannot help; the first recovery point goes 2026-11-21T14:05:00.000Z (in 9 h).',
    ],
    ['acknowledged', { acknowledged: ana }, 'Acknowledged by <@U0ANNA>, 2026-11-21T04:00:00.000Z'],
    ['muted', { muted: { ...ana, until: '2026-11-22T04:00:00.000Z' } }, 'until 2026-11-22T04:00:00.000Z'],
    ['moved', { insteadOf: 'C0GONE' }, 'Meant for the channel C0GONE, which cannot be reached.'],
  ])('%s', (_, more, expected) => expect(asText(draw(more))).toContain(expected))

  it.each<[string, Partial<Notice>, readonly string[]]>([
    ['all landed', { landed: 37 }, ['Explain']],
    [
      'acknowledged',
      { acknowledged: ana },
      ['Explain', 'Key policy', 'Re-check', 'Retry the copies', 'Mute this cause for a day'],
    ],
    [
      'muted',
      { muted: { ...ana, until: '2026-11-22T04:00:00.000Z' } },
      ['Explain', 'Key policy', 'Re-check', 'Retry the copies', 'Acknowledge', 'Undo the mute'],
    ],
    [
      'a mute that is over',
      { muted: { ...ana, until: '2026-11-21T04:30:00.000Z' } },
      ['Explain', 'Key policy', 'Re-check', 'Retry the copies', 'Acknowledge', 'Mute this cause for a day'],
    ],
    [
      'a backup',
      { kind: 'backup', key: null },
      ['Explain', 'Key policy', 'Re-check', 'Acknowledge', 'Mute this cause for a day'],
    ],
    [
      'nothing to copy any more',
      { count: 1, deadline: '2026-11-21T04:00:00.000Z' },
      ['Explain', 'Key policy', 'Re-check', 'Acknowledge', 'Mute this cause for a day'],
    ],
    [
      'points that can never be copied',
      { cause: { ...notice.cause, again: false } },
      ['Explain', 'Key policy', 'Re-check', 'Acknowledge', 'Mute this cause for a day'],
    ],
    [
      'neither resource nor key',
      { key: null, first: { job, region: 'eu-central-1', resource: null } },
      ['Explain', 'Retry the copies', 'Acknowledge', 'Mute this cause for a day'],
    ],
    [
      'a denied key',
      { kind: 'key denial', first: { job, region: 'eu-central-1', resource: null } },
      ['Key policy', 'Acknowledge', 'Mute this cause for a day'],
    ],
  ])('buttons: %s', (_, more, expected) => expect(labels(draw(more))).toEqual(expected))
})

describe('the thread', () => {
  it('tells one failure', () =>
    expect(asText(failureBlocks(told)).split('\n').slice(0, 4)).toEqual([
      `${volume} · eu-central-1 · 2026-11-21T03:00:00.000Z`,
      'Given key ID is not accessible',
      'The recovery point goes 2026-11-21T14:05:00.000Z.',
      `  job ${job}`,
    ]))
  it('sums up the others', () =>
    expect(asText(moreBlocks(notice, 5, [told, { ...told, resource: null }, told]))).toBe(`32 more of the same:
• ${volume} eu-central-1, 2 times
• job ${job} eu-central-1
  and 29 that are not listed here`))
  it.each([
    [37, 'All 37 landed.'],
    [1, 'The copy has landed.'],
  ])('has the last word for %i', (count, text) =>
    expect(asText(landedBlocks({ ...notice, count, landed: count }))).toBe(`✓ ${text}`),
  )
})

describe('any text from outside', () => {
  const evil = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 3000 }),
    fc.constantFrom(
      '',
      ' ',
      '<!channel>',
      '<@U123>',
      '<https://evil.example|x>',
      '`',
      '--account',
      '"',
      '😀'.repeat(1500),
    ),
    fc
      .array(fc.constantFrom('<', '>', '&', '`', '*', '!channel', '|', '"', ' '), { maxLength: 2500 })
      .map(it => it.join('')),
  )
  const maybe = fc.option(evil)
  const kind = fc.constantFrom('copy' as const, 'backup' as const, 'key denial' as const)
  const count = fc.integer({ min: 1, max: 1_000_000 })
  const mark = fc.record({ by: evil, at: evil })
  const anyNotice: fc.Arbitrary<Notice> = fc.record({
    id: fc.constant(notice.id),
    group: evil,
    kind,
    account: evil,
    channel: evil,
    insteadOf: maybe,
    cause: fc.record({ id: evil, because: evil, fix: maybe }),
    key: maybe,
    first: fc.record({ job: evil, region: evil, resource: maybe }),
    count,
    landed: count,
    deadline: fc.option(fc.oneof(evil, fc.constant(notice.deadline ?? ''))),
    lastAt: evil,
    closedAt: fc.constant(null),
    acknowledged: fc.option(mark),
    muted: fc.option(fc.record({ by: evil, at: evil, until: fc.constant('2026-11-22T05:00:00.000Z') })),
  })
  const anyTold: fc.Arbitrary<ToldFailure> = fc.record({
    kind,
    job: evil,
    account: evil,
    region: evil,
    resource: maybe,
    message: maybe,
    at: evil,
    deadline: maybe,
  })

  it('keeps Slack’s limits, pings nobody, and every button’s words mean what they say', () =>
    fc.assert(
      fc.property(anyNotice, fc.array(anyTold, { maxLength: 20 }), maybe, (it, failures, name) => {
        const messages = [
          noticeBlocks(it, name ?? undefined, now),
          moreBlocks(it, 5, failures),
          landedBlocks(it),
          ...failures.slice(0, 2).map(failureBlocks),
        ]
        for (const blocks of messages) {
          expect(problemsOf(blocks)).toEqual([])
          expect(mrkdwn(blocks)).not.toMatch(/<!(channel|here|everyone)|<https:\/\/evil/)
          for (const value of words(blocks)) {
            const intent = parseIntent(value)
            expect(isMistake(intent) ? intent.mistake : printIntent(intent)).toBe(value)
          }
        }
      }),
      { numRuns: 300 },
    ))
})
