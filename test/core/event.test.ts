import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupKey, seenKey } from '../../src/core/delivery.ts'
import { isFailure, isIgnored, type JobEvent, parseEvent } from '../../src/core/event.ts'
import { isMistake } from '../../src/core/trouble.ts'

const localVault = 'arn:aws:backup:eu-central-1:111122223333:backup-vault:local-backup-vault'
const centralVault = 'arn:aws:backup:eu-central-1:444455556666:backup-vault:central-backup-vault'
const snapshot = 'arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:job-2f9c1b7e'
const db = 'arn:aws:rds:eu-central-1:111122223333:db:orders-prod'
const createdBy = {
  backupPlanId: 'orgs/9a1b2c3d',
  backupPlanArn: 'arn:aws:backup:eu-central-1:111122223333:backup-plan:orgs/9a1b2c3d',
  backupPlanVersion: 'T0RkZk5q',
  backupPlanRuleId: '77aa66bb',
}
const envelope = (type: string, detail: object, resources: readonly unknown[] = []) => ({
  version: '0',
  id: '5b0f7f0a-2c5e-4b55-9a0e-7f1d2c3b4a59',
  'detail-type': type,
  source: 'aws.backup',
  account: '111122223333',
  time: '2026-11-20T03:17:42Z',
  region: 'eu-central-1',
  resources,
  detail,
})
const backup = (detail: object, resources?: readonly unknown[]) =>
  envelope('Backup Job State Change', { backupJobId: '6C1E0B52-7D1A', state: 'FAILED', ...detail }, resources)
const copy = (detail: object, resources: readonly unknown[] = [snapshot]) =>
  envelope(
    'Copy Job State Change',
    {
      copyJobId: 'B7D2A4C6-1E3F',
      state: 'FAILED',
      sourceBackupVaultArn: localVault,
      destinationBackupVaultArn: centralVault,
      ...detail,
    },
    resources,
  )
const restore = (detail: object, resources?: readonly unknown[]) =>
  envelope('Restore Job State Change', { restoreJobId: '44F0C1D2-AAAA', ...detail }, resources)

const job = (value: unknown): JobEvent => {
  const event = parseEvent(value)
  if (isMistake(event) || isIgnored(event)) throw new Error(JSON.stringify(event))
  return event
}

describe('job events as AWS sends them', () => {
  it('a failed backup: message in quotes, sizes as text', () => {
    const event = job(
      backup({
        backupVaultArn: localVault,
        backupVaultName: 'local-backup-vault',
        bytesTransferred: '0',
        creationDate: '2026-11-20T01:00:05.112Z',
        iamRoleArn: 'arn:aws:iam::111122223333:role/aws-controltower-BackupRole',
        resourceArn: 'arn:aws:s3:::team-a-invoices',
        resourceType: 'S3',
        statusMessage: '"Could not find resource"',
        startBy: '2026-11-20T09:00:00Z',
        percentDone: 0,
        retryCount: 3,
        createdBy,
      }),
    )
    expect(event).toEqual({
      kind: 'backup',
      id: '6C1E0B52-7D1A',
      state: 'FAILED',
      outcome: 'failed',
      account: '111122223333',
      region: 'eu-central-1',
      at: '2026-11-20T03:17:42.000Z',
      createdAt: '2026-11-20T01:00:05.112Z',
      completedAt: null,
      resource: 'arn:aws:s3:::team-a-invoices',
      backupType: 'S3',
      message: 'Could not find resource',
      category: null,
      recoveryPoint: null,
      vault: localVault,
      role: 'arn:aws:iam::111122223333:role/aws-controltower-BackupRole',
      bytes: 0,
      parent: null,
      plan: createdBy.backupPlanArn,
      startBy: '2026-11-20T09:00:00.000Z',
    })
  })

  it('a failed copy: an empty object for the ARN that is not there, the size as a number', () => {
    const event = job(
      copy({
        backupSizeInBytes: 21474836480,
        creationDate: '2026-11-20T01:22:30.871Z',
        completionDate: '2026-11-20T01:29:02.330Z',
        resourceArn: db,
        resourceType: 'RDS',
        statusMessage: 'The source snapshot KMS key does not exist',
        destinationRecoveryPointArn: {},
        createdBy,
      }),
    )
    expect(event).toMatchObject({
      kind: 'copy',
      outcome: 'failed',
      bytes: 21474836480,
      recoveryPoint: snapshot,
      vault: localVault,
      destinationVault: centralVault,
      destinationRecoveryPoint: null,
      completedAt: '2026-11-20T01:29:02.330Z',
    })
  })

  it('a copy that was just created has no id and no resource', () => {
    const event = job(copy({ copyJobId: undefined, state: 'CREATED', creationDate: '2026-11-20T01:22:30.871Z' }))
    expect(event).toMatchObject({ id: null, resource: null, outcome: 'under way' })
  })

  it('a completed copy: the ARN is text now', () => {
    const event = job(copy({ state: 'COMPLETED', destinationRecoveryPointArn: 'arn:aws:rds:x' }))
    expect(event).toMatchObject({ outcome: 'completed', destinationRecoveryPoint: 'arn:aws:rds:x' })
  })

  it('a failed restore says status, and its recovery point only outside', () => {
    const ami = 'arn:aws:ec2:eu-central-1::image/ami-0123456789abcdef0'
    const event = job(restore({ status: 'FAILED', backupSizeInBytes: '21474836480', statusMessage: 'No.' }, [ami]))
    expect(event).toMatchObject({
      kind: 'restore',
      state: 'FAILED',
      outcome: 'failed',
      bytes: 21474836480,
      recoveryPoint: ami,
      resource: null,
    })
  })

  it('a created restore says state', () => {
    expect(job(restore({ state: 'CREATED' }))).toMatchObject({ state: 'CREATED', outcome: 'under way' })
  })

  it('a completed restore names what it restored', () => {
    const event = job(
      restore({
        status: 'COMPLETED',
        sourceResourceArn: db,
        createdResourceArn: `${db}-2`,
        recoveryPointArn: snapshot,
      }),
    )
    expect(event).toMatchObject({ resource: db, createdResource: `${db}-2`, recoveryPoint: snapshot })
  })

  it('a created backup has an id, a state and a date', () => {
    expect(job(backup({ state: 'CREATED', creationDate: '2026-11-20T01:00:05.112Z' }))).toMatchObject({
      id: '6C1E0B52-7D1A',
      outcome: 'under way',
      message: null,
      plan: null,
    })
  })
})

