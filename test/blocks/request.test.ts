import type { KnownBlock } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import { requestCard } from '../../blocks/request.ts'
import { loadingForm } from '../../blocks/request-forms.ts'
import { movedBlocks, reminderBlocks, requesterMessage, requestList } from '../../blocks/request-messages.ts'
import {
  formErrors,
  pointOption,
  readForm,
  readPointOption,
  readSubject,
  restoreForm,
} from '../../blocks/restore-form.ts'
import { runbookMessages } from '../../blocks/runbook.ts'
import { kinds } from '../../src/core/kinds/index.ts'
import { dueReminders, type More, type MoveName, move, type Request, recipeOf } from '../../src/core/restore.ts'
import { runbook } from '../../src/core/runbook.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { problemsOf } from '../../src/playground/slack/limits.ts'
import { problemsOfView } from '../../src/playground/slack/view-limits.ts'
import {
  contextOf,
  cora,
  draftOf,
  house,
  localPoint,
  now,
  point,
  requestOf,
  resourceOf,
  uma,
} from '../core/restore/samples.ts'

const more: More = { where: 'test', job: 'job-1', made: 'arn:aws:backup:x', reason: 'The key is disabled.' }
const moved = (request: Request, ...names: readonly MoveName[]): Request =>
  names.reduce((it, name) => {
    const next = move(it, name, name === 'withdraw' ? uma : cora, now, more)
    if (isMistake(next)) throw new Error(next.mistake)
    return next
  }, request)

const pressed = (blocks: readonly KnownBlock[]): readonly string[] =>
  blocks.flatMap(it =>
    it.type === 'actions' ? it.elements.flatMap(e => (e.type === 'button' && e.value ? [e.value] : [])) : [],
  )

const evil = fc.constantFrom(
  '<!channel>',
  '<@U123>',
  '<https://evil.example|click>',
  '*x*',
  '`x`',
  '&amp;',
  '```',
  'ünï\n\n',
  '😀'.repeat(3000),
  'x'.repeat(9000),
)
const evilRequest = fc
  .record({ text: evil, name: evil, id: fc.constantFrom('U0UMA', '<!here>', '') })
  .map(({ text, name, id }) =>
    requestOf('s3', {
      reason: text,
      ticket: text,
      requester: { id, name },
      resource: { ...resourceOf('s3'), name: text, arn: text },
      target: { ...draftOf('s3').target, parameters: { items: text, bucket: name } },
      preflight: Array.from({ length: 9 }, () => ({
        rule: 'x',
        stage: 'restore' as const,
        outcome: 'blocked' as const,
        authority: 'aws' as const,
        because: text,
        evidence: [],
        fix: { say: name },
        source: 'https://docs.aws.amazon.com/x',
      })),
      history: Array.from({ length: 20 }, () => ({
        at: now,
        by: id,
        name,
        move: 'fail' as const,
        before: 'restoring' as const,
        after: 'approved' as const,
        where: text,
        reason: text,
        job: name,
        made: text,
      })),
    }),
  )

