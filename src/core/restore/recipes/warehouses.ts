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
    restoreType: 'CLUSTER_RESTORE',
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
  metadata: ({ target: { parameters } }) => ({
    restoreType: 'NAMESPACE_RESTORE',
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
  source: guide('redshift-restores'),
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
      id: 'database',
      label: 'ARN of the target database',
      hint: 'As registered in Systems Manager for SAP.',
    },
  ],
  metadata: cooking => ({
    ...filled(cooking, { database: 'TargetDatabaseArn' }),
    ...(cooking.target.pointInTime === null ? {} : { RestoreTime: cooking.target.pointInTime }),
  }),
  verify: ({ resource, target: { parameters } }) => [
    [
      'ssm-sap',
      'get-database',
      '--database-arn',
      parameters.database || resource.arn,
      '--query',
      'Database.[Status,DatabaseName]',
    ],
  ],
  source: guide('saphana-restore'),
}