describe('what counts as a failure', () => {
  it.each([
    ['FAILED', backup({ state: 'FAILED' }), true],
    ['PARTIAL', copy({ state: 'PARTIAL' }), true],
    ['EXPIRED', backup({ state: 'EXPIRED' }), true],
    ['ABORTED', backup({ state: 'ABORTED' }), true],
    ['lower case', backup({ state: 'failed' }), true],
    ['COMPLETED', backup({ state: 'COMPLETED' }), false],
    ['COMPLETED with an empty message', backup({ state: 'COMPLETED', statusMessage: '""' }), false],
    [
      'COMPLETED with issues',
      backup({ state: 'COMPLETED', statusMessage: '"Windows VSS Backup Job Error encountered"' }),
      true,
    ],
    ['COMPLETED, category not SUCCESS', backup({ state: 'COMPLETED', messageCategory: 'VSS_ERROR' }), true],
    [
      'COMPLETED, category SUCCESS',
      backup({ state: 'COMPLETED', statusMessage: 'Done', messageCategory: 'SUCCESS' }),
      false,
    ],
    ['a restore COMPLETED with a remark', restore({ status: 'COMPLETED', statusMessage: 'Restored 5 objects' }), false],
    ['ABORTING', backup({ state: 'ABORTING' }), false],
    ['PENDING with an empty message', backup({ state: 'PENDING', statusMessage: '' }), false],
    ['RUNNING', copy({ state: 'RUNNING' }), false],
  ])('%s', (_, event, failure) => {
    expect(isFailure(job(event))).toBe(failure)
  })
})

describe('times', () => {
  it.each([
    ['2026-11-20T01:00:05.112Z', '2026-11-20T01:00:05.112Z'],
    ['2026-11-20T01:00:05', '2026-11-20T01:00:05.000Z'],
    ['2026-11-20T02:00:05+01:00', '2026-11-20T01:00:05.000Z'],
    ['Jul 15, 2020 9:39:07 PM', '2020-07-15T21:39:07.000Z'],
    [1_784_000_000, '2026-07-14T03:33:20.000Z'],
    [1_784_000_000_000, '2026-07-14T03:33:20.000Z'],
    ['soon', null],
    [Number.POSITIVE_INFINITY, null],
    [{}, null],
    [undefined, null],
  ])('%j', (creationDate, at) => {
    expect(job(backup({ creationDate }))).toMatchObject({ createdAt: at })
  })
})

