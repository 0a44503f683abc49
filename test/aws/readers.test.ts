import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gather } from '../../src/aws/gather.ts'
import { insideStack } from '../../src/aws/readers/cloudformation.ts'
import { holding } from '../../src/aws/readers/holder.ts'
import { createAws } from '../../src/aws/sessions.ts'
import { familyOf, parseArn } from '../../src/core/arn.ts'
import type { FactName } from '../../src/core/fact.ts'
import { kindOf } from '../../src/core/kinds/index.ts'
import type { Resource } from '../../src/core/resource.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { told } from './calls.ts'
import {
  bucket,
  central,
  house,
  keyArn,
  member,
  other,
  region,
  resource,
  started,
  theStack,
  volumeResource,
} from './world.ts'

let play: Awaited<ReturnType<typeof started>>
beforeAll(async () => {
  play = await started()
})
afterAll(() => play.server.close())

/** Writes the same into all of a list of the world, whatever AWS would say to it. */
const spoil = (service: 'dsql' | 'fsx' | 'rds' | 's3', list: string, change: object) => {
  const place = play.server.world.accounts[member]?.regions[region]?.[service] ?? {}
  for (const it of (Reflect.get(place, list) as object[] | undefined) ?? []) Object.assign(it, change)
}
const signal = new AbortController().signal
const readOf = (it: Resource) => gather(play.aws, house, it, { to: 'central', signal })

const surroundings = [
  `${central} backup:DescribeBackupVault`,
  `${central} backup:GetBackupVaultAccessPolicy`,
  `${central} iam:GetRole`,
  `${central} kms:DescribeKey`,
  `${central} kms:GetKeyPolicy`,
  `${central} organizations:DescribeOrganization`,
  `${member} backup:DescribeBackupVault`,
  `${member} backup:DescribeGlobalSettings`,
  `${member} backup:DescribeRegionSettings`,
  `${member} iam:GetRole`,
  `${member} organizations:DescribeOrganization`,
]
const ofKey = ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants']

const cached = gatewayAt('sgw-12345678', 'vol-0123456789ABCDEF0')
const stored = gatewayAt('sgw-87654321', 'vol-0123456789ABCDEF1')
function gatewayAt(gateway: string, volume: string): Resource {
  return resource('storage-gateway', 'storagegateway', `gateway/${gateway}/volume/${volume}`)
}
const fsxVolume = (fs: string, volume: string) => resource('fsx-volume', 'fsx', `volume/${fs}/${volume}`)
const namespace = '11111111-2222-3333-4444-555555555555'