describe('the card in the CDX channel', () => {
  it.each<[string, Request, readonly string[]]>([
    ['filed', requestOf(), ['requests approve R-7KQ4M', 'requests decline R-7KQ4M', 'requests runbook R-7KQ4M']],
    [
      'approved',
      moved(requestOf(), 'approve'),
      ['requests decline R-7KQ4M', 'requests copy R-7KQ4M', 'requests runbook R-7KQ4M'],
    ],
    [
      'copying back',
      moved(requestOf(), 'approve', 'copy'),
      ['requests copied R-7KQ4M', 'requests fail R-7KQ4M', 'requests runbook R-7KQ4M'],
    ],
    [
      'restoring',
      moved(requestOf('ebs', { point: localPoint }), 'approve', 'restore'),
      ['requests finish R-7KQ4M', 'requests fail R-7KQ4M', 'requests runbook R-7KQ4M'],
    ],
    ['withdrawn', moved(requestOf(), 'withdraw'), []],
  ])('%s: the buttons are the moves open to the team', (_, request, words) =>
    expect(pressed(requestCard(request, house))).toEqual(words),
  )

  it('tells everything that an approver needs', () => {
    const request = requestOf('s3', {
      ticket: 'OPS-123',
      urgency: 'urgent',
      target: { ...draftOf('s3').target, mode: 'overwrite' },
    })
    const text = asText(requestCard(request, house))
    for (const told of [
      'R-7KQ4M',
      'shop-assets',
      'central-backup-vault',
      'into the original',
      'Nothing is overwritten',
      'Target bucket',
      'shop-prod 111122223333',
      'Rows were deleted',
      'OPS-123',
      'urgent',
      '5.4 GB',
      'No pre-flight',
    ])
      expect(text).toContain(told)
  })

  const findings = Array.from({ length: 6 }, (_, n) => ({
    rule: `rule-${n}`,
    stage: 'restore' as const,
    outcome: 'blocked' as const,
    authority: 'aws' as const,
    because: `Because ${n}. ${'b'.repeat(200)}`,
    evidence: [],
    fix: { say: `Do ${n}. ${'d'.repeat(200)}` },
    source: 'https://docs.aws.amazon.com/x',
  }))
  it.each<[string, Record<string, string>]>([
    ['no parameters', {}],
    ['one long parameter', { bucket: 'x'.repeat(2929) }],
    ['several long parameters', { bucket: 'x'.repeat(3000), items: 'y'.repeat(3000), other: 'z'.repeat(3000) }],
    ['many parameters', Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`p${n}`, 'x'.repeat(3000)]))],
    ['parameters full of what Slack escapes', { bucket: '&'.repeat(3000), items: '<'.repeat(3000) }],
  ])('tells reason, ticket, asker and pre-flight beside %s', (_, parameters) => {
    const request = requestOf('s3', {
      reason: `${'r'.repeat(990)} the end`,
      ticket: `OPS-123 ${'t'.repeat(280)} OPS-124`,
      requester: { id: 'U0UMA', name: 'Uma' },
      target: { ...draftOf('s3').target, parameters },
      preflight: findings,
    })
    const card = requestCard(request, house)
    const text = JSON.stringify(card)
    expect(problemsOf(card)).toEqual([])
    for (const told of ['r the end', 'OPS-124', '*Asked by* <@U0UMA>', 'Do 5.', 'requests approve'])
      expect(text).toContain(told)
    expect(text.indexOf('*Why*')).toBeLessThan(text.indexOf('*Restore*'))
  })

  it('shows each parameter, a long one cut', () => {
    const parameters = { bucket: 'x'.repeat(2929), items: 'y'.repeat(700), other: 'short' }
    const card = requestCard(requestOf('s3', { target: { ...draftOf('s3').target, parameters } }), house)
    const text = asText(card)
    expect(text).toContain(`${'x'.repeat(599)}…`)
    expect(text).not.toContain('x'.repeat(600))
    expect(text).toContain(`${'y'.repeat(599)}…`)
    expect(text).toContain('short')
  })

  it('asks before it runs a leg, only where the bot may act', () => {
    const asks = (actRole: string | null) =>
      JSON.stringify(requestCard(moved(requestOf(), 'approve'), { ...house, actRole })).includes('"confirm":{"title"')
    expect(asks('backup-bot-act')).toBe(true)
    expect(asks(null)).toBe(false)
  })

  it.each([
    ['s3', 'into the original', 'Approve this way?'],
    ['efs', 'into the original', 'Approve this way?'],
    ['eks', 'into the original', 'Approve this way?'],
    ['redshift-serverless', 'over the original', 'Approve overwriting?'],
    ['sap-hana', 'over the original', 'Approve overwriting?'],
  ])('of %s says %s, and asks before that is approved', (kind, where, question) => {
    const card = requestCard(requestOf(kind, { target: { ...draftOf(kind).target, mode: 'overwrite' } }), house)
    expect(asText(card)).toContain(where)
    expect(JSON.stringify(card)).toContain(question)
  })
})

