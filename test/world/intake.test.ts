import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RestoreJobEvent } from '../../src/core/event.ts'
import { createIntake } from '../../src/slack/intake.ts'
import { quiet } from '../logs/logger.ts'
import {
  copyFailed,
  copyJob,
  house,
  member,
  region,
  type Stage,
  startStage,
  volume,
  volumeKey,
} from './notices-stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage({ keeps: [copyJob], rounds: false })
})
afterAll(() => stage.close())

const take = (event: unknown) => stage.office.intake.take(event)
const rootsOf = async (channel: string) => {
  await stage.office.flush()
  return stage.roots(channel)
}
const lab = '333344445555'
const vault = `arn:aws:backup:${region}:${lab}:backup-vault:local-backup-vault`
let jobs = 0
/** In another account, so that nothing is read of a live resource but that it is not there. */
const backup = (detail: object, more: object = {}) => ({
  ...copyFailed(),
  'detail-type': 'Backup Job State Change',
  account: lab,
  resources: [],
  detail: {
    backupJobId: `6C1E0B52-7D1A-4E8E-9C55-${String(++jobs).padStart(12, '0')}`,
    backupVaultArn: vault,
    resourceArn: `arn:aws:elasticfilesystem:${region}:${lab}:file-system/fs-0a1b2c3d`,
    resourceType: 'EFS',
    bytesTransferred: '0',
    creationDate: '2026-11-20T01:00:05.112Z',
    ...detail,
  },
  ...more,
})
const copy = (detail: Readonly<Record<string, unknown>>, more: object = {}) => ({ ...copyFailed(detail), ...more })

describe('what AWS sends', () => {
  it.each<[string, unknown, string]>([
    [
      'a failed backup, its message in quotes',
      backup({ state: 'FAILED', statusMessage: '"Could not find resource"' }),
      'told',
    ],
    [
      'an expired backup',
      backup({
        state: 'EXPIRED',
        statusMessage: '"Backup job failed because there was a running job for the same resource."',
      }),
      'told',
    ],
    ['an aborted backup without a message', backup({ state: 'ABORTED', statusMessage: '' }), 'told'],
    ['a partial backup', backup({ state: 'PARTIAL', statusMessage: 'Some of it' }), 'told'],
    [
      'a backup that completed with issues',
      backup({ state: 'COMPLETED', statusMessage: 'Some objects were left out', messageCategory: 'SOME_ISSUES' }),
      'told',
    ],
    ['a completed backup', backup({ state: 'COMPLETED', completionDate: '2026-11-20T01:21:44.020Z' }), 'landed'],
    [
      'a running backup with a time in words',
      backup({ state: 'RUNNING', expectedCompletionDate: 'Jul 15, 2020 9:39:07 PM' }),
      'ignored',
    ],
    ['a pending backup with an empty message', backup({ state: 'PENDING', statusMessage: '' }), 'ignored'],
    [
      'a created copy without an id',
      copy({ copyJobId: undefined, resourceArn: undefined, state: 'CREATED' }),
      'ignored',
    ],
    [
      'a failed copy without an id',
      copy({ copyJobId: undefined, statusMessage: 'Could not find resource', state: 'FAILED' }),
      'told',
    ],
    ['a copy in a state that nobody knows', copy({ state: 'DREAMING' }), 'ignored'],
    ['another kind of event', { ...copyFailed(), 'detail-type': 'Recovery Point State Change' }, 'ignored'],
    ['an event of another service', { ...copyFailed(), source: 'aws.ec2' }, 'ignored'],
    ['no event', { hello: 'world' }, 'mistake'],
    ['nothing', null, 'mistake'],
  ])('%s', async (_, event, expected) => {
    expect((await take(event)).is).toBe(expected)
  })

  it('counts a duplicate once, and says so', async () => {
    const event = backup({ state: 'FAILED', statusMessage: 'Could not find resource' })
    expect([(await take(event)).is, (await take(event)).is, (await take({ ...event, id: 'other' })).is]).toEqual([
      'told',
      'known',
      'known',
    ])
  })

  it('hands the events of restore jobs on', async () => {
    const came: RestoreJobEvent[] = []
    const intake = createIntake({
      deps: stage.deps,
      store: stage.store,
      notices: stage.office.notices,
      log: quiet,
      onRestoreJob: async event => void came.push(event),
    })
    const event = {
      ...copyFailed(),
      'detail-type': 'Restore Job State Change',
      detail: { restoreJobId: '44F0C1D2-AAAA', status: 'FAILED', statusMessage: 'no', backupSizeInBytes: '7' },
    }
    expect((await intake.take(event)).is).toBe('restore')
    expect(came).toMatchObject([{ id: '44F0C1D2-AAAA', state: 'FAILED', bytes: 7 }])
  })

  it('tells what is known from the message alone when AWS does not answer', async () => {
    stage.aws.faults.error('backup', 40)
    stage.aws.faults.error('ec2', 40)
    const event = copy({
      copyJobId: 'B7D2A4C6-1E3F-4A5B-8C9D-0E1F2A3B4C5D',
      statusMessage: 'Encrypted snapshots with Amazon EBS default key cannot be shared',
      state: 'FAILED',
    })
    expect(await take(event)).toMatchObject({ is: 'told' })
    stage.aws.faults.clear()
    const roots = (await rootsOf('C0SHOP')).map(it => JSON.stringify(it.blocks))
    const root = roots.find(it => it.includes('aws/ebs'))
    expect(root).toContain('Running it again cannot help')
    expect(root).not.toContain('Retry')
  })

  it('asks again of a composite job which of the jobs inside failed, and tells those', async () => {
    const place = stage.world.accounts[member]?.regions[region]
    const common = {
      AccountId: member,
      SourceBackupVaultArn: `arn:aws:backup:${region}:${member}:backup-vault:local-backup-vault`,
      DestinationBackupVaultArn: `arn:aws:backup:${region}:${house.central.account}:backup-vault:${house.central.vault}`,
      IamRoleArn: `arn:aws:iam::${member}:role/aws-controltower-BackupRole`,
      CreationDate: new Date().toISOString(),
      BackupSizeInBytes: 0,
    }
    const [parent, child, fine] = ['A', 'B', 'C'].map(it => `0000000${it}-7D1A-4E8E-9C55-3B2A19F0D7E4`)
    if (!place || !parent || !child || !fine) throw new Error('three ids')
    const stack = `arn:aws:cloudformation:${region}:${member}:stack/shop/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee`
    place.backup.CopyJobs.push(
      {
        ...common,
        CopyJobId: parent,
        ResourceArn: stack,
        ResourceType: 'CloudFormation',
        State: 'PARTIAL',
        IsParent: true,
      },
      {
        ...common,
        CopyJobId: child,
        ParentJobId: parent,
        ResourceArn: volume,
        ResourceType: 'EBS',
        State: 'FAILED',
        StatusMessage: 'Given key ID is not accessible',
      },
      { ...common, CopyJobId: fine, ParentJobId: parent, ResourceArn: volume, ResourceType: 'EBS', State: 'COMPLETED' },
    )
    const taken = await take(
      copy({ copyJobId: parent, resourceArn: stack, resourceType: 'CloudFormation', state: 'FAILED' }),
    )
    expect(taken).toMatchObject({ is: 'inside', jobs: [{ is: 'told', job: child }] })
  })
})

