import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { bot, frankfurt, keyNamed, placeIn, serve, shop } from './started.ts'

const run = promisify(execFile)
const there = await run('aws', ['--version']).then(
  () => true,
  () => false,
)
const running = serve()

/** The real `aws` command line, whose models do not come from the SDK for JavaScript. */
const aws = async (key: string, ...words: string[]) => {
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    AWS_ENDPOINT_URL: running.url,
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_DEFAULT_REGION: frankfurt,
    AWS_MAX_ATTEMPTS: '1',
  }
  const { stdout } = await run('aws', [...words, '--output', 'json'], { env: env as NodeJS.ProcessEnv }).catch(
    error => {
      throw new Error(String(error.stderr))
    },
  )
  return JSON.parse(stdout || '{}')
}

describe.skipIf(!there)('the aws command line, where it is installed', () => {
  it.each<[string, string, string[], object]>([
    ['query', 'AKIABOT', ['sts', 'get-caller-identity'], { Account: bot }],
    [
      'json',
      shop,
      ['kms', 'describe-key', '--key-id', 'alias/shop-data'],
      { KeyMetadata: { KeyManager: 'CUSTOMER', KeyState: 'Enabled' } },
    ],
    [
      'rest-json',
      shop,
      ['backup', 'list-copy-jobs', '--by-state', 'FAILED', '--max-items', '1'],
      { CopyJobs: [{ State: 'FAILED' }] },
    ],
    [
      'ec2',
      shop,
      ['ec2', 'describe-volumes', '--filters', 'Name=encrypted,Values=false'],
      { Volumes: [{ Encrypted: false }] },
    ],
    [
      'rest-xml',
      shop,
      ['s3api', 'get-bucket-location', '--bucket', 'shop-prod-invoices'],
      { LocationConstraint: frankfurt },
    ],
  ])('reads %s', async (_protocol, key, words, expected) => {
    expect(await aws(key, ...words)).toMatchObject(expected)
  })

  it('understands errors', async () => {
    await expect(aws(shop, 'rds', 'describe-db-instances', '--db-instance-identifier', 'no')).rejects.toThrow(
      'DBInstanceNotFound',
    )
    await expect(aws('AKIABOT', 'kms', 'list-aliases')).rejects.toThrow('AccessDeniedException')
  })

  it('changes the world', async () => {
    const KeyId = keyNamed(placeIn(running.world, shop), 'shop-data')
    await aws(shop, 'kms', 'disable-key', '--key-id', KeyId)
    expect(await aws(shop, 'kms', 'describe-key', '--key-id', KeyId)).toMatchObject({
      KeyMetadata: { KeyState: 'Disabled' },
    })
  })
})
