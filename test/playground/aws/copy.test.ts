import { Backup } from '@aws-sdk/client-backup'
import { describe, expect, it } from 'vitest'
import { type CopyJob, decideCopy } from '../../../src/playground/aws/copy.ts'
import { loadWorld, type World } from '../../../src/playground/world.ts'
import { as, central, failing, frankfurt, ireland, keyNamed, placeIn, serve, shop, the } from './started.ts'

const events: Record<string, unknown>[] = []
const running = serve({ jobTimes: { created: 5, running: 5 }, onEvent: event => events.push(event) })
const destination = (region = frankfurt, vault = 'central-backup-vault') =>
  `arn:aws:backup:${region}:${central}:backup-vault:${vault}`
const role = (account: string) => `arn:aws:iam::${account}:role/aws-controltower-BackupRole`

/** A copy of the recovery point of the resource that the world tells about in these words. */
const jobFor = (world: World, about: RegExp, more: Partial<CopyJob> = {}): CopyJob => {
  const arn = the(world.examples.find(each => about.test(each.about))).arn
  for (const [account, { regions }] of Object.entries(world.accounts)) {
    for (const [region, place] of Object.entries(regions)) {
      const point = account === central ? undefined : place.backup.RecoveryPoints.find(each => each.ResourceArn === arn)
      if (!point) continue
      return {
        SourceBackupVaultArn: point.BackupVaultArn,
        SourceRecoveryPointArn: point.RecoveryPointArn,
        DestinationBackupVaultArn: destination(region),
        ResourceArn: arn,
        ResourceType: point.ResourceType,
        IamRoleArn: role(account),
        ...more,
      }
    }
  }
  throw new Error(`No recovery point of ${arn}`)
}
const decide = async (about: RegExp, change: (world: World) => unknown = () => {}, more: Partial<CopyJob> = {}) => {
  const world = await loadWorld()
  const job = jobFor(world, about, more)
  change(world)
  return decideCopy(world, job)
}