describe('a storm', { timeout: 60_000 }, () => {
  it('is one notice, and asks AWS once for all that the message alone decides', async () => {
    const before = stage.aws.calls.length
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        take({
          ...copy({
            copyJobId: `000000${String(n).padStart(2, '0')}-1111-4E8E-9C55-3B2A19F0D7E4`,
            resourceArn: `arn:aws:s3:::bucket-${n}`,
            resourceType: 'S3',
            state: 'FAILED',
            statusMessage: 'There are too many copy jobs running for resource.',
          }),
          account: '222233334444',
        }),
      ),
    )
    expect(new Set(taken.map(it => it.is === 'told' && it.group)).size).toBe(1)
    const looked = stage.aws.calls.slice(before).filter(it => it.operation === 'HeadBucket').length
    expect(looked).toBeGreaterThan(0)
    expect(looked).toBeLessThan(10)
    const roots = await rootsOf('C0DATA')
    expect(roots).toHaveLength(1)
    expect(JSON.stringify(roots[0]?.blocks)).toContain('20 copies failed')
  })
})

const trail = (detail: object) => ({
  ...copyFailed(),
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.kms',
  account: house.central.account,
  detail: {
    eventSource: 'kms.amazonaws.com',
    eventName: 'CreateGrant',
    eventID: `event-${++jobs}`,
    eventTime: new Date().toISOString(),
    errorCode: 'AccessDenied',
    errorMessage: 'not authorized to perform: kms:CreateGrant',
    recipientAccountId: house.central.account,
    awsRegion: region,
    userIdentity: {
      invokedBy: 'backup.amazonaws.com',
      sessionContext: {
        sessionIssuer: {
          arn: `arn:aws:iam::${house.central.account}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`,
        },
      },
    },
    requestParameters: { keyId: volumeKey },
    ...detail,
  },
})
const somebody = { arn: `arn:aws:iam::${house.central.account}:role/curious` }

