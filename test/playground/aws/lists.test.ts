import { EC2 } from '@aws-sdk/client-ec2'
import { EFS } from '@aws-sdk/client-efs'
import { RDS } from '@aws-sdk/client-rds'
import { Redshift } from '@aws-sdk/client-redshift'
import { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api'
import { S3 } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { as, data, failing, ireland, placeIn, serve, shop, the } from './started.ts'

const running = serve()
const me = () => as(running.url, shop)
const here = () => placeIn(running.world, shop)

describe('a list that is asked for a part', () => {
  it.each<[string, () => Promise<unknown[] | undefined>, (length: number) => void]>([
    ['buckets in another Region', async () => (await buckets({ BucketRegion: ireland })).Buckets, none],
    ['buckets that begin so', async () => (await buckets({ Prefix: 'shop-prod-i' })).Buckets, some],
    ['buckets that begin otherwise', async () => (await buckets({ Prefix: 'data-' })).Buckets, none],
    ['snapshots of an instance', async () => snapshots('db-instance-id', 'shop-orders'), some],
    ['snapshots of no instance', async () => snapshots('db-instance-id', 'nothing'), none],
    ['snapshots of a type', async () => snapshots('snapshot-type', 'manual'), none],
    ['cluster snapshots of a cluster', async () => clusterSnapshots('shop-cart'), some],
    ['cluster snapshots of no cluster', async () => clusterSnapshots('nothing'), none],
    ['option groups of a version', async () => optionGroups('19'), some],
    ['option groups of another version', async () => optionGroups('12.1'), none],
    [
      'file systems by token',
      async () => (await new EFS(me()).describeFileSystems({ CreationToken: 'no' })).FileSystems,
      none,
    ],
    ['warehouses by the key of a tag', async () => (await warehouses({ TagKeys: ['no'] })).Clusters, none],
    ['warehouses by the value of a tag', async () => (await warehouses({ TagValues: ['no'] })).Clusters, none],
    ['a warehouse in capitals', async () => (await warehouses({ ClusterIdentifier: 'DATA-WAREHOUSE' })).Clusters, some],
    ['volumes by what is not known of them', async () => volumes('snapshot-id', 'undefined'), none],
    ['volumes by when they were made', async () => volumes('create-time', '20*'), some],
    ['volumes by multi-attach', async () => volumes('multi-attach-enabled', 'true'), none],
  ])('%s', async (_, call, check) => {
    check(the(await call()).length)
  })

  it('gives buckets by pages', async () => {
    const first = await buckets({ MaxBuckets: 2 })
    const rest = await buckets({ MaxBuckets: 2, ContinuationToken: first.ContinuationToken })
    expect(rest.ContinuationToken).toBeUndefined()
    const names = [...(first.Buckets ?? []), ...(rest.Buckets ?? [])].map(({ Name }) => Name)
    expect(names).toEqual(
      here()
        .s3.Buckets.map(({ Name }) => Name)
        .toSorted(),
    )
    expect((await failing(buckets({ ContinuationToken: 'x' }))).name).toBe('InvalidArgument')
  })
})

const none = (length: number) => expect(length).toBe(0)
const some = (length: number) => expect(length).toBeGreaterThan(0)
const by = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] })
const buckets = (input: object) => new S3(me()).listBuckets(input)
const snapshots = async (name: string, value: string) =>
  (await new RDS(me()).describeDBSnapshots(by(name, value))).DBSnapshots
const clusterSnapshots = async (value: string) =>
  (await new RDS(me()).describeDBClusterSnapshots(by('db-cluster-id', value))).DBClusterSnapshots
const optionGroups = async (MajorEngineVersion: string) =>
  (await new RDS(me()).describeOptionGroups({ EngineName: 'oracle-ee', MajorEngineVersion })).OptionGroupsList
const warehouses = (input: object) => new Redshift(as(running.url, data)).describeClusters(input)
const volumes = async (name: string, value: string) => (await new EC2(me()).describeVolumes(by(name, value))).Volumes

