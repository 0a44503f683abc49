import {
  type DBInstance,
  DescribeDBInstancesCommand,
  DescribeOptionGroupsCommand,
  RDSClient,
} from '@aws-sdk/client-rds'
import { type Fact, type FactTable, known, unknown } from '../../core/fact.ts'
import { awsOwned, byKey, placeOf, tagMap, tagsFrom, unencrypted, whole } from '../describe.ts'
import { type Answer, narrow, pick, read, seen } from '../read.ts'
import type { Reader, Scope } from './reader.ts'

type Stored = {
  readonly StorageEncryptionType?: string | undefined
  readonly StorageEncrypted?: boolean | undefined
  readonly KmsKeyId?: string | undefined
}

/** StorageEncrypted is true for an AWS owned key too, so StorageEncryptionType is asked first. */
export const byOfStorage = ({ StorageEncryptionType: type, StorageEncrypted: encrypted, KmsKeyId: key }: Stored) => {
  if (type === 'none') return unencrypted
  if (type === 'sse-rds') return awsOwned
  if (type !== undefined && type !== 'sse-kms') return undefined
  if (type === undefined && encrypted === false) return unencrypted
  return key ? byKey(key) : undefined
}

export const shownStorage = ({ StorageEncryptionType: type, StorageEncrypted: encrypted, KmsKeyId: key }: Stored) =>
  key ?? (type ? `StorageEncryptionType: ${type}` : `StorageEncrypted: ${encrypted}`)

/** Where snapshots are kept, if not in the Region: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html */
const elsewhere = ({ BackupTarget: target = 'region' }: DBInstance): string | undefined =>
  target === 'region' ? undefined : target === 'local' ? 'a Dedicated Local Zone' : target

const placement = (it: DBInstance, region: string): string | undefined => {
  const outpost = it.DBSubnetGroup?.Subnets?.find(subnet => subnet.SubnetOutpost?.Arn)?.SubnetOutpost?.Arn
  return placeOf(region, it.AvailabilityZone, outpost ?? elsewhere(it))
}

// Only Oracle and SQL Server have options (TDE) that hold a snapshot back from another account.
const optionsOf = async (scope: Scope, instance: Answer<DBInstance>): Promise<FactTable> => {
  if (!instance.known) return { persistentOptions: instance }
  if (!/^(custom-)?(oracle|sqlserver)/.test(instance.value.Engine ?? ''))
    return { persistentOptions: known([], ...seen(instance.call, { Engine: instance.value.Engine })) }
  const { Engine = '', TdeCredentialArn } = instance.value
  const names = (instance.value.OptionGroupMemberships ?? []).flatMap(it => it.OptionGroupName ?? [])
  // Every instance has an option group, if only the default one.
  if (names.length === 0) {
    const without = `${instance.call} ${instance.from} answered without OptionGroupMemberships.`
    return { persistentOptions: unknown('aws error', without) }
  }
  const all = await Promise.all(names.map(name => persistentOptions(scope, name)))
  const failed = all.find(fact => !fact.known)
  if (failed) return { persistentOptions: failed }
  const tde = TdeCredentialArn ? [known(['TDE'], ...seen(instance.call, { TdeCredentialArn }))] : []
  const found = [...all.flatMap(fact => (fact.known ? [fact] : [])), ...tde]
  return {
    persistentOptions: known(
      [...new Set(found.flatMap(fact => fact.value))].filter(it => !mayBeShared(Engine, it)),
      ...found.flatMap(fact => fact.evidence),
    ),
  }
}

/** Oracle's options that a shared snapshot may have: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html */
const mayBeShared = (engine: string, option: string): boolean =>
  /^(custom-)?oracle/.test(engine) && ['Timezone', 'OLS'].includes(option)

const persistentOptions = async (scope: Scope, name: string): Promise<Fact<readonly string[]>> => {
  const answer = await read(scope, 'rds:DescribeOptionGroups', options =>
    scope.session.client(RDSClient).send(new DescribeOptionGroupsCommand({ OptionGroupName: name }), options),
  )
  const group = narrow(answer, `option group ${name}`, it => it.OptionGroupsList?.[0])
  return pick(group, 'Options', it =>
    (it.Options ?? []).flatMap(option =>
      option.OptionName && (option.Persistent || option.Permanent) ? [option.OptionName] : [],
    ),
  )
}

export const rdsInstance: Reader = async scope => {
  const { session, resource, house } = scope
  const answer = await read(scope, 'rds:DescribeDBInstances', options =>
    session.client(RDSClient).send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: resource.name }), options),
  )
  const instance = narrow(answer, `DB instance ${resource.name}`, it => it.DBInstances?.[0])
  if (instance.known && instance.value.DBClusterIdentifier) {
    const cluster = instance.value.DBClusterIdentifier
    const arn = `arn:${resource.partition}:rds:${resource.region}:${resource.account}:cluster:${cluster}`
    return {
      follow: { ...resource, family: 'rds-cluster', name: cluster, arn },
      note: `${resource.name} is a member of the cluster ${cluster}; AWS Backup protects the cluster, so the cluster was checked.`,
    }
  }
  return {
    kind: 'rds-instance',
    facts: {
      tags: tagsFrom(instance, 'TagList', house.tag.key, it => tagMap(it.TagList)),
      state: pick(instance, 'DBInstanceStatus', it => it.DBInstanceStatus),
      encryption: pick(instance, 'KmsKeyId', it => whole(resource.name, byOfStorage(it)), shownStorage),
      engine: pick(instance, 'Engine', it => it.Engine),
      placement: pick(instance, 'AvailabilityZone', it => placement(it, session.region)),
    },
    later: optionsOf(scope, instance),
  }
}