/** What each reader asks of the service, its kind, and what it finds. */
const table: readonly (readonly [
  string,
  Resource,
  string,
  readonly string[],
  boolean,
  Partial<Record<FactName, unknown>>,
])[] = [
  [
    'a bucket',
    bucket('shop-invoices'),
    's3',
    ['s3:HeadBucket', 's3:GetBucketTagging', 's3:GetBucketVersioning', 's3:GetBucketEncryption'],
    true,
    { versioning: 'Enabled', tags: { backup: 'enabled' } },
  ],
  [
    'a bucket with nothing set',
    bucket('shop-bare'),
    's3',
    ['s3:HeadBucket', 's3:GetBucketTagging', 's3:GetBucketVersioning', 's3:GetBucketEncryption'],
    false,
    { versioning: 'Off', tags: {}, encryption: { parts: [{ of: 'shop-bare', by: { kind: 'aws-owned' } }] } },
  ],
  ['a volume', volumeResource(1), 'ebs', ['ec2:DescribeVolumes'], true, { state: 'in-use', placement: 'Region' }],
  [
    'an unencrypted volume',
    volumeResource(2),
    'ebs',
    ['ec2:DescribeVolumes'],
    false,
    { encryption: { parts: [{ of: 'vol-0a1b2c3d4e5f60002', by: { kind: 'none' } }] } },
  ],
  [
    'a volume on an Outpost',
    volumeResource(6),
    'ebs',
    ['ec2:DescribeVolumes'],
    true,
    { placement: `arn:aws:outposts:${region}:${member}:outpost/op-0123456789abcdef0` },
  ],
  [
    'an instance',
    resource('ec2', 'ec2', 'instance/i-0a1b2c3d4e5f60001'),
    'ec2',
    ['ec2:DescribeInstances', 'ec2:DescribeVolumes'],
    true,
    {
      state: 'running',
      rootDevice: 'ebs',
      productCodes: [],
      placement: 'Region',
      encryption: {
        parts: [
          { of: 'vol-0a1b2c3d4e5f60001', by: { kind: 'key', id: keyArn } },
          { of: 'vol-0a1b2c3d4e5f60002', by: { kind: 'none' } },
        ],
      },
    },
  ],
  [
    'a DB instance',
    resource('rds-instance', 'rds', 'db:shop'),
    'rds-instance',
    ['rds:DescribeDBInstances'],
    true,
    { state: 'available', engine: 'postgres', placement: 'Region', persistentOptions: [] },
  ],
  [
    'a DB instance with options',
    resource('rds-instance', 'rds', 'db:ledger'),
    'rds-instance',
    ['rds:DescribeDBInstances', 'rds:DescribeOptionGroups'],
    true,
    { persistentOptions: ['TDE'] },
  ],
  [
    'an unencrypted DB instance',
    resource('rds-instance', 'rds', 'db:plain'),
    'rds-instance',
    ['rds:DescribeDBInstances'],
    false,
    { encryption: { parts: [{ of: 'plain', by: { kind: 'none' } }] } },
  ],
  [
    'a DB instance under a key of RDS',
    resource('rds-instance', 'rds', 'db:owned'),
    'rds-instance',
    ['rds:DescribeDBInstances'],
    false,
    { encryption: { parts: [{ of: 'owned', by: { kind: 'aws-owned' } }] } },
  ],
  [
    'a DB instance under aws/rds',
    resource('rds-instance', 'rds', 'db:default'),
    'rds-instance',
    ['rds:DescribeDBInstances'],
    false,
    {},
  ],
  [
    'a member instance',
    resource('rds-instance', 'rds', 'db:orders-1'),
    'aurora',
    ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'],
    true,
    { engine: 'aurora-postgresql' },
  ],
  [
    'an Aurora cluster',
    resource('rds-cluster', 'rds', 'cluster:orders'),
    'aurora',
    ['rds:DescribeDBClusters'],
    true,
    { tags: { backup: 'enabled' } },
  ],
  [
    'an Aurora cluster under a key of RDS',
    resource('rds-cluster', 'rds', 'cluster:orders-owned'),
    'aurora',
    ['rds:DescribeDBClusters'],
    false,
    { encryption: { parts: [{ of: 'orders-owned', by: { kind: 'aws-owned' } }] } },
  ],
  [
    'a Multi-AZ cluster',
    resource('rds-cluster', 'rds', 'cluster:two-standbys'),
    'rds-multi-az-cluster',
    ['rds:DescribeDBClusters'],
    true,
    { engine: 'mysql' },
  ],
  [
    'a Neptune cluster',
    resource('rds-cluster', 'rds', 'cluster:people'),
    'neptune',
    ['rds:DescribeDBClusters'],
    true,
    {},
  ],
  [
    'a table',
    resource('dynamodb', 'dynamodb', 'table/carts'),
    'dynamodb-advanced',
    ['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource'],
    true,
    { state: 'ACTIVE', tags: { backup: 'enabled' } },
  ],
  [
    'a table under the key of DynamoDB',
    resource('dynamodb', 'dynamodb', 'table/plain'),
    'dynamodb-advanced',
    ['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource'],
    false,
    { tags: {}, encryption: { parts: [{ of: 'plain', by: { kind: 'aws-owned' } }] } },
  ],
  [
    'an EFS file system',
    resource('efs', 'elasticfilesystem', 'file-system/fs-0a1b2c3d'),
    'efs',
    ['elasticfilesystem:DescribeFileSystems'],
    true,
    { state: 'available' },
  ],
  [
    'a Windows file system',
    resource('fsx', 'fsx', 'file-system/fs-0a1b2c3d4e5f60001'),
    'fsx-windows',
    ['fsx:DescribeFileSystems'],
    true,
    { storageType: 'SSD' },
  ],
  [
    'a Lustre file system',
    resource('fsx', 'fsx', 'file-system/fs-0a1b2c3d4e5f60002'),
    'fsx-lustre',
    ['fsx:DescribeDataRepositoryAssociations', 'fsx:DescribeFileSystems'],
    true,
    { deploymentType: 'PERSISTENT_2', dataRepositories: 1 },
  ],
  [
    'an OpenZFS file system',
    resource('fsx', 'fsx', 'file-system/fs-0a1b2c3d4e5f60003'),
    'fsx-openzfs',
    ['fsx:DescribeFileSystems'],
    true,
    {},
  ],
  [
    'an ONTAP volume',
    fsxVolume('fs-0a1b2c3d4e5f60004', 'fsvol-0a1b2c3d4e5f60001'),
    'fsx-ontap',
    ['fsx:DescribeFileSystems', 'fsx:DescribeVolumes'],
    true,
    { state: 'CREATED', ontapVolume: { type: 'RW', style: 'FLEXVOL', flexCache: 'NONE' } },
  ],
  [
    'an ONTAP volume of a broken file system',
    fsxVolume('fs-0a1b2c3d4e5f60005', 'fsvol-0a1b2c3d4e5f60003'),
    'fsx-ontap',
    ['fsx:DescribeFileSystems', 'fsx:DescribeVolumes'],
    true,
    { state: 'MISCONFIGURED' },
  ],
  [
    'a DSQL cluster',
    resource('dsql', 'dsql', `cluster/${'a'.repeat(26)}`),
    'aurora-dsql',
    ['dsql:GetCluster'],
    true,
    { state: 'ACTIVE', peers: [`arn:aws:dsql:eu-west-1:${member}:cluster/${'b'.repeat(26)}`] },
  ],
  [
    'a Redshift cluster',
    resource('redshift', 'redshift', 'cluster:facts'),
    'redshift',
    ['redshift:DescribeClusters'],
    true,
    { state: 'available' },
  ],
  [
    'a Redshift Serverless namespace',
    resource('redshift-serverless', 'redshift-serverless', `namespace/${namespace}`),
    'redshift-serverless',
    ['redshift-serverless:ListNamespaces', 'redshift-serverless:ListTagsForResource'],
    false,
    {
      state: 'AVAILABLE',
      tags: { backup: 'enabled' },
      encryption: { parts: [{ of: namespace, by: { kind: 'aws-owned' } }] },
    },
  ],
  [
    'a Timestream table',
    resource('timestream', 'timestream', 'database/metrics/table/cpu', 'metrics/cpu'),
    'timestream',
    [
      'timestream:DescribeDatabase',
      'timestream:DescribeEndpoints',
      'timestream:DescribeTable',
      'timestream:ListTagsForResource',
    ],
    true,
    { state: 'ACTIVE' },
  ],
  [
    'a cached volume',
    cached,
    'storage-gateway',
    ['storagegateway:DescribeCachediSCSIVolumes', 'storagegateway:ListTagsForResource'],
    true,
    { state: 'AVAILABLE' },
  ],
  [
    'a stored volume',
    stored,
    'storage-gateway',
    [
      'storagegateway:DescribeCachediSCSIVolumes',
      'storagegateway:DescribeStorediSCSIVolumes',
      'storagegateway:ListTagsForResource',
    ],
    false,
    { encryption: { parts: [{ of: 'vol-0123456789ABCDEF1', by: { kind: 'none' } }] } },
  ],
  [
    'a virtual machine',
    resource('vmware', 'backup-gateway', 'vm/vm-0123456789ABCDEF0'),
    'vmware',
    ['backup-gateway:GetHypervisor', 'backup-gateway:GetVirtualMachine', 'backup-gateway:ListTagsForResource'],
    false,
    { state: 'ONLINE', tags: { backup: 'enabled' }, encryption: { parts: [] } },
  ],
  [
    'an SAP HANA database',
    resource('sap-hana', 'ssm-sap', 'HANA/erp/DB/HDB', 'erp/HDB'),
    'sap-hana',
    ['ssm-sap:GetDatabase'],
    false,
    { state: 'RUNNING', tags: { backup: 'enabled' }, encryption: { parts: [] } },
  ],
  [
    'an EKS cluster',
    resource('eks', 'eks', 'cluster/pantry'),
    'eks',
    [
      'backup:ListRecoveryPointsByBackupVault',
      'backup:ListRecoveryPointsByResource',
      'ec2:DescribeVolumes',
      'eks:DescribeCluster',
    ],
    false,
    {
      authenticationMode: 'API_AND_CONFIG_MAP',
      encryption: { parts: [] },
      storage: { at: '2026-01-15T08:00:00.000Z' },
    },
  ],
]

