import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CopyOrder } from '../../src/core/retry.ts'
import { createRetries } from '../../src/store/retries.ts'
import {
  copyFailed,
  copyJob,
  house,
  member,
  region,
  type Stage,
  startStage,
  until,
  volumeKey,
} from './notices-stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage({ keeps: [copyJob] })
  stage.forwardEvents()
})
afterAll(() => stage.close())

const root = () => until(() => stage.roots('C0SHOP')[0])
const idOf = (text: string) => /G-[0-9A-Z]{10}-\d+/.exec(text)?.[0] ?? ''
const type = async (user: string, words: string) => {
  await stage.slack.command(user, 'C0SHOP', words)
  await stage.idle()
  return stage.shown('C0SHOP').findLast(it => it.onlyFor === user)
}
const copiesNow = () => stage.world.accounts[member]?.regions[region]?.backup.CopyJobs ?? []
const mendKey = () => {
  const key = stage.world.accounts[member]?.regions[region]?.kms.Keys.find(it => it.KeyMetadata.Arn === volumeKey)
  if (!key || typeof key.Policy === 'string') throw new Error('no key')
  const own = key.Policy.Statement as unknown[]
  const Principal = { AWS: `arn:aws:iam::${house.central.account}:root` }
  const Action = [
    'kms:DescribeKey',
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:ReEncrypt*',
    'kms:GenerateDataKeyWithoutPlaintext',
  ]
  key.Policy = { ...key.Policy, Statement: [...own, { Effect: 'Allow', Principal, Action, Resource: '*' }] }
}

