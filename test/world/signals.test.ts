import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { house, member, region, type Stage, startStage, until } from './notices-stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage({ keeps: [] })
})
afterAll(() => stage.close())

const bucketName = () => stage.world.accounts[member]?.regions[region]?.s3.Buckets[0]?.Name ?? ''
const recoveryPoint = `arn:aws:backup:${region}:${member}:recovery-point:continuous:bucket-0a1b2c3d`
const point = (status: string, after = 0) => ({
  version: '0',
  id: '5b0f7f0a-2c5e-4b55-9a0e-7f1d2c3b4a59',
  'detail-type': 'Recovery Point State Change',
  source: 'aws.backup',
  account: member,
  region,
  time: new Date(Date.now() + after).toISOString(),
  resources: [recoveryPoint],
  detail: {
    status,
    resourceArn: `arn:aws:s3:::${bucketName()}`,
    resourceType: 'S3',
    backupVaultName: house.member.vault,
  },
})
const roots = (with_: string) => stage.roots('C0SHOP').filter(it => it.text.includes(with_))

describe('what no job tells', () => {
  it('a continuous backup that stopped, with what the check finds, until it goes on', async () => {
    const bucket = stage.world.accounts[member]?.regions[region]?.s3.Buckets[0]
    if (bucket) bucket.Versioning = { Status: 'Suspended' }
    await stage.send(point('STOPPED'))
    await stage.send(point('STOPPED'))
    const root = await until(() => roots('1 continuous backup stopped')[0])
    expect(root.text).toContain('The check says why:')
    expect(root.text.toLowerCase()).toContain('versioning')
    expect(JSON.stringify(root.blocks)).toContain(`check arn:aws:s3:::${bucketName()}`)
    await stage.send(point('AVAILABLE', 60_000))
    await until(() => roots('1 continuous backup stopped, and has started again since')[0])
    expect(roots('continuous backup')).toHaveLength(1)
  })

  it('objects that a backup left out, from the vault’s topic', async () => {
    const text = (Value: string) => ({ Type: 'String', Value })
    await stage.send({
      Type: 'Notification',
      MessageId: 'a',
      TopicArn: `arn:aws:sns:${region}:${member}:vault`,
      Message: `Objects could not be backed up. Resource ARN : arn:aws:s3:::${bucketName()}. BackupJob ID : 6C1E0B52-7D1A-4E8E-9C55-3B2A19F0D7E4`,
      Timestamp: new Date().toISOString(),
      MessageAttributes: { EventType: text('S3_BACKUP_OBJECT_FAILED'), AccountId: text(member) },
    })
    const root = await until(() => roots('1 backup left objects out')[0])
    await until(() => stage.thread(root.ts).find(it => it.text.includes('Objects could not be backed up')))
  })
})