describe('what becomes of a copy', () => {
  it.each([
    ['an EBS volume under a shared key', /^EBS volume under a customer managed key that is shared/],
    ["a key shared by the guide's statements", /guide's two broad statements/],
    ['an unencrypted volume', /^Unencrypted EBS/],
    ['an RDS instance under a shared key', /^RDS instance under a shared/],
    ['an EC2 instance', /^EC2 instance whose one volume/],
    ['a table with advanced features, under a key that is not shared', /advanced features on/],
    ['a bucket', /^S3 bucket with versioning/],
  ])('completes: %s', async (_what, about) => {
    expect(await decide(about)).toMatchObject({ state: 'COMPLETED', vaultKey: expect.stringContaining('key/mrk-') })
  })

  it.each([
    ['EBS under aws/ebs', /under aws\/ebs/, /^Encrypted snapshots with Amazon EBS default key cannot be shared$/],
    ['EBS under a key that is not shared', /central account may not use/, /^Given key ID is not accessible$/],
    ['EBS under a key with a Deny', /a Deny takes it back/, /^Given key ID is not accessible$/],
    [
      'RDS under aws/rds',
      /under aws\/rds/,
      /^The source snapshot KMS key \[arn:aws:kms:.*\] does not exist, is not enabled or you do not have permissions/,
    ],
    ['Neptune under a key that is not shared', /^Neptune cluster/, /^The source snapshot KMS key/],
    [
      'a table without advanced features',
      /advanced features are off/,
      /^Copy job from eu-west-1 to eu-west-1 cannot be initiated for DynamoDB resources\. Feature is not supported/,
    ],
    ['a Multi-AZ DB cluster', /two standbys/, /cannot be initiated for RDS resources/],
    ['Redshift', /^Amazon Redshift cluster/, /cannot be initiated for Redshift resources/],
    [
      'a vault that does not let the account in',
      /central vault does not let lab-dev in/,
      /^Access Denied trying to call AWS Backup service$/,
    ],
  ])('fails in the words of AWS: %s', async (_what, about, message) => {
    expect(await decide(about)).toMatchObject({ state: 'FAILED', message: expect.stringMatching(message) })
  })

  it('fails into a vault of the own account that is not there, and completes into one that is', async () => {
    const into = (vault: string) => ({
      DestinationBackupVaultArn: `arn:aws:backup:${ireland}:${shop}:backup-vault:${vault}`,
    })
    expect(await decide(ebs, undefined, into('no-such-vault'))).toEqual({
      state: 'FAILED',
      message: 'Could not find cryopod',
      category: 'RESOURCE_NOT_FOUND',
    })
    expect(await decide(ebs, undefined, into('local-backup-vault'))).toMatchObject({ state: 'COMPLETED' })
  })

  const ebs = /^EBS volume under a customer managed key that is shared/
  const vaultOf = (world: World) => the(placeIn(world, central).backup.BackupVaults[0])
  const setRetention = (world: World, bounds: object) => Object.assign(vaultOf(world), bounds)
  const setKeyState = (world: World, KeyState: string) =>
    Object.assign(the(placeIn(world, shop).kms.Keys[0]).KeyMetadata, { KeyState })
  const keptFor = (days: number): Partial<CopyJob> => ({ DestinationRecoveryPointLifecycle: { DeleteAfterDays: days } })
  it.each<[string, (world: World) => unknown, string]>([
    [
      'the organisation has it switched off',
      world => Object.assign(world.organisation, { crossAccountBackup: false }),
      'Copy job failed. Cross-account copy feature is not enabled for the current organization.',
    ],
    [
      'the point has gone',
      world => Object.assign(placeIn(world, shop).backup, { RecoveryPoints: [] }),
      'Cannot find recovery point.',
    ],
    ['the key was disabled since', world => setKeyState(world, 'Disabled'), 'Given key ID is not accessible'],
    [
      'the vault has no policy',
      world => Object.assign(placeIn(world, central).backup, { AccessPolicies: {} }),
      'Access Denied trying to call AWS Backup service',
    ],
    [
      'the vault is not there',
      world => Object.assign(placeIn(world, central).backup, { BackupVaults: [] }),
      'Access Denied trying to call AWS Backup service',
    ],
    [
      'the vault locks longer',
      world => setRetention(world, { MinRetentionDays: 60 }),
      'Copy job failed. The retention specified in the job is not within the range specified for the target Backup Vault.',
    ],
  ])('fails when %s', async (_what, change, message) => {
    expect(await decide(ebs, change, keptFor(35))).toMatchObject({ state: 'FAILED', message })
  })

  it.each([
    ['a key whose primary Region changes', (world: World) => setKeyState(world, 'Updating'), keptFor(35)],
    ['no end, where the vault sets none', () => {}, keptFor(-1)],
    [
      'no end, where the vault sets a least',
      (world: World) => setRetention(world, { MinRetentionDays: 60 }),
      keptFor(-1),
    ],
  ])('completes with %s', async (_what, change, more) => {
    expect(await decide(ebs, change, more)).toMatchObject({ state: 'COMPLETED' })
  })

  it('fails into a vault under aws/backup, but not for fully managed types', async () => {
    const change = (world: World) =>
      Object.assign(vaultOf(world), { EncryptionKeyArn: keyNamed(placeIn(world, shop), 'aws/ebs') })
    expect(await decide(ebs, change)).toMatchObject({
      state: 'FAILED',
      message: expect.stringContaining('default Backup service managed key'),
    })
    expect(await decide(/^S3 bucket with versioning/, change)).toMatchObject({ state: 'COMPLETED' })
  })

  it('is of one organisation only', async () => {
    const outside = await decide(ebs, () => {}, {
      DestinationBackupVaultArn: `arn:aws:backup:${frankfurt}:999999999999:backup-vault:theirs`,
    })
    expect(outside).toMatchObject({
      state: 'FAILED',
      message: expect.stringContaining('member of the same organization'),
    })
  })
})

describe('a copy job that is started', () => {
  const backup = (account = shop, region = frankfurt) => new Backup(as(running.url, account, region))
  const start = (about: RegExp, more: object = {}) => {
    const job = jobFor(running.world, about)
    return backup(job.SourceBackupVaultArn?.split(':')[4], job.SourceBackupVaultArn?.split(':')[3]).startCopyJob({
      RecoveryPointArn: job.SourceRecoveryPointArn,
      SourceBackupVaultName: 'local-backup-vault',
      DestinationBackupVaultArn: job.DestinationBackupVaultArn,
      IamRoleArn: job.IamRoleArn,
      ...more,
    })
  }
  const until = async (id: string | undefined, client: Backup, states = ['COMPLETED', 'FAILED']) => {
    for (;;) {
      const { CopyJob: job } = await client.describeCopyJob({ CopyJobId: id })
      if (states.includes(job?.State ?? '')) return the(job)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }

  it('ends by itself, and its recovery point is then in the central vault', async () => {
    const { CopyJobId } = await start(/^RDS instance under a shared/, { Lifecycle: { DeleteAfterDays: 35 } })
    const job = await until(CopyJobId, backup())
    expect(job).toMatchObject({
      State: 'COMPLETED',
      DestinationRecoveryPointArn: expect.stringContaining(`:${central}:recovery-point:`),
    })
    const point = await backup(central).describeRecoveryPoint({
      BackupVaultName: 'central-backup-vault',
      RecoveryPointArn: job.DestinationRecoveryPointArn,
    })
    expect(point).toMatchObject({
      ResourceArn: job.ResourceArn,
      Status: 'COMPLETED',
      Lifecycle: { DeleteAfterDays: 35 },
      EncryptionKeyArn: expect.stringContaining(central),
    })
  })

  it('fails by itself, and tells EventBridge so from the account it came from', async () => {
    const { CopyJobId } = await start(/under aws\/rds/)
    const job = await until(CopyJobId, backup())
    expect(job).toMatchObject({ State: 'FAILED', MessageCategory: 'KMS_KEY_ERROR' })
    const told = events.filter(event => (event.detail as CopyJob & { copyJobId?: string }).copyJobId === CopyJobId)
    expect(told).toMatchObject([
      {
        'detail-type': 'Copy Job State Change',
        source: 'aws.backup',
        account: shop,
        region: frankfurt,
        detail: { state: 'RUNNING' },
      },
      { account: shop, detail: { state: 'FAILED', resourceType: 'RDS', statusMessage: job.StatusMessage } },
    ])
  })

  it('is mended by a key policy, as in life', async () => {
    const key = the(placeIn(running.world, shop).kms.Keys.find(each => each.Aliases.includes('alias/shop-private')))
    const before = key.Policy
    key.Policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: [`arn:aws:iam::${shop}:root`, `arn:aws:iam::${central}:root`] },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    }
    const { CopyJobId } = await start(/central account may not use/)
    expect(await until(CopyJobId, backup())).toMatchObject({ State: 'COMPLETED' })
    key.Policy = before
  })

  it('is started once for one idempotency token', async () => {
    const one = await start(/^S3 bucket with versioning/, { IdempotencyToken: 'once' })
    const two = await start(/^S3 bucket with versioning/, { IdempotencyToken: 'once' })
    expect(two.CopyJobId).toBe(one.CopyJobId)
  })

  it('takes the idempotency token of a job of another kind for a new one', async () => {
    const copy = await start(/^S3 bucket with versioning/, { IdempotencyToken: 'shared' })
    const point = the(placeIn(running.world, shop).backup.RecoveryPoints[0])
    const restore = () =>
      backup().startRestoreJob({
        RecoveryPointArn: point.RecoveryPointArn,
        IamRoleArn: role(shop),
        Metadata: { a: 'b' },
        IdempotencyToken: 'shared',
      })
    const { RestoreJobId } = await restore()
    expect(RestoreJobId).not.toBe(copy.CopyJobId)
    expect((await restore()).RestoreJobId).toBe(RestoreJobId)
    expect(await backup().describeRestoreJob({ RestoreJobId })).toMatchObject({ ResourceType: point.ResourceType })
  })

  it.each([
    ['no such point', { RecoveryPointArn: 'arn:aws:ec2:eu-central-1::snapshot/snap-0' }, 'ResourceNotFoundException'],
    ['no such vault', { SourceBackupVaultName: 'no' }, 'ResourceNotFoundException'],
    [
      'a role that AWS Backup cannot assume',
      { IamRoleArn: `arn:aws:iam::${shop}:role/backup-bot-read` },
      'InvalidParameterValueException',
    ],
    ['no ARN of a vault', { DestinationBackupVaultArn: 'central-backup-vault' }, 'InvalidParameterValueException'],
    [
      'deletion within 90 days of cold storage',
      { Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 119 } },
      'InvalidParameterValueException',
    ],
    ['deletion at once', { Lifecycle: { DeleteAfterDays: 0 } }, 'InvalidParameterValueException'],
  ])('is refused at once: %s', async (_what, more, name) => {
    expect(await failing(start(/^S3 bucket with versioning/, more))).toMatchObject({ name })
  })
})