describe('a reader asks no more than it must', () => {
  it.each(table)('%s', async (_, it_, kind, calls, hasKey, facts) => {
    play.calls.length = 0
    const reading = await gather(createAws(house), house, it_, { to: 'central', signal })
    const ofVault = kindOf(kind)?.fullManagement.value === 'yes' ? ['kms:DescribeKey'] : []
    const own = [...calls, ...(hasKey ? ofKey : []), ...ofVault].map(call => `${member} ${call}`)
    const asked = told(play.calls).filter(call => !call.endsWith('sts:AssumeRole'))
    expect(asked).toEqual([...surroundings, ...own].sort())
    expect(reading.kind).toBe(kind)
    for (const [name, value] of Object.entries(facts))
      expect(reading.facts[name as FactName], name).toMatchObject({ known: true, value })
    expect(reading.keys.map(key => key.facts.key?.known)).toEqual(reading.keys.map(() => true))
  })
})

describe('a reader that leads elsewhere', () => {
  it('from a member instance to the cluster', async () => {
    const reading = await readOf(resource('rds-instance', 'rds', 'db:orders-1'))
    expect(reading.resource).toMatchObject({ family: 'rds-cluster', name: 'orders' })
    expect(reading.notes.join()).toContain('orders-1 is a member of the cluster orders')
  })

  it('from an OpenZFS volume to its file system', async () => {
    const reading = await readOf(fsxVolume('fs-0a1b2c3d4e5f60003', 'fsvol-0a1b2c3d4e5f60004'))
    expect(reading).toMatchObject({ kind: 'fsx-openzfs', resource: { name: 'fs-0a1b2c3d4e5f60003' } })
  })

  it('from an ONTAP file system to its one volume', async () => {
    const reading = await readOf(resource('fsx', 'fsx', 'file-system/fs-0a1b2c3d4e5f60004'))
    expect(reading).toMatchObject({ kind: 'fsx-ontap', resource: { name: 'fsvol-0a1b2c3d4e5f60001' } })
  })

  it('from an ONTAP file system to its volumes, and says nothing of itself', async () => {
    const reading = await readOf(resource('fsx', 'fsx', 'file-system/fs-0a1b2c3d4e5f60005'))
    expect(reading.nested.map(it => it.resource.name)).toEqual(['fsvol-0a1b2c3d4e5f60003', 'fsvol-0a1b2c3d4e5f60005'])
    expect(reading.facts.tags).toBeUndefined()
  })

  const svm = (id: string) =>
    resource('fsx', 'fsx', `storage-virtual-machine/fs-0a1b2c3d4e5f60005/svm-0a1b2c3d4e5f6000${id}`)
  it.each([[true], [false]])('from what holds others only where all were listed: %s', whole => {
    const one = fsxVolume('fs-0a1b2c3d4e5f60005', 'fsvol-0a1b2c3d4e5f60003')
    const answer = { known: true, call: 'fsx:DescribeVolumes', from: 'here', value: { items: [one], whole } } as const
    const found = holding(one, { kind: 'fsx-ontap', is: 'an ONTAP file system', parts: 'its volumes' }, answer, [one])
    expect(found).toMatchObject(whole ? { follow: one } : { facts: { tags: { why: 'aws error' } } })
  })

  const noTables = resource('timestream', 'timestream', 'database/empty')
  it.each([
    ['a storage virtual machine', svm('1'), 'fsx-ontap fsvol-0a1b2c3d4e5f60005'],
    ['a Timestream database', resource('timestream', 'timestream', 'database/metrics'), 'timestream metrics/cpu'],
    [
      'a gateway',
      resource('storage-gateway', 'storagegateway', 'gateway/sgw-12345678'),
      'storage-gateway vol-0123456789ABCDEF0',
    ],
    ['an SAP application', resource('sap-hana', 'ssm-sap', 'HANA/erp'), 'sap-hana erp/HDB'],
    ['a component of one', resource('sap-hana', 'ssm-sap', 'HANA/erp/COMPONENT/HDB-00', 'erp'), 'sap-hana erp/HDB'],
  ])('from %s to the one that it holds', async (_, it_, one) => {
    const { kind, resource: found, notes } = await readOf(it_)
    expect(`${kind} ${found.name}`).toBe(one)
    expect(notes.join()).toContain(`so the only one, ${found.name}, was checked.`)
  })

  it.each([
    ['a storage virtual machine', svm('2')],
    ['a Timestream database', noTables],
    ['an SAP application', resource('sap-hana', 'ssm-sap', 'HANA/crm')],
  ])('%s that holds nothing: not found', async (_, it_) => {
    const { facts, nested } = await readOf(it_)
    expect(nested).toEqual([])
    expect(facts).toMatchObject({ tags: { why: 'not found' }, state: { why: 'not found' } })
  })

  it('from a bucket to the Region it is in', async () => {
    const reading = await readOf(bucket('shop-west'))
    expect(reading).toMatchObject({
      resource: { region: 'eu-west-1' },
      notes: ['The bucket is in eu-west-1, not in eu-central-1.'],
    })
    expect(reading.facts.versioning).toMatchObject({ known: true, value: 'Off' })
  })
})

