import { filled, guide, type Recipe, rules } from '../recipe.ts'

export const redshift: Recipe = {
  kinds: ['redshift'],
  makes: 'a new cluster',
  named: 'name',
  fields: [
    { id: 'name', label: 'New cluster identifier', required: true, check: rules.redshift },
    { id: 'subnetGroup', label: 'Cluster subnet group', from: 'ClusterSubnetGroupName', check: rules.groupName },
    {
      id: 'securityGroups',
      label: 'Security groups',
      hint: 'One a line.',
      lines: true,
      from: 'VpcSecurityGroupIds',
      check: rules.securityGroups,
    },
  ],
  metadata: cooking => ({
    RestoreType: 'CLUSTER_RESTORE',
    ...filled(
      cooking,
      { name: 'ClusterIdentifier', subnetGroup: 'ClusterSubnetGroupName', securityGroups: 'VpcSecurityGroupIds' },
      ['securityGroups'],
    ),
  }),
  verify: ({ target: { parameters } }) => [
    [
      'redshift',
      'describe-clusters',
      '--cluster-identifier',
      parameters.name ?? '',
      '--query',
      'Clusters[0].[ClusterStatus,Endpoint.Address]',
    ],
  ],
  source: guide('redshift-restores'),
}

export const redshiftServerless: Recipe = {
  kinds: ['redshift-serverless'],
  makes: 'the data of an existing namespace',
  always: 'overwrite',
  overwrites: 'Everything in the target namespace is replaced by the backup.',
  fields: [
    {
      id: 'name',
      label: 'Target namespace',
      hint: 'It must exist and have a workgroup.',
      required: true,
      from: 'NamespaceName',
      check: rules.redshift,
    },
  ],
  beforehand: () =>
    'The role needs redshift-serverless:RestoreFromSnapshot, which AWS’s own policy for restores leaves out.',
  metadata: ({ target: { parameters } }) => ({
    RestoreType: 'NAMESPACE_RESTORE',
    NamespaceIdentifier: parameters.name ?? '',
  }),
  verify: ({ target: { parameters } }) => [
    [
      'redshift-serverless',
      'get-namespace',
      '--namespace-name',
      parameters.name ?? '',
      '--query',
      'namespace.[status,namespaceArn]',
    ],
  ],
  sure: true,
  source: guide('redshift-serverless-restore'),
}

export const timestream: Recipe = {
  kinds: ['timestream'],
  makes: 'a new table',
  named: 'name',
  fields: [
    { id: 'database', label: 'Database', required: true, from: 'DatabaseName', check: rules.timestream },
    { id: 'name', label: 'New table name', required: true, check: rules.timestream },
    {
      id: 'memoryHours',
      label: 'Memory store retention in hours',
      from: 'MemoryStoreRetentionPeriodInHours',
      check: rules.number,
    },
    {
      id: 'magneticDays',
      label: 'Magnetic store retention in days',
      from: 'MagneticStoreRetentionPeriodInDays',
      check: rules.number,
    },
  ],
  metadata: cooking =>
    filled(cooking, {
      database: 'DatabaseName',
      name: 'TableName',
      memoryHours: 'MemoryStoreRetentionPeriodInHours',
      magneticDays: 'MagneticStoreRetentionPeriodInDays',
    }),
  verify: ({ target: { parameters } }) => [
    [
      'timestream-write',
      'describe-table',
      '--database-name',
      parameters.database ?? '',
      '--table-name',
      parameters.name ?? '',
      '--query',
      'Table.[TableStatus,Arn]',
    ],
  ],
  source: guide('timestream-restore'),
}

export const sapHana: Recipe = {
  kinds: ['sap-hana'],
  makes: 'the data of a registered SAP HANA database',
  always: 'overwrite',
  overwrites: 'The database is stopped and all that is in it is replaced by the backup.',
  fields: [
    {
      id: 'targetDatabase',
      label: 'ARN of the target database',
      hint: 'Empty: the database of the backup.',
      check: rules.hana,
    },
  ],
  beforehand: ({ resource, target: { parameters } }) =>
    `${
      (parameters.targetDatabase || resource.arn) === resource.arn
        ? ''
        : 'Let the target take a backup of another database first (aws ssm-sap put-resource-permission --action-type RESTORE). '
    }Stop the target database as AWS’s page says, and pause its backups.`,
  metadata: ({ resource, target: { pointInTime, parameters } }) => ({
    'aws:backup:TargetDatabaseArn': parameters.targetDatabase || resource.arn,
    ...(pointInTime === null
      ? { RecoveryType: 'FULL_DATA_BACKUP_RECOVERY' }
      : { RecoveryType: 'POINT_IN_TIME_RECOVERY', RestoreTime: pointInTime }),
  }),
  verify: ({ resource, target: { parameters } }) => [
    [
      'ssm-sap',
      'get-database',
      '--database-arn',
      parameters.targetDatabase || resource.arn,
      '--query',
      'Database.[Status,DatabaseName]',
    ],
  ],
  source: guide('saphana-restore'),
}
