import { describe, expect, it } from 'vitest'
import { unwrap } from '../../src/core/delivery.ts'
import { noticeOfSignal, readSignal, type Signal } from '../../src/core/signal.ts'

const account = '111122223333'
const region = 'eu-central-1'
const bucket = 'arn:aws:s3:::team-a-invoices'
const recoveryPoint = `arn:aws:backup:${region}:${account}:recovery-point:continuous:team-a-invoices-0a1b2c3d`
const job = '6C1E0B52-7D1A-4E8E-9C55-3B2A19F0D7E4'
const at = '2026-11-20T03:17:42.000Z'

const point = (status: string) => ({
  'detail-type': 'Recovery Point State Change',
  source: 'aws.backup',
  account,
  region,
  time: '2026-11-20T03:17:42Z',
  resources: [recoveryPoint],
  detail: { status, resourceArn: bucket, resourceType: 'S3', isEncrypted: 'false' },
})
const sentence = `Objects of the bucket could not be backed up. Recovery point ARN: ${recoveryPoint}. Resource ARN : ${bucket}. BackupJob ID : ${job}`
const text = (Value: string) => ({ Type: 'String', Value })
const notification = (EventType: string, more: object = {}) => ({
  Type: 'Notification',
  MessageId: '12345678-abcd-123a-def0-abcd1a234567',
  TopicArn: `arn:aws:sns:${region}:${account}:vault`,
  Subject: 'Notification from AWS Backup',
  Message: sentence,
  Timestamp: at,
  MessageAttributes: { EventType: text(EventType), AccountId: text(account), Id: text(job) },
  ...more,
})
const signal: Signal = {
  what: 'stopped',
  account,
  region,
  resource: bucket,
  recoveryPoint,
  job: null,
  message: null,
  at,
}

describe('a recovery point’s event', () => {
  it.each<[string, Signal | null]>([
    ['STOPPED', signal],
    ['AVAILABLE', { ...signal, what: 'goes on' }],
    ['COMPLETED', null],
    ['EXPIRED', null],
    ['constructor', null],
  ])('%s', (status, expected) => expect(readSignal(point(status))).toEqual(expected))

  it('is not that of somebody who only says so', () =>
    expect(readSignal({ ...point('STOPPED'), source: 'my.app' })).toBeUndefined())
})

describe('a notification of a vault', () => {
  const told = { account, region, resource: bucket, recoveryPoint, job, message: sentence, at }
  it.each<[string, Signal | null]>([
    ['S3_BACKUP_OBJECT_FAILED', { ...told, what: 'left out' }],
    ['S3_BACKUP_OBJECT', { ...told, what: 'left out' }],
    ['CONTINUOUS_BACKUP_INTERRUPTED', { ...told, what: 'stopped' }],
    ['BACKUP_JOB', null],
    ['S3_RESTORE_OBJECT_FAILED', null],
  ])('%s', (type, expected) => expect(readSignal(notification(type))).toEqual(expected))

  it('may leave out nearly everything', () => {
    const bare = notification('S3_BACKUP_OBJECT_FAILED', {
      Message: 'x',
      MessageAttributes: { EventType: text('S3_BACKUP_OBJECT_FAILED') },
    })
    expect(readSignal(bare)).toMatchObject({ what: 'left out', account, region, resource: null, job: null })
    expect(readSignal({ ...bare, TopicArn: undefined })).toBeNull()
  })

  it.each([{}, null, 'text', [], { Type: 'SubscriptionConfirmation', Message: 'x' }])('%j is none', value =>
    expect(readSignal(value)).toBeUndefined(),
  )

  const wrapped = JSON.stringify(notification('S3_BACKUP_OBJECT_FAILED'))
  const raw = (field: string) => ({
    EventType: { [field]: 'S3_BACKUP_OBJECT_FAILED' },
    AccountId: { [field]: account },
    StartTime: { [field]: at },
  })
  it.each<[string, unknown]>([
    ['from Lambda', { Records: [{ messageId: 'a', body: wrapped }] }],
    [
      'from Lambda, delivered raw',
      { Records: [{ messageId: 'a', body: sentence, messageAttributes: raw('stringValue') }] },
    ],
    ['from the command line', { Messages: [{ MessageId: 'a', Body: wrapped }] }],
    [
      'from the command line, delivered raw',
      { Messages: [{ MessageId: 'a', Body: sentence, MessageAttributes: raw('StringValue') }] },
    ],
    ['from SNS to Lambda', { Records: [{ EventSource: 'aws:sns', Sns: notification('S3_BACKUP_OBJECT_FAILED') }] }],
  ])('is found in a batch %s', (_, batch) => {
    const [one] = unwrap(batch)
    expect(one && 'event' in one && readSignal(one.event)).toMatchObject({
      what: 'left out',
      account,
      region,
      resource: bucket,
    })
  })
})

describe('as a failure', () => {
  it('is the same from the event and from the notification of one day', () => {
    const other = readSignal(notification('CONTINUOUS_BACKUP_INTERRUPTED'))
    expect(other?.what).toBe('stopped')
    const one = noticeOfSignal({ ...signal, what: 'stopped' }, undefined)
    expect(other && noticeOfSignal({ ...other, what: 'stopped' }, undefined).seen).toBe(one.seen)
  })

  it('counts one for each backup job that left objects out, however many those are', () => {
    const of = (more: object) => noticeOfSignal({ ...signal, what: 'left out', job, ...more }, undefined).seen
    expect(of({ message: 'first' })).toBe(of({ message: 'second' }))
    expect(of({ job: job.replace('6', '7') })).not.toBe(of({}))
  })
})