describe('what only some resources have', () => {
  it('a bucket of a Prod account: VPCs without an S3 endpoint', async () => {
    const reading = await readOf(bucket('data-prod-bucket', region, other))
    expect(reading.facts.vpcsWithoutS3Endpoint).toMatchObject({ known: true, value: ['vpc-2'] })
  })

  it('a DocumentDB cluster described without tags: asked for them', async () => {
    const reading = await readOf(resource('rds-cluster', 'rds', 'cluster:papers'))
    expect(reading.kind).toBe('documentdb')
    expect(play.calls.map(it => it.operation)).toContain('ListTagsForResource')
  })

  it.each(['papers', 'people'])('the cluster %s described with no tag: asked for them, too', async name => {
    const clusters = play.server.world.accounts[member]?.regions[region]?.rds.DBClusters ?? []
    const it_ = clusters.find(it => it.DBClusterIdentifier === name) ?? {}
    const kept = { ...it_ }
    Object.assign(it_, { TagList: [] })
    play.calls.length = 0
    await readOf(resource('rds-cluster', 'rds', `cluster:${name}`))
    Object.assign(it_, { TagList: undefined }, kept)
    expect(told(play.calls)).toContain(`${member} rds:ListTagsForResource`)
  })

  it('a cluster of an engine that nobody knows: unknown', async () => {
    const { facts } = await readOf(resource('rds-cluster', 'rds', 'cluster:strange'))
    expect([facts.state?.known, facts.encryption?.known]).toEqual([false, false])
  })

  it.each<[string, () => void, Resource, readonly FactName[]]>([
    [
      'a file system of a type that nobody knows',
      () => spoil('fsx', 'FileSystems', { FileSystemType: 'QUANTUM' }),
      resource('fsx', 'fsx', 'file-system/fs-0a1b2c3d4e5f60001'),
      ['state', 'encryption'],
    ],
    [
      'a database encrypted in a way that nobody knows',
      () => spoil('rds', 'DBInstances', { StorageEncryptionType: 'sse-new' }),
      resource('rds-instance', 'rds', 'db:shop'),
      ['encryption'],
    ],
    [
      'a bucket whose versioning is in a state that nobody knows',
      () => spoil('s3', 'Buckets', { Versioning: { Status: 'Paused' } }),
      bucket('shop-invoices'),
      ['versioning'],
    ],
    [
      'a bucket encrypted in a way that nobody knows',
      () =>
        spoil('s3', 'Buckets', {
          Encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:new' } }] },
        }),
      bucket('shop-invoices'),
      ['encryption'],
    ],
    [
      'a bucket whose rule names no algorithm',
      () => spoil('s3', 'Buckets', { Encryption: { Rules: [{ BucketKeyEnabled: true }] } }),
      bucket('shop-invoices'),
      ['encryption'],
    ],
    [
      'an Oracle database of which no option group is told',
      () => spoil('rds', 'DBInstances', { OptionGroupMemberships: undefined }),
      resource('rds-instance', 'rds', 'db:ledger'),
      ['persistentOptions'],
    ],
    [
      'an ONTAP volume whose style is not told',
      () => spoil('fsx', 'Volumes', { OntapConfiguration: { OntapVolumeType: 'RW', FlexCacheEndpointType: 'NONE' } }),
      fsxVolume('fs-0a1b2c3d4e5f60004', 'fsvol-0a1b2c3d4e5f60001'),
      ['ontapVolume'],
    ],
    [
      'an ONTAP volume that may be a cache',
      () => spoil('fsx', 'Volumes', { OntapConfiguration: { OntapVolumeType: 'RW', VolumeStyle: 'FLEXVOL' } }),
      fsxVolume('fs-0a1b2c3d4e5f60004', 'fsvol-0a1b2c3d4e5f60001'),
      ['ontapVolume'],
    ],
  ])('%s: unknown', async (_, make, it_, names) => {
    const place = play.server.world.accounts[member]?.regions ?? {}
    const kept = structuredClone(place[region])
    make()
    const { facts } = await readOf(it_)
    if (kept) place[region] = kept
    expect(names.map(name => facts[name]?.known)).toEqual(names.map(() => false))
    expect(facts.tags).toMatchObject({ known: true })
  })

  it.each<[string, () => void, Resource, Partial<Record<FactName, unknown>>]>([
    [
      'a database whose snapshots stay in a Dedicated Local Zone',
      () => spoil('rds', 'DBInstances', { BackupTarget: 'local' }),
      resource('rds-instance', 'rds', 'db:shop'),
      { placement: 'a Dedicated Local Zone' },
    ],
    [
      'a database whose key for TDE is told, but no option',
      () => {
        spoil('rds', 'DBInstances', { TdeCredentialArn: `arn:aws:cloudhsm:${region}:${member}:hapg-1` })
        spoil('rds', 'OptionGroups', { Options: [] })
      },
      resource('rds-instance', 'rds', 'db:ledger'),
      { persistentOptions: ['TDE'] },
    ],
    [
      'a DSQL cluster that cannot reach its key',
      () =>
        spoil('dsql', 'Clusters', {
          encryptionDetails: {
            encryptionType: 'CUSTOMER_MANAGED_KMS_KEY',
            kmsKeyArn: keyArn,
            encryptionStatus: 'KMS_KEY_INACCESSIBLE',
          },
        }),
      resource('dsql', 'dsql', `cluster/${'a'.repeat(26)}`),
      { state: 'KMS_KEY_INACCESSIBLE' },
    ],
  ])('%s', async (_, make, it_, facts) => {
    const place = play.server.world.accounts[member]?.regions ?? {}
    const kept = structuredClone(place[region])
    make()
    const reading = await readOf(it_)
    if (kept) place[region] = kept
    for (const [name, value] of Object.entries(facts))
      expect(reading.facts[name as FactName], name).toMatchObject({ known: true, value })
  })

  it('a table where advanced features are off', async () => {
    const { backup } = play.server.world.accounts[member]?.regions[region] ?? {}
    const preference = backup?.RegionSettings.ResourceTypeManagementPreference ?? {}
    preference.DynamoDB = false
    const it = await gather(createAws(house), house, resource('dynamodb', 'dynamodb', 'table/carts'), {
      to: 'central',
      signal,
    })
    preference.DynamoDB = true
    expect(it.kind).toBe('dynamodb-basic')
  })

  it('a virtual machine that is not there', async () => {
    const { facts } = await readOf(resource('vmware', 'backup-gateway', 'vm/vm-0123456789ABCDEF1'))
    expect(facts).toMatchObject({ tags: { why: 'not found' }, state: { why: 'not found' } })
  })

  it('an SAP HANA database that is not there', async () => {
    const { facts } = await readOf(resource('sap-hana', 'ssm-sap', 'HANA/erp/DB/OLD', 'erp/OLD'))
    expect(facts).toMatchObject({ tags: { why: 'not found' }, state: { why: 'not found' } })
  })
})