describe('a filter that AWS documents', () => {
  const ec2 = () => new EC2(me())
  const images = (input: object) => ec2().describeImages(input)
  const instances = (input: object) => ec2().describeInstances(input)
  it.each<[string, (input: object) => Promise<unknown>, string[]]>([
    [
      'volumes',
      input => ec2().describeVolumes(input),
      ['availability-zone-id', 'fast-restored', 'operator.managed', 'operator.principal', 'attachment.device'],
    ],
    ['snapshots', input => ec2().describeSnapshots(input), ['owner-alias', 'transfer-type', 'progress']],
    [
      'VPCs',
      input => ec2().describeVpcs(input),
      [
        'dhcp-options-id',
        ...['cidr-block', 'association-id', 'state'].map(it => `cidr-block-association.${it}`),
        ...['ipv6-cidr-block', 'ipv6-pool', 'association-id', 'state'].map(it => `ipv6-cidr-block-association.${it}`),
      ],
    ],
    ['images', images, ['block-device-mapping.snapshot-id', 'description', 'owner-alias', 'platform', 'ena-support']],
    ['instances', instances, ['key-name', 'iam-instance-profile.arn', 'instance.group-id', 'platform', 'tenancy']],
    ['endpoints', input => ec2().describeVpcEndpoints(input), ['ip-address-type', 'service-region']],
    ['databases', input => new RDS(me()).describeDBInstances(input), ['domain']],
    ['clusters of databases', input => new RDS(me()).describeDBClusters(input), ['clone-group-id', 'domain']],
  ])('is one for %s', async (_, list, names) => {
    for (const name of names) await list(by(name, 'nothing'))
  })

  it.each<[string, () => Promise<unknown[] | undefined>]>([
    ['instances by state code', async () => (await instances(by('instance-state-code', '16'))).Reservations],
    ['instances by when they began', async () => (await instances(by('launch-time', '20*'))).Reservations],
    [
      'instances by device',
      async () => (await instances(by('block-device-mapping.device-name', '/dev/*'))).Reservations,
    ],
    ['instances by reservation', async () => (await instances(by('reservation-id', 'r-*'))).Reservations],
    ['images by their instance', async () => (await images(by('source-instance-id', 'i-*'))).Images],
    ['images by root device', async () => (await images(by('root-device-type', 'e?s'))).Images],
  ])('finds %s', async (_, list) => {
    some(the(await list()).length)
  })

  it('takes a wildcard behind a backslash as it is', async () => {
    const volume = the(here().ec2.Volumes[0])
    volume.Tags = [...(volume.Tags ?? []), { Key: 'mark', Value: '5*?\\' }]
    some(the(await volumes('tag:mark', '5\\*\\?\\\\')).length)
    some(the(await volumes('tag:mark', '5*')).length)
    none(the(await volumes('tag:mark', '5\\*')).length)
  })
})

describe('what cannot be asked or set', () => {
  const volume = () => the(here().ec2.Volumes[0]?.VolumeId)
  const tag = (...Tags: { Key?: string; Value?: string }[]) => new EC2(me()).createTags({ Resources: [volume()], Tags })

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'a version of no engine',
      () => new RDS(me()).describeOptionGroups({ MajorEngineVersion: '19' }),
      'InvalidParameterCombination',
    ],
    [
      'a snapshot filter that is none',
      () => new RDS(me()).describeDBSnapshots(by('colour', 'red')),
      'InvalidParameterValue',
    ],
    [
      'a tag filter without a key',
      () => new ResourceGroupsTaggingAPI(me()).getResources({ TagFilters: [{ Values: ['a'] }] }),
      'InvalidParameterException',
    ],
    [
      'a file system by both its names',
      () => new EFS(me()).describeFileSystems({ FileSystemId: 'fs-00000000', CreationToken: 'a' }),
      'BadRequest',
    ],
    ['a tag without a key', () => tag({ Value: 'a' }), 'InvalidParameterValue'],
    ['too many tags', () => tag(...Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}` }))), 'TagLimitExceeded'],
    [
      'a tag of AWS’s own on a database',
      () =>
        new RDS(me()).addTagsToResource({
          ResourceName: the(here().rds.DBInstances[0]?.DBInstanceArn),
          Tags: [{ Key: 'aws:a' }],
        }),
      'InvalidParameterValue',
    ],
    [
      'a tag of AWS’s own on a bucket',
      () =>
        new S3(me()).putBucketTagging({
          Bucket: 'shop-prod-invoices',
          Tagging: { TagSet: [{ Key: 'aws:a', Value: '' }] },
        }),
      'InvalidTag',
    ],
  ])('%s', async (_, call, name) => {
    expect((await failing(call())).name).toBe(name)
  })

  it('a tag without a value has an empty one', async () => {
    await tag({ Key: 'bare' })
    const { Volumes } = await new EC2(me()).describeVolumes({ VolumeIds: [volume()] })
    expect(Volumes?.[0]?.Tags).toContainEqual({ Key: 'bare', Value: '' })
  })
})
