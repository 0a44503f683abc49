import { Backup } from '@aws-sdk/client-backup'
import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { EC2 } from '@aws-sdk/client-ec2'
import { EFS } from '@aws-sdk/client-efs'
import { IAM } from '@aws-sdk/client-iam'
import { KMS } from '@aws-sdk/client-kms'
import { RDS } from '@aws-sdk/client-rds'
import { S3 } from '@aws-sdk/client-s3'
import { SQS } from '@aws-sdk/client-sqs'
import { type AssumeRoleCommandInput, STS } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { as, bot, central, data, failing, frankfurt, keyNamed, lab, placeIn, serve, shop, the } from './started.ts'

const allowed = new Set(['kms:GetKeyPolicy', 'backup:List*', 's3:GetBucketTagging'])
const running = serve({ permissions: ({ account }) => (account === central ? 'all' : [...allowed]) })
const base = () => new STS(as(running.url, 'AKIABOT'))
const RoleArn = `arn:aws:iam::${shop}:role/backup-bot-read`

/** Settings of a client inside a session of the read role. */
const inside = async (account: string) => {
  const given = await base().assumeRole({
    RoleArn: `arn:aws:iam::${account}:role/backup-bot-read`,
    RoleSessionName: 'test',
  })
  const { AccessKeyId, SessionToken } = the(given.Credentials)
  return as(running.url, the(AccessKeyId), frankfurt, SessionToken)
}

describe('who calls', () => {
  it.each([
    ['an administrator', shop, `arn:aws:iam::${shop}:user/administrator`, shop],
    ['the bot, whatever its key', 'AKIAIOSFODNN7EXAMPLE', `arn:aws:iam::${bot}:user/backup-bot`, bot],
  ])('%s', async (_who, key, Arn, Account) => {
    expect(await new STS(as(running.url, key)).getCallerIdentity({})).toMatchObject({ Arn, Account })
  })

  it('a session of a role', async () => {
    const identity = await new STS(await inside(data)).getCallerIdentity({})
    expect(identity).toMatchObject({ Account: data, Arn: `arn:aws:sts::${data}:assumed-role/backup-bot-read/test` })
  })
})

describe('keys that are none', () => {
  const clients = (settings: ReturnType<typeof as>) => ({
    sts: () => new STS(settings).getCallerIdentity({}),
    kms: () => new KMS(settings).listAliases({}),
    backup: () => new Backup(settings).listCopyJobs({}),
    ec2: () => new EC2(settings).describeVpcs({}),
    rds: () => new RDS(settings).describeDBInstances({}),
    s3: () => new S3(settings).getBucketTagging({ Bucket: 'shop-prod-invoices' }),
    efs: () => new EFS(settings).describeFileSystems({}),
  })

  it.each([
    ['sts', 'InvalidClientTokenId', 403],
    ['kms', 'UnrecognizedClientException', 400],
    ['backup', 'UnrecognizedClientException', 403],
    ['ec2', 'AuthFailure', 401],
    ['rds', 'InvalidClientTokenId', 403],
    ['s3', 'InvalidAccessKeyId', 403],
    ['efs', 'UnrecognizedClientException', 403],
  ] as const)('%s words a made-up key as %s', async (service, name, httpStatusCode) => {
    const error = await failing(clients(as(running.url, 'ASIAMADEUPMADEUPMADE', frankfurt, 'token'))[service]())
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode } })
  })

  it.each([
    ['sts', 'ExpiredToken', 403],
    ['kms', 'ExpiredTokenException', 400],
    ['backup', 'ExpiredTokenException', 403],
    ['ec2', 'RequestExpired', 400],
    ['s3', 'ExpiredToken', 400],
  ] as const)('%s words an expired session as %s', async (service, name, httpStatusCode) => {
    const now = Date.now
    const settings = await inside(shop)
    Date.now = () => now() + 2 * 3600_000
    const RealDate = globalThis.Date
    globalThis.Date = class extends RealDate {
      constructor(...given: [] | [number | string | Date]) {
        super(...((given.length === 0 ? [RealDate.now()] : given) as [number]))
      }
    } as DateConstructor
    try {
      const error = await failing(clients(settings)[service]())
      expect(error).toMatchObject({ name, $metadata: { httpStatusCode } })
    } finally {
      globalThis.Date = RealDate
      Date.now = now
    }
  })

  it('takes a session only with its own token', async () => {
    const settings = await inside(shop)
    settings.credentials.sessionToken = 'another'
    expect(await failing(new KMS(settings).listAliases({}))).toMatchObject({ name: 'UnrecognizedClientException' })
  })

  it('knows no administrator of an account that is not in the world', async () => {
    expect(await failing(new STS(as(running.url, '999999999999')).getCallerIdentity({}))).toMatchObject({
      name: 'InvalidClientTokenId',
    })
  })
})

