import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { within } from '../../blocks/kit.ts'
import { failureBlocks, noticeBlocks } from '../../blocks/notice.ts'
import { keyReading } from '../../src/core/cloudtrail.ts'
import { seenKey, unwrap } from '../../src/core/delivery.ts'
import { diagnose } from '../../src/core/diagnose.ts'
import { isFailure, isIgnored, parseEvent } from '../../src/core/event.ts'
import { failedJobOf } from '../../src/core/failed-job.ts'
import type { Notice } from '../../src/core/notice.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { readErrand } from '../../src/slack/errand.ts'
import { cases, faultsIn, inTime, nearly, patience, tally, text } from './input.ts'

const runs = { numRuns: cases, endOnFailure: true }
const base = {
  version: '0',
  id: '5b0f7f0a-2c5e-4b55-9a0e-7f1d2c3b4a59',
  source: 'aws.backup',
  account: '111122223333',
  time: '2026-11-20T02:00:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:ec2:eu-central-1::snapshot/snap-0e46826cba390315d'],
}
const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'
const copy = {
  ...base,
  'detail-type': 'Copy Job State Change',
  detail: {
    copyJobId: '839FDC35-2CD3-497D-89AC-B3480BFC5F42',
    resourceType: 'EBS',
    resourceArn: volume,
    state: 'FAILED',
    statusMessage: 'Given key ID is not accessible',
    creationDate: '2026-11-20T01:00:00Z',
    sourceBackupVaultArn: 'arn:aws:backup:eu-central-1:111122223333:backup-vault:local-backup-vault',
    destinationRecoveryPointArn: {},
  },
}
const backup = {
  ...base,
  'detail-type': 'Backup Job State Change',
  detail: {
    backupJobId: 'A',
    resourceArn: volume,
    resourceType: 'EBS',
    state: 'FAILED',
    statusMessage: '"Access denied"',
    bytesTransferred: '0',
  },
}
const restore = {
  ...base,
  'detail-type': 'Restore Job State Change',
  detail: { restoreJobId: 'B', resourceType: 'EBS', status: 'COMPLETED', createdResourceArn: volume },
}
const trail = {
  ...base,
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.kms',
  detail: {
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    errorCode: 'AccessDenied',
    errorMessage: 'User: x is not authorized',
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/r/s' },
    requestParameters: { keyId: 'k' },
    resources: [{ ARN: 'arn:aws:kms:eu-central-1:692653576357:key/mrk-0', accountId: '692653576357' }],
  },
}
const event = fc.oneof(
  { weight: 8, arbitrary: nearly([copy, backup, restore, trail]) },
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: text },
)

const noticeOf = (message: string | null, resource: string | null): Notice => ({
  id: 'G-0123456789-1',
  group: 'g',
  kind: 'copy',
  account: '111122223333',
  channel: 'C0',
  insteadOf: null,
  cause: { id: 'x', because: message ?? '', fix: message },
  key: resource,
  first: { job: 'J', region: 'eu-central-1', resource },
  count: 2,
  landed: 0,
  deadline: null,
  lastAt: base.time,
  closedAt: null,
  acknowledged: null,
  muted: null,
})

describe('whatever comes as an event', () => {
  it('is a job, something to ignore, or a mistake; and what is told of it pings nobody', { timeout: patience }, () => {
    const found = tally('events')
    fc.assert(
      fc.property(event, value => {
        const read = inTime(() => parseEvent(value))
        inTime(() => keyReading(value))
        if (isMistake(read)) return void found.add('mistake')
        if (isIgnored(read)) return void found.add('ignored')
        found.add(read.kind)
        expect(seenKey(read)).toBe(seenKey(read))
        if (read.kind !== 'copy' && read.kind !== 'backup') return
        const told = failedJobOf(read)
        if (isFailure(read)) inTime(() => diagnose({ ...told, jobKind: read.kind }))
        const { kind, job, account, region, resource, message } = told
        const failure = {
          kind,
          job,
          account,
          region,
          resource,
          message,
          at: read.at ?? base.time,
          deadline: read.createdAt,
        }
        expect(faultsIn(within(failureBlocks(failure)))).toEqual([])
        expect(
          faultsIn(within(noticeBlocks(noticeOf(message, resource), message ?? undefined, new Date(base.time)))),
        ).toEqual([])
      }),
      runs,
    )
    expect(found.sorts()).toEqual(expect.arrayContaining(['mistake', 'ignored', 'copy', 'backup']))
    found.tell()
  })

  it('or as a message of the queue: an errand, or a mistake', { timeout: patience }, () => {
    const batch = {
      Records: [
        { messageId: '1', body: JSON.stringify(copy) },
        { messageId: '2', body: '{' },
      ],
    }
    const work = {
      intent: { verb: 'check', target: volume },
      address: { responseUrl: 'https://hooks.slack.com/x', replace: true, share: false },
      asker: 'U0ANNA',
    }
    const found = tally('messages of the queue')
    fc.assert(
      fc.property(nearly([batch, work, { sweep: true }, { flush: true }, copy]), value => {
        expect(Array.isArray(inTime(() => unwrap(value)))).toBe(true)
        const errand = inTime(() => readErrand(JSON.stringify(value) ?? ''))
        found.add(isMistake(errand) ? 'mistake' : errand.is)
        if (!isMistake(errand) && errand.is === 'work') expect(typeof errand.work.address.responseUrl).toBe('string')
      }),
      runs,
    )
    found.tell()
  })
})
