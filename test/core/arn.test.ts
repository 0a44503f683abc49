import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arnOf, familyOf, isRegion, parseArn, printArn, shapes } from '../../src/core/arn.ts'
import { type Family, families } from '../../src/core/resource.ts'
import { consoleUrl, parseTarget } from '../../src/core/target.ts'
import { isMistake } from '../../src/core/trouble.ts'

const at = { partition: 'aws', region: 'eu-central-1', account: '111122223333' }

describe('parseArn', () => {
  it.each([
    ['arn:aws:s3:::shop', { partition: 'aws', service: 's3', region: '', account: '', resource: 'shop' }],
    [
      'arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:job-1',
      {
        partition: 'aws',
        service: 'rds',
        region: 'eu-central-1',
        account: '111122223333',
        resource: 'snapshot:awsbackup:job-1',
      },
    ],
    [
      'arn:aws-us-gov:ec2:us-gov-west-1::snapshot/snap-0',
      { partition: 'aws-us-gov', service: 'ec2', region: 'us-gov-west-1', account: '', resource: 'snapshot/snap-0' },
    ],
  ])('%s', (text, parts) => {
    expect(parseArn(text)).toEqual(parts)
    expect(printArn(parts)).toBe(text)
  })

  it.each([
    ['aws:s3:::shop', /starts with "arn:"/],
    ['arn:aws:s3', /cut off/],
    ['arn:azure:s3:::shop', /partition.*"azure"/],
    ['arn:aws:S3:::shop', /service.*"S3"/],
    ['arn:aws::eu-central-1:111122223333:x', /service/],
    ['arn:aws:rds:Frankfurt:111122223333:db:shop', /Region.*"Frankfurt"/],
    ['arn:aws:rds:eu-central-1a:111122223333:db:shop', /Availability Zone; the Region is eu-central-1\./],
    ['arn:aws:ec2:*:*:volume/*', /Region.*"\*"/],
    ['arn:aws:rds:eu-central-1:1111-2222-3333:db:shop', /account.*12 digits/],
    ['arn:aws:rds:eu-central-1:11112222333:db:shop', /account.*12 digits/],
    ['arn:aws:rds:eu-central-1:111122223333:', /resource.*empty/],
    ['arn:aws:rds:eu-central-1:111122223333:db:my shop', /resource.*space/],
  ])('names the wrong part of %s', (text, message) => {
    const result = parseArn(text)
    expect(isMistake(result) ? result.mistake : '').toMatch(message)
  })

  it('knows a Region by its shape', () => {
    const good = ['eu-central-1', 'ap-southeast-1', 'us-gov-west-1', 'us-iso-east-1', 'eusc-de-east-1', 'mx-central-1']
    const bad = ['eu-central', 'eu-central-1a', 'EU-CENTRAL-1', 'us-west-2-lax-1', 'local', '']
    expect(good.filter(text => !isRegion(text))).toEqual([])
    expect(bad.filter(isRegion)).toEqual([])
  })
})

