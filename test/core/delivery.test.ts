import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupKey, seenKey, unwrap } from '../../src/core/delivery.ts'
import type { BackupJobEvent, CopyJobEvent } from '../../src/core/event.ts'

const localVault = 'arn:aws:backup:eu-central-1:111122223333:backup-vault:local-backup-vault'
const centralVault = 'arn:aws:backup:eu-central-1:444455556666:backup-vault:central-backup-vault'
const common = {
  state: 'FAILED',
  outcome: 'failed',
  account: '111122223333',
  region: 'eu-central-1',
  at: '2026-11-20T03:17:42.000Z',
  createdAt: '2026-11-20T01:00:05.112Z',
  completedAt: null,
  resource: 'arn:aws:rds:eu-central-1:111122223333:db:orders-prod',
  backupType: 'RDS',
  message: null,
  category: null,
  recoveryPoint: 'arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:job-2f9c1b7e',
  vault: localVault,
  role: null,
  bytes: null,
  parent: null,
  plan: null,
} as const
const copy = (more: Partial<CopyJobEvent> = {}): CopyJobEvent => ({
  kind: 'copy',
  id: 'B7D2A4C6-1E3F',
  ...common,
  destinationVault: centralVault,
  destinationRecoveryPoint: null,
  ...more,
})
const backup: BackupJobEvent = { kind: 'backup', id: '6C1E0B52-7D1A', ...common, startBy: null }

describe('seenKey', () => {
  it('is the job and its state, whatever else differs', () => {
    expect(seenKey(copy())).toBe('copy/b7d2a4c6-1e3f/FAILED')
    expect(seenKey(copy({ message: 'late' }))).toBe(seenKey(copy()))
    expect(seenKey(copy({ state: 'COMPLETED' }))).not.toBe(seenKey(copy()))
  })

  it('is what is copied, whereto and since when for a job without an id', () => {
    const created = (createdAt: string, more: Partial<CopyJobEvent> = {}) =>
      seenKey(copy({ id: null, state: 'CREATED', createdAt, ...more }))
    const later = { at: '2026-11-20T09:00:00.000Z', backupType: null }
    expect(created('2026-11-20T01:00:00Z', later)).toBe(created('2026-11-20T01:00:00Z'))
    expect(created('2026-11-20T01:00:00Z', { destinationVault: localVault })).not.toBe(created('2026-11-20T01:00:00Z'))
    expect(created('2026-11-20T01:00:00Z')).not.toBe(created('2026-11-20T02:00:00Z'))
  })
})

describe('groupKey', () => {
  const failed = (more: object = {}) => copy({ message: 'Odd after 12 minutes', ...more })

  it('is cause, key or vault, and account', () => {
    expect(groupKey(failed(), 'ACC_VAULT_POLICY')).toBe(`ACC_VAULT_POLICY|${centralVault}|111122223333`)
    expect(groupKey(failed(), 'KMS_RDS_SOURCE_KEY', 'arn:k')).toBe('KMS_RDS_SOURCE_KEY|arn:k|111122223333')
    expect(groupKey(backup, 'NF_RESOURCE')).toContain(localVault)
  })

  it('goes by the shape of the message without a cause', () => {
    expect(groupKey(failed(), null)).toBe(groupKey(failed({ message: 'Odd after 7 minutes' }), null))
    expect(groupKey(failed(), null)).not.toBe(groupKey(failed({ message: 'Even' }), null))
  })
})

describe('unwrap', () => {
  it('opens an SQS batch, and marks what is not JSON', () => {
    const event = { any: 'thing' }
    const records = [
      { messageId: 'm-1', body: JSON.stringify(event) },
      { messageId: 'm-2', body: '{' },
    ]
    expect(unwrap({ Records: records })).toEqual([
      { id: 'm-1', event },
      { id: 'm-2', mistake: expect.stringMatching(/JSON/), usage: 'event' },
    ])
  })

  it('opens what `aws sqs receive-message` prints, and the envelope of a topic', () => {
    const event = { any: 'thing' }
    const envelope = { Type: 'Notification', TopicArn: 'arn:aws:sns:eu-central-1:1:t', Message: JSON.stringify(event) }
    expect(unwrap({ Messages: [{ MessageId: 'm-1', Body: JSON.stringify(event) }] })).toEqual([{ id: 'm-1', event }])
    expect(unwrap(envelope)).toEqual([{ id: null, event }])
    expect(unwrap({ Records: [{ messageId: 'm-1', body: JSON.stringify(envelope) }] })).toEqual([{ id: 'm-1', event }])
    expect(unwrap({ ...envelope, Message: '{' })).toEqual([{ id: null, mistake: expect.any(String), usage: 'event' }])
  })

  it('leaves one event as it is', () => {
    const event = { any: 'thing' }
    expect(unwrap(event)).toEqual([{ id: null, event }])
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ Records: fc.array(fc.anything()) })), value => {
        expect(Array.isArray(unwrap(value))).toBe(true)
      }),
    )
  })
})