describe('AssumeRole', () => {
  const no = 'AccessDenied'
  const wrong = 'ValidationError'
  const ok = { RoleArn, RoleSessionName: 'test' }
  const all = { Effect: 'Allow', Action: '*', Resource: '*' }
  const only = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
  it.each<[string, Partial<AssumeRoleCommandInput>, string]>([
    ['no such role', { RoleArn: `arn:aws:iam::${shop}:role/nobody` }, no],
    ['no such account', { RoleArn: 'arn:aws:iam::999999999999:role/backup-bot-read' }, no],
    ['a role that trusts a service alone', { RoleArn: `arn:aws:iam::${shop}:role/aws-controltower-BackupRole` }, no],
    ['a role without its path', { RoleArn: `arn:aws:iam::${shop}:role/AWSServiceRoleForBackup` }, no],
    ['not an ARN', { RoleArn: 'arn:aws:iam::role/backup-bot-read' }, wrong],
    ['a bad session name', { RoleSessionName: 'a b' }, wrong],
    ['a session name of one letter', { RoleSessionName: 'a' }, wrong],
    ['an external id that can be none', { ExternalId: 'a' }, wrong],
    ['a policy that is no JSON', { Policy: '{' }, 'MalformedPolicyDocumentException'],
    ['a policy without a statement', { Policy: '{"Version":"2012-10-17"}' }, 'MalformedPolicyDocumentException'],
    ['a policy with a principal', { Policy: only({ ...all, Principal: '*' }) }, 'MalformedPolicyDocumentException'],
    ['a policy of more than 2,048 characters', { Policy: only(all).padEnd(2049) }, wrong],
    ['tags, which its trust policy does not let in', { Tags: [{ Key: 'a', Value: 'b' }] }, no],
    ['a source identity, which it does not let in either', { SourceIdentity: 'somebody' }, no],
    ['a policy with a condition', { Policy: only({ ...all, Condition: {} }) }, 'NotImplemented'],
    ['a managed policy', { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] }, 'NotImplemented'],
    ['too short', { DurationSeconds: 60 }, wrong],
    ['too long', { DurationSeconds: 7200 }, wrong],
  ])('refuses %s', async (_what, input, name) => {
    expect(await failing(base().assumeRole({ ...ok, ...input }))).toMatchObject({ name })
  })

  it('says who may not take which role', async () => {
    const error = await failing(base().assumeRole({ ...ok, RoleArn: `arn:aws:iam::${shop}:role/nobody` }))
    expect(error.message).toBe(
      `User: arn:aws:iam::${bot}:user/backup-bot is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${shop}:role/nobody`,
    )
  })

  it('wants the external id where the role has one', async () => {
    const role = the(the(running.world.accounts[lab]).roles.find(each => each.RoleName === 'backup-bot-read'))
    role.externalId = 'shared-word'
    const input = { ...ok, RoleArn: `arn:aws:iam::${lab}:role/backup-bot-read` }
    expect(await failing(base().assumeRole(input))).toMatchObject({ name: no })
    expect(await failing(base().assumeRole({ ...input, ExternalId: 'other' }))).toMatchObject({ name: no })
    expect(await base().assumeRole({ ...input, ExternalId: 'shared-word' })).toMatchObject({
      Credentials: { Expiration: expect.any(Date) },
    })
    role.externalId = null
  })
})

describe('a session policy', () => {
  const key = () => keyNamed(placeIn(running.world, shop), 'shop-data')
  const other = () => keyNamed(placeIn(running.world, shop), 'shop-guide')
  const grant = (Action: string | string[], Resource = '*', Effect = 'Allow') => ({ Effect, Action, Resource })
  const read = async (...Statement: object[]) => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
    const given = await base().assumeRole({ RoleArn, RoleSessionName: 'test', Policy })
    expect(given.PackedPolicySize).toBeGreaterThan(0)
    const { AccessKeyId, SessionToken } = the(given.Credentials)
    return new KMS(as(running.url, the(AccessKeyId), frankfurt, SessionToken)).getKeyPolicy({ KeyId: key() })
  }
  const said = 'because no session policy allows the kms:GetKeyPolicy action'

  it.each<[string, () => object[]]>([
    ['the action', () => [grant('kms:getkeypolicy')]],
    ['the action on this key', () => [grant(['kms:Get*', 's3:*'], key())]],
    ['all but another action', () => [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }]],
    ['all, and denies another key', () => [grant('*'), grant('kms:*', other(), 'Deny')]],
  ])('lets the role do what it may when it allows %s', async (_, statements) => {
    expect(await read(...statements())).toMatchObject({ PolicyName: 'default' })
  })

  it.each<[string, () => object[], string]>([
    ['allows something else', () => [grant('s3:*')], said],
    ['allows it on another key', () => [grant('kms:*', other())], said],
    ['denies it', () => [grant('*'), grant('kms:Get*', '*', 'Deny')], 'with an explicit deny in a session policy'],
    ['allows all but this', () => [{ Effect: 'Allow', NotAction: 'kms:*', Resource: '*' }], said],
  ])('takes it away when it %s', async (_, statements, how) => {
    const error = await failing(read(...statements()))
    expect(error).toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining(how) })
  })

  it('adds nothing to the role', async () => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [grant('*')] })
    const { Credentials } = await base().assumeRole({ RoleArn, RoleSessionName: 'test', Policy })
    const settings = as(running.url, the(Credentials?.AccessKeyId), frankfurt, Credentials?.SessionToken)
    expect((await failing(new KMS(settings).listAliases())).message).toContain('because no identity-based policy')
  })
})

