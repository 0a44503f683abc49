import { describe, expect, it } from 'vitest'
import { centralReadings, centralRefusals, continuousPoints, endedJobs, keyRefusals } from '../../infra/patterns.ts'
import { isFailure, isIgnored, parseEvent } from '../../src/core/event.ts'
import { readSignal } from '../../src/core/signal.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { matches } from './pattern.ts'
import { house, ofType, templatesOf, told } from './templates.ts'

const job = (type: string, detail: object) => ({
  source: 'aws.backup',
  'detail-type': type,
  account: '111122223333',
  region: 'eu-central-1',
  time: '2026-11-20T12:00:00Z',
  resources: [],
  detail,
})

describe('jobs that ended', () => {
  it.each([
    ['Copy Job State Change', { state: 'FAILED', copyJobId: 'a' }, true],
    ['Copy Job State Change', { state: 'COMPLETED', copyJobId: 'a' }, true],
    ['Copy Job State Change', { state: 'RUNNING', copyJobId: 'a' }, false],
    ['Copy Job State Change', { state: 'CREATED', copyJobId: 'a' }, false],
    ['Backup Job State Change', { state: 'EXPIRED', backupJobId: 'a' }, true],
    ['Backup Job State Change', { state: 'ABORTED', backupJobId: 'a' }, true],
    ['Backup Job State Change', { state: 'PARTIAL', backupJobId: 'a' }, true],
    ['Backup Job State Change', { state: 'PENDING', backupJobId: 'a' }, false],
    ['Restore Job State Change', { status: 'COMPLETED', restoreJobId: 'a' }, true],
    ['Restore Job State Change', { status: 'FAILED', restoreJobId: 'a' }, true],
    ['Restore Job State Change', { state: 'CREATED', restoreJobId: 'a' }, false],
    ['Recovery Point State Change', { status: 'COMPLETED' }, false],
  ])('%s %o: %s', (type, detail, expected) => {
    const event = job(type, detail)
    expect(matches(endedJobs, event)).toBe(expected)
    // What is forwarded is understood, and no failure is held back.
    const parsed = parseEvent(event)
    const read = !isMistake(parsed) && !isIgnored(parsed)
    if (expected) expect(read).toBe(true)
    else expect(read && isFailure(parsed)).toBe(false)
  })

  it.each([
    ['STOPPED', true],
    ['AVAILABLE', true],
    ['COMPLETED', false],
    ['DELETING', false],
  ])('continuous recovery points: %s', (status, expected) => {
    const event = job('Recovery Point State Change', { status, resourceArn: 'arn:aws:s3:::a' })
    expect(matches(continuousPoints, event)).toBe(expected)
    expect(Boolean(readSignal(event))).toBe(expected)
  })

  it('are not those of somebody who only says so', () => {
    expect(matches(endedJobs, { ...job('Copy Job State Change', { state: 'FAILED' }), source: 'my.app' })).toBe(false)
  })
})

const key = house.central.key
const backup = `arn:aws:iam::${house.central.account}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`
const call = (detail: object) => ({
  ...job('AWS API Call via CloudTrail', { eventSource: 'kms.amazonaws.com', eventName: 'CreateGrant', ...detail }),
  source: 'aws.kms',
})
const by = (arn: string) => ({ userIdentity: { sessionContext: { sessionIssuer: { arn } } } })
const anna = 'arn:aws:iam::111122223333:role/engineer'

describe('refused keys', () => {
  it.each([
    ['the service-linked role', { errorCode: 'AccessDenied', ...by(backup) }, true],
    [
      'AWS Backup itself',
      { errorCode: 'DisabledException', userIdentity: { invokedBy: 'backup.amazonaws.com' } },
      true,
    ],
    ['the backup role', { errorCode: 'AccessDenied', ...by(`arn:aws:iam::1:role/${house.member.backupRole}`) }, true],
    ['a person', { errorCode: 'AccessDenied', ...by(anna) }, false],
    ['nobody: it was allowed', { ...by(backup) }, false],
    ['AWS Backup, by a fault of its own', { errorCode: 'ThrottlingException', ...by(backup) }, false],
  ])('of a member are told when they were refused to %s', (_, detail, expected) => {
    expect(matches(keyRefusals(house), call(detail))).toBe(expected)
  })

  it('of the central account are told whoever was refused a backup key', () => {
    const refused = { errorCode: 'AccessDenied', ...by(anna) }
    expect(matches(centralRefusals(house), call({ ...refused, resources: [{ ARN: key }] }))).toBe(true)
    expect(matches(centralRefusals(house), call({ ...refused, resources: [{ ARN: `${key}0` }] }))).toBe(false)
    const replica = key.replace('eu-central-1', 'us-east-1')
    expect(matches(centralRefusals(house), call({ ...refused, resources: [{ ARN: replica }] }))).toBe(true)
  })
})

describe('readings with the central key', () => {
  const read = { eventName: 'Decrypt', resources: [{ ARN: key }] }
  it.each([
    ['a person', { ...read, ...by(anna) }, true],
    ['an IAM user, who has no session', { ...read, userIdentity: { arn: 'arn:aws:iam::1:user/x' } }, true],
    ['a person with the wrong key', { ...read, errorCode: 'IncorrectKeyException', ...by(anna) }, true],
    ['AWS Backup', { ...read, ...by(backup) }, false],
    ['the backup role', { ...read, ...by(`arn:aws:iam::1:role/${house.member.backupRole}`) }, false],
    ['a person who only described it', { ...read, eventName: 'DescribeKey', ...by(anna) }, false],
    [
      'a person, of another key',
      { ...read, resources: [{ ARN: 'arn:aws:kms:eu-central-1:1:key/x' }], ...by(anna) },
      false,
    ],
  ])('by %s: %#', (_, detail, expected) => {
    expect(matches(centralReadings(house), call(detail))).toBe(expected)
  })
})

describe('the rules of an account', () => {
  const templates = templatesOf({ ...house, regions: ['eu-central-1'] })
  const bus = `arn:<AWS::Partition>:events:${house.deployment?.region}:${house.deployment?.account}:event-bus/backup-bot`
  const rules = (id: string) =>
    ofType(templates[id], 'AWS::Events::Rule').map(it => told(it.Properties)) as readonly Record<string, unknown>[]

  it.each(['backup-bot-member', 'backup-bot-central-eu-central-1'])('%s: all go to the bus, none is lost', id => {
    expect(rules(id).length).toBeGreaterThan(1)
    for (const { Targets } of rules(id))
      expect(Targets).toEqual([
        {
          Id: 'bus',
          Arn: bus,
          RoleArn: expect.stringContaining(':role/backup-bot-forward'),
          DeadLetterConfig: { Arn: '<ForwardDeadLetters.Arn>' },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        },
      ])
  })

  it('see the read-only calls too where they look for them', () => {
    const states = rules('backup-bot-central-eu-central-1').map(it => [it.Name, it.State])
    expect(Object.fromEntries(states)).toEqual({
      'backup-bot-jobs': 'ENABLED',
      'backup-bot-points': 'ENABLED',
      'backup-bot-refusals': 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      'backup-bot-readings': 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    })
  })
})