describe('what CloudTrail sees at the keys', { timeout: 60_000 }, () => {
  it('proves the cause of a notice that was told before', async () => {
    expect(await take(copy({ state: 'FAILED' }))).toMatchObject({ is: 'told' })
    const drawn = async () => JSON.stringify((await rootsOf('C0SHOP')).map(it => it.blocks))
    expect(await drawn()).not.toContain('CloudTrail confirms it')
    expect(await take(trail({}))).toEqual({ is: 'proof', groups: 1 })
    expect(await drawn()).toContain('CloudTrail confirms it: the key refused CreateGrant')
  })

  const denied = (name: string) => {
    const key = `arn:aws:kms:${region}:${lab}:key/${name}`
    const failure = {
      ...copy({
        copyJobId: `0000000D-7D1A-4E8E-9C55-${name.slice(-12)}`,
        resourceArn: `arn:aws:rds:${region}:${lab}:db:${name}`,
        resourceType: 'RDS',
        statusMessage: `The source snapshot KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it.`,
        state: 'FAILED',
      }),
      account: lab,
    }
    return { failure, refusal: trail({ requestParameters: { keyId: key } }) }
  }
  const proofsInLab = async () =>
    (await rootsOf('C0LAB')).filter(it => JSON.stringify(it.blocks).includes('CloudTrail confirms it')).length

  it('proves the cause of a failure that comes after it', async () => {
    const { failure, refusal } = denied('0f1e2d3c-aaaa-bbbb-cccc-0123456789ab')
    expect(await take(refusal)).toEqual({ is: 'proof', groups: 0 })
    await take(failure)
    expect(await proofsInLab()).toBe(1)
  })

  it('proves the cause of a failure that was only just counted when the process ended', async () => {
    const { failure, refusal } = denied('0f1e2d3c-aaaa-bbbb-cccc-0123456789ac')
    const { deps, store, office } = stage
    const counts: typeof office.notices.failed = async it => {
      await office.notices.failed(it)
      throw new Error('ended')
    }
    const notices = { ...office.notices, failed: counts }
    await expect(createIntake({ deps, store, notices, log: quiet }).take(failure)).rejects.toThrow('ended')
    expect(await take(refusal)).toEqual({ is: 'proof', groups: 1 })
    expect(await proofsInLab()).toBe(2)
  })

  it.each<[string, object, string]>([
    [
      'somebody else is refused at the central key',
      { userIdentity: somebody, requestParameters: { keyId: house.central.key }, eventName: 'Decrypt' },
      'told',
    ],
    [
      'somebody else decrypts with the central key',
      {
        userIdentity: somebody,
        requestParameters: { keyId: house.central.key },
        eventName: 'Decrypt',
        errorCode: undefined,
        errorMessage: undefined,
      },
      'told',
    ],
    [
      'AWS Backup decrypts with the central key',
      { requestParameters: { keyId: house.central.key }, eventName: 'Decrypt', errorCode: undefined },
      'ignored',
    ],
    [
      'the central key is described',
      {
        userIdentity: somebody,
        requestParameters: { keyId: house.central.key },
        eventName: 'DescribeKey',
        errorCode: undefined,
      },
      'ignored',
    ],
    [
      'a key of no concern, in an account of no concern',
      {
        userIdentity: somebody,
        recipientAccountId: lab,
        requestParameters: { keyId: `arn:aws:kms:${region}:${lab}:key/x` },
      },
      'ignored',
    ],
  ])('%s', async (_, detail, expected) => {
    expect((await take(trail(detail))).is).toBe(expected)
  })

  it('tells those in the default channel', async () => {
    const drawn = JSON.stringify((await rootsOf(house.slack.alerts)).map(it => it.blocks))
    expect(drawn).toContain('role/curious called Decrypt on a backup key and was refused')
    expect(drawn).toContain('role/curious called Decrypt on a backup key and was let through')
  })
})

describe('a completed copy', () => {
  const inTime = (ms: number) => new Date(Date.now() + ms).toISOString()
  it('that ended before the failure makes nothing good; one of the same point after it does', async () => {
    const early = copy({ copyJobId: '0000000E', state: 'COMPLETED', completionDate: inTime(-86_400_000) })
    expect(await take(early)).toEqual({ is: 'landed', failures: 0 })
    const late = copy({ copyJobId: '0000000F', state: 'COMPLETED', completionDate: inTime(60_000) })
    const taken = await take(late)
    expect(taken.is === 'landed' && taken.failures).toBeGreaterThan(0)
    expect(await take(late)).toEqual({ is: 'landed', failures: 0 })
  })
})
