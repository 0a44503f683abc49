import type { Lifecycle } from '@aws-sdk/client-backup'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atOnce } from '../../src/core/retry.ts'
import { copyJob, house, member, region, type Stage, startStage, until } from './notices-stage.ts'

const many = 7
const lifecycles: Readonly<Record<number, Lifecycle>> = {
  1: { DeleteAfterDays: 90 },
  2: { DeleteAfterDays: 200, MoveToColdStorageAfterDays: 30, OptInToArchiveForSupportedResources: true },
  3: { DeleteAfterDays: -1, MoveToColdStorageAfterDays: -1 },
}
let stage: Stage
const place = () => {
  const found = stage.world.accounts[member]?.regions[region]
  if (!found) throw new Error('no place')
  return found
}
/** How many of the copies that were made again ran when each of them began. */
const atOneTime = () => {
  const jobs = place().backup.CopyJobs.filter(it => it.State === 'COMPLETED')
  const spans = jobs.map(it => [Date.parse(it.CreationDate ?? ''), Date.parse(it.CompletionDate ?? '')] as const)
  return spans.map(([began]) => spans.filter(([from, to]) => from <= began && began < to).length)
}

beforeAll(async () => {
  stage = await startStage({ keeps: [copyJob], running: 1000 })
  const { CopyJobs, RecoveryPoints } = place().backup
  const job = CopyJobs[0]
  const point = RecoveryPoints.find(it => it.RecoveryPointArn === job?.SourceRecoveryPointArn)
  if (!job || !point) throw new Error('no job')
  // Seven copies that failed because the vault let nothing in; meanwhile somebody mended its policy.
  CopyJobs.length = 0
  for (let n = 1; n <= many; n++) {
    const arn = `arn:aws:ec2:${region}::snapshot/snap-0000000000000000${n}`
    RecoveryPoints.push({
      ...point,
      RecoveryPointArn: arn,
      ResourceArn: `arn:aws:s3:::bucket-${n}`,
      ResourceType: 'S3',
    })
    CopyJobs.push({
      ...job,
      CopyJobId: `0000000${n}-7D1A-4E8E-9C55-3B2A19F0D7E4`,
      SourceRecoveryPointArn: arn,
      ResourceArn: `arn:aws:s3:::bucket-${n}`,
      ResourceType: 'S3',
      StatusMessage: 'There are too many copy jobs running for resource.',
      MessageCategory: 'LIMIT_EXCEEDED',
      DestinationRecoveryPointLifecycle: lifecycles[n] ?? { DeleteAfterDays: 35 },
    })
  }
  stage.forwardEvents()
})
afterAll(() => stage.close())

describe('one retry for a whole group', () => {
  it('copies all of them with one press, never more at once than AWS runs', async () => {
    await stage.office.sweep()
    await stage.office.flush()
    const root = await until(() => stage.roots('C0SHOP')[0])
    expect(JSON.stringify(root.blocks)).toContain(`${many} copies failed`)
    const id = /retry (G-[0-9A-Z]{10}-\d+)/.exec(JSON.stringify(root.blocks))?.[1] ?? ''
    const { messages } = await stage.press('U0CARL', root.ts, `retry ${id}`)
    expect(JSON.stringify(messages)).toContain(`${many} copies are being started again`)
    await until(() => JSON.stringify(stage.roots('C0SHOP')[0]?.blocks).includes(`all ${many} landed`))
    const told = await until(() => stage.thread(root.ts).find(it => it.text.includes(`${many} landed.`)))
    expect(told.text).toContain(`started ${many} copies again`)
    expect(atOneTime()).toHaveLength(many)
    expect(Math.max(...atOneTime())).toBeGreaterThan(1)
    expect(Math.max(...atOneTime())).toBeLessThanOrEqual(atOnce)
  })

  it('gave each copy the lifecycle that it had', () => {
    const { RecoveryPoints = [] } = stage.world.accounts[house.central.account]?.regions[region]?.backup ?? {}
    const copies = RecoveryPoints.flatMap(({ ResourceArn, Lifecycle }) => {
      const n = /^arn:aws:s3:::bucket-(\d)$/.exec(ResourceArn ?? '')?.[1]
      return n === undefined ? [] : [[n, Lifecycle]]
    })
    expect(Object.fromEntries(copies)).toEqual(
      Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map(n => [n, lifecycles[n] ?? { DeleteAfterDays: 35 }])),
    )
  })

  it('told it in one root message', () => expect(stage.roots('C0SHOP')).toHaveLength(1))
})
