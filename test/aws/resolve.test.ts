import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolve } from '../../src/aws/resolve.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { told } from './calls.ts'
import { central, house, member, region, started } from './world.ts'

let play: Awaited<ReturnType<typeof started>>
beforeAll(async () => {
  play = await started()
})
afterAll(() => play.server.close())

const signal = new AbortController().signal
const ask = (id: string, more: object = {}, account = member) => {
  const arn = id.startsWith('arn:') ? { arn: id } : {}
  const point = { found: 'recovery point' as const, partition: 'aws', id, of: 'unknown' as const, ...arn, ...more }
  return resolve(play.aws, house, { point, account, region }, signal)
}
const at = (service: string, what: string) => `arn:aws:${service}:${region}:${member}:${what}`

describe('a recovery point leads to its source', () => {
  it.each([
    ['in the local vault', `arn:aws:ec2:${region}::snapshot/snap-0a1b2c3d4e5f60001`, 'ebs', 'vol-0a1b2c3d4e5f60001'],
    ['by a bare snapshot id', 'snap-0a1b2c3d4e5f60001', 'ebs', 'vol-0a1b2c3d4e5f60001'],
    ['by EC2, where AWS Backup does not know it', 'snap-0a1b2c3d4e5f60009', 'ebs', 'vol-0a1b2c3d4e5f60002'],
    ['by EC2, for an image', 'ami-0a1b2c3d4e5f60001', 'ec2', 'i-0a1b2c3d4e5f60001'],
    ['by RDS, for an instance', at('rds', 'snapshot:awsbackup:job-1'), 'rds-instance', 'shop'],
    ['by RDS, for a cluster', at('rds', 'cluster-snapshot:awsbackup:job-2'), 'rds-cluster', 'orders'],
    ['a bucket, in the account of the point', at('backup', 'recovery-point:bucket-1'), 's3', 'shop-invoices'],
  ])('%s', async (_, id, family, name) => {
    const found = await ask(id)
    expect(found).toMatchObject({
      resource: { family, name, account: member, region },
      notes: [expect.stringContaining(name)],
    })
  })

  it('in the central vault, whose point says which account it came from', async () => {
    const before = play.calls.length
    const found = await ask(`arn:aws:backup:${region}:${central}:recovery-point:copy-1`, {}, central)
    expect(found).toMatchObject({ resource: { family: 's3', name: 'shop-invoices', account: member } })
    expect(told(play.calls.slice(before)).filter(it => it.startsWith(member))).toEqual([])
  })

  it('without asking anybody, where the id itself names it', async () => {
    const before = play.calls.length
    const source = { family: 'dynamodb' as const, name: 'carts' }
    const found = await ask(at('dynamodb', 'table/carts/backup/01'), { source })
    expect(found).toMatchObject({ resource: { family: 'dynamodb', arn: at('dynamodb', 'table/carts') } })
    expect(told(play.calls.slice(before)).filter(it => !it.endsWith('AssumeRole'))).toEqual([])
  })
})

describe('where nobody knows', () => {
  it.each(['snap-0a1b2c3d4e5f60008', 'snap-0a1b2c3d4e5f6000f', 'ami-0a1b2c3d4e5f6000f', 'backup-0a1b2c3d4e5f6000f'])(
    '%s: one sentence',
    async id => {
      const found = await ask(id)
      expect(isMistake(found) && found.mistake).toMatch(
        /^\S+ is a recovery point, but neither .* Paste the ARN of the resource itself\.$/,
      )
    },
  )
})