describe('a refused KMS call in CloudTrail', () => {
  const key = 'arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c'
  const role = 'arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup'
  const detail = {
    eventID: 'e-1',
    eventTime: '2026-11-20T01:29:00Z',
    eventSource: 'kms.amazonaws.com',
    eventName: 'CreateGrant',
    awsRegion: 'eu-central-1',
    errorCode: 'AccessDenied',
    errorMessage: 'User: x is not authorized to perform: kms:CreateGrant',
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::444455556666:assumed-role/AWSServiceRoleForBackup/AWSBackup',
      sessionContext: { sessionIssuer: { arn: role } },
      invokedBy: 'backup.amazonaws.com',
    },
    requestParameters: { keyId: key, encryptionContext: { 'aws:ebs:id': 'vol-1' } },
    recipientAccountId: '444455556666',
  }
  const trail = (more: object) => ({
    ...envelope('AWS API Call via CloudTrail', { ...detail, ...more }),
    source: 'aws.kms',
    account: '444455556666',
  })

  it('names the key, the role and the call', () => {
    expect(job(trail({}))).toEqual({
      kind: 'key denial',
      id: 'e-1',
      account: '444455556666',
      region: 'eu-central-1',
      at: '2026-11-20T01:29:00.000Z',
      call: 'CreateGrant',
      code: 'AccessDenied',
      message: 'AccessDenied: User: x is not authorized to perform: kms:CreateGrant',
      key,
      principal: role,
      byBackup: true,
      invokedBy: 'backup.amazonaws.com',
      context: { 'aws:ebs:id': 'vol-1' },
    })
  })

  it.each([
    [
      'the key only among the resources',
      { requestParameters: { keyId: 'alias/x' }, resources: [{ ARN: key }] },
      { key },
    ],
    ['no key at all', { requestParameters: null, resources: 'none' }, { key: null, context: {} }],
    [
      'a user without a session',
      { userIdentity: { arn: 'arn:aws:iam::1:user/eve' } },
      { principal: 'arn:aws:iam::1:user/eve', byBackup: false },
    ],
    ['a disabled key', { errorCode: 'DisabledException', errorMessage: null }, { message: 'DisabledException' }],
  ])('%s', (_, more, expected) => {
    expect(job(trail(more))).toMatchObject(expected)
  })

  it.each([
    ['an allowed call', { errorCode: undefined }],
    ['another error', { errorCode: 'ThrottlingException' }],
    ['another service', { eventSource: 's3.amazonaws.com' }],
  ])('%s is ignored', (_, more) => {
    expect(parseEvent(trail(more))).toHaveProperty('ignore')
  })
})

describe('anything else', () => {
  it.each([
    ['a recovery point', envelope('Recovery Point State Change', { status: 'COMPLETED' })],
    ['a vault', envelope('Backup Vault State Change', { state: 'MODIFIED', isLocked: 'true' })],
    ['a name that every object has', envelope('constructor', { state: 'FAILED' })],
    ['a state nobody knows', backup({ state: 'EVAPORATED' })],
    ['a state that every object has', backup({ state: 'CONSTRUCTOR' })],
    ['another sender', { ...backup({}), source: 'my.app' }],
  ])('%s is ignored, with the reason', (_, event) => {
    expect(parseEvent(event)).toEqual({ ignore: expect.stringMatching(/./) })
  })

  it.each([
    ['nothing', undefined, /JSON object/],
    ['text', 'hello', /JSON object/],
    ['a list', [], /./],
    ['no detail', { ...backup({}), detail: undefined }, /detail must be an object/],
    ['an odd account', { ...backup({}), account: '12' }, /account must be an account id of 12 digits/],
    ['no state', backup({ state: undefined }), /no state/],
  ])('%s is a mistake that says what was expected', (_, event, sentence) => {
    expect(parseEvent(event)).toHaveProperty('mistake', expect.stringMatching(sentence))
  })

  it('never throws, and what it takes for a job has every part in the right form', () => {
    const odd = fc.oneof(fc.anything(), fc.constantFrom('FAILED', 'COMPLETED', '', {}, [], null))
    const names = [
      'state',
      'status',
      'statusMessage',
      'copyJobId',
      'backupSizeInBytes',
      'creationDate',
      'createdBy',
      'resourceArn',
      'messageCategory',
      'errorCode',
      'requestParameters',
      'userIdentity',
      'resources',
    ]
    const detail = fc.dictionary(fc.constantFrom(...names), odd)
    const type = fc.constantFrom(
      'Backup Job State Change',
      'Copy Job State Change',
      'Restore Job State Change',
      'AWS API Call via CloudTrail',
    )
    const almost = fc
      .tuple(type, detail, fc.array(odd), fc.constantFrom('aws.backup', 'aws.kms'))
      .map(([what, it, resources, source]) => ({
        ...envelope(what, { eventSource: 'kms.amazonaws.com', ...it }, resources),
        source,
      }))
    fc.assert(
      fc.property(fc.oneof(fc.anything(), almost), value => {
        const event = parseEvent(value)
        if (isMistake(event)) {
          expect(event.mistake).toMatch(/\.$/)
          return
        }
        if (isIgnored(event)) {
          expect(event.ignore).not.toBe('')
          return
        }
        expect(event.account).toMatch(/^\d{12}$/)
        expect(typeof seenKey(event)).toBe('string')
        expect(groupKey(event, null).length).toBeLessThan(1_000)
        if (event.kind !== 'key denial' && event.bytes !== null) expect(Number.isFinite(event.bytes)).toBe(true)
      }),
    )
  })
})