describe('messages about requests', () => {
  const drawn = (request: Request): KnownBlock[][] => [
    requestCard(request, house),
    requestCard({ ...request, state: 'declined' }, house),
    requesterMessage(request),
    requestList({ requests: Array.from({ length: 60 }, () => request), now, title: 'Open', viewer: cora }),
    request.history.slice(0, 1).flatMap(movedBlocks),
    ...dueReminders(request, '2026-12-14T12:00:00.000Z', house).map(it => reminderBlocks(it, request, house)),
  ]

  it('stay below Slack’s limits and mention nobody, whatever they hold', () => {
    fc.assert(
      fc.property(evilRequest, request => {
        for (const blocks of drawn(request)) {
          expect(problemsOf(blocks)).toEqual([])
          expect(JSON.stringify(blocks)).not.toMatch(/<!channel|<!here|<@U123|<https:\/\/evil/)
        }
      }),
      { numRuns: 60 },
    )
  })

  it.each<[string, Request, string]>([
    ['filed', requestOf(), 'with the CDX team'],
    ['half approved', moved(requestOf('s3', { approvalsNeeded: 2 }), 'approve'), '1 more must'],
    ['approved', moved(requestOf(), 'approve'), 'is approved'],
    ['declined', moved(requestOf(), 'decline'), 'The key is disabled.'],
    ['failed', moved(requestOf(), 'approve', 'copy', 'fail'), 'The key is disabled.'],
    ['restored', moved(requestOf('ebs', { point: localPoint }), 'approve', 'restore', 'finish'), 'arn:aws:backup:x'],
  ])('tell the requester: %s', (_, request, words) => expect(asText(requesterMessage(request))).toContain(words))

  it('let the requester withdraw while nothing runs', () => {
    expect(pressed(requesterMessage(requestOf()))).toContain('requests withdraw R-7KQ4M')
    expect(pressed(requesterMessage(moved(requestOf(), 'approve', 'copy')))).not.toContain('requests withdraw R-7KQ4M')
  })

  it('list requests with their age', () => {
    const list = asText(
      requestList({ requests: [requestOf()], now: '2026-11-20T13:00:00.000Z', title: 'Open', viewer: cora }),
    )
    expect(list).toContain('3 h old')
    expect(list).toContain('/backup requests approve R-7KQ4M')
    expect(asText(requestList({ requests: [], now, title: 'Open', viewer: cora }))).toContain('There are none.')
  })
})

describe('the runbook in Slack', () => {
  it.each(kinds.map(it => it.id))('%s: holds every command, within the limits', kind => {
    const request = requestOf(kind)
    const book = runbook(request, house)
    const messages = runbookMessages(book, request.id)
    for (const blocks of messages) expect(problemsOf(blocks)).toEqual([])
    const copied = messages
      .flat()
      .flatMap(it => (it.type === 'rich_text' ? it.elements : []))
      .flatMap(it => (it.type === 'rich_text_preformatted' ? it.elements : []))
    expect(copied.map(it => ('text' in it ? it.text : '')).join('')).toBe(
      book.steps.map(it => it.commands.join('\n')).join(''),
    )
  })
})

