import { Backup, paginateListRecoveryPointsByBackupVault } from '@aws-sdk/client-backup'
import { EC2, paginateDescribeVolumes } from '@aws-sdk/client-ec2'
import { EFS } from '@aws-sdk/client-efs'
import { KMS, paginateListAliases } from '@aws-sdk/client-kms'
import { paginateDescribeDBInstances, RDS } from '@aws-sdk/client-rds'
import { paginateGetResources, ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api'
import { STS } from '@aws-sdk/client-sts'
import { TimestreamWrite } from '@aws-sdk/client-timestream-write'
import { describe, expect, it } from 'vitest'
import { as, failing, placeIn, serve, shop, the } from './started.ts'

const running = serve()
const me = () => as(running.url, shop)
const here = () => placeIn(running.world, shop)

const all = async <Page>(pages: AsyncIterable<Page>, items: (page: Page) => readonly unknown[] | undefined) => {
  const sizes: number[] = []
  for await (const page of pages) sizes.push(items(page)?.length ?? 0)
  return sizes
}
const sum = (sizes: readonly number[]) => sizes.reduce((a, b) => a + b, 0)

describe('pages', () => {
  it('ec2', async () => {
    const sizes = await all(paginateDescribeVolumes({ client: new EC2(me()), pageSize: 5 }, {}), page => page.Volumes)
    expect(sizes.slice(0, -1).every(size => size === 5)).toBe(true)
    expect(sum(sizes)).toBe(here().ec2.Volumes.length)
  })

  it('backup', async () => {
    const input = { BackupVaultName: 'local-backup-vault' }
    const pages = paginateListRecoveryPointsByBackupVault({ client: new Backup(me()), pageSize: 2 }, input)
    const sizes = await all(pages, page => page.RecoveryPoints)
    expect(sizes[0]).toBe(2)
    expect(sum(sizes)).toBe(here().backup.RecoveryPoints.length)
  })

  it('tags, of resources that have any', async () => {
    const tagging = { client: new ResourceGroupsTaggingAPI(me()), pageSize: 4 }
    const sizes = await all(paginateGetResources(tagging, {}), page => page.ResourceTagMappingList)
    expect(sizes.slice(0, -1).every(size => size === 4)).toBe(true)
    here().ec2.Volumes.push({ VolumeId: 'vol-00000000000000000', Tags: [] })
    expect(sum(await all(paginateGetResources(tagging, {}), page => page.ResourceTagMappingList))).toBe(sum(sizes))
    here().ec2.Volumes.pop()
  })

  it('kms', async () => {
    const sizes = await all(paginateListAliases({ client: new KMS(me()), pageSize: 3 }, {}), page => page.Aliases)
    expect(sizes[0]).toBe(3)
    expect(sum(sizes)).toBe(here().kms.Keys.length)
  })

  it('rds, whose smallest page has 20', async () => {
    const one = the(here().rds.DBInstances[0])
    for (let n = here().rds.DBInstances.length; n < 45; n += 1) {
      here().rds.DBInstances.push({ ...one, DBInstanceIdentifier: `copy-${n}` })
    }
    const sizes = await all(
      paginateDescribeDBInstances({ client: new RDS(me()), pageSize: 20 }, {}),
      page => page.DBInstances,
    )
    expect(sizes).toEqual([20, 20, 5])
  })

  it.each([
    ['ec2', () => new EC2(me()).describeVolumes({ MaxResults: 5, NextToken: 'x' }), 'InvalidNextToken'],
    [
      'ec2 ids',
      () => new EC2(me()).describeVolumes({ MaxResults: 5, VolumeIds: [the(here().ec2.Volumes[0]?.VolumeId)] }),
      'InvalidParameterCombination',
    ],
    ['backup', () => new Backup(me()).listCopyJobs({ NextToken: 'x' }), 'InvalidParameterValueException'],
    [
      'tags',
      () => new ResourceGroupsTaggingAPI(me()).getResources({ PaginationToken: 'x' }),
      'PaginationTokenExpiredException',
    ],
    [
      'tags, too many at once',
      () => new ResourceGroupsTaggingAPI(me()).getResources({ ResourcesPerPage: 101 }),
      'InvalidParameterException',
    ],
    ['kms', () => new KMS(me()).listAliases({ Marker: 'x' }), 'InvalidMarkerException'],
    ['rds', () => new RDS(me()).describeDBInstances({ MaxRecords: 5 }), 'InvalidParameterValue'],
    ['efs', () => new EFS(me()).describeFileSystems({ Marker: 'x' }), 'BadRequest'],
  ])('refuses a bad token or size: %s', async (_service, call, name) => {
    expect(await failing(call())).toMatchObject({ name })
  })
})

describe('the token of a page', () => {
  const volumes = () => new EC2(me()).describeVolumes({ MaxResults: 5 })
  const copies = () => new Backup(me()).listCopyJobs({ MaxResults: 1 })

  it.each<[string, () => Promise<string | undefined>, (token: string | undefined) => Promise<unknown>, string]>([
    [
      'of another list',
      async () => (await volumes()).NextToken,
      NextToken => new EC2(me()).describeSnapshots({ NextToken, MaxResults: 5 }),
      'InvalidNextToken',
    ],
    [
      'of another service',
      async () => (await volumes()).NextToken,
      NextToken => new Backup(me()).listCopyJobs({ NextToken }),
      'InvalidParameterValueException',
    ],
    [
      'of another account',
      async () => (await copies()).NextToken,
      NextToken => new Backup(as(running.url, '222233334444')).listCopyJobs({ NextToken }),
      'InvalidParameterValueException',
    ],
    [
      'of another Region',
      async () => (await copies()).NextToken,
      NextToken => new Backup(as(running.url, shop, 'eu-west-1')).listCopyJobs({ NextToken }),
      'InvalidParameterValueException',
    ],
    [
      'of another list, named otherwise',
      async () => (await new KMS(me()).listKeys({ Limit: 1 })).NextMarker,
      Marker => new KMS(me()).listAliases({ Marker }),
      'InvalidMarkerException',
    ],
    [
      'that somebody made up from one',
      async () => (await copies()).NextToken,
      token => new Backup(me()).listCopyJobs({ NextToken: `${token}x` }),
      'InvalidParameterValueException',
    ],
  ])('%s is refused', async (_, give, call, name) => {
    expect((await failing(call(the(await give())))).name).toBe(name)
  })
})

describe('required members', () => {
  const missing = {} as never
  it.each([
    ['json', () => new KMS(me()).describeKey(missing), 'ValidationException', /Value null at 'keyId'/],
    [
      'json, nested',
      () => new KMS(me()).createGrant({ KeyId: 'x', GranteePrincipal: 'y' } as never),
      'ValidationException',
      /Value null at 'operations'/,
    ],
    [
      'REST JSON',
      () => new Backup(me()).startCopyJob({ RecoveryPointArn: 'x' } as never),
      'MissingParameterValueException',
      /sourceBackupVaultName/,
    ],
    [
      'query',
      () => new STS(me()).assumeRole({ RoleArn: 'arn:aws:iam::111122223333:role/x' } as never),
      'ValidationError',
      /Value null at 'roleSessionName'/,
    ],
    ['EC2', () => new EC2(me()).createTags({ Resources: ['vol-1'] } as never), 'MissingParameter', /tags/],
  ])('%s', async (_protocol, call, name, message) => {
    expect(await failing(call())).toMatchObject({ name, message: expect.stringMatching(message) })
  })
})

describe('the wire itself', () => {
  const signed = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${shop}/20261120/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  })
  const post = (headers: Record<string, string>, body: string) => fetch(running.url, { method: 'POST', headers, body })

  it.each([
    ['not signed', {}, '', 403, 'MissingAuthenticationToken'],
    ['a service that is not here', signed('comprehend'), '', 501, 'UnknownService'],
    ['no JSON', { ...signed('kms'), 'x-amz-target': 'TrentService.DescribeKey' }, '{', 400, 'SerializationException'],
    [
      'a list for a structure',
      { ...signed('kms'), 'x-amz-target': 'TrentService.DescribeKey' },
      '[]',
      400,
      'SerializationException',
    ],
    [
      'an operation that AWS does not have',
      { ...signed('kms'), 'x-amz-target': 'TrentService.Nope' },
      '{}',
      400,
      'UnknownOperationException',
    ],
    ['an action that AWS does not have', signed('rds'), 'Action=Nope', 400, 'InvalidAction'],
    ['a body of 18 MB', signed('kms'), 'x'.repeat(18 * 1024 * 1024), 413, 'RequestEntityTooLarge'],
  ])('%s', async (_what, headers, body, status, code) => {
    const response = await post(headers, body)
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(code)
  })

  it('keeps a connection open for longer than a client that polls lets it rest', async () => {
    const response = await post({ ...signed('kms'), 'x-amz-target': 'TrentService.ListKeys' }, '{}')
    expect(Number(/timeout=(\d+)/.exec(response.headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThanOrEqual(60)
  })

  it('answers HEAD without a body', async () => {
    const response = await fetch(`${running.url}/no-such-bucket`, { method: 'HEAD', headers: signed('s3') })
    expect([response.status, await response.text()]).toEqual([404, ''])
  })

  it('serves the old form of a query request, in the address', async () => {
    const response = await fetch(`${running.url}/?Action=GetCallerIdentity&Version=2011-06-15`, {
      headers: signed('sts'),
    })
    expect(await response.text()).toContain(`<Account>${shop}</Account>`)
  })

  it('lets Timestream discover its endpoint, as the environment names it', async () => {
    const before = process.env.AWS_ENDPOINT_URL
    process.env.AWS_ENDPOINT_URL = running.url
    const { endpoint: _, ...settings } = as(running.url, '222233334444')
    const { Table } = await new TimestreamWrite(settings).describeTable({
      DatabaseName: 'metrics',
      TableName: 'readings',
    })
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL
    else process.env.AWS_ENDPOINT_URL = before
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE' })
  })
})
