import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor, More, MoveName } from '../../src/core/restore.ts'
import { startDynamo } from '../../src/playground/dynamo.ts'
import { createRequests, type Requests } from '../../src/store/requests.ts'
import { createTable, ensureTable, type Store } from '../../src/store/table.ts'
import { carl, cora, now, requestOf, uma } from '../core/restore/samples.ts'

let dynamo: Awaited<ReturnType<typeof startDynamo>>
let store: Store
let requests: Requests
let tables = 0

beforeAll(async () => {
  dynamo = await startDynamo()
})
afterAll(() => dynamo.close())
beforeEach(async () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ region: 'eu-central-1', endpoint: dynamo.url, credentials })
  store = createTable(`requests-${++tables}`, client)
  await ensureTable(store)
  requests = createRequests(store)
})

const id = 'R-7KQ4M'
const job = 'c0ffee00-0000-4000-8000-000000000001'
const want = (move: MoveName, by: Actor, more: Partial<More> = {}) =>
  requests.applyMove({ id, move, by, at: now, more: { where: 'slack C0CDX', ...more } })

describe('the store of requests', () => {
  it('reads back what was filed, to the letter', async () => {
    const request = requestOf('ec2')
    expect(await requests.file(request)).toBe(true)
    expect(await requests.get(id)).toEqual(request)
    expect(await requests.get('R-00000')).toBeNull()
  })

  it('does not file over another request', async () => {
    await requests.file(requestOf())
    expect(await requests.file(requestOf('s3'))).toBe(false)
    expect((await requests.get(id))?.resource.kind).toBe('dynamodb-advanced')
    expect(await requests.byResource(requestOf('s3').resource.arn)).toEqual([])
  })

  it('finds a request by its requester, its resource, its queue and its job', async () => {
    const older = requestOf('dynamodb-advanced', { createdAt: '2026-11-19T10:00:00.000Z' }, 'R-00001')
    const other = requestOf('s3', { requester: { id: 'U0ZOE', name: 'Zoe' } }, 'R-00002')
    for (const request of [requestOf(), older, other]) await requests.file(request)
    const ids = (found: readonly { readonly id: string }[]) => found.map(it => it.id)

    expect(ids(await requests.byRequester(uma.id))).toEqual([id, 'R-00001'])
    expect(ids(await requests.byRequester(uma.id, 1))).toEqual([id])
    expect(ids(await requests.byResource(older.resource.arn))).toEqual([id, 'R-00001'])
    expect(ids(await requests.open())[0]).toBe('R-00001')
    expect(ids(await requests.open()).sort()).toEqual(['R-00001', 'R-00002', id])

    await want('approve', cora)
    await want('copy', cora, { job })
    expect((await requests.byJob(job))?.id).toBe(id)
    expect(await requests.byJob('no-such-job')).toBeNull()
  })

  it('takes a closed request out of the open queue', async () => {
    await requests.file(requestOf())
    await want('withdraw', uma)
    expect(await requests.open()).toEqual([])
    expect((await requests.closed()).map(it => it.state)).toEqual(['withdrawn'])
  })

  it('lists more than one page', async () => {
    const many = Array.from({ length: 30 }, (_, n) =>
      requestOf('s3', { reason: 'x'.repeat(60_000) }, `R-${String(n).padStart(5, '0')}`),
    )
    for (const request of many) await requests.file(request)
    expect((await requests.open()).length).toBe(30)
    expect((await requests.open(7)).length).toBe(7)
  })

  it('refuses a move of a request that does not exist', async () => {
    expect(await want('approve', cora)).toMatchObject({
      done: false,
      request: null,
      why: { mistake: `There is no request ${id}.` },
    })
  })

  it('writes a line of audit with every move, and none without', async () => {
    await requests.file(requestOf())
    await want('approve', uma)
    await want('approve', cora)
    await want('decline', carl)
    await want('decline', carl, { reason: 'Not ours.' })
    const audit = await requests.audit(id)
    expect(audit.map(it => [it.move, it.by, it.before, it.after, it.where])).toEqual([
      ['file', uma.id, null, 'filed', 'slack'],
      ['approve', cora.id, 'filed', 'approved', 'slack C0CDX'],
      ['decline', carl.id, 'approved', 'declined', 'slack C0CDX'],
    ])
    expect(audit).toEqual((await requests.get(id))?.history)
  })
})

describe('many at once', () => {
  const crowd = Array.from(
    { length: 50 },
    (_, n): Actor => ({ kind: 'person', id: `U${n}`, name: `Person ${n}`, cdx: true }),
  )

  it('lets one of 50 simultaneous approvals win and tells the 49 who did', async () => {
    await requests.file(requestOf())
    const answers = await Promise.all(crowd.map(by => want('approve', by)))
    const winners = answers.filter(it => it.done)
    expect(winners).toHaveLength(1)
    const winner = (await requests.get(id))?.approvals[0]?.name ?? 'nobody'
    for (const answer of answers) {
      if (answer.done) continue
      expect(answer.why.mistake).toContain(winner)
      expect(answer.request).toMatchObject({ state: 'approved', version: 2 })
    }
    expect(await requests.audit(id)).toHaveLength(2)
  })

  it('takes exactly as many different approvals as the house asks for', async () => {
    await requests.file(requestOf('s3', { approvalsNeeded: 2 }))
    const answers = await Promise.all(crowd.map(by => want('approve', by)))
    expect(answers.filter(it => it.done)).toHaveLength(2)
    const request = await requests.get(id)
    expect(request?.state).toBe('approved')
    expect(new Set(request?.approvals.map(it => it.by)).size).toBe(2)
  })

  it('lets one of different moves from the same state win', async () => {
    await requests.file(requestOf())
    const answers = await Promise.all([
      want('withdraw', uma),
      ...crowd.slice(0, 20).map(by => want('decline', by, { reason: 'No.' })),
    ])
    expect(answers.filter(it => it.done)).toHaveLength(1)
    expect(await requests.audit(id)).toHaveLength(2)
  })

  it('starts one job for two clicks', async () => {
    await requests.file(requestOf())
    await want('approve', cora)
    const answers = await Promise.all([want('copy', cora, { job: 'job-1' }), want('copy', carl, { job: 'job-2' })])
    expect(answers.filter(it => it.done)).toHaveLength(1)
    const request = await requests.get(id)
    expect((await requests.byJob(request?.legs.copy.job ?? ''))?.id).toBe(id)
    const loser = request?.legs.copy.job === 'job-1' ? 'job-2' : 'job-1'
    expect(await requests.byJob(loser)).toBeNull()
  })
})