describe('a stack', () => {
  it('is read with what is in it, each once', async () => {
    const reading = await readOf(theStack)
    expect(reading.nested.map(it => `${it.kind} ${it.resource.name}`)).toEqual([
      'ebs vol-0a1b2c3d4e5f60001',
      'aurora orders',
      'redshift-serverless facts',
      'cloudformation inner',
    ])
    expect(reading.nested[2]?.resource.arn).toMatch(/namespace\/11111111-/)
    expect(reading.nested[2]?.facts.tags).toMatchObject({ known: true, value: { backup: 'enabled' } })
    expect(reading.nested.at(-1)?.nested.map(it => `${it.kind} ${it.resource.name}`)).toEqual([
      'timestream metrics/cpu',
    ])
  })

  it('that cannot be listed has no state: nothing may be said of the whole', async () => {
    const owner = play.server.world.accounts[member]
    owner?.denied.push('cloudformation:ListStackResources')
    const { facts, nested } = await readOf(theStack)
    owner?.denied.pop()
    expect(nested).toEqual([])
    expect(facts).toMatchObject({ tags: { known: true }, state: { why: 'denied' }, encryption: { why: 'denied' } })
  })

  it('with many ONTAP file systems, each with volumes of its own, comes to an end', async () => {
    const place = play.server.world.accounts[member]?.regions[region]
    const system = place?.fsx.FileSystems.find(it => it.FileSystemId === 'fs-0a1b2c3d4e5f60005')
    const volume = place?.fsx.Volumes.find(it => it.FileSystemId === 'fs-0a1b2c3d4e5f60005')
    const [inside] = place?.cloudformation.Resources[theStack.arn] ?? []
    if (!place || !system || !volume || !inside) throw new Error('the world has no ONTAP file system')
    const kept = structuredClone(place)
    const ids = Array.from({ length: 6 }, (_, n) => `fs-0a1b2c3d4e5f7000${n}`)
    place.fsx.FileSystems = ids.map(FileSystemId => ({ ...system, FileSystemId }))
    place.fsx.Volumes = ids.flatMap((FileSystemId, n) =>
      [0, 1].map(at => {
        const VolumeId = `fsvol-0a1b2c3d4e5f7${n}${at}00`
        return { ...volume, FileSystemId, VolumeId, ResourceARN: fsxVolume(FileSystemId, VolumeId).arn }
      }),
    )
    place.cloudformation.Resources[theStack.arn] = ids.map(PhysicalResourceId => ({
      ...inside,
      ResourceType: 'AWS::FSx::FileSystem',
      PhysicalResourceId,
    }))
    const { nested } = await readOf(theStack)
    Object.assign(place, kept)
    expect(nested.map(it => it.nested.length)).toEqual([2, 2, 2, 2, 2, 2])
  })

  it('of more than fifty resources: the rest is told, and one of it stands there unread', async () => {
    const place = play.server.world.accounts[member]?.regions[region]
    const [inside] = place?.cloudformation.Resources[theStack.arn] ?? []
    if (!place || !inside) throw new Error('the world has no stack')
    const kept = place.cloudformation.Resources[theStack.arn] ?? []
    place.cloudformation.Resources[theStack.arn] = Array.from({ length: 60 }, (_, n) => ({
      ...inside,
      PhysicalResourceId: `vol-0a1b2c3d4e5f700${n + 10}`,
    }))
    const { nested, notes } = await readOf(theStack)
    place.cloudformation.Resources[theStack.arn] = kept
    expect(nested).toHaveLength(51)
    expect(nested.at(-1)?.facts).toEqual({})
    expect(notes).toEqual(['10 more resources inside were not read; one check reads 50.'])
  })
})

