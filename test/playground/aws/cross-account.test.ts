import { Backup } from '@aws-sdk/client-backup'
import { EC2 } from '@aws-sdk/client-ec2'
import { KMS } from '@aws-sdk/client-kms'
import { RDS } from '@aws-sdk/client-rds'
import { S3 } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { as, central, data, failing, frankfurt, ireland, keyNamed, placeIn, serve, shop, the } from './started.ts'

const running = serve()
const noId = '00000000-0000-4000-8000-000000000000'
const me = () => as(running.url, shop)
const theirs = (alias: string) => keyNamed(placeIn(running.world, data), alias)
const ours = (alias: string) => keyNamed(placeIn(running.world, shop), alias)

describe('a resource of another account', () => {
  it.each([
    [
      'a volume is not there',
      () =>
        new EC2(as(running.url, data)).describeVolumes({
          VolumeIds: [the(placeIn(running.world, shop).ec2.Volumes[0]?.VolumeId)],
        }),
      'InvalidVolume.NotFound',
    ],
    [
      'a database is not there',
      () => new RDS(as(running.url, data)).describeDBInstances({ DBInstanceIdentifier: 'shop-orders' }),
      'DBInstanceNotFoundFault',
    ],
    [
      'a vault is not there',
      () => new Backup(me()).describeBackupVault({ BackupVaultName: 'central-backup-vault' }),
      'ResourceNotFoundException',
    ],
    ['a bucket is there and closed', () => new S3(me()).getBucketTagging({ Bucket: 'data-prod-lake' }), 'AccessDenied'],
    [
      'a key by its id alone is not there',
      () => new KMS(me()).describeKey({ KeyId: the(theirs('data-shared').split('/')[1]) }),
      'NotFoundException',
    ],
    [
      'a key that is not shared is closed',
      () => new KMS(me()).describeKey({ KeyId: theirs('data-private') }),
      'AccessDeniedException',
    ],
    [
      'a key policy is closed, whatever it says',
      () =>
        new KMS(as(running.url, shop)).getKeyPolicy({
          KeyId: keyNamed(placeIn(running.world, central), 'central-backup'),
        }),
      'AccessDeniedException',
    ],
    [
      'a shared key takes no changes',
      () => new KMS(me()).disableKey({ KeyId: theirs('data-shared') }),
      'AccessDeniedException',
    ],
    [
      'a key that is not there is as closed',
      () => new KMS(me()).describeKey({ KeyId: `arn:aws:kms:${frankfurt}:${data}:key/${noId}` }),
      'AccessDeniedException',
    ],
    [
      'a key of an account that nobody knows is as closed',
      () => new KMS(me()).listGrants({ KeyId: `arn:aws:kms:${frankfurt}:999999999999:key/${noId}` }),
      'AccessDeniedException',
    ],
    [
      'an alias that is not there is as closed',
      () => new KMS(me()).describeKey({ KeyId: `arn:aws:kms:${frankfurt}:${data}:alias/no` }),
      'AccessDeniedException',
    ],
    [
      'a key of another Region is not found',
      () => new KMS(as(running.url, shop, ireland)).describeKey({ KeyId: ours('shop-data') }),
      'NotFoundException',
    ],
  ])('%s', async (_what, call, name) => {
    expect(await failing(call())).toMatchObject({ name })
  })

  it('does not tell a key that is closed from one that is not there', async () => {
    const said = async (KeyId: string) => (await failing(new KMS(me()).describeKey({ KeyId }))).message
    expect(await said(theirs('data-private'))).toBe(
      `User: arn:aws:iam::${shop}:user/administrator is not authorized to perform: kms:DescribeKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    )
    expect(await said(`arn:aws:kms:${frankfurt}:${data}:key/${noId}`)).toBe(await said(theirs('data-private')))
  })

  it('shows a shared key by its ARN', async () => {
    const { KeyMetadata } = await new KMS(me()).describeKey({ KeyId: theirs('data-shared') })
    expect(KeyMetadata).toMatchObject({ AWSAccountId: data, KeyManager: 'CUSTOMER' })
  })

  it('shows the grants of a shared key, and the replica of the Region', async () => {
    expect(await new KMS(me()).listGrants({ KeyId: theirs('data-shared') })).toMatchObject({ Grants: [] })
    const west = keyNamed(placeIn(running.world, central, ireland), 'central-backup')
    const { KeyMetadata } = await new KMS(as(running.url, shop, ireland)).describeKey({ KeyId: west })
    expect(KeyMetadata).toMatchObject({
      MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA', PrimaryKey: { Region: frankfurt } },
    })
  })
})

describe('a key policy', () => {
  const root = (account: string, action: string | string[] = 'kms:*') => ({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: action,
    Resource: '*',
  })
  const put = (statements: object[], alias = 'shop-private') =>
    new KMS(me()).putKeyPolicy({
      KeyId: ours(alias),
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    })
  const role = (arn: string) => ({ ...root(shop), Principal: { AWS: arn } })

  it.each([
    ['a user that is not there', [root(shop), role(`arn:aws:iam::${shop}:user/KeyUser`)], /invalid principals/],
    ['a role that is not there', [root(shop), role(`arn:aws:iam::${central}:role/nobody`)], /invalid principals/],
    ['a key as principal', [root(shop), role(`arn:aws:kms:${frankfurt}:${central}:key/x`)], /invalid principals/],
    ['nobody left to change it', [root(shop, 'kms:Describe*')], /will not allow you to update the key policy/],
    ['no principal', [root(shop), { Effect: 'Allow', Action: '*', Resource: '*' }], /no principal/],
    ['a curly quote', [{ ...root(shop), Sid: '\u201cx\u201d' }], /not allowed/],
  ])('is refused for %s', async (_what, statements, message) => {
    const error = await failing(put(statements))
    expect(error).toMatchObject({ name: 'MalformedPolicyDocumentException', message: expect.stringMatching(message) })
  })

  it('is refused above 32 KB, and on AWS managed keys', async () => {
    const long = { ...root(shop), Sid: 'x'.repeat(33_000) }
    expect(await failing(put([long]))).toMatchObject({ name: 'LimitExceededException' })
    expect(await failing(put([root(shop)], 'aws/ebs'))).toMatchObject({ name: 'AccessDeniedException' })
  })

  it('works at once, and is given back as it was written', async () => {
    const slr = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`
    await put([root(shop), root(data, 'kms:DescribeKey'), role(slr)])
    const { Policy } = await new KMS(me()).getKeyPolicy({ KeyId: ours('shop-private') })
    expect(JSON.parse(the(Policy)).Statement).toHaveLength(3)
    const seen = await new KMS(as(running.url, data)).describeKey({ KeyId: ours('shop-private') })
    expect(seen.KeyMetadata).toMatchObject({ AWSAccountId: shop })
  })

  it('makes the AWS managed key when its alias is asked for first', async () => {
    const kms = new KMS(as(running.url, data))
    const { KeyMetadata } = await kms.describeKey({ KeyId: 'alias/aws/ebs' })
    expect(KeyMetadata).toMatchObject({ KeyManager: 'AWS', AWSAccountId: data })
    const again = await kms.describeKey({ KeyId: 'alias/aws/ebs' })
    expect(again.KeyMetadata?.KeyId).toBe(KeyMetadata?.KeyId)
  })
})