it('a role has one id, wherever it is told', async () => {
  const ids = [RoleArn, RoleArn, RoleArn.replace(shop, data)].map(async arn => {
    const { AssumedRoleUser } = await base().assumeRole({ RoleArn: arn, RoleSessionName: 'test' })
    return AssumedRoleUser?.AssumedRoleId
  })
  const [one, again, other] = await Promise.all(ids)
  const { Role } = await new IAM(as(running.url, shop)).getRole({ RoleName: 'backup-bot-read' })
  const backup = await new IAM(as(running.url, shop)).getRole({ RoleName: 'aws-controltower-BackupRole' })
  expect(one).toBe(`${Role?.RoleId}:test`)
  expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/)
  expect(again).toBe(one)
  expect(other).not.toBe(one)
  expect(backup.Role?.RoleId).not.toBe(Role?.RoleId)
})

describe('what a caller may do', () => {
  const session = `arn:aws:sts::${shop}:assumed-role/backup-bot-read/test`
  const why = (action: string) => `because no identity-based policy allows the ${action} action`

  it('lets a role do what its list names, also by wildcard', async () => {
    const settings = await inside(shop)
    const KeyId = keyNamed(placeIn(running.world, shop), 'shop-data')
    expect(await new KMS(settings).getKeyPolicy({ KeyId })).toMatchObject({ PolicyName: 'default' })
    expect(await new Backup(settings).listCopyJobs({ MaxResults: 1 })).toMatchObject({ CopyJobs: [{}] })
  })

  it.each([
    [
      'json',
      (it: Settings, KeyId: string) => new KMS(it).describeKey({ KeyId }),
      'AccessDeniedException',
      400,
      'kms:DescribeKey',
      /on resource: arn:aws:kms:.*:key\//,
    ],
    [
      'REST JSON',
      (it: Settings) => new Backup(it).describeBackupVault({ BackupVaultName: 'v' }),
      'AccessDeniedException',
      403,
      'backup:DescribeBackupVault',
      /on resource: arn:aws:backup:.*:backup-vault:v /,
    ],
    [
      'query',
      (it: Settings) => new RDS(it).describeDBInstances({}),
      'AccessDenied',
      403,
      'rds:DescribeDBInstances',
      /on resource: arn:aws:rds:.*:db:\* /,
    ],
    [
      'EC2',
      (it: Settings) => new EC2(it).describeVolumes({}),
      'UnauthorizedOperation',
      403,
      'ec2:DescribeVolumes',
      /^You are not authorized to perform this operation\. /,
    ],
    [
      'REST XML',
      (it: Settings) => new S3(it).getBucketEncryption({ Bucket: 'shop-prod-logs' }),
      'AccessDenied',
      403,
      's3:GetEncryptionConfiguration',
      /on resource: "arn:aws:s3:::shop-prod-logs" /,
    ],
  ] as const)('refuses the rest in the words of %s', async (_protocol, call, name, httpStatusCode, action, more) => {
    const KeyId = keyNamed(placeIn(running.world, shop), 'shop-data')
    const error = await failing(call(await inside(shop), KeyId))
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode } })
    expect(error.message).toContain(`User: ${session} is not authorized to perform: ${action}`)
    expect(error.message).toContain(why(action))
    expect(error.message).toMatch(more)
  })
  type Settings = Awaited<ReturnType<typeof inside>>

  it('keeps the bot itself out of every account', async () => {
    const settings = as(running.url, 'AKIABOT')
    expect(await failing(new KMS(settings).listAliases({}))).toMatchObject({ name: 'AccessDeniedException' })
    expect(await failing(new DynamoDB(as(running.url, 'AKIABOT')).describeTable({ TableName: 'x' }))).toMatchObject({
      name: 'ResourceNotFoundException',
    })
    expect(await new SQS(settings).createQueue({ QueueName: 'own' })).toMatchObject({
      QueueUrl: `${running.url}/${bot}/own`,
    })
  })

  it('honours what an account denies to everybody but its administrator', async () => {
    const KeyId = keyNamed(placeIn(running.world, lab), 'lab')
    const error = await failing(new KMS(await inside(lab)).getKeyPolicy({ KeyId }))
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('with an explicit deny in a service control policy'),
    })
    expect(await new KMS(as(running.url, lab)).getKeyPolicy({ KeyId })).toMatchObject({ PolicyName: 'default' })
  })

  it('needs iam:PassRole beside backup:StartCopyJob', async () => {
    allowed.add('backup:StartCopyJob')
    const copy = {
      RecoveryPointArn: 'arn:x',
      SourceBackupVaultName: 'v',
      DestinationBackupVaultArn: 'arn:y',
      IamRoleArn: 'arn:z',
    }
    const error = await failing(new Backup(await inside(shop)).startCopyJob(copy))
    expect(error.message).toContain('is not authorized to perform: iam:PassRole')
  })
})