describe('an EKS cluster', () => {
  const cluster = (name: string) => resource('eks', 'eks', `cluster/${name}`)
  const inside = async (name: string) => {
    const { facts, nested } = await readOf(cluster(name))
    return { storage: facts.storage, names: nested.map(it => `${it.kind} ${it.resource.name}`) }
  }

  it('is read with what its newest completed backup lists, and what the EBS CSI driver made', async () => {
    const { storage, names } = await inside('kitchen')
    expect(storage).toMatchObject({ known: true, value: { at: '2026-01-15T08:00:00.000Z' } })
    expect(names).toEqual([
      'ebs vol-0a1b2c3d4e5f60001',
      'efs fs-0a1b2c3d',
      's3 shop-invoices',
      'ebs vol-0a1b2c3d4e5f60004',
    ])
  })

  it('that was never backed up: its storage is not known', async () => {
    expect(await inside('cellar')).toMatchObject({ storage: { known: false, why: 'not found' }, names: [] })
  })

  it.each(['backup:ListRecoveryPointsByResource', 'backup:ListRecoveryPointsByBackupVault', 'ec2:DescribeVolumes'])(
    'where %s is denied: its storage is not known',
    async action => {
      const owner = play.server.world.accounts[member]
      owner?.denied.push(action)
      const { storage } = await inside('kitchen')
      owner?.denied.pop()
      expect(storage).toMatchObject({ known: false, why: 'denied' })
    },
  )

  it('with a part of a type that nobody knows: its storage is not known', async () => {
    const points = play.server.world.accounts[member]?.regions[region]?.backup.RecoveryPoints ?? []
    const part = points.find(it => it.ResourceArn === 'arn:aws:s3:::shop-invoices' && it.ParentRecoveryPointArn)
    if (part) part.ResourceArn = `arn:aws:quantum:${region}:${member}:qubit/1`
    const { storage } = await inside('kitchen')
    if (part) part.ResourceArn = 'arn:aws:s3:::shop-invoices'
    expect(storage).toMatchObject({ known: false, why: 'no reader' })
  })
})