describe('from the event of a failed copy to its landing', () => {
  it('tells one root message, whose cause the live key confirms', async () => {
    await stage.send(copyFailed())
    await stage.send(copyFailed())
    const message = await root()
    const drawn = JSON.stringify(message.blocks)
    expect(drawn).toContain('1 copy failed')
    expect(drawn).toContain('The check confirms it')
    expect(drawn).toContain(`policy ${volumeKey}`)
    expect(drawn).toContain('Can be re-run until')
    // The event did not say why: DescribeCopyJob did.
    const reply = await until(() => stage.thread(message.ts)[0])
    expect(JSON.stringify(reply.blocks)).toContain('Given key ID is not accessible')
    expect(stage.roots('C0SHOP')).toHaveLength(1)
  })

  it('lets the owner acknowledge it', async () => {
    const { ts, blocks } = await root()
    const id = idOf(JSON.stringify(blocks))
    const { messages } = await stage.press('U0ANNA', ts, `notice ack ${id}`)
    expect(JSON.stringify(messages)).toContain('acknowledged by')
    await until(() => JSON.stringify(stage.roots('C0SHOP')[0]?.blocks).includes('Acknowledged by <@U0ANNA>'))
  })

  it('starts nothing for others, and nothing while the key still refuses', async () => {
    const { ts, blocks } = await root()
    const words = `retry ${idOf(JSON.stringify(blocks))}`
    const lea = await stage.press('U0LEA', ts, words)
    expect(JSON.stringify(lea.messages)).toContain('Only the owners of the account and the CDX team')
    const anna = await stage.press('U0ANNA', ts, words)
    expect(JSON.stringify(anna.messages)).toContain('It would fail again')
    expect(copiesNow()).toHaveLength(1)
  })

  it.each([
    ['U0LEA', 'Only the owners of the account and the CDX team'],
    ['U0ANNA', '1 copy of notice'],
    ['U0CARL', '1 copy of 111122223333 will be started again'],
  ])('starts nothing for words that %s types: the button says what it does', async (user, said) => {
    mendKey()
    const words = `retry ${idOf(JSON.stringify((await root()).blocks))}`
    const answer = JSON.stringify((await type(user, words))?.blocks)
    expect(answer).toContain(said)
    expect(answer.includes(`"value":"${words}","confirm":`)).toBe(user !== 'U0LEA')
    expect(copiesNow()).toHaveLength(1)
    expect(stage.aws.calls.filter(it => it.operation === 'StartCopyJob')).toEqual([])
  })

  it('tells that the copy failed once more, of another cause', async () => {
    stage.aws.faults.failCopies(1)
    const { ts, blocks } = await root()
    const words = `retry ${idOf(JSON.stringify(blocks))}`
    const offer = await type('U0ANNA', words)
    const { messages } = await stage.press('U0ANNA', offer?.ts ?? '', words)
    expect(JSON.stringify(messages)).toContain('1 copy is being started again')
    await until(() => stage.thread(ts).find(it => it.text.includes('1 failed again')))
    await until(() => stage.roots('C0SHOP')[1])
    expect(copiesNow().map(it => it.State)).toEqual(['FAILED', 'FAILED'])
  })

  it('copies once more, however often it is pressed, and tells when it has landed', async () => {
    const { ts, blocks } = await root()
    const words = `retry ${idOf(JSON.stringify(blocks))}`
    const presses = await Promise.all([stage.press('U0ANNA', ts, words), stage.press('U0CARL', ts, words)])
    const answers = new Set(presses.flatMap(it => it.messages.map(each => JSON.stringify(each.blocks))))
    expect([...answers].filter(it => it.includes('1 copy is being started again'))).toHaveLength(1)
    expect([...answers].filter(it => it.includes('1 copy is under way already'))).toHaveLength(1)
    await until(() => JSON.stringify(stage.roots('C0SHOP')[0]?.blocks).includes('and has landed since'))
    const told = await until(() => stage.thread(ts).find(it => it.text.includes('1 landed')))
    expect(told.text).toContain('started 1 copy again')
    await until(() => stage.thread(ts).find(it => it.text.includes('The copy has landed')))

    const jobs = copiesNow()
    expect(jobs.map(it => it.State)).toEqual(['FAILED', 'FAILED', 'COMPLETED'])
    const [failed, , landed] = jobs
    expect(landed).toMatchObject({
      SourceRecoveryPointArn: failed?.SourceRecoveryPointArn,
      DestinationBackupVaultArn: failed?.DestinationBackupVaultArn,
      IamRoleArn: failed?.IamRoleArn,
    })
    const started = stage.aws.calls.filter(it => it.operation === 'StartCopyJob')
    expect(new Set(started.map(it => it.role))).toEqual(new Set(['backup-bot-act']))
    expect(stage.roots('C0SHOP')).toHaveLength(2)
  })

  it('has nothing left to copy then', async () => {
    const { ts, blocks } = await root()
    expect(JSON.stringify(blocks)).not.toContain('retry G-')
    const answer = await stage.office.desk.retry(idOf(JSON.stringify(stage.thread(ts))) || 'G-0000000000-1', 'U0CARL')
    expect(answer).toHaveProperty('mistake')
  })

  it('had no trouble on the way', () => expect(stage.events.filter(it => 'error' in it)).toEqual([]))
})

describe('a retry whose row is not whole', () => {
  beforeAll(async () => {
    await stage.close()
    stage = await startStage({ keeps: [copyJob], running: 5, rounds: false })
  })

  it('is told of, and holds up no other', async () => {
    await stage.office.intake.take(copyFailed())
    await stage.office.flush()
    mendKey()
    const { ts, blocks } = await root()
    await stage.press('U0ANNA', ts, `retry ${idOf(JSON.stringify(blocks))}`)
    expect(copiesNow()).toHaveLength(2)
    await until(() => copiesNow()[1]?.State === 'COMPLETED')

    const order = { token: 'odd', account: member, region } as CopyOrder
    const retries = createRetries(stage.store)
    await retries.begin({ notice: 'G-0000000000-1', by: 'U0ANNA', at: '' }, [order], new Date(0))
    expect((await retries.going())[0]).toBe('G-0000000000-1')

    await expect(stage.office.advanceRetries()).rejects.toThrow()
    expect(await retries.going()).toEqual(['G-0000000000-1'])
  })
})