describe('the form', () => {
  const formOf = (kind: string, values = {}, at = house) => {
    const { recipe, kind: row } = contextOf(kind)
    return restoreForm({
      subject: resourceOf(kind),
      kind: row,
      recipe,
      house: at,
      values,
      point: pointOption(point, 'mrk-0c3a'),
    })
  }

  it.each(kinds.map(it => it.id))('%s: asks for every field, within the limits', kind => {
    for (const mode of ['new', 'overwrite']) {
      const view = formOf(kind, { mode })
      const ids = view.blocks.flatMap(it => (it.type === 'input' ? [it.block_id] : []))
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids).toEqual(
        expect.arrayContaining(['point', 'mode', 'account', 'region', 'reason', 'urgency', 'neededBy', 'ticket']),
      )
      expect(ids.includes('confirm')).toBe(mode === 'overwrite' || recipeOf(kind)?.always === 'overwrite')
      for (const field of recipeOf(kind)?.fields ?? [])
        if (field.mode === undefined) expect(ids).toContain(`p-${field.id}`)
      expect(view.blocks.length).toBeLessThanOrEqual(100)
      for (const it of [view.title, view.submit, view.close]) expect(it?.text.length).toBeLessThanOrEqual(24)
      expect(view.private_metadata?.length).toBeLessThanOrEqual(3000)
      expect(readSubject(view.private_metadata ?? '')).toEqual(resourceOf(kind))
    }
  })

  const accountsOf = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      id: String(100_000_000_000 + n),
      name: `${'n'.repeat(45)}-${n}`,
      ou: 'Prod',
      owners: 'S0SHOP',
      channel: 'C0SHOP',
    }))

  it.each([1, 100, 101, 121, 250, 1500])('offers each of %i accounts, and the last one chosen', count => {
    const accounts = accountsOf(count)
    const last = accounts.at(-1)?.id
    const view = formOf('s3', last ? { account: last } : {}, { ...house, accounts })
    expect(problemsOfView(view)).toEqual([])
    const [element] = view.blocks.flatMap(it =>
      'element' in it && it.block_id === 'account' && it.element.type === 'static_select' ? [it.element] : [],
    )
    const offered = element?.options ?? element?.option_groups?.flatMap(it => it.options) ?? []
    expect(offered.map(it => it.value)).toEqual(accounts.map(it => it.id))
    expect(element?.initial_option?.value).toBe(last)
  })

  it('has the account typed where a view cannot hold them all', () => {
    const view = formOf('s3', { account: '100000001600' }, { ...house, accounts: accountsOf(1601) })
    expect(problemsOfView(view)).toEqual([])
    expect(view.blocks.find(it => it.block_id === 'account')).toMatchObject({
      element: { type: 'plain_text_input', initial_value: '100000001600' },
    })
  })

  it('keeps what was typed when it is drawn again', () => {
    const text = JSON.stringify(
      formOf('ec2', {
        'p-subnet': 'subnet-0a',
        reason: 'Why',
        neededBy: '2026-11-21T10:00:00.000Z',
        region: 'eu-west-1',
      }),
    )
    for (const kept of [
      '"initial_value":"subnet-0a"',
      '"initial_value":"Why"',
      '"initial_date_time":1795255200',
      '"value":"eu-west-1"',
    ])
      expect(text).toContain(kept)
  })

  it('reads every sort of input', () => {
    expect(
      readForm({
        reason: { value: { value: 'Why' } },
        account: { value: { selected_option: { value: '111122223333' } } },
        neededBy: { value: { selected_date_time: 1795255200 } },
        ticket: { value: { value: null } },
        pointInTime: { value: { selected_date_time: null } },
        empty: {},
      }),
    ).toEqual({ reason: 'Why', account: '111122223333', neededBy: '2026-11-21T10:00:00.000Z' })
  })

  it('names a recovery point so that it can be found again', () => {
    const option = pointOption(point, 'mrk-0c3a')
    expect(option?.text.text).toBe('2026-11-10 01:00 UTC, central-backup-vault, 5.4 GB')
    expect(option?.description?.text).toBe('until 2026-12-15, eu-central-1, key mrk-0c3a')
    expect(readPointOption(option?.value ?? '')).toEqual({
      account: point.account,
      region: point.region,
      arn: point.arn,
    })
    expect(pointOption({ ...point, arn: `arn:${'x'.repeat(150)}` }, null)).toBeNull()
    expect(readPointOption('x')).toBeNull()
  })

  it('puts every sentence at an input that is there', () => {
    const view = formOf('s3')
    expect(formErrors({ reason: 'Say why.' }, view).errors).toEqual({ reason: 'Say why.' })
    expect(formErrors({ confirm: 'Type it.' }, view).errors).toEqual({ point: 'Type it.' })
  })

  it('opens before anything is read, and says sorry plainly', () => {
    expect(problemsOf(loadingForm('<!channel>').blocks)).toEqual([])
    expect(JSON.stringify(loadingForm('<!channel>'))).not.toContain('<!channel')
    expect(readSubject('{')).toBeNull()
    expect(readSubject('{}')).toBeNull()
  })
})
