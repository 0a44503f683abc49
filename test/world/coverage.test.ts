import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUncovered } from '../../src/store/uncovered.ts'
import { house, member, region, type Stage, startStage } from './notices-stage.ts'

const hour = 3_600_000
const at = { account: member, region }
/** An account of another team, where EBS is not opted in. */
const lab = house.accounts.find(it => it.id !== member)?.id ?? ''
const tag = { Key: house.tag.key, Value: house.tag.enabled }

let stage: Stage
beforeAll(async () => {
  stage = await startStage({ keeps: [], rounds: false })
  // Nothing but what the tests put there.
  for (const account of [member, lab]) {
    const { ec2, rds, s3, dynamodb, efs, fsx, cloudformation, eks, backup } = place(account)
    for (const list of [ec2.Volumes, ec2.Instances, rds.DBInstances, rds.DBClusters, s3.Buckets]) list.length = 0
    for (const list of [dynamodb.Tables, efs.FileSystems, fsx.FileSystems, fsx.Volumes]) list.length = 0
    for (const list of [cloudformation.Stacks, eks.Clusters, backup.RecoveryPoints]) list.length = 0
  }
  Object.assign(place(lab).backup.RegionSettings.ResourceTypeOptInPreference ?? {}, { EBS: false })
})
afterAll(() => stage.close())

const place = (account = member) => {
  const found = stage.world.accounts[account]?.regions[region]
  if (!found) throw new Error('no place')
  return found
}
const volumeArn = (n: number) => `arn:aws:ec2:${region}:${member}:volume/vol-${String(n).padStart(17, '0')}`
const addVolume = (n: number, Tags = [tag], account = member) =>
  place(account).ec2.Volumes.push({
    VolumeId: `vol-${String(n).padStart(17, '0')}`,
    State: 'in-use',
    Encrypted: false,
    AvailabilityZone: `${region}a`,
    Tags,
  })
const uncovered = () => createUncovered(stage.store)
const addPoint = (arn: string) =>
  place().backup.RecoveryPoints.push({
    RecoveryPointArn: `arn:aws:ec2:${region}::snapshot/snap-${arn.slice(-17)}`,
    BackupVaultName: house.member.vault,
    ResourceArn: arn,
    ResourceType: 'EBS',
    CreationDate: new Date().toISOString(),
  })
/** As if the bot had seen all of it a day and two hours ago. */
const aDayLater = async (place = at) => {
  for (const { arn } of await uncovered().of(place)) {
    await uncovered().forget(place, arn)
    await uncovered().see(place, arn, new Date(Date.now() - 26 * hour))
  }
}
const sweep = async () => {
  const report = await stage.office.sweep()
  await stage.office.flush()
  return report
}

const marks = async () => (await uncovered().of(at)).map(it => it.arn)
const firstLines = () => stage.roots('C0SHOP').map(it => it.text.split('\n')[0])

describe('tagged, but never backed up', { timeout: 120_000 }, () => {
  it('says nothing on the first day, and counts neither the untagged nor the deselected', async () => {
    for (let n = 0; n < 110; n++) addVolume(n)
    addVolume(900, [])
    addVolume(901, [{ ...tag, Value: house.tag.disabled }])
    expect(await sweep()).toMatchObject({ neverBackedUp: 0, unread: [] })
    expect(await marks()).toHaveLength(110)
    expect(stage.shown('C0SHOP')).toEqual([])
    // More than AWS gives at once.
    expect(stage.aws.calls.filter(it => it.operation === 'GetResources' && it.account === member)).toHaveLength(2)
  })

  it('forgets what is gone or has been backed up, without a word', async () => {
    place().ec2.Volumes.splice(25, 85)
    addPoint(volumeArn(0))
    await sweep()
    expect(await marks()).toHaveLength(24)
    expect(stage.shown('C0SHOP')).toEqual([])
  })

  it('tells the others after a whole day, a few in each sweep, each once', async () => {
    await aDayLater()
    expect(await sweep()).toMatchObject({ neverBackedUp: 20 })
    expect(await sweep()).toMatchObject({ neverBackedUp: 4 })
    expect(await sweep()).toMatchObject({ neverBackedUp: 0 })
    expect(firstLines()).toEqual([expect.stringContaining('24 resources went without a backup: Tagged backup=enabled')])
    const words = JSON.stringify(stage.roots('C0SHOP')[0]?.blocks)
    expect(words).toContain(`check ${volumeArn(1)}`)
    expect(words).not.toMatch(/"(policy|explain|retry) /)
  })

  it('is made good by the first backup', async () => {
    for (const { arn } of await uncovered().of(at)) addPoint(arn)
    await sweep()
    expect(firstLines()).toEqual([expect.stringContaining('all 24 have been backed up')])
    expect(await marks()).toEqual([])
  })

  it('tells why, where the check knows it', async () => {
    addVolume(500, [tag], lab)
    addVolume(501, [tag], lab)
    await sweep()
    await aDayLater({ account: lab, region })
    await sweep()
    const channel = house.accounts.find(it => it.id === lab)?.channel ?? ''
    expect(stage.roots(channel).map(it => it.text)).toContainEqual(
      expect.stringContaining('2 resources went without a backup: EBS is not opted in'),
    )
  })

  it('says what it may not read, and goes on with the rest', async () => {
    const account = stage.world.accounts[member]
    if (!account) throw new Error('no account')
    addVolume(600)
    await sweep()
    account.denied = ['tag:GetResources']
    const report = await sweep()
    account.denied = []
    expect(report.unread).toEqual([{ ...at, why: expect.stringContaining('tag:GetResources') }])
    expect(await marks()).toEqual([volumeArn(600)])
  })

  it('leaves alone what a job was started for: its failure is told by itself', async () => {
    const job = { BackupJobId: '836BC19C-7AAB-49D5-819D-D5BBC5F48B96', State: 'RUNNING', AccountId: member } as const
    place().backup.BackupJobs.push({ ...job, ResourceArn: volumeArn(600), CreationDate: new Date().toISOString() })
    await sweep()
    expect(await marks()).toEqual([])
  })
})
