import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCdx, isOver, type More, move, moves, movesOpenTo, runningJob } from '../../../src/core/restore/moves.ts'
import {
  type Actor,
  approvalsNeeded,
  isRequestId,
  type MoveName,
  moveNames,
  type Request,
  requestId,
  states,
} from '../../../src/core/restore/request.ts'
import { isMistake } from '../../../src/core/trouble.ts'
import { carl, cora, draftOf, house, localPoint, now, requestOf, uma } from './samples.ts'

const system: Actor = { kind: 'system' }
const umaInCdx: Actor = { ...uma, cdx: true }
const more: More = { where: 'test', reason: 'Because.', job: 'job-1', made: 'arn:aws:x' }
const bare: More = { where: 'test' }

const moved = (request: Request, ...steps: readonly (readonly [MoveName, Actor, More?])[]): Request =>
  steps.reduce((it, [name, by, given]) => {
    const next = move(it, name, by, now, given ?? more)
    if (isMistake(next)) throw new Error(`${name}: ${next.mistake}`)
    return next
  }, request)

describe('the table of moves', () => {
  it('leads only from and to states, and each state but the first is reached', () => {
    const reached = new Set(Object.values(moves).map(it => it.to))
    expect(states.filter(state => state !== 'filed' && !reached.has(state))).toEqual([])
    expect(states.filter(isOver).sort()).toEqual(['declined', 'expired', 'restored', 'withdrawn'])
  })

  it.each<[string, readonly (readonly [MoveName, Actor, More?])[], Request['state'], number]>([
    ['approved', [['approve', cora]], 'approved', 2],
    ['declined when filed', [['decline', cora]], 'declined', 2],
    [
      'declined when approved',
      [
        ['approve', cora],
        ['decline', carl],
      ],
      'declined',
      3,
    ],
    ['withdrawn', [['withdraw', uma]], 'withdrawn', 2],
    [
      'copied back',
      [
        ['approve', cora],
        ['copy', cora],
        ['copied', system, { where: 'event', job: 'job-1', made: 'arn' }],
      ],
      'copying back',
      4,
    ],
    [
      'restored',
      [
        ['approve', cora],
        ['copy', cora],
        ['copied', system],
        ['restore', carl],
        ['finish', system],
      ],
      'restored',
      6,
    ],
    [
      'back after a failed copy',
      [
        ['approve', cora],
        ['copy', cora],
        ['fail', system],
      ],
      'approved',
      4,
    ],
    [
      'back after a failed restore',
      [
        ['approve', cora],
        ['copy', cora],
        ['copied', system],
        ['restore', cora],
        ['fail', cora],
      ],
      'approved',
      6,
    ],
    ['expired', [['expire', system]], 'expired', 2],
  ])('%s', (_, steps, state, version) => {
    const request = moved(requestOf(), ...steps)
    expect(request.state).toBe(state)
    expect(request.version).toBe(version)
    expect(request.history).toHaveLength(version)
  })

  it.each<[string, Request, MoveName, Actor, More, RegExp]>([
    ['an approval of one’s own', requestOf(), 'approve', umaInCdx, bare, /request of their own/],
    ['an approval from outside the team', requestOf(), 'approve', uma, bare, /Only the CDX team/],
    ['an approval by the bot', requestOf(), 'approve', system, bare, /Only the CDX team/],
    [
      'a second approval by the same person',
      moved(requestOf('s3', { approvalsNeeded: 2 }), ['approve', cora]),
      'approve',
      cora,
      bare,
      /2 different people/,
    ],
    ['a decline without a reason', requestOf(), 'decline', cora, bare, /Say why/],
    ['a decline with an empty reason', requestOf(), 'decline', cora, { where: 'x', reason: '  ' }, /Say why/],
    ['a withdrawal by another', requestOf(), 'withdraw', cora, bare, /whoever asked for it/],
    [
      'an approval of a withdrawn one',
      moved(requestOf(), ['withdraw', uma]),
      'approve',
      cora,
      bare,
      /R-7KQ4M was withdrawn by Uma at .* any more/,
    ],
    [
      'an approval that came second',
      moved(requestOf(), ['approve', carl]),
      'approve',
      cora,
      bare,
      /approved by Carl at 2026/,
    ],
    ['a copy without a job', moved(requestOf(), ['approve', cora]), 'copy', cora, bare, /id of the job/],
    [
      'a copy that is not needed',
      moved(requestOf('ebs', { point: localPoint }), ['approve', cora]),
      'copy',
      cora,
      more,
      /already: start the restore/,
    ],
    ['a restore before the copy', moved(requestOf(), ['approve', cora]), 'restore', cora, more, /copied back first/],
    [
      'a restore while it is copied',
      moved(requestOf(), ['approve', cora], ['copy', cora]),
      'restore',
      cora,
      more,
      /copied back first/,
    ],
    [
      'news of an older job',
      moved(requestOf(), ['approve', cora], ['copy', cora]),
      'fail',
      system,
      { where: 'event', job: 'job-0', reason: 'x' },
      /Job job-0 is not the one/,
    ],
    ['an expiry by a person', requestOf(), 'expire', cora, more, /Only the bot itself/],
    [
      'a withdrawal while it is restored',
      moved(requestOf('ebs', { point: localPoint }), ['approve', cora], ['restore', cora]),
      'withdraw',
      uma,
      bare,
      /cannot be changed so now/,
    ],
  ])('refuses %s', (_, request, name, by, given, sentence) => {
    const answer = move(request, name, by, now, given)
    expect(isMistake(answer) && answer.mistake).toMatch(sentence)
  })

  it.each<[string, Request, Actor, readonly MoveName[]]>([
    ['a filed one, to the team', requestOf(), anyCdx, ['approve', 'decline']],
    ['a filed one, to its requester', requestOf(), uma, ['withdraw']],
    ['a filed one, to its requester in the team', requestOf(), umaInCdx, ['decline', 'withdraw']],
    ['an approved one', moved(requestOf(), ['approve', cora]), anyCdx, ['decline', 'copy']],
    [
      'an approved local one',
      moved(requestOf('ebs', { point: localPoint }), ['approve', cora]),
      anyCdx,
      ['decline', 'restore'],
    ],
    [
      'one copied back',
      moved(requestOf(), ['approve', cora], ['copy', cora], ['copied', system]),
      anyCdx,
      ['restore', 'fail'],
    ],
    [
      'one whose restore failed',
      moved(requestOf(), ['approve', cora], ['copy', cora], ['copied', system], ['restore', cora], ['fail', system]),
      anyCdx,
      ['decline', 'copy', 'restore'],
    ],
    [
      'a restored one',
      moved(requestOf('ebs', { point: localPoint }), ['approve', cora], ['restore', cora], ['finish', system]),
      anyCdx,
      [],
    ],
  ])('opens of %s', (_, request, by, open) => expect(movesOpenTo(request, by)).toEqual(open))

  it('keeps the legs with the job that runs and what it made', () => {
    const copying = moved(requestOf(), ['approve', cora], ['copy', cora])
    expect(runningJob(copying)).toBe('job-1')
    const restored = moved(
      copying,
      ['copied', system],
      ['restore', cora, { ...more, job: 'job-2' }],
      ['finish', system, { where: 'event', job: 'job-2', made: 'arn:new' }],
    )
    expect(restored.legs).toEqual({
      copy: { job: 'job-1', done: 'arn:aws:x' },
      restore: { job: 'job-2', done: 'arn:new' },
    })
    expect(runningJob(restored)).toBeNull()
  })
})