const samples: Record<Family, { name: string; arn: string; page?: string }> = {
  s3: {
    name: 'shop-media',
    arn: 'arn:aws:s3:::shop-media',
    page: 'https://console.aws.amazon.com/s3/buckets/shop-media',
  },
  ebs: {
    name: 'vol-0123456789abcdef0',
    arn: 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0123456789abcdef0',
    page: 'https://eu-central-1.console.aws.amazon.com/ec2/home?region=eu-central-1#VolumeDetails:volumeId=vol-0123456789abcdef0',
  },
  ec2: {
    name: 'i-0123456789abcdef0',
    arn: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0',
    page: 'https://eu-central-1.console.aws.amazon.com/ec2/home?region=eu-central-1#InstanceDetails:instanceId=i-0123456789abcdef0',
  },
  'rds-instance': {
    name: 'shop-db',
    arn: 'arn:aws:rds:eu-central-1:111122223333:db:shop-db',
    page: 'https://eu-central-1.console.aws.amazon.com/rds/home?region=eu-central-1#database:id=shop-db;is-cluster=false',
  },
  'rds-cluster': {
    name: 'shop',
    arn: 'arn:aws:rds:eu-central-1:111122223333:cluster:shop',
    page: 'https://eu-central-1.console.aws.amazon.com/rds/home?region=eu-central-1#database:id=shop;is-cluster=true',
  },
  dynamodb: {
    name: 'Orders_v2.new',
    arn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/Orders_v2.new',
    page: 'https://eu-central-1.console.aws.amazon.com/dynamodbv2/home?region=eu-central-1#table?name=Orders_v2.new',
  },
  efs: {
    name: 'fs-0123456789abcdef0',
    arn: 'arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-0123456789abcdef0',
    page: 'https://eu-central-1.console.aws.amazon.com/efs/home?region=eu-central-1#/file-systems/fs-0123456789abcdef0',
  },
  fsx: {
    name: 'fs-0123456789abcdef0',
    arn: 'arn:aws:fsx:eu-central-1:111122223333:file-system/fs-0123456789abcdef0',
    page: 'https://eu-central-1.console.aws.amazon.com/fsx/home?region=eu-central-1#file-system-details/fs-0123456789abcdef0',
  },
  'fsx-volume': {
    name: 'fsvol-0123456789abcdef0',
    arn: 'arn:aws:fsx:eu-central-1:111122223333:volume/fs-0123456789abcdef0/fsvol-0123456789abcdef0',
  },
  dsql: {
    name: 'h4abtt2drceddyfw4ylkrmv2nm',
    arn: 'arn:aws:dsql:eu-central-1:111122223333:cluster/h4abtt2drceddyfw4ylkrmv2nm',
    page: 'https://eu-central-1.console.aws.amazon.com/dsql/clusters/h4abtt2drceddyfw4ylkrmv2nm/home?region=eu-central-1',
  },
  redshift: {
    name: 'dwh',
    arn: 'arn:aws:redshift:eu-central-1:111122223333:cluster:dwh',
    page: 'https://eu-central-1.console.aws.amazon.com/redshiftv2/home?region=eu-central-1#cluster-details?cluster=dwh',
  },
  'redshift-serverless': {
    name: '0f1e2d3c-aaaa-bbbb-cccc-0123456789ab',
    arn: 'arn:aws:redshift-serverless:eu-central-1:111122223333:namespace/0f1e2d3c-aaaa-bbbb-cccc-0123456789ab',
  },
  timestream: {
    name: 'iot/readings',
    arn: 'arn:aws:timestream:eu-central-1:111122223333:database/iot/table/readings',
  },
  'storage-gateway': {
    name: 'vol-0123456789ABCDEF0',
    arn: 'arn:aws:storagegateway:eu-central-1:111122223333:gateway/sgw-12345678/volume/vol-0123456789ABCDEF0',
  },
  vmware: {
    name: 'vm-0123456789ABCDEF0',
    arn: 'arn:aws:backup-gateway:eu-central-1:111122223333:vm/vm-0123456789ABCDEF0',
  },
  'sap-hana': { name: 'erp/HDB', arn: 'arn:aws:ssm-sap:eu-central-1:111122223333:HANA/erp/DB/HDB' },
  cloudformation: {
    name: 'shop',
    arn: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/0f1e2d3c-aaaa-bbbb-cccc-0123456789ab',
    page: 'https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/stackinfo?stackId=arn%3Aaws%3Acloudformation%3Aeu-central-1%3A111122223333%3Astack%2Fshop%2F0f1e2d3c-aaaa-bbbb-cccc-0123456789ab',
  },
  eks: {
    name: 'shop_1',
    arn: 'arn:aws:eks:eu-central-1:111122223333:cluster/shop_1',
    page: 'https://eu-central-1.console.aws.amazon.com/eks/clusters/shop_1?region=eu-central-1',
  },
}

describe.each(families)('%s', family => {
  const { name, arn, page } = samples[family]

  it('is told by its ARN', () => {
    const parsed = parseArn(arn)
    expect(isMistake(parsed) ? parsed : familyOf(parsed)).toEqual({ family, name })
  })

  it('has its ARN built from the name, or says that the name is not enough', () => {
    expect(arnOf(family, { ...at, name })).toBe(shapes[family].write ? arn : undefined)
    expect(arnOf(family, { ...at, name: 'no such/name:!' })).toBeUndefined()
  })

  it('has a console page that reads back as itself, where one is known', () => {
    expect(consoleUrl(arn)).toBe(page)
    if (page) expect(parseTarget(page, { regions: [] })).toMatchObject({ found: 'resource', family, name })
  })
})

describe('arnOf', () => {
  it('needs a Region and an account for everything but a bucket', () => {
    expect(arnOf('ebs', { ...at, account: '', name: 'vol-0123456789abcdef0' })).toBeUndefined()
    expect(arnOf('ebs', { ...at, region: '', name: 'vol-0123456789abcdef0' })).toBeUndefined()
    expect(arnOf('s3', { ...at, region: '', account: '', name: 'shop' })).toBe('arn:aws:s3:::shop')
  })

  it('never builds an ARN that does not read back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...families),
        fc.string({ unit: fc.constantFrom('a', 'b', '0', '/', ':', '-', '.') }),
        (family, name) => {
          const arn = arnOf(family, { ...at, name })
          if (arn === undefined) return
          const parsed = parseArn(arn)
          expect(isMistake(parsed) ? parsed : familyOf(parsed)).toEqual({ family, name })
        },
      ),
      { numRuns: 3000 },
    )
  })
})

describe('consoleUrl', () => {
  it('tells the databases apart by kind', () => {
    const arn = samples['rds-cluster'].arn
    expect(consoleUrl(arn, 'documentdb')).toContain('/docdb/home?region=eu-central-1#cluster-details/shop')
    expect(consoleUrl(arn, 'neptune')).toContain('/neptune/home?region=eu-central-1#database:id=shop;is-cluster=true')
  })

  it('opens a key', () => {
    const key = 'arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-aaaa-bbbb-cccc-0123456789ab'
    expect(consoleUrl(key)).toBe(
      'https://eu-central-1.console.aws.amazon.com/kms/home?region=eu-central-1#/kms/keys/0f1e2d3c-aaaa-bbbb-cccc-0123456789ab',
    )
  })

  it.each(['', 'arn:aws', 'arn:aws:sqs:eu-central-1:111122223333:q', 'arn:aws-iso:s3:::shop'])(
    'has no page for "%s"',
    arn => expect(consoleUrl(arn)).toBeUndefined(),
  )
})
