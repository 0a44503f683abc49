import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNoticeClient } from '../../src/slack/deliver.ts'
import { createPeople } from '../../src/slack/people.ts'
import { createRequestDesk } from '../../src/slack/request-desk.ts'
import { quiet } from '../slack/stage.ts'
import { member, region } from './notices-stage.ts'
import { anna, carl, house, type RequestsStage, startRequests, table } from './requests-stage.ts'

let stage: RequestsStage
/** No act role, nobody's events, and only owners may ask. */
const plain = { ...house, actRole: null, slack: { ...house.slack, whoMayAsk: 'owners' } }
beforeAll(async () => {
  stage = await startRequests({ house: plain, rounds: false })
})
afterAll(() => stage.close())

const point = async (vault: string) => {
  const view = await stage.open(anna, `restore ${table}`)
  const found = await stage.slack.interact.options(
    anna,
    { view: view.id },
    { block: 'point', action: 'restore-point' },
    vault,
  )
  return (JSON.parse(found.body) as { options: { value: string }[] }).options[0]?.value ?? ''
}

describe('a form', () => {
  it('that AWS takes too long to judge comes back with what was typed and the mistakes', async () => {
    await stage.open(anna, `restore ${table}`)
    stage.aws.faults.delay('dynamodb', 2600, 1)
    const { errors } = await stage.submit(anna, { 'p-name': 'carts-old', reason: 'Rows were deleted.' })
    expect(errors).toEqual({})
    const drawn = JSON.stringify(stage.top(anna).blocks)
    expect(drawn).toContain('exists already in account')
    expect(drawn).toContain('Rows were deleted.')
    expect(stage.top(anna).callback_id).toBe('restore')
    expect((await stage.submit(anna, { 'p-name': 'carts-late', reason: 'x' })).errors).toEqual({})
    expect(JSON.stringify(stage.top(anna).blocks)).toContain('is with the CDX team')
  })

  it('that was closed before the answer is answered by direct message', async () => {
    await stage.open(anna, `restore ${table}`)
    stage.slack.faults.add({ method: 'views.update', error: 'not_found' })
    await stage.submit(anna, { 'p-name': 'carts-closed', reason: 'x' })
    expect(stage.direct(anna).some(it => it.includes('is with the CDX team'))).toBe(true)
  })

  it('that opens too late says so', async () => {
    stage.slack.faults.add({ method: 'views.open', error: 'expired_trigger_id' })
    expect(await stage.type(anna, `restore ${table}`)).toContain('three seconds were over')
  })

  it('is refused to who may not ask', async () => {
    const view = await stage.open('U0LEA', `restore ${table}`)
    expect(JSON.stringify(view.blocks)).toContain('Only the owners of')
  })

  it('asks which account is meant, and goes on in the same modal', async () => {
    const view = await stage.open(anna, 'restore vol-07e3943d858664410')
    const block = view.blocks.find(it => it.type === 'actions')
    const [first] = (block?.elements ?? []) as { action_id: string; value: string }[]
    expect(first?.value).toBe(`restore vol-07e3943d858664410 --account ${member}`)
    await stage.slack.interact.act(
      anna,
      { view: view.id },
      { block: block?.block_id ?? '', action: first?.action_id ?? '' },
    )
    await stage.idle()
    expect(stage.top(anna).id).toBe(view.id)
    expect(JSON.stringify(stage.top(anna).blocks)).toContain('Availability Zone')
  })

  it('is offered for a table that is gone: its recovery points are enough', async () => {
    const tables = stage.world.accounts[member]?.regions[region]?.dynamodb.Tables ?? []
    const at = tables.findIndex(it => it.TableArn === table)
    const [gone] = tables.splice(at, 1)
    try {
      const view = await stage.open(anna, `restore ${table}`)
      expect(JSON.stringify(view.blocks)).toContain('New table name')
    } finally {
      if (gone) tables.push(gone)
    }
  })
})

