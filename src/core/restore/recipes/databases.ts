import { entryOf, type Field, filled, guide, type Recipe, rules } from '../recipe.ts'

const groups: readonly Field[] = [
  { id: 'subnetGroup', label: 'DB subnet group', from: 'DBSubnetGroupName', check: rules.groupName },
  {
    id: 'securityGroups',
    label: 'Security groups',
    hint: 'One a line.',
    lines: true,
    from: 'VpcSecurityGroupIds',
    check: rules.securityGroups,
  },
]
const network = { subnetGroup: 'DBSubnetGroupName', securityGroups: 'VpcSecurityGroupIds' }

export const rdsInstance: Recipe = {
  kinds: ['rds-instance'],
  makes: 'a new DB instance',
  named: 'name',
  fields: [
    { id: 'name', label: 'New DB instance identifier', required: true, check: rules.dbName },
    { id: 'instanceClass', label: 'Instance class', from: 'DBInstanceClass', check: rules.instanceClass },
    ...groups,
    { id: 'parameterGroup', label: 'DB parameter group', from: 'DBParameterGroupName', check: rules.groupName },
    { id: 'optionGroup', label: 'Option group', from: 'OptionGroupName', check: rules.groupName },
    { id: 'multiAz', label: 'Multi-AZ', from: 'MultiAZ', choices: ['true', 'false'] },
  ],
  metadata: cooking => ({
    ...filled(
      cooking,
      {
        name: 'DBInstanceIdentifier',
        instanceClass: 'DBInstanceClass',
        parameterGroup: 'DBParameterGroupName',
        optionGroup: 'OptionGroupName',
        multiAz: 'MultiAZ',
        ...network,
      },
      ['securityGroups'],
    ),
    // The zone of the original would contradict Multi-AZ, and may not be in the subnet group.
    AvailabilityZone: null,
    ...(cooking.target.pointInTime === null ? {} : { RestoreTime: cooking.target.pointInTime }),
  }),
  verify: ({ target }) => [
    [
      'rds',
      'describe-db-instances',
      '--db-instance-identifier',
      target.parameters.name ?? '',
      '--query',
      'DBInstances[0].[DBInstanceStatus,Endpoint.Address]',
    ],
  ],
  afterwards: 'Point the application at the new endpoint; the master password is the one of the backup.',
  sure: true,
  source: guide('restoring-rds'),
}

const cluster = (kind: string, service: 'rds' | 'docdb' | 'neptune', page: string): Recipe => ({
  kinds: [kind],
  makes: 'a new cluster without instances',
  named: 'name',
  fields: [
    { id: 'name', label: 'New DB cluster identifier', required: true, check: rules.dbName },
    ...groups,
    {
      id: 'parameterGroup',
      label: 'DB cluster parameter group',
      from: 'DBClusterParameterGroupName',
      check: rules.groupName,
    },
    {
      id: 'instanceClass',
      label: 'Instance class',
      hint: 'For the first instance, which is made afterwards.',
      check: rules.instanceClass,
    },
    { id: 'key', label: 'KMS key', hint: 'Empty: the key of the recovery point.', check: rules.key },
  ],
  metadata: cooking => ({
    ...filled(
      cooking,
      { name: 'DBClusterIdentifier', parameterGroup: 'DBClusterParameterGroupName', key: 'KmsKeyId', ...network },
      ['securityGroups'],
    ),
    ...(cooking.target.pointInTime === null ? {} : { RestoreTime: cooking.target.pointInTime }),
    AvailabilityZones: null,
  }),
  verify: ({ target: { parameters } }) => [
    [
      service,
      'describe-db-clusters',
      '--db-cluster-identifier',
      parameters.name ?? '',
      '--query',
      'DBClusters[0].[Status,Engine,Endpoint]',
    ],
  ],
  finish: ({ point, target: { parameters } }) => {
    const engine = service === 'rds' ? entryOf(point.metadata, 'Engine') : service
    const { name = '', instanceClass } = parameters
    return engine === undefined || instanceClass === undefined
      ? []
      : [
          [
            service,
            'create-db-instance',
            '--db-cluster-identifier',
            name,
            '--db-instance-identifier',
            `${name.slice(0, 61)}-1`,
            '--db-instance-class',
            instanceClass,
            '--engine',
            engine,
          ],
        ]
  },
  afterwards:
    'AWS Backup restores the cluster only: without an instance, which create-db-instance adds, nobody can reach it.',
  sure: true,
  source: guide(page),
})

export const aurora = cluster('aurora', 'rds', 'restoring-aur')
export const documentdb = cluster('documentdb', 'docdb', 'restoring-docdb')
export const neptune = cluster('neptune', 'neptune', 'restoring-nep')

const { finish: _, sure: __, ...multiAz } = cluster('rds-multi-az-cluster', 'rds', 'restoring-rds')
/** Its instances come with it, of the class that the cluster names. */
export const rdsMultiAzCluster: Recipe = {
  ...multiAz,
  makes: 'a new cluster with its instances',
  fields: multiAz.fields.map(field =>
    field.id === 'instanceClass'
      ? { id: field.id, label: field.label, from: 'DBClusterInstanceClass', check: rules.instanceClass }
      : field,
  ),
  metadata: cooking => ({
    ...multiAz.metadata(cooking),
    ...filled(cooking, { instanceClass: 'DBClusterInstanceClass' }),
  }),
  afterwards: 'Point the application at the new endpoint.',
}

export const dsql: Recipe = {
  kinds: ['aurora-dsql'],
  makes: 'a new cluster in one Region',
  fields: [{ id: 'key', label: 'KMS key', hint: 'Empty: an AWS owned key.', check: rules.key }],
  metadata: ({ target: { region, parameters } }) => ({
    regionalConfig: JSON.stringify([
      { region, isDeletionProtectionEnabled: true, ...(parameters.key ? { kmsKeyId: parameters.key } : {}) },
    ]),
  }),
  verify: () => [['dsql', 'list-clusters', '--query', 'clusters[].[identifier,arn]']],
  afterwards: 'A multi-Region cluster is restored with its peers in one job; ask AWS Backup for that in the console.',
  sure: true,
  source: guide('restore-auroradsql'),
}

export const dynamodb: Recipe = {
  kinds: ['dynamodb-advanced', 'dynamodb-basic'],
  makes: 'a new table',
  named: 'name',
  fields: [
    { id: 'name', label: 'New table name', required: true, check: rules.table },
    { id: 'key', label: 'KMS key', hint: 'Empty: the AWS owned key.', check: rules.key },
  ],
  metadata: ({ target: { parameters } }) => ({
    targetTableName: parameters.name ?? '',
    ...(parameters.key ? { encryptionType: 'KMS', kmsMasterKeyArn: parameters.key } : { encryptionType: 'Default' }),
  }),
  verify: ({ target: { parameters } }) => [
    [
      'dynamodb',
      'describe-table',
      '--table-name',
      parameters.name ?? '',
      '--query',
      'Table.[TableStatus,ItemCount,TableArn]',
    ],
  ],
  afterwards: 'Auto scaling, alarms, streams, time to live and tags are not part of a backup: set them again.',
  sure: true,
  source: guide('restoring-dynamodb'),
}
