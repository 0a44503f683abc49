import { Entity } from 'dynamodb-toolbox/entity'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { item, string } from 'dynamodb-toolbox/schema'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createMarks } from '../../src/store/marks.ts'
import { createUncovered } from '../../src/store/uncovered.ts'
import { copyFailed, copyJob, house, member, region, type Stage, startStage, volume } from './notices-stage.ts'

/** A failed copy, one that waits for its quota, and a failed backup. */
const keeps = [copyJob, 'D7337E71-2556-4956-8CF0-6F631A2BAF64', '836BC19C-7AAB-49D5-819D-D5BBC5F48B96']
let stage: Stage
beforeAll(async () => {
  stage = await startStage({ keeps, rounds: false })
})
afterAll(() => stage.close())
afterEach(() => stage.aws.faults.clear())

const place = () => {
  const found = stage.world.accounts[member]?.regions[region]
  if (!found) throw new Error('no place')
  return found
}
const marks = async () => (await createMarks(stage.store).all()).filter(it => it.until !== null)

describe('a sweep', () => {
  it('leaves the mark where a place could not be read, and says so', async () => {
    const account = stage.world.accounts[member]
    if (!account) throw new Error('no account')
    account.denied = ['backup:ListCopyJobs']
    const report = await stage.office.sweep()
    account.denied = []
    expect(report).toMatchObject({ places: 3, announced: [], unread: [{ account: member, region }] })
    expect(report.unread[0]?.why).toContain('backup:ListCopyJobs')
    expect((await marks()).map(it => it.account)).not.toContain(member)
  })

  it('announces what no event announced, and not what one did', async () => {
    expect((await stage.office.intake.take(copyFailed())).is).toBe('told')
    const report = await stage.office.sweep()
    expect(report.unread).toEqual([])
    expect(report.failures).toBe(3)
    expect(report.announced.map(it => it.job).sort()).toEqual(keeps.slice(1).sort())
    expect((await marks()).map(it => it.account)).toContain(member)
  })

  it.each([{}, { patient: true }, { since: new Date(Date.now() - 86_400_000) }])(
    'announces nothing twice: %o',
    async asked => {
      expect((await stage.office.sweep(asked)).announced).toEqual([])
    },
  )

  it('makes a late event of the same job a known one', async () => {
    const event = copyFailed({ copyJobId: keeps[1] })
    expect((await stage.office.intake.take(event)).is).toBe('known')
    expect((await stage.office.intake.take({ ...event, time: new Date().toISOString() })).is).toBe('known')
  })

  it('leaves the youngest failures to their events when it runs on schedule', async () => {
    const old = place().backup.CopyJobs.find(it => it.CopyJobId === copyJob)
    if (!old) throw new Error('no job')
    const now = new Date().toISOString()
    place().backup.CopyJobs.push({
      ...old,
      CopyJobId: '0000000A-7D1A-4E8E-9C55-3B2A19F0D7E4',
      CreationDate: now,
      CompletionDate: now,
    })
    expect((await stage.office.sweep({ patient: true })).announced).toEqual([])
    expect((await stage.office.sweep()).announced).toHaveLength(1)
  })

  it('finds the completed copy that no event told of, and makes its failures good', async () => {
    const old = place().backup.CopyJobs.find(it => it.CopyJobId === copyJob)
    if (!old) throw new Error('no job')
    const now = new Date(Date.now() + 1000).toISOString()
    const { StatusMessage: _, ...rest } = old
    place().backup.CopyJobs.push({
      ...rest,
      CopyJobId: '0000000B-7D1A-4E8E-9C55-3B2A19F0D7E4',
      State: 'COMPLETED',
      MessageCategory: 'SUCCESS',
      CompletionDate: now,
    })
    // Two failures of the same recovery point: the event's and the one of a moment ago.
    const report = await stage.office.sweep({ since: new Date(Date.now() - 3_600_000) })
    expect(report.landed).toBe(0)
    await new Promise(resolve => setTimeout(resolve, 1100))
    expect((await stage.office.sweep({ since: new Date(Date.now() - 3_600_000) })).landed).toBe(2)
    expect((await stage.office.sweep({ since: new Date(Date.now() - 3_600_000) })).landed).toBe(0)
  })

  it('tells once of a scheduled backup that was never copied, and counts copies that wait', async () => {
    const hours = (n: number) => new Date(Date.now() - n * 3_600_000).toISOString()
    const vault = `arn:aws:backup:${region}:${member}:backup-vault:local-backup-vault`
    place().backup.BackupJobs.push({
      AccountId: member,
      BackupJobId: '0000000C-7D1A-4E8E-9C55-3B2A19F0D7E4',
      BackupVaultName: 'local-backup-vault',
      BackupVaultArn: vault,
      RecoveryPointArn: `arn:aws:ec2:${region}::snapshot/snap-00000000000000001`,
      ResourceArn: volume,
      ResourceType: 'EBS',
      State: 'COMPLETED',
      MessageCategory: 'SUCCESS',
      CreationDate: hours(6),
      CompletionDate: hours(5),
      CreatedBy: { BackupPlanArn: `arn:aws:backup:${region}:${member}:backup-plan:orgs/x` },
    })
    place().backup.CopyJobs.push({
      AccountId: member,
      CopyJobId: '0000000D-7D1A-4E8E-9C55-3B2A19F0D7E4',
      ResourceArn: volume,
      ResourceType: 'EBS',
      State: 'CREATED',
      CreationDate: hours(2),
    })
    expect(await stage.office.sweep()).toMatchObject({ neverCopied: 1, waiting: 1, announced: [] })
    expect(await stage.office.sweep()).toMatchObject({ neverCopied: 0, waiting: 1 })
  })
})

