import { Backup } from '@aws-sdk/client-backup'
import { EC2 } from '@aws-sdk/client-ec2'
import { KMS } from '@aws-sdk/client-kms'
import { RDS } from '@aws-sdk/client-rds'
import { S3 } from '@aws-sdk/client-s3'
import { beforeEach, describe, expect, it } from 'vitest'
import { as, failing, serve, shop } from './started.ts'

const running = serve()
const me = () => as(running.url, shop)
beforeEach(() => running.aws.faults.clear())

describe('faults', () => {
  it.each([
    ['kms', () => new KMS(me()).listAliases({}), 'ThrottlingException', 400],
    ['backup', () => new Backup(me()).listCopyJobs({}), 'ThrottlingException', 429],
    ['ec2', () => new EC2(me()).describeVpcs({}), 'RequestLimitExceeded', 503],
    ['rds', () => new RDS(me()).describeDBInstances({}), 'Throttling', 400],
    ['s3', () => new S3(me()).getBucketVersioning({ Bucket: 'shop-prod-logs' }), 'SlowDown', 503],
  ])('%s throttles the next calls and then goes on', async (service, call, name, httpStatusCode) => {
    running.aws.faults.throttle(service, 2)
    for (let n = 0; n < 2; n += 1) {
      expect(await failing(call())).toMatchObject({
        name,
        $metadata: { httpStatusCode },
      })
    }
    const struck = running.aws.calls.filter(it => it.service === service && it.error)
    expect(struck.map(it => it.account)).toEqual([shop, shop])
    for (const { operation } of struck) expect(operation).toMatch(/^(List|Describe|Get)/)
    expect(await call()).toBeDefined()
  })

  it('is got over by a client that tries again', async () => {
    running.aws.faults.error('kms', 1)
    expect(await new KMS({ ...me(), maxAttempts: 2 }).listAliases({ Limit: 1 })).toMatchObject({ Truncated: true })
  })

  it('strikes one service only, or all of them by *', async () => {
    running.aws.faults.error('kms', 1, 503)
    expect(await new RDS(me()).describeDBInstances({})).toBeDefined()
    expect(await failing(new KMS(me()).listAliases({}))).toMatchObject({ $metadata: { httpStatusCode: 503 } })
    running.aws.faults.error('*')
    expect(await failing(new EC2(me()).describeVpcs({}))).toMatchObject({ $metadata: { httpStatusCode: 500 } })
  })

  it('drops the connection', async () => {
    running.aws.faults.drop('kms')
    expect(await failing(new KMS(me()).listAliases({}))).toMatchObject({ code: 'ECONNRESET' })
  })

  it('delays, so that a deadline passes', async () => {
    running.aws.faults.delay('kms', 2000)
    const call = new KMS(me()).listAliases({}, { abortSignal: AbortSignal.timeout(1000) })
    expect(await failing(call)).toMatchObject({ name: 'AbortError' })
  })

  it('lists what is still to come', () => {
    running.aws.faults.throttle('kms', 3)
    running.aws.faults.delay('s3', 5)
    expect(running.aws.faults.list()).toEqual([
      { kind: 'throttle', service: 'kms', calls: 3 },
      { kind: 'delay', service: 's3', calls: 1, ms: 5 },
    ])
  })

  it('records what was refused', async () => {
    running.aws.faults.throttle('kms')
    await failing(new KMS(me()).listAliases({}))
    expect(running.aws.calls.at(-1)).toMatchObject({ service: 'kms', status: 400, error: 'ThrottlingException' })
  })
})