describe('without the act role', () => {
  it('CDX starts both legs by hand and tells their ids; what became of them is read from AWS', async () => {
    const id = await stage.filed({ point: await point('central') })
    await stage.press(carl, id, `requests approve ${id}`)
    const runbook = await stage.type(carl, `requests runbook ${id}`)
    expect(runbook).toContain('start-copy-job')
    await stage.press(carl, id, `requests copy ${id}`)
    expect((await stage.submit(carl, { say: '?' })).errors).toEqual({})
    expect(JSON.stringify(stage.top(carl).blocks)).toContain('not the id of a job')
    expect(await stage.state(id)).toBe('approved')

    const job = 'ABCD0000-0000-4000-8000-000000000001'
    await stage.press(carl, id, `requests copy ${id}`)
    await stage.submit(carl, { say: job })
    expect(await stage.state(id)).toBe('copying back')
    expect(
      await stage.type(
        carl,
        `requests copied ${id} arn:aws:backup:${region}:${house.central.account}:recovery-point:x`,
      ),
    ).toContain('another place')

    const { accounts } = stage.world
    accounts[house.central.account]?.regions[region]?.backup.CopyJobs.push({
      CopyJobId: job,
      State: 'COMPLETED',
      SourceBackupVaultArn: `arn:aws:backup:${region}:${house.central.account}:backup-vault:central-backup-vault`,
      DestinationRecoveryPointArn: `arn:aws:backup:${region}:${member}:recovery-point:back`,
      CreationDate: new Date().toISOString(),
    } as never)
    const slack = createNoticeClient('xoxb-test', stage.apiUrl)
    const later = () => new Date(Date.now() + 180_000)
    const desk = createRequestDesk({
      deps: { ...stage.deps, now: later },
      store: stage.store,
      slack,
      people: createPeople(slack, plain, later),
      act: null,
      log: quiet,
    })
    await desk.tend()
    expect((await desk.requests.get(id))?.legs.copy.done).toContain('recovery-point:back')

    const restoring = 'ABCD0000-0000-4000-8000-000000000002'
    await stage.type(carl, `requests restore ${id} ${restoring}`)
    accounts[member]?.regions[region]?.backup.RestoreJobs.push({
      RestoreJobId: restoring,
      Status: 'FAILED',
      StatusMessage: 'The table name is reserved.',
    } as never)
    const evenLater = () => new Date(Date.now() + 600_000)
    const next = createRequestDesk({
      deps: { ...stage.deps, now: evenLater },
      store: stage.store,
      slack,
      people: createPeople(slack, plain, evenLater),
      act: null,
      log: quiet,
    })
    await next.tend()
    const request = await next.requests.get(id)
    expect(request?.state).toBe('approved')
    expect(request?.history.at(-1)).toMatchObject({
      reason: 'The table name is reserved.',
      where: 'backup:DescribeRestoreJob',
    })
  })
})

describe('where Slack does not say who is in a group', () => {
  const approveDespite = async (times: number) => {
    const id = await stage.filed()
    const slack = createNoticeClient('xoxb-test', stage.apiUrl)
    stage.slack.faults.add({ method: 'usergroups.users.list', error: 'internal_error', times })
    const { desk } = createRequestDesk({
      deps: stage.deps,
      store: stage.store,
      slack,
      people: createPeople(slack, plain, () => new Date()),
      act: null,
      log: quiet,
    })
    const done = await desk.move(id, 'approve', { id: carl, name: 'Carl' }, {})
    stage.slack.faults.clear()
    return { id, done }
  }

  it('asks once more', async () => {
    expect((await approveDespite(1)).done).toMatchObject({ done: true })
  })

  it('nobody approves', async () => {
    const { id, done } = await approveDespite(5)
    expect(done).toMatchObject({ done: false, why: { mistake: expect.stringContaining('does not tell me who') } })
    expect(await stage.state(id)).toBe('filed')
  })
})

describe('a table that throttles everything', () => {
  it('is told to who asks, as AWS’s trouble and not as a fault of the bot', async () => {
    stage.aws.faults.throttle('dynamodb', 1_000)
    const answer = await stage.type(carl, 'requests')
    stage.aws.faults.clear()
    expect(answer).toContain('A call to my table (DynamoDB) was throttled by AWS')
    expect(answer).toContain('Try again in a moment')
    expect(answer).not.toContain('went wrong on my side')
  })
})
