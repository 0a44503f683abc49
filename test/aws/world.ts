import { centralReads, memberReads } from '../../src/aws/permissions.ts'
import { readers } from '../../src/aws/readers/index.ts'
import { type CallLog, type AwsOptions as ClientOptions, createAws } from '../../src/aws/sessions.ts'
import type { House } from '../../src/core/house.ts'
import { type Family, families, type Resource } from '../../src/core/resource.ts'
import { type AwsOptions, startAws } from '../../src/playground/aws/server.ts'
import { readWorld, type World } from '../../src/playground/world.ts'

export const bot = '444455556666'
export const member = '111122223333'
export const other = '222233334444'
export const central = '692653576357'
export const outsider = '999988887777'
export const region = 'eu-central-1'

export const house: House = {
  name: 'Example Group',
  organisationId: 'o-exampleorg1',
  central: {
    account: central,
    name: 'cbackupstorage-prod',
    vault: 'central-backup-vault',
    airGappedVault: 'central-air-gapped-vault',
    key: `arn:aws:kms:${region}:${central}:key/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234`,
    retentionDays: 35,
  },
  member: { vault: 'local-backup-vault', retentionDays: 1, backupRole: 'aws-controltower-BackupRole' },
  regions: [region, 'eu-west-1'],
  tag: { key: 'backup', enabled: 'enabled', disabled: 'disabled', custom: 'custom' },
  readRole: 'backup-bot-read',
  actRole: null,
  externalId: 'shared-word',
  houseRules: { customerKey: 'required' },
  accounts: [
    { id: member, name: 'shop-dev', ou: 'Dev', owners: 'S0SHOP', channel: 'C0SHOP' },
    { id: other, name: 'data-prod', ou: 'Prod', owners: 'S0DATA', channel: 'C0DATA' },
  ],
  slack: { alerts: 'C0ALERTS', cdxChannel: 'C0CDX', cdxGroup: 'S0CDX', whoMayAsk: 'everyone' },
  restore: { approvals: 1, approvalsForOverwrite: 2, approvalsForProduction: 1 },
}

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab'
export const keyArn = `arn:aws:kms:${region}:${member}:key/${keyId}`
export const foreignKey = `arn:aws:kms:${region}:${other}:key/${keyId}`
const outsideKey = `arn:aws:kms:${region}:${outsider}:key/${keyId}`
const tags = [{ Key: 'backup', Value: 'enabled' }]
const tagMap = { backup: 'enabled' }
const long = '2026-01-15T08:00:00Z'