describe('approvals', () => {
  it.each([
    ['a new resource in development', '333344445555', 'new', 1],
    ['a new resource in production', '111122223333', 'new', 3],
    ['over the original in development', '333344445555', 'overwrite', 2],
    ['over the original in production', '111122223333', 'overwrite', 3],
  ] as const)('%s', (_, account, mode, needed) => {
    const strict = { ...house, restore: { ...house.restore, approvalsForProduction: 3 } }
    const { target } = draftOf()
    expect(approvalsNeeded({ target: { ...target, account, mode } }, strict)).toBe(needed)
  })
})

describe('the id of a request', () => {
  it.each([
    [0, 'R-00000'],
    [31, 'R-0000Z'],
    [32 ** 5 - 1, 'R-ZZZZZ'],
    [32 ** 5, 'R-00000'],
  ])('%d', (drawn, id) => expect(requestId(drawn)).toBe(id))

  it('is always one', () => {
    fc.assert(fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), drawn => isRequestId(requestId(drawn))))
    expect(isRequestId('R-7KQ4O')).toBe(false)
  })
})

// The model: what the issue demands, told without the table.
type Model = {
  approvers: Set<string>
  closed: boolean
  running: null | 'copy' | 'restore'
  copied: boolean
  approved: boolean
  request: Request
}
type Real = { request: Request }

const people: readonly Actor[] = [
  uma,
  umaInCdx,
  cora,
  carl,
  system,
  { kind: 'person', id: 'U0EVE', name: 'Eve', cdx: false },
]