describe('a restore job that is started', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['EBS', { availabilityZone: 'eu-central-1a' }, /^arn:aws:ec2:eu-central-1:692653576357:volume\/vol-[0-9a-f]{17}$/],
    ['RDS', { DBInstanceIdentifier: 'drill' }, /^arn:aws:rds:eu-central-1:692653576357:db:drill$/],
    ['DynamoDB', { targetTableName: 'drill' }, /^arn:aws:dynamodb:eu-central-1:692653576357:table\/drill$/],
    ['S3', { DestinationBucketName: 'drill' }, /^arn:aws:s3:::drill$/],
  ])('ends with the %s it made, there and so called', async (type, Metadata, made) => {
    const client = new Backup(as(running.url, central))
    const point = the(placeIn(running.world, central).backup.RecoveryPoints.find(each => each.ResourceType === type))
    const { RestoreJobId } = await client.startRestoreJob({
      RecoveryPointArn: point.RecoveryPointArn,
      IamRoleArn: role(central),
      Metadata,
    })
    for (;;) {
      const job = await client.describeRestoreJob({ RestoreJobId })
      if (job.Status !== 'COMPLETED') continue
      expect(job).toMatchObject({
        CreatedResourceArn: expect.stringMatching(made),
        PercentDone: '100.00%',
      })
      break
    }
    const told = events.filter(event => event['detail-type'] === 'Restore Job State Change')
    expect(told.at(-1)).toMatchObject({
      account: central,
      resources: [point.RecoveryPointArn],
      detail: {
        restoreJobId: RestoreJobId,
        status: 'COMPLETED',
        backupVaultArn: point.BackupVaultArn,
        recoveryPointArn: point.RecoveryPointArn,
        sourceResourceArn: point.ResourceArn,
        createdResourceArn: expect.stringMatching(made),
      },
    })
    expect(told.at(-2)?.detail).not.toHaveProperty('sourceResourceArn')
  })
})
