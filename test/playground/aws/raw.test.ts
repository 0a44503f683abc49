import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text as readAll } from 'node:stream/consumers'
import { Backup } from '@aws-sdk/client-backup'
import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { EC2 } from '@aws-sdk/client-ec2'
import { EFS } from '@aws-sdk/client-efs'
import { FSx } from '@aws-sdk/client-fsx'
import { KMS } from '@aws-sdk/client-kms'
import { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api'
import { S3 } from '@aws-sdk/client-s3'
import { StorageGateway } from '@aws-sdk/client-storage-gateway'
import { describe, expect, it } from 'vitest'
import { as, failing, frankfurt, keyNamed, placeIn, serve, shop } from './started.ts'

const running = serve()
const me = () => as(running.url, shop)
const here = () => placeIn(running.world, shop)

type Sent = {
  service: string
  region?: string
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: string
}

/** A request as no SDK would send it. */
const send = async ({ service, region = frankfurt, method = 'POST', path = '/', headers = {}, body }: Sent) => {
  const authorization = `AWS4-HMAC-SHA256 Credential=${shop}/20261120/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`
  const response = await fetch(`${running.url}${path}`, {
    method,
    headers: { ...(service ? { authorization } : {}), ...headers },
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, text: await response.text() }
}
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const target = (name: string) => ({ 'x-amz-target': name, 'content-type': 'application/x-amz-json-1.1' })
const ec2 = (action: string): Sent => ({ service: 'ec2', headers: form, body: `Version=2016-11-15&Action=${action}` })
const rds = (action: string): Sent => ({ service: 'rds', headers: form, body: `Version=2014-10-31&Action=${action}` })

describe('a request that no SDK would send', () => {
  it.each<[string, Sent, number, string]>([
    [
      'a number for text',
      { service: 'kms', headers: target('TrentService.DescribeKey'), body: '{"KeyId":5}' },
      400,
      'SerializationException',
    ],
    [
      'text for a number',
      { service: 'ec2', headers: form, body: 'Action=DescribeVolumes&Version=2016-11-15&MaxResults=abc' },
      400,
      'InvalidParameterValue',
    ],
    [
      'text for the size of a page',
      { service: 'elasticfilesystem', method: 'GET', path: '/2015-02-01/file-systems?MaxItems=many' },
      400,
      'MaxItems: number does not fit',
    ],
    [
      'a parameter that EC2 does not have',
      ec2('DescribeVolumes&Colour=red'),
      400,
      '<Code>UnknownParameter</Code><Message>The parameter Colour is not recognized',
    ],
    [
      'an unknown action',
      { service: 'sts', headers: form, body: 'Action=Nope&Version=2011-06-15' },
      400,
      'Unknown operation: Nope',
    ],
    [
      'a service that is not here',
      { service: 'sns', headers: form, body: 'Action=ListTopics' },
      501,
      '<ErrorResponse><Error><Type>Sender</Type><Code>UnknownService</Code>',
    ],
    [
      'an operation that is not here, of SQS in its old protocol',
      { service: 'sqs', headers: form, body: 'Action=ListQueues' },
      501,
      '<Code>NotImplemented</Code><Message>The embedded AWS does not have sqs:ListQueues.',
    ],
    [
      'no signature',
      { service: '', headers: form, body: 'Action=ListTopics' },
      403,
      '<Code>MissingAuthenticationToken',
    ],
    [
      'no signature, to a service of JSON',
      { service: '', headers: target('TrentService.ListKeys'), body: '{}' },
      400,
      '"__type":"MissingAuthenticationTokenException"',
    ],
    [
      'no signature, to AWS Backup',
      { service: '', method: 'GET', path: '/backup-vaults' },
      403,
      'Missing Authentication',
    ],
    ['no signature, to S3', { service: '', method: 'GET', path: '/b?location' }, 403, '<Code>AccessDenied</Code>'],
    ['no signature, to EC2', { service: '', headers: form, body: 'Action=DescribeVpcs' }, 403, '<Response><Errors>'],
    ['a path that is no text', { service: 'backup', method: 'GET', path: '/backup-vaults/%zz' }, 400, 'parse'],
    ['a bucket that is no text', { service: 's3', method: 'GET', path: '/%zz?location' }, 400, 'InvalidURI'],
    [
      'a Region that is none',
      { service: 'kms', region: 'constructor', headers: target('A.ListKeys'), body: '{}' },
      400,
      '',
    ],
    ...['toString', 'constructor', '__proto__'].flatMap<[string, Sent, number, string]>(word => [
      [
        `the filter ${word}`,
        ec2(`DescribeVolumes&Filter.1.Name=${word}&Filter.1.Value.1=x`),
        400,
        'InvalidParameterValue',
      ],
      [`the resource ${word}`, ec2(`CreateTags&ResourceId.1=${word}&Tag.1.Key=a`), 400, 'InvalidID'],
      [
        `the database filter ${word}`,
        rds(`DescribeDBInstances&Filters.Filter.1.Name=${word}&Filters.Filter.1.Values.Value.1=x`),
        400,
        'InvalidParameterValue',
      ],
      [
        `the kind ${word} of a database`,
        rds(`ListTagsForResource&ResourceName=arn:aws:rds:${frankfurt}:${shop}:${word}:x`),
        400,
        'InvalidParameterValue',
      ],
      [
        `the volume filter ${word}`,
        {
          service: 'fsx',
          headers: target('F.DescribeVolumes'),
          body: `{"Filters":[{"Name":"${word}","Values":["x"]}]}`,
        },
        400,
        'Invalid filter',
      ],
    ]),
    ['an object to put', { service: 's3', method: 'PUT', path: '/b/k', body: 'x' }, 501, 's3:PutObject'],
    [
      'an operation that is not here, without what it requires',
      { service: 's3', method: 'POST', path: '/b?delete', body: '<Delete/>' },
      501,
      's3:DeleteObjects',
    ],
  ])('%s is the caller’s error', async (_, sent, status, text) => {
    const answer = await send(sent)
    expect(answer).toMatchObject({ status, text: expect.stringContaining(text) })
  })
})

it.each([
  ['s3', '/shop-prod-invoices?location&', frankfurt],
  ['sts', '/?Action=GetCallerIdentity&Version=2011-06-15&', `arn:aws:iam::${shop}:user/administrator`],
])('takes the signature of %s from the address', async (service, path, text) => {
  const credential = encodeURIComponent(`${shop}/20261120/${frankfurt}/${service}/aws4_request`)
  const signature = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Signature=0`
  expect(await send({ service: '', method: 'GET', path: `${path}${signature}` })).toMatchObject({
    status: 200,
    text: expect.stringContaining(text),
  })
})

it('finds resources of a type that is no pattern', async () => {
  const found = new ResourceGroupsTaggingAPI(me()).getResources({ ResourceTypeFilters: ['ec2:('] })
  expect((await found).ResourceTagMappingList).toEqual([])
})

describe('a page of a size that cannot be', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['kms keys', () => new KMS(me()).listKeys({ Limit: 0 }), 'ValidationException'],
    [
      'kms key policies',
      () => new KMS(me()).listKeyPolicies({ KeyId: keyNamed(here(), 'shop-data'), Limit: 1001 }),
      'ValidationException',
    ],
    ['kms aliases', () => new KMS(me()).listAliases({ Limit: 101 }), 'ValidationException'],
    ['efs', () => new EFS(me()).describeFileSystems({ MaxItems: 0 }), 'ValidationException'],
    ['fsx', () => new FSx(me()).describeFileSystems({ MaxResults: 0 }), 'ValidationException'],
    ['storage gateway', () => new StorageGateway(me()).listVolumes({ Limit: 0 }), 'ValidationException'],
    ['dynamodb', () => new DynamoDB(me()).listTables({ Limit: 0 }), 'ValidationException'],
    ['s3', () => new S3(me()).listBuckets({ MaxBuckets: 0 }), 'InvalidArgument'],
  ])('%s', async (_, call, name) => {
    expect(await failing(call())).toMatchObject({ name, message: expect.stringContaining('Member must have value') })
  })
})

describe('lists of what an account has', () => {
  it('dates a protected resource by its newest recovery point', async () => {
    const { Results = [] } = await new Backup(me()).listProtectedResources()
    const points = here().backup.RecoveryPoints.filter(it => it.ResourceArn === Results[0]?.ResourceArn)
    const latest = Math.max(...points.map(it => Date.parse(it.CreationDate ?? '')))
    expect(Results[0]?.LastBackupTime?.getTime()).toBe(latest)
  })

  it.each([
    ['shop-prod-invoices.s3.eu-central-1.amazonaws.com', '/?versioning'],
    ['shop-prod-invoices.localhost:4566', '/?versioning'],
    ['shop-prod-invoices.s3.localhost:4566', '/?versioning'],
    ['s3.eu-central-1.amazonaws.com', '/shop-prod-invoices?versioning'],
    ['s3.localhost:4566', '/shop-prod-invoices?versioning'],
    ['s3.localhost.localstack.cloud:4566', '/shop-prod-invoices?versioning'],
  ])('finds a bucket by the host %s and the path %s', async (host, path) => {
    // fetch sets the host itself.
    const sent = request(`${running.url}${path}`, {
      headers: {
        host,
        authorization: `AWS4-HMAC-SHA256 Credential=${shop}/20261120/${frankfurt}/s3/aws4_request, SignedHeaders=host, Signature=0`,
      },
    }).end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    expect(await readAll(response)).toContain('<Status>Enabled</Status>')
  })

  it('lists buckets for a client that sends no x-id', async () => {
    const { status, text } = await send({ service: 's3', method: 'GET' })
    expect(status).toBe(200)
    expect(text).toContain('<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets><Bucket>')
  })
})

it('ec2 says of a dry run that it would have succeeded', async () => {
  const error = await failing(new EC2(me()).describeVolumes({ DryRun: true }))
  expect(error).toMatchObject({ name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } })
})

describe('what KMS refuses to keep', () => {
  const root = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${shop}:root` }, Action: 'kms:*', Resource: '*' }
  const { Action: _, ...noAction } = root
  const { Resource: __, ...noResource } = root

  it.each<[string, object]>([
    ['another version', { Version: '2011-10-17', Statement: [root] }],
    ['a word that is none of the grammar', { Version: '2012-10-17', Statements: [], Statement: [root] }],
    ['a statement with such a word', { Version: '2012-10-17', Statement: [{ ...root, Actions: 'kms:*' }] }],
    ['a statement without actions', { Version: '2012-10-17', Statement: [root, noAction] }],
    ['a statement without resources', { Version: '2012-10-17', Statement: [root, noResource] }],
  ])('a policy with %s', async (_, policy) => {
    const KeyId = keyNamed(here(), 'shop-data')
    const error = await failing(new KMS(me()).putKeyPolicy({ KeyId, Policy: JSON.stringify(policy) }))
    expect(error.name).toBe('MalformedPolicyDocumentException')
  })

  it.each([
    ['foo', 'Decrypt', 'InvalidArnException'],
    [`arn:aws:iam::${shop}:role/nobody`, 'Decrypt', 'InvalidArnException'],
    [`arn:aws:iam::${shop}:root`, 'Bogus', 'ValidationException'],
  ])('a grant to %s of %s', async (GranteePrincipal, operation, name) => {
    const KeyId = keyNamed(here(), 'shop-data')
    const error = await failing(
      new KMS(me()).createGrant({ KeyId, GranteePrincipal, Operations: [operation as 'Decrypt'] }),
    )
    expect(error.name).toBe(name)
  })
})