const may: { readonly [M in MoveName]: (m: Model, by: Actor, given: More) => boolean } = {
  approve: (m, by) => by.kind === 'person' && by.cdx && by.id !== uma.id && !m.approved && !m.approvers.has(by.id),
  decline: (m, by, { reason }) => by.kind === 'person' && by.cdx && m.running === null && reason !== undefined,
  withdraw: (m, by) => by.kind === 'person' && by.id === uma.id && m.running === null,
  copy: (m, by, { job }) => by.kind === 'person' && by.cdx && m.approved && m.running === null && job !== undefined,
  copied: (m, by, { made }) =>
    (by.kind === 'system' || by.cdx) && m.running === 'copy' && !m.copied && made !== undefined,
  restore: (m, by, { job }) =>
    by.kind === 'person' && by.cdx && m.approved && m.copied && m.running !== 'restore' && job !== undefined,
  finish: (m, by) => (by.kind === 'system' || by.cdx) && m.running === 'restore',
  fail: (m, by, { reason }) => (by.kind === 'system' || by.cdx) && m.running !== null && reason !== undefined,
  expire: (m, by, { reason }) => by.kind === 'system' && m.running === null && reason !== undefined,
}

const change = (m: Model, to: Partial<Model>): void => {
  Object.assign(m, to)
}

const step: { readonly [M in MoveName]: (m: Model, by: Actor) => void } = {
  approve: (m, by) => {
    if (by.kind === 'person') m.approvers.add(by.id)
    m.approved = m.approvers.size >= m.request.approvalsNeeded
  },
  decline: m => change(m, { closed: true }),
  withdraw: m => change(m, { closed: true }),
  copy: m => change(m, { running: 'copy', copied: false }),
  copied: m => change(m, { copied: true }),
  restore: m => change(m, { running: 'restore' }),
  finish: m => change(m, { closed: true }),
  fail: m => change(m, { running: null }),
  expire: m => change(m, { closed: true }),
}

const makes = (name: MoveName, by: Actor, given: More): fc.Command<Model, Real> => ({
  check: () => true,
  toString: () => `${name} by ${by.kind === 'person' ? by.name : 'system'}`,
  run: (m, real) => {
    const before = real.request
    const answer = move(before, name, by, now, given)
    const allowed = !m.closed && may[name](m, by, given)
    expect(!isMistake(answer)).toBe(allowed)
    if (isMistake(answer)) {
      expect(answer.mistake).toMatch(/^.+\.$/)
      return
    }
    step[name](m, by)
    real.request = answer
    expect(movesOpenTo(before, by)).toContain(name)
    expect(answer.version).toBe(before.version + 1)
    expect(answer.history.slice(0, -1)).toEqual(before.history)
    expect(answer.history.at(-1)).toMatchObject({ move: name, before: before.state, after: answer.state })
    expect(isOver(answer.state)).toBe(m.closed)
    expect(answer.approvals.every(it => it.by !== answer.requester.id)).toBe(true)
    if (m.running !== null && !m.closed) expect(answer.approvals.length).toBeGreaterThanOrEqual(answer.approvalsNeeded)
  },
})

describe('any sequence of moves by anybody', () => {
  it('follows the rules of the house', () => {
    const given = fc.record(
      { where: fc.constant('test'), reason: fc.constant('r'), job: fc.constant('job-1'), made: fc.constant('arn') },
      { requiredKeys: ['where'] },
    )
    const command = fc
      .tuple(
        fc.constantFrom(...moveNames),
        fc.constantFrom(...people),
        fc.oneof({ weight: 3, arbitrary: fc.constant(more) }, { weight: 1, arbitrary: given }),
      )
      .map(it => makes(...it))
    fc.assert(
      fc.property(
        fc.commands([command], { maxCommands: 60 }),
        fc.integer({ min: 1, max: 2 }),
        (commands, approvals) => {
          const request = requestOf('dynamodb-advanced', { approvalsNeeded: approvals })
          fc.modelRun(
            () => ({
              model: {
                approvers: new Set<string>(),
                closed: false,
                running: null,
                copied: false,
                approved: false,
                request,
              },
              real: { request },
            }),
            commands,
          )
        },
      ),
      { numRuns: 400 },
    )
  })

  it('opens exactly the moves that then succeed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...moveNames), fc.constantFrom(...people)), { maxLength: 12 }),
        fc.constantFrom(...people),
        (path, viewer) => {
          const request = path.reduce((it, [name, by]) => {
            const next = move(it, name, by, now, more)
            return isMistake(next) ? it : next
          }, requestOf())
          const succeed = moveNames.filter(name => !isMistake(move(request, name, viewer, now, more)))
          expect(movesOpenTo(request, viewer)).toEqual(succeed)
        },
      ),
    )
  })
})