const key = (arn: string, more: object = {}, state: object = {}) => {
  const account = arn.split(':')[4]
  return {
    KeyMetadata: {
      KeyId: arn.split('/')[1],
      Arn: arn,
      AWSAccountId: account,
      KeyManager: 'CUSTOMER',
      KeyState: 'Enabled',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      ...state,
    },
    Policy: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${member}:root` },
          Action: 'kms:DescribeKey',
          Resource: '*',
        },
      ],
    },
    ...more,
  }
}

const arn = (service: string, what: string, account = member) => `arn:aws:${service}:${region}:${account}:${what}`
const cluster = (name: string, Engine: string, more: object = {}) => ({
  DBClusterIdentifier: name,
  DBClusterArn: arn('rds', `cluster:${name}`),
  Engine,
  Status: 'available',
  StorageEncrypted: true,
  KmsKeyId: keyArn,
  TagList: tags,
  ...more,
})
const instance = (name: string, Engine: string, more: object = {}) => ({
  DBInstanceIdentifier: name,
  DBInstanceArn: arn('rds', `db:${name}`),
  Engine,
  DBInstanceStatus: 'available',
  StorageEncrypted: true,
  KmsKeyId: keyArn,
  AvailabilityZone: `${region}a`,
  BackupTarget: 'region',
  TagList: tags,
  ...more,
})
const volume = (VolumeId: string, more: object = {}) => ({
  VolumeId,
  State: 'in-use',
  Encrypted: true,
  KmsKeyId: keyArn,
  AvailabilityZone: `${region}a`,
  Tags: tags,
  ...more,
})
const fileSystem = (id: string, FileSystemType: string, more: object = {}) => ({
  FileSystemId: id,
  FileSystemType,
  Lifecycle: 'AVAILABLE',
  StorageType: 'SSD',
  KmsKeyId: keyArn,
  ResourceARN: arn('fsx', `file-system/${id}`),
  OwnerId: member,
  Tags: tags,
  ...more,
})
const ontap = { OntapVolumeType: 'RW', VolumeStyle: 'FLEXVOL', FlexCacheEndpointType: 'NONE' }
const fsxVolume = (id: string, fs: string, more: object = {}) => ({
  VolumeId: id,
  FileSystemId: fs,
  Lifecycle: 'CREATED',
  VolumeType: 'ONTAP',
  ResourceARN: arn('fsx', `volume/${fs}/${id}`),
  OntapConfiguration: ontap,
  Tags: tags,
  ...more,
})
const vault = (name: string, account: string, keyOfVault: string) => ({
  BackupVaultName: name,
  BackupVaultArn: arn('backup', `backup-vault:${name}`, account),
  VaultType: 'BACKUP_VAULT',
  EncryptionKeyArn: keyOfVault,
  Locked: false,
})
const copy = (id: string, more: object = {}) => ({
  CopyJobId: id,
  State: 'COMPLETED',
  ResourceArn: arn('ec2', 'volume/vol-0a1b2c3d4e5f60001'),
  CreationDate: long,
  DestinationBackupVaultArn: arn('backup', 'backup-vault:central-backup-vault', central),
  ...more,
})
const namespace = '11111111-2222-3333-4444-555555555555'
const stack = (name: string) => arn('cloudformation', `stack/${name}/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee`)
const inStack = (ResourceType: string, PhysicalResourceId?: string) => ({
  LogicalResourceId: 'It',
  ResourceType,
  ...(PhysicalResourceId ? { PhysicalResourceId } : {}),
  ResourceStatus: 'CREATE_COMPLETE',
  LastUpdatedTimestamp: long,
})
const gateway = (volumeId: string) => arn('storagegateway', `gateway/sgw-12345678/volume/${volumeId}`)
const timestreamTable = arn('timestream', 'database/metrics/table/cpu')
const settings = {
  ResourceTypeOptInPreference: { EBS: true, EC2: true, RDS: true, DynamoDB: true },
  ResourceTypeManagementPreference: { DynamoDB: true, EFS: true },
}
const point = (RecoveryPointArn: string, ResourceArn: string, more: object = {}) => ({
  RecoveryPointArn,
  ResourceArn,
  BackupVaultName: 'local-backup-vault',
  BackupVaultArn: arn('backup', 'backup-vault:local-backup-vault'),
  Status: 'COMPLETED',
  CreationDate: long,
  IsEncrypted: true,
  EncryptionKeyArn: keyArn,
  ...more,
})

/** A composite recovery point of the cluster with its children. */
const ofCluster = (name: string, CreationDate: string, Status: string, storage: readonly string[] = []) => {
  const cluster = arn('eks', `cluster/${name}`)
  const at = `${name}-${CreationDate.slice(0, 10)}`
  const ParentRecoveryPointArn = arn('backup', `recovery-point:composite:eks/${at}`)
  const child = { CreationDate, ParentRecoveryPointArn, IsParent: false }
  return [
    point(ParentRecoveryPointArn, cluster, { CreationDate, Status, IsParent: true }),
    point(arn('backup', `recovery-point:eks/${at}`), cluster, child),
    ...storage.map((it, i) => point(arn('backup', `recovery-point:storage-${at}-${i}`), it, child)),
  ]
}

const memberPlace = {
  backup: {
    RegionSettings: settings,
    BackupVaults: [vault('local-backup-vault', member, keyArn)],
    RecoveryPoints: [
      point(`arn:aws:ec2:${region}::snapshot/snap-0a1b2c3d4e5f60001`, arn('ec2', 'volume/vol-0a1b2c3d4e5f60001'), {
        CalculatedLifecycle: { DeleteAt: '2026-01-16T08:00:00Z' },
        CreatedBy: { BackupPlanId: 'plan', BackupRuleCron: 'cron(0 5 ? * * *)', BackupRuleTimezone: 'Europe/Berlin' },
      }),
      point(`arn:aws:ec2:${region}::snapshot/snap-0a1b2c3d4e5f60000`, arn('ec2', 'volume/vol-0a1b2c3d4e5f60001'), {
        CreationDate: '2026-01-14T08:00:00Z',
      }),
      point(arn('backup', 'recovery-point:bucket-1'), 'arn:aws:s3:::shop-invoices'),
      ...ofCluster('kitchen', long, 'COMPLETED', [
        arn('ec2', 'volume/vol-0a1b2c3d4e5f60001'),
        arn('elasticfilesystem', 'file-system/fs-0a1b2c3d'),
        'arn:aws:s3:::shop-invoices',
      ]),
      ...ofCluster('kitchen', '2026-01-16T08:00:00Z', 'PARTIAL'),
      ...ofCluster('kitchen', '2026-01-14T08:00:00Z', 'COMPLETED', [arn('ec2', 'volume/vol-0a1b2c3d4e5f60002')]),
      ...ofCluster('pantry', long, 'COMPLETED'),
    ],
    CopyJobs: [
      copy('old', { CreationDate: '2026-01-14T08:00:00Z' }),
      copy('new', {
        State: 'FAILED',
        StatusMessage: 'Copy job failed.',
        SourceRecoveryPointArn: `arn:aws:ec2:${region}::snapshot/snap-0a1b2c3d4e5f60001`,
        CreatedBy: { BackupPlanId: 'plan', BackupRuleCron: 'cron(0 5 ? * * *)' },
      }),
      copy('elsewhere', {
        CreationDate: '2026-01-16T08:00:00Z',
        DestinationBackupVaultArn: arn('backup', 'backup-vault:mine', other),
      }),
    ],
  },
  kms: {
    Keys: [
      key(keyArn, {
        Aliases: ['alias/shop'],
        Grants: [
          { GrantId: 'g-1', GranteePrincipal: `arn:aws:iam::${central}:root`, Operations: ['Decrypt'], KeyId: keyArn },
        ],
      }),
      key(arn('kms', 'key/aaaaaaaa-12ab-34cd-56ef-1234567890ab'), {}, { KeyManager: 'AWS' }),
    ],
  },
  ec2: {
    Volumes: [
      volume('vol-0a1b2c3d4e5f60001'),
      volume('vol-0a1b2c3d4e5f60002', { Encrypted: false, KmsKeyId: undefined }),
      volume('vol-0a1b2c3d4e5f60003', { KmsKeyId: arn('kms', 'key/aaaaaaaa-12ab-34cd-56ef-1234567890ab') }),
      volume('vol-0a1b2c3d4e5f60004', {
        KmsKeyId: foreignKey,
        Tags: [
          { Key: 'ebs.csi.aws.com/cluster', Value: 'true' },
          { Key: 'kubernetes.io/cluster/kitchen', Value: 'owned' },
        ],
      }),
      volume('vol-0a1b2c3d4e5f60005', { KmsKeyId: outsideKey }),
      volume('vol-0a1b2c3d4e5f60006', { OutpostArn: arn('outposts', 'outpost/op-0123456789abcdef0') }),
    ],
    Instances: [
      {
        InstanceId: 'i-0a1b2c3d4e5f60001',
        State: { Code: 16, Name: 'running' },
        RootDeviceType: 'ebs',
        Placement: { AvailabilityZone: `${region}b` },
        ProductCodes: [],
        Tags: tags,
        BlockDeviceMappings: [
          { DeviceName: '/dev/xvda', Ebs: { VolumeId: 'vol-0a1b2c3d4e5f60001' } },
          { DeviceName: '/dev/xvdb', Ebs: { VolumeId: 'vol-0a1b2c3d4e5f60002' } },
        ],
      },
    ],
    Snapshots: [
      { SnapshotId: 'snap-0a1b2c3d4e5f60009', VolumeId: 'vol-0a1b2c3d4e5f60002', OwnerId: member },
      { SnapshotId: 'snap-0a1b2c3d4e5f60008', VolumeId: 'vol-ffffffff', OwnerId: member },
    ],
    Images: [{ ImageId: 'ami-0a1b2c3d4e5f60001', SourceInstanceId: 'i-0a1b2c3d4e5f60001', OwnerId: member }],
    Vpcs: [{ VpcId: 'vpc-1' }],
  },
  rds: {
    DBInstances: [
      instance('shop', 'postgres'),
      instance('ledger', 'oracle-ee', { OptionGroupMemberships: [{ OptionGroupName: 'with-tde', Status: 'in-sync' }] }),
      instance('plain', 'mysql', { StorageEncrypted: false, StorageEncryptionType: 'none', KmsKeyId: undefined }),
      instance('owned', 'mysql', { StorageEncryptionType: 'sse-rds', KmsKeyId: undefined }),
      instance('aliased', 'mysql', { StorageEncryptionType: 'sse-kms', KmsKeyId: 'alias/shop' }),
      instance('default', 'mysql', { KmsKeyId: 'alias/aws/rds' }),
      instance('orders-1', 'aurora-postgresql', { DBClusterIdentifier: 'orders' }),
    ],
    DBClusters: [
      cluster('orders', 'aurora-postgresql'),
      cluster('orders-owned', 'aurora-mysql', { StorageEncryptionType: 'sse-rds', KmsKeyId: undefined }),
      cluster('two-standbys', 'mysql'),
      cluster('papers', 'docdb', { TagList: undefined }),
      cluster('people', 'neptune'),
      cluster('strange', 'chronicle'),
    ],
    OptionGroups: [
      {
        OptionGroupName: 'with-tde',
        Options: [
          { OptionName: 'TDE', Persistent: true, Permanent: true },
          { OptionName: 'Timezone', Persistent: true, Permanent: true },
        ],
      },
    ],
    DBSnapshots: [
      {
        DBSnapshotIdentifier: 'awsbackup:job-1',
        DBSnapshotArn: arn('rds', 'snapshot:awsbackup:job-1'),
        DBInstanceIdentifier: 'shop',
      },
    ],
    DBClusterSnapshots: [
      {
        DBClusterSnapshotIdentifier: 'awsbackup:job-2',
        DBClusterSnapshotArn: arn('rds', 'cluster-snapshot:awsbackup:job-2'),
        DBClusterIdentifier: 'orders',
      },
    ],
  },
  s3: {
    Buckets: [
      {
        Name: 'shop-invoices',
        CreationDate: long,
        Versioning: { Status: 'Enabled' },
        Encryption: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn } }],
        },
        Tags: tags,
      },
      { Name: 'shop-bare', CreationDate: long },
    ],
  },
  efs: {
    FileSystems: [
      {
        FileSystemId: 'fs-0a1b2c3d',
        FileSystemArn: arn('elasticfilesystem', 'file-system/fs-0a1b2c3d'),
        OwnerId: member,
        CreationToken: 'x',
        CreationTime: long,
        LifeCycleState: 'available',
        NumberOfMountTargets: 0,
        SizeInBytes: { Value: 1 },
        PerformanceMode: 'generalPurpose',
        Encrypted: true,
        KmsKeyId: keyArn,
        Tags: tags,
      },
    ],
  },
  dynamodb: {
    Tables: [
      {
        TableName: 'carts',
        TableArn: arn('dynamodb', 'table/carts'),
        TableStatus: 'ACTIVE',
        SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: keyArn },
      },
      { TableName: 'plain', TableArn: arn('dynamodb', 'table/plain'), TableStatus: 'ACTIVE' },
    ],
    Tags: { [arn('dynamodb', 'table/carts')]: tags },
  },
  fsx: {
    FileSystems: [
      fileSystem('fs-0a1b2c3d4e5f60001', 'WINDOWS'),
      fileSystem('fs-0a1b2c3d4e5f60002', 'LUSTRE', { LustreConfiguration: { DeploymentType: 'PERSISTENT_2' } }),
      fileSystem('fs-0a1b2c3d4e5f60003', 'OPENZFS'),
      fileSystem('fs-0a1b2c3d4e5f60004', 'ONTAP'),
      fileSystem('fs-0a1b2c3d4e5f60005', 'ONTAP', { Lifecycle: 'MISCONFIGURED' }),
    ],
    Volumes: [
      fsxVolume('fsvol-0a1b2c3d4e5f60001', 'fs-0a1b2c3d4e5f60004'),
      fsxVolume('fsvol-0a1b2c3d4e5f60002', 'fs-0a1b2c3d4e5f60004', {
        OntapConfiguration: { OntapVolumeType: 'RW', StorageVirtualMachineRoot: true },
      }),
      fsxVolume('fsvol-0a1b2c3d4e5f60003', 'fs-0a1b2c3d4e5f60005'),
      fsxVolume('fsvol-0a1b2c3d4e5f60005', 'fs-0a1b2c3d4e5f60005', {
        OntapConfiguration: { ...ontap, StorageVirtualMachineId: 'svm-0a1b2c3d4e5f60001' },
      }),
      fsxVolume('fsvol-0a1b2c3d4e5f60004', 'fs-0a1b2c3d4e5f60003', {
        VolumeType: 'OPENZFS',
        OntapConfiguration: undefined,
      }),
    ],
    Associations: [{ AssociationId: 'dra-1', FileSystemId: 'fs-0a1b2c3d4e5f60002', Lifecycle: 'AVAILABLE' }],
  },
  dsql: {
    Clusters: [
      {
        identifier: 'a'.repeat(26),
        arn: arn('dsql', `cluster/${'a'.repeat(26)}`),
        status: 'ACTIVE',
        creationTime: long,
        deletionProtectionEnabled: false,
        tags: tagMap,
        encryptionDetails: {
          encryptionType: 'CUSTOMER_MANAGED_KMS_KEY',
          kmsKeyArn: keyArn,
          encryptionStatus: 'ENABLED',
        },
        multiRegionProperties: {
          clusters: [
            arn('dsql', `cluster/${'a'.repeat(26)}`),
            `arn:aws:dsql:eu-west-1:${member}:cluster/${'b'.repeat(26)}`,
          ],
        },
      },
    ],
  },
  redshift: {
    Clusters: [
      { ClusterIdentifier: 'facts', ClusterStatus: 'available', Encrypted: true, KmsKeyId: keyArn, Tags: tags },
    ],
  },
  redshiftServerless: {
    Namespaces: [
      {
        namespaceArn: arn('redshift-serverless', `namespace/${namespace}`),
        namespaceId: namespace,
        namespaceName: 'facts',
        status: 'AVAILABLE',
        kmsKeyId: 'AWS_OWNED_KMS_KEY',
      },
    ],
    Tags: { [arn('redshift-serverless', `namespace/${namespace}`)]: tags },
  },
  timestream: {
    Databases: [
      { Arn: arn('timestream', 'database/metrics'), DatabaseName: 'metrics', KmsKeyId: keyArn },
      { Arn: arn('timestream', 'database/empty'), DatabaseName: 'empty', KmsKeyId: keyArn },
    ],
    Tables: [{ Arn: timestreamTable, DatabaseName: 'metrics', TableName: 'cpu', TableStatus: 'ACTIVE' }],
    Tags: { [timestreamTable]: tags },
  },
  storagegateway: {
    CachediSCSIVolumes: [
      {
        VolumeARN: gateway('vol-0123456789ABCDEF0'),
        VolumeId: 'vol-0123456789ABCDEF0',
        VolumeStatus: 'AVAILABLE',
        KMSKey: keyArn,
      },
    ],
    StorediSCSIVolumes: [
      {
        VolumeARN: arn('storagegateway', 'gateway/sgw-87654321/volume/vol-0123456789ABCDEF1'),
        VolumeId: 'vol-0123456789ABCDEF1',
        VolumeStatus: 'AVAILABLE',
      },
    ],
    Tags: { [gateway('vol-0123456789ABCDEF0')]: tags },
  },
  cloudformation: {
    Stacks: [
      { StackId: stack('shop'), StackName: 'shop', StackStatus: 'CREATE_COMPLETE', CreationTime: long, Tags: tags },
      { StackId: stack('inner'), StackName: 'inner', StackStatus: 'CREATE_COMPLETE', CreationTime: long, Tags: tags },
    ],
    Resources: {
      [stack('shop')]: [
        inStack('AWS::EC2::Volume', 'vol-0a1b2c3d4e5f60001'),
        inStack('AWS::RDS::DBInstance', 'orders-1'),
        inStack('AWS::RDS::DBCluster', 'orders'),
        inStack('AWS::RedshiftServerless::Namespace', 'facts'),
        inStack('AWS::IAM::Role', 'a-role'),
        inStack('AWS::S3::Bucket'),
        inStack('AWS::CloudFormation::Stack', stack('inner')),
      ],
      [stack('inner')]: [
        inStack('AWS::EC2::Volume', 'vol-0a1b2c3d4e5f60001'),
        inStack('AWS::Timestream::Table', 'metrics|cpu'),
      ],
    },
  },
  backupGateway: {
    VirtualMachines: [
      { ResourceArn: arn('backup-gateway', 'vm/vm-0123456789ABCDEF0'), Name: 'till', HypervisorId: 'hype-0123ABCD' },
    ],
    Hypervisors: [{ HypervisorArn: arn('backup-gateway', 'hypervisor/hype-0123ABCD'), State: 'ONLINE' }],
    Tags: { [arn('backup-gateway', 'vm/vm-0123456789ABCDEF0')]: tags },
  },
  ssmSap: {
    Databases: [
      {
        ApplicationId: 'erp',
        ComponentId: 'HDB-00',
        Arn: arn('ssm-sap', 'HANA/erp/DB/HDB'),
        DatabaseId: 'HDB',
        Status: 'RUNNING',
      },
    ],
    Tags: { [arn('ssm-sap', 'HANA/erp/DB/HDB')]: tags },
  },
  eks: {
    Clusters: ['kitchen', 'pantry', 'cellar'].map(name => ({
      name,
      arn: arn('eks', `cluster/${name}`),
      status: 'ACTIVE',
      tags: tagMap,
      accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
    })),
  },
}

const centralKey = house.central.key
const centralPlace = {
  backup: {
    RegionSettings: settings,
    BackupVaults: [vault('central-backup-vault', central, centralKey), vault('without-policy', central, centralKey)],
    AccessPolicies: { 'central-backup-vault': { Version: '2012-10-17', Statement: [] } },
    RecoveryPoints: [
      point(`arn:aws:backup:${region}:${central}:recovery-point:copy-1`, 'arn:aws:s3:::shop-invoices', {
        BackupVaultName: 'central-backup-vault',
        BackupVaultArn: arn('backup', 'backup-vault:central-backup-vault', central),
        SourceBackupVaultArn: arn('backup', 'backup-vault:local-backup-vault'),
      }),
    ],
  },
  kms: { Keys: [key(centralKey, {}, { MultiRegion: true })] },
}

const role = { RoleName: 'backup-bot-read', trusts: [bot], externalId: 'shared-word' }
const service = { trusts: ['backup.amazonaws.com'] }
const backupRole = { RoleName: 'aws-controltower-BackupRole', ...service }
const copyRole = { RoleName: 'AWSServiceRoleForBackup', Path: '/aws-service-role/backup.amazonaws.com/', ...service }
const bare = { backup: { RegionSettings: settings } }

/** One of everything, in one member account; a fresh copy each time. */
const world = (): World =>
  readWorld(
    JSON.parse(
      JSON.stringify({
        organisation: { id: house.organisationId, crossAccountBackup: true },
        bot: { account: bot },
        central: { account: central },
        accounts: {
          [bot]: { name: 'tools' },
          [member]: {
            name: 'shop-dev',
            roles: [role, backupRole, copyRole],
            regions: {
              [region]: memberPlace,
              'eu-west-1': { ...bare, s3: { Buckets: [{ Name: 'shop-west', CreationDate: long, Tags: tags }] } },
            },
          },
          [other]: {
            name: 'data-prod',
            roles: [role, backupRole, copyRole],
            regions: {
              [region]: {
                ...bare,
                kms: { Keys: [key(foreignKey)] },
                s3: { Buckets: [{ Name: 'data-prod-bucket', CreationDate: long }] },
                ec2: {
                  Vpcs: [{ VpcId: 'vpc-1' }, { VpcId: 'vpc-2' }],
                  VpcEndpoints: [
                    {
                      VpcEndpointId: 'vpce-1',
                      VpcId: 'vpc-1',
                      VpcEndpointType: 'Gateway',
                      ServiceName: `com.amazonaws.${region}.s3`,
                      State: 'available',
                    },
                  ],
                },
              },
            },
          },
          [outsider]: { name: 'not-ours', regions: { [region]: { kms: { Keys: [key(outsideKey)] } } } },
          [central]: {
            name: 'cbackupstorage-prod',
            roles: [role, backupRole, copyRole],
            regions: { [region]: centralPlace, 'eu-west-1': bare },
          },
        },
      }),
    ),
  )

/** A resource of the member account, by the last part of its ARN. */
export const resource = (
  family: Family,
  service: string,
  what: string,
  name = what.split(/[/:]/).at(-1) ?? '',
): Resource => ({
  family,
  name,
  arn: arn(service, what),
  partition: 'aws',
  region,
  account: member,
})
export const bucket = (name: string, at: string = region, account = member): Resource => ({
  family: 's3',
  name,
  arn: `arn:aws:s3:::${name}`,
  partition: 'aws',
  region: at,
  account,
})
export const volumeResource = (n: number): Resource => resource('ebs', 'ec2', `volume/vol-0a1b2c3d4e5f6000${n}`)
export const theStack = resource(
  'cloudformation',
  'cloudformation',
  'stack/shop/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  'shop',
)

const names = (list: readonly { action: string }[]) => list.map(it => it.action)
const permissions: AwsOptions['permissions'] = ({ account }) => names(account === central ? centralReads : memberReads)

/** The embedded AWS over the world, and sessions that reach it. The SDK learns of it from its own environment. */
export const started = async (options: Partial<AwsOptions> = {}, client: ClientOptions = {}, at: House = house) => {
  await Promise.all([...families.map(family => readers[family]()), import('../../src/aws/organisation.ts')])
  const server = await startAws({ world: world(), permissions, ...options })
  process.env.AWS_ENDPOINT_URL = server.url
  process.env.AWS_ACCESS_KEY_ID = 'AKIABOT'
  process.env.AWS_SECRET_ACCESS_KEY = 'not-a-secret'
  process.env.AWS_REGION = region
  const log: CallLog[] = []
  const aws = createAws(at, { log: entry => log.push(entry), ...client })
  return { server, aws, log, calls: server.calls }
}