describe('a place in which something throws', () => {
  let broken: Stage
  const lab = house.accounts.find(it => it.id !== member)?.id ?? ''
  beforeAll(async () => {
    broken = await startStage({ keeps: [copyJob], rounds: false })
    // A row that no version of the bot writes.
    const row = new Entity({
      name: 'Uncovered',
      table: broken.store.table,
      timestamps: false,
      schema: item({ place: string().key(), arn: string().key() }),
      computeKey: ({ place, arn }: { place: string; arn: string }) => ({ pk: `UNCOVERED#${place}`, sk: arn }),
    })
    await row
      .build(PutItemCommand)
      .item({ place: `${lab}#${region}`, arn: 'x' })
      .send()
  })
  afterAll(() => broken.close())

  it('is unread with its reason, and stops no other', async () => {
    const report = await broken.office.sweep({ since: new Date(), patient: true })
    expect(report.unread).toEqual([{ account: lab, region, why: expect.stringContaining('since') }])
  })

  it('leaves the rest of the round as it is, and is thrown at the end', async () => {
    await expect(broken.office.round()).rejects.toThrow('since')
    expect(broken.roots('C0SHOP')).toHaveLength(1)
    const visited = await createMarks(broken.store).all()
    const swept = visited.filter(it => it.until !== null).map(it => it.account)
    expect(swept.toSorted()).toEqual(
      house.accounts
        .map(it => it.id)
        .filter(it => it !== lab)
        .toSorted(),
    )
    expect(visited.find(it => it.account === lab)).toMatchObject({ until: null, tried: expect.any(String) })
  })

  it('is swept when it is right again', async () => {
    await createUncovered(broken.store).forget({ account: lab, region }, 'x')
    await broken.office.round()
    expect((await createMarks(broken.store).all()).find(it => it.account === lab)).toMatchObject({ tried: null })
  })
})

describe('a sweep that has little time', () => {
  let slow: Stage
  const places = house.accounts.flatMap(({ id }) => [region, 'eu-west-1'].map(it => ({ account: id, region: it })))
  beforeAll(async () => {
    slow = await startStage({ keeps: [], rounds: false, house: { ...house, regions: [region, 'eu-west-1'] } })
    const hour = (n: number) => new Date(Date.now() - n * 3_600_000).toISOString()
    for (const [n, it] of places.entries()) await createMarks(slow.store).set(it.account, it.region, hour(1 + n))
  })
  afterAll(() => slow.close())
  const noTime = /^No time was left for account \d+, [a-z0-9-]+; the next sweep begins with it\.$/
  /** What was not begun with, in a sweep of 1.5 seconds for which AWS is too slow. */
  const leftOut = async () => {
    slow.aws.faults.delay('backup', 6000, 1000)
    const { unread } = await slow.office.sweep({ within: 1500 })
    slow.aws.faults.clear()
    expect(unread).toHaveLength(places.length)
    return unread.filter(it => noTime.test(it.why)).map(({ account, region }) => ({ account, region }))
  }

  it('begins with the places of the oldest marks, and the next one with those that were left out', async () => {
    const youngest = places.slice(0, 2)
    expect(new Set(await leftOut())).toEqual(new Set(youngest))
    const next = await leftOut()
    expect(next).toHaveLength(2)
    for (const it of youngest) expect(next).not.toContainEqual(it)
  })

  it('begins with none after its end', async () => {
    expect((await slow.office.sweep({ within: 0 })).unread.map(it => it.why)).toEqual(
      places.map(() => expect.stringMatching(noTime)),
    )
  })

  it('sweeps all of them when AWS is quick again', async () => {
    expect((await slow.office.sweep({ within: 60_000 })).unread).toEqual([])
  })
})
