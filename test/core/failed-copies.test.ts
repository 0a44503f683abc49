import { describe, expect, it } from 'vitest'
import { blockedBy } from '../../src/core/failed-copies.ts'
import type { FailedJob } from '../../src/core/failed-job.ts'

const key = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
const failure = (job: string, message: string | null, more: Partial<FailedJob> = {}): FailedJob => ({
  kind: 'copy',
  job,
  account: '111122223333',
  region: 'eu-central-1',
  resource: `arn:aws:rds:eu-central-1:111122223333:db:${job}`,
  backupType: 'RDS',
  state: 'FAILED',
  outcome: 'failed',
  message,
  category: null,
  at: '2026-11-20T09:00:00Z',
  createdAt: null,
  vault: null,
  point: null,
  destination: null,
  ...more,
})
const sourceKey = (arn: string) =>
  `The source snapshot KMS key [${arn}] does not exist, is not enabled or you do not have permissions to access it.`
const names = failure('names', sourceKey(key))
const other = failure('other', sourceKey(`${key}2`))
const silent = failure('silent', 'Given key ID is not accessible', { backupType: 'EBS' })
const vault = failure(
  'vault',
  'Copy job failed. The retention specified in the job is not within the range specified for the target Backup Vault.',
)
const odd = failure('odd', 'nobody ever saw this')
const mute = failure('mute', null)

const jobs = (failures: readonly FailedJob[], own: boolean) => blockedBy([key], failures, own).map(it => it.job)

describe('the failed copies that a key blocks', () => {
  it('are those that name it, where only the key is known', () => {
    expect(jobs([names, other, silent, vault, odd, mute], false)).toEqual(['names'])
  })
  it('are also those of the resource that speak of a key without its name', () => {
    expect(jobs([names, other, silent, vault, odd, mute], true)).toEqual(['names', 'silent'])
  })
  it('are the newest of each resource, the newest first, five at most', () => {
    const [old, late] = ['2026-11-18T09:00:00Z', '2026-11-19T09:00:00Z'].map((at, i) => ({
      ...names,
      job: `day-${i}`,
      at,
    })) as [FailedJob, FailedJob]
    expect(jobs([old, late], false)).toEqual(['day-1'])
    const many = Array.from({ length: 7 }, (_, i) =>
      failure(`db-${i}`, sourceKey(key), { at: `2026-11-1${i}T09:00:00Z` }),
    )
    expect(jobs([failure('never', sourceKey(key), { at: null }), ...many], false)).toEqual([
      'db-6',
      'db-5',
      'db-4',
      'db-3',
      'db-2',
    ])
  })
  it('are none where none failed', () => {
    expect(jobs([], true)).toEqual([])
  })
})
