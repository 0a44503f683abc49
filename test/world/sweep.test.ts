import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createMarks } from '../../src/store/marks.ts'
import { copyFailed, copyJob, member, region, type Stage, startStage, volume } from './notices-stage.ts'

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
const marks = () => createMarks(stage.store).all()

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