describe('the resource behind a stack’s resource', () => {
  const at = { partition: 'aws', region, account: member }
  it.each([
    ['AWS::S3::Bucket', 'shop', 's3'],
    ['AWS::EC2::Instance', 'i-0a1b2c3d4e5f60001', 'ec2'],
    ['AWS::EC2::Volume', 'vol-0a1b2c3d4e5f60001', 'ebs'],
    ['AWS::RDS::DBInstance', 'shop', 'rds-instance'],
    ['AWS::RDS::DBCluster', 'shop', 'rds-cluster'],
    ['AWS::DocDB::DBCluster', 'papers', 'rds-cluster'],
    ['AWS::Neptune::DBCluster', 'people', 'rds-cluster'],
    ['AWS::DynamoDB::Table', 'carts', 'dynamodb'],
    ['AWS::DynamoDB::GlobalTable', 'carts', 'dynamodb'],
    ['AWS::EFS::FileSystem', 'fs-0a1b2c3d', 'efs'],
    ['AWS::FSx::FileSystem', 'fs-0a1b2c3d4e5f60001', 'fsx'],
    ['AWS::DSQL::Cluster', 'a'.repeat(26), 'dsql'],
    ['AWS::Redshift::Cluster', 'facts', 'redshift'],
    ['AWS::Timestream::Table', 'metrics|cpu', 'timestream'],
    ['AWS::EKS::Cluster', 'kitchen', 'eks'],
    ['AWS::CloudFormation::Stack', theStack.arn, 'cloudformation'],
  ])('%s %s has the ARN of its family', (type, id, family) => {
    const inside = insideStack(type, id, at)
    const parts = parseArn(inside?.arn ?? '')
    expect(isMistake(parts) ? parts : familyOf(parts)).toEqual({ family, name: inside?.name })
    expect(inside?.family).toBe(family)
  })

  it.each(['AWS::IAM::Role', 'AWS::SNS::Topic'])('%s is none', type => {
    expect(insideStack(type, 'x', at)).toBeUndefined()
  })
})
