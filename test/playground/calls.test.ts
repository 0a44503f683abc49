import { describe, expect, it } from 'vitest'
import type { RecordedCall } from '../../src/playground/aws/server.ts'
import { createCallLog } from '../../src/playground/panel/calls.ts'
import { loadWorld } from '../../src/playground/world.ts'

const world = await loadWorld()
const now = () => performance.timeOrigin + performance.now()
const signedAs = (signature: string) => ({ status: 200, body: '', signature })

const setUp = () => {
  const calls: RecordedCall[] = []
  const log = createCallLog(world, calls, signature => `id${signature}`)
  const call = (operation: string, request: string | null, more: Partial<RecordedCall> = {}) =>
    calls.push({
      service: 'backup',
      operation,
      actions: [],
      account: '111122223333',
      role: 'backup-bot-read',
      region: 'eu-central-1',
      startedAt: now(),
      endedAt: now() + 5,
      status: 200,
      error: null,
      userAgent: `aws-sdk-js/3 lang/js${request === null ? '' : ` md/request#${request}`}`,
      ...more,
    })
  const shown = () => log.state().calls.map(it => it.operation)
  return { log, call, shown }
}

describe('the AWS calls of the last answer', () => {
  it('are those that bear its id, before and after Slack was acknowledged', async () => {
    const { log, call, shown } = setUp()
    await log.follow('/backup check x', async () => {
      call('DescribeProtectedResource', 'idA')
      return signedAs('A')
    })
    call('ListCopyJobs', 'idA')
    call('ListCopyJobs of the sweep', null)
    call('GetKeyPolicy of another', 'idB')
    call('Query', 'idA', { service: 'dynamodb', account: world.bot.account })
    expect(shown()).toEqual(['DescribeProtectedResource', 'ListCopyJobs'])
    expect(log.state()).toMatchObject({ asked: '/backup check x', total: 2 })
  })

  it('give way to those of the next question', async () => {
    const { log, call, shown } = setUp()
    await log.follow('first', async () => signedAs('A'))
    call('ListTags', 'idA')
    await log.follow('second', async () => signedAs('B'))
    expect(log.state()).toMatchObject({ asked: 'second', calls: [] })
    call('ListTags of the first, late', 'idA')
    call('DescribeKey', 'idB')
    expect(shown()).toEqual(['DescribeKey'])
  })

  it('are nobody’s before a question, and where nothing was delivered', async () => {
    const { log, call, shown } = setUp()
    call('ListCopyJobs', 'idA')
    expect(shown()).toEqual([])
    await log.follow('a button that is gone', async () => ({ status: 404 }))
    call('ListCopyJobs', 'idA')
    expect(shown()).toEqual([])
  })

  it('of a storm are those of every event, and not of the rounds', () => {
    const { log, call, shown } = setUp()
    log.all('A storm')
    call('DescribeCopyJob', 'id1')
    call('DescribeCopyJob again', 'id2')
    call('ListCopyJobs of the sweep', null)
    expect(shown()).toEqual(['DescribeCopyJob', 'DescribeCopyJob again'])
  })
})
