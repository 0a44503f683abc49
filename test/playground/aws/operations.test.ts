import { Backup } from '@aws-sdk/client-backup'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { DSQL } from '@aws-sdk/client-dsql'
import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { EC2 } from '@aws-sdk/client-ec2'
import { EFS } from '@aws-sdk/client-efs'
import { EKS } from '@aws-sdk/client-eks'
import { FSx } from '@aws-sdk/client-fsx'
import { IAM } from '@aws-sdk/client-iam'
import { KMS } from '@aws-sdk/client-kms'
import { Organizations } from '@aws-sdk/client-organizations'
import { RDS } from '@aws-sdk/client-rds'
import { Redshift } from '@aws-sdk/client-redshift'
import { RedshiftServerless } from '@aws-sdk/client-redshift-serverless'
import { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api'
import { S3 } from '@aws-sdk/client-s3'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { SQS } from '@aws-sdk/client-sqs'
import { StorageGateway } from '@aws-sdk/client-storage-gateway'
import { STS } from '@aws-sdk/client-sts'
import { TimestreamWrite } from '@aws-sdk/client-timestream-write'
import { expect, it } from 'vitest'
import {
  BackupGatewayClient,
  GetHypervisorCommand,
  GetVirtualMachineCommand,
  ListTagsForResourceCommand,
} from '../../../src/aws/services/backup-gateway.ts'
import { GetDatabaseCommand, ListDatabasesCommand, SsmSapClient } from '../../../src/aws/services/ssm-sap.ts'
import { services } from '../../../src/playground/aws/answers/index.ts'
import { as, central, data, frankfurt, ireland, keyNamed, placeIn, serve, shop, the } from './started.ts'

const running = serve()

/** Every operation that the server has, asked once by its real client; each row says what must come back. */
const rows = () => {
  const { world, url } = running
  const here = placeIn(world, shop)
  const there = placeIn(world, data)
  const west = placeIn(world, shop, ireland)
  const me = as(url, shop)
  const them = as(url, data)
  const kms = new KMS(me)
  const KeyId = keyNamed(here, 'shop-private')
  const backup = new Backup(me)
  const vault = { BackupVaultName: 'local-backup-vault' }
  const point = the(here.backup.RecoveryPoints.find(each => each.ResourceType === 'EBS'))
  const at = { ...vault, RecoveryPointArn: point.RecoveryPointArn }
  const archive = new Backup(as(url, central))
  const kept = the(placeIn(world, central).backup.RecoveryPoints.find(each => each.ResourceType === 'RDS'))
  const restore = { BackupVaultName: 'central-backup-vault', RecoveryPointArn: kept.RecoveryPointArn }
  const role = (account: string) => `arn:aws:iam::${account}:role/aws-controltower-BackupRole`
  const destination = `arn:aws:backup:${frankfurt}:${central}:backup-vault:central-backup-vault`
  const ec2 = new EC2(me)
  const Resources = [the(the(here.ec2.Volumes[0]).VolumeId)]
  const rds = new RDS(me)
  const ResourceName = `arn:aws:rds:${frankfurt}:${shop}:db:shop-orders`
  const s3 = new S3(me)
  const Bucket = 'shop-prod-invoices'
  const table = the(here.dynamodb.Tables[0])
  const fsx = new FSx(me)
  const namespace = the(there.redshiftServerless.Namespaces[0]).namespaceArn ?? ''
  const serverless = new RedshiftServerless(them)
  const timestream = new TimestreamWrite(them)
  const reading = { DatabaseName: 'metrics', TableName: 'readings' }
  const gateway = new StorageGateway(them)
  const cached = the(there.storagegateway.CachediSCSIVolumes[0]).VolumeARN ?? ''
  const stored = the(there.storagegateway.StorediSCSIVolumes[0]).VolumeARN ?? ''
  const machines = new BackupGatewayClient(them)
  const machine = there.backupGateway.VirtualMachines[0]?.ResourceArn ?? ''
  const hypervisor = there.backupGateway.Hypervisors[0]?.HypervisorArn ?? ''
  const sap = new SsmSapClient(them)
  const secrets = new SecretsManager(me)
  const secret = { Name: 'backup-bot/slack' }
  const SecretId = secret.Name
  const sqs = new SQS(me)
  const QueueUrl = `${url}/${shop}/work`
  const receive = async () =>
    the((await sqs.receiveMessage({ QueueUrl, VisibilityTimeout: 0 })).Messages?.[0]).ReceiptHandle ?? ''
  const grant = { KeyId, GranteePrincipal: `arn:aws:iam::${central}:root`, Operations: ['Decrypt' as const] }
  const policy = async () => the((await kms.getKeyPolicy({ KeyId })).Policy)
  const job = async () => the((await backup.listCopyJobs({ MaxResults: 1 })).CopyJobs?.[0])
  const run: Record<string, [() => Promise<unknown>, unknown]> = {
    'sts:GetCallerIdentity': [() => new STS(me).getCallerIdentity({}), { Account: shop }],
    'sts:AssumeRole': [
      () =>
        new STS(as(url, 'AKIABOT')).assumeRole({
          RoleArn: `arn:aws:iam::${shop}:role/backup-bot-read`,
          RoleSessionName: 'table',
        }),
      { AssumedRoleUser: { Arn: `arn:aws:sts::${shop}:assumed-role/backup-bot-read/table` } },
    ],
    'kms:DescribeKey': [
      () => kms.describeKey({ KeyId }),
      { KeyMetadata: { Arn: KeyId, KeyState: 'Enabled', MultiRegion: false } },
    ],
    'kms:GetKeyPolicy': [() => kms.getKeyPolicy({ KeyId }), { PolicyName: 'default' }],
    'kms:PutKeyPolicy': [async () => kms.putKeyPolicy({ KeyId, Policy: await policy() }), {}],
    'kms:ListKeys': [
      () => kms.listKeys(),
      { Keys: expect.arrayContaining([{ KeyId: expect.any(String), KeyArn: KeyId }]) },
    ],
    'kms:ListKeyPolicies': [() => kms.listKeyPolicies({ KeyId }), { PolicyNames: ['default'] }],
    'kms:CreateGrant': [() => kms.createGrant(grant), { GrantId: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    'kms:ListGrants': [() => kms.listGrants({ KeyId }), { Grants: [{ Operations: ['Decrypt'] }], Truncated: false }],
    'kms:RevokeGrant': [
      async () => kms.revokeGrant({ KeyId, GrantId: (await kms.listGrants({ KeyId })).Grants?.[0]?.GrantId }),
      {},
    ],
    'kms:ListAliases': [() => kms.listAliases({ KeyId }), { Aliases: [{ AliasName: 'alias/shop-private' }] }],
    'kms:DisableKey': [() => kms.disableKey({ KeyId }), {}],
    'kms:EnableKey': [() => kms.enableKey({ KeyId }), {}],
    'kms:ScheduleKeyDeletion': [
      () => kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 }),
      { KeyState: 'PendingDeletion' },
    ],
    'kms:CancelKeyDeletion': [() => kms.cancelKeyDeletion({ KeyId }), { KeyId }],
    'backup:DescribeRegionSettings': [
      () => backup.describeRegionSettings({}),
      { ResourceTypeOptInPreference: { EBS: true } },
    ],
    'backup:UpdateRegionSettings': [
      () => backup.updateRegionSettings({ ResourceTypeOptInPreference: { EBS: true } }),
      {},
    ],
    'backup:DescribeGlobalSettings': [
      () => backup.describeGlobalSettings({}),
      { GlobalSettings: { isCrossAccountBackupEnabled: 'true' } },
    ],
    'backup:UpdateGlobalSettings': [
      () => {
        world.organisation.management = central
        return archive.updateGlobalSettings({ GlobalSettings: { isCrossAccountBackupEnabled: 'true' } })
      },
      {},
    ],
    'backup:ListBackupVaults': [() => backup.listBackupVaults(), { BackupVaultList: [vault] }],
    'backup:ListProtectedResources': [
      () => backup.listProtectedResources({ MaxResults: 1 }),
      { Results: [{ LastBackupTime: expect.any(Date) }] },
    ],
    'backup:DescribeBackupVault': [
      () => backup.describeBackupVault(vault),
      { ...vault, CreationDate: expect.any(Date), Locked: false },
    ],
    'backup:PutBackupVaultAccessPolicy': [
      () => backup.putBackupVaultAccessPolicy({ ...vault, Policy: '{"Version":"2012-10-17","Statement":[]}' }),
      {},
    ],
    'backup:GetBackupVaultAccessPolicy': [
      () => backup.getBackupVaultAccessPolicy(vault),
      { Policy: expect.stringContaining('Statement') },
    ],
    'backup:DeleteBackupVaultAccessPolicy': [() => backup.deleteBackupVaultAccessPolicy(vault), {}],
    'backup:ListRecoveryPointsByResource': [
      () => backup.listRecoveryPointsByResource({ ResourceArn: point.ResourceArn }),
      { RecoveryPoints: [{ RecoveryPointArn: point.RecoveryPointArn, EncryptionKeyArn: point.EncryptionKeyArn }] },
    ],
    'tagging:GetResources': [
      () =>
        new ResourceGroupsTaggingAPI(me).getResources({
          ResourceTypeFilters: ['rds:db'],
          TagFilters: [{ Key: 'backup', Values: ['enabled', 'custom'] }],
        }),
      {
        PaginationToken: '',
        ResourceTagMappingList: expect.arrayContaining([expect.objectContaining({ ResourceARN: ResourceName })]),
      },
    ],
    'backup:ListProtectedResourcesByBackupVault': [
      () => archive.listProtectedResourcesByBackupVault({ BackupVaultName: 'central-backup-vault' }),
      { Results: expect.arrayContaining([expect.objectContaining({ ResourceType: 'EBS' })]) },
    ],
    'backup:ListRecoveryPointsByBackupVault': [
      () => backup.listRecoveryPointsByBackupVault({ ...vault, ByResourceArn: point.ResourceArn }),
      { RecoveryPoints: [{ RecoveryPointArn: point.RecoveryPointArn, Lifecycle: { DeleteAfterDays: 1 } }] },
    ],
    'backup:DescribeRecoveryPoint': [
      () => backup.describeRecoveryPoint(at),
      { ResourceArn: point.ResourceArn, Status: 'COMPLETED' },
    ],
    'backup:DescribeProtectedResource': [
      () => backup.describeProtectedResource({ ResourceArn: point.ResourceArn }),
      { ResourceType: 'EBS', LastRecoveryPointArn: point.RecoveryPointArn },
    ],
    'backup:ListCopyJobs': [
      () => backup.listCopyJobs({ ByState: 'FAILED', MaxResults: 1 }),
      { CopyJobs: [{ State: 'FAILED' }] },
    ],
    'backup:DescribeCopyJob': [
      async () => backup.describeCopyJob({ CopyJobId: (await job()).CopyJobId }),
      { CopyJob: { AccountId: shop } },
    ],
    'backup:StartCopyJob': [
      () =>
        backup.startCopyJob({
          RecoveryPointArn: point.RecoveryPointArn,
          SourceBackupVaultName: vault.BackupVaultName,
          DestinationBackupVaultArn: destination,
          IamRoleArn: role(shop),
        }),
      { CopyJobId: expect.stringMatching(/^[0-9A-F-]{36}$/), IsParent: false },
    ],
    'backup:ListBackupJobs': [
      () => backup.listBackupJobs({ ByState: 'FAILED' }),
      { BackupJobs: expect.arrayContaining([expect.objectContaining({ State: 'FAILED' })]) },
    ],
    'backup:DescribeBackupJob': [
      () => backup.describeBackupJob({ BackupJobId: here.backup.BackupJobs[0]?.BackupJobId }),
      { ResourceArn: here.backup.BackupJobs[0]?.ResourceArn },
    ],
    'backup:GetRecoveryPointRestoreMetadata': [
      () => archive.getRecoveryPointRestoreMetadata(restore),
      { ResourceType: 'RDS', RestoreMetadata: { Engine: 'postgres' } },
    ],
    'backup:StartRestoreJob': [
      () =>
        archive.startRestoreJob({
          RecoveryPointArn: kept.RecoveryPointArn,
          Metadata: { DBInstanceIdentifier: 'drill' },
          IamRoleArn: role(central),
        }),
      { RestoreJobId: expect.stringMatching(/^[0-9A-F-]{36}$/) },
    ],
    'backup:ListRestoreJobs': [
      () => archive.listRestoreJobs({ ByStatus: 'COMPLETED' }),
      { RestoreJobs: [{ Status: 'COMPLETED' }] },
    ],
    'backup:DescribeRestoreJob': [
      async () =>
        archive.describeRestoreJob({ RestoreJobId: placeIn(world, central).backup.RestoreJobs[0]?.RestoreJobId }),
      { PercentDone: '100.00%', ResourceType: 'RDS' },
    ],
    'backup:DeleteRecoveryPoint': [() => backup.deleteRecoveryPoint(at), {}],
    'ec2:DescribeVolumes': [
      () => ec2.describeVolumes({ VolumeIds: Resources }),
      { Volumes: [{ Encrypted: true, Size: 100, CreateTime: expect.any(Date) }] },
    ],
    'ec2:DescribeInstances': [
      () => ec2.describeInstances({ Filters: [{ Name: 'tag:Name', Values: ['billing'] }] }),
      {
        Reservations: [
          {
            OwnerId: shop,
            Instances: [{ BlockDeviceMappings: [{ DeviceName: '/dev/xvda' }, { DeviceName: '/dev/sdf' }] }],
          },
        ],
      },
    ],
    'ec2:DescribeSnapshots': [
      () => ec2.describeSnapshots({ OwnerIds: ['self'] }),
      { Snapshots: expect.arrayContaining([expect.objectContaining({ OwnerId: shop })]) },
    ],
    'ec2:DescribeImages': [
      () => ec2.describeImages({ Owners: ['self'] }),
      { Images: expect.arrayContaining([expect.objectContaining({ State: 'available' })]) },
    ],
    'ec2:DescribeVpcs': [() => ec2.describeVpcs({}), { Vpcs: [{ OwnerId: shop, IsDefault: false }] }],
    'ec2:DescribeVpcEndpoints': [
      () => ec2.describeVpcEndpoints({}),
      { VpcEndpoints: [{ ServiceName: `com.amazonaws.${frankfurt}.s3` }] },
    ],
    'ec2:CreateTags': [() => ec2.createTags({ Resources, Tags: [{ Key: 'note', Value: '<&>"' }] }), {}],
    'ec2:DeleteTags': [() => ec2.deleteTags({ Resources, Tags: [{ Key: 'note' }] }), {}],
    'rds:DescribeDBInstances': [
      () => rds.describeDBInstances({ DBInstanceIdentifier: 'shop-orders' }),
      { DBInstances: [{ StorageEncrypted: true, TagList: [{ Key: 'backup', Value: 'enabled' }] }] },
    ],
    'rds:DescribeDBClusters': [
      () => rds.describeDBClusters({ DBClusterIdentifier: 'SHOP-cart' }),
      {
        DBClusters: [
          { Engine: 'aurora-postgresql', DBClusterMembers: [{ IsClusterWriter: true }, { IsClusterWriter: false }] },
        ],
      },
    ],
    'rds:DescribeOptionGroups': [
      () => rds.describeOptionGroups({ OptionGroupName: 'oracle-tde' }),
      { OptionGroupsList: [{ Options: [{ OptionName: 'TDE', Permanent: true }] }] },
    ],
    'rds:DescribeDBSnapshots': [
      () => rds.describeDBSnapshots({ DBInstanceIdentifier: 'shop-orders' }),
      { DBSnapshots: [{ SnapshotType: 'awsbackup' }] },
    ],
    'rds:DescribeDBClusterSnapshots': [
      () => rds.describeDBClusterSnapshots({ DBClusterIdentifier: 'shop-cart' }),
      { DBClusterSnapshots: [{ StorageEncrypted: true }] },
    ],
    'rds:AddTagsToResource': [() => rds.addTagsToResource({ ResourceName, Tags: [{ Key: 'note', Value: 'x' }] }), {}],
    'rds:ListTagsForResource': [
      () => rds.listTagsForResource({ ResourceName }),
      { TagList: [{ Key: 'backup' }, { Key: 'note', Value: 'x' }] },
    ],
    'rds:RemoveTagsFromResource': [() => rds.removeTagsFromResource({ ResourceName, TagKeys: ['note'] }), {}],
    's3:ListBuckets': [
      () => s3.listBuckets(),
      { Buckets: expect.arrayContaining([expect.objectContaining({ Name: Bucket })]) },
    ],
    's3:HeadBucket': [() => s3.headBucket({ Bucket }), { BucketRegion: frankfurt, AccessPointAlias: false }],
    's3:GetBucketLocation': [() => s3.getBucketLocation({ Bucket }), { LocationConstraint: frankfurt }],
    's3:GetBucketVersioning': [() => s3.getBucketVersioning({ Bucket }), { Status: 'Enabled' }],
    's3:PutBucketVersioning': [
      () => s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
      {},
    ],
    's3:GetBucketEncryption': [
      () => s3.getBucketEncryption({ Bucket }),
      {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }],
        },
      },
    ],
    's3:PutBucketTagging': [
      () =>
        s3.putBucketTagging({
          Bucket,
          Tagging: {
            TagSet: [
              { Key: 'backup', Value: 'enabled' },
              { Key: 'note', Value: '<&>' },
            ],
          },
        }),
      {},
    ],
    's3:GetBucketTagging': [
      () => s3.getBucketTagging({ Bucket }),
      {
        TagSet: [
          { Key: 'backup', Value: 'enabled' },
          { Key: 'note', Value: '<&>' },
        ],
      },
    ],
    'elasticfilesystem:DescribeFileSystems': [
      () => new EFS(me).describeFileSystems({}),
      { FileSystems: [{ SizeInBytes: { Value: 6144 }, Encrypted: true }] },
    ],
    'elasticfilesystem:TagResource': [
      () =>
        new EFS(me).tagResource({
          ResourceId: here.efs.FileSystems[0]?.FileSystemId,
          Tags: [{ Key: 'note', Value: 'x' }],
        }),
      {},
    ],
    'dynamodb:ListTables': [() => new DynamoDB(me).listTables(), { TableNames: expect.arrayContaining(['carts']) }],
    'dynamodb:DescribeTable': [
      () => new DynamoDB(me).describeTable({ TableName: 'carts' }),
      { Table: { TableArn: table.TableArn, SSEDescription: { SSEType: 'KMS' } } },
    ],
    'dynamodb:ListTagsOfResource': [
      () => new DynamoDB(me).listTagsOfResource({ ResourceArn: table.TableArn }),
      { Tags: [{ Key: 'backup', Value: 'enabled' }] },
    ],
    'fsx:DescribeFileSystems': [
      () => fsx.describeFileSystems({ FileSystemIds: [here.fsx.FileSystems[0]?.FileSystemId ?? ''] }),
      { FileSystems: [{ FileSystemType: 'WINDOWS' }] },
    ],
    'fsx:DescribeVolumes': [
      () => fsx.describeVolumes({}),
      {
        Volumes: [
          { OntapConfiguration: { OntapVolumeType: 'RW' } },
          { OntapConfiguration: { OntapVolumeType: 'DP' } },
          { OntapConfiguration: { VolumeStyle: 'FLEXGROUP' } },
        ],
      },
    ],
    'fsx:DescribeDataRepositoryAssociations': [
      () => new FSx(them).describeDataRepositoryAssociations({}),
      { Associations: [{ DataRepositoryPath: 's3://data-prod-lake' }] },
    ],
    'dsql:GetCluster': [
      () => new DSQL(as(url, shop, ireland)).getCluster({ identifier: west.dsql.Clusters[0]?.identifier }),
      { status: 'ACTIVE', tags: { backup: 'enabled' }, creationTime: expect.any(Date) },
    ],
    'redshift:DescribeClusters': [
      () => new Redshift(them).describeClusters({}),
      { Clusters: [{ ClusterIdentifier: 'data-warehouse', Encrypted: true }, { ClusterStatus: 'paused' }] },
    ],
    'redshift-serverless:ListNamespaces': [
      () => serverless.listNamespaces({}),
      { namespaces: [{ namespaceArn: namespace }, { namespaceName: 'data-trial' }] },
    ],
    'redshift-serverless:ListTagsForResource': [
      () => serverless.listTagsForResource({ resourceArn: namespace }),
      { tags: [{ key: 'backup', value: 'enabled' }] },
    ],
    'timestream:DescribeEndpoints': [() => timestream.describeEndpoints({}), { Endpoints: [{ Address: '127.0.0.1' }] }],
    'timestream:DescribeDatabase': [
      () => timestream.describeDatabase({ DatabaseName: 'metrics' }),
      { Database: { TableCount: 2 } },
    ],
    'timestream:DescribeTable': [() => timestream.describeTable(reading), { Table: { TableStatus: 'ACTIVE' } }],
    'timestream:ListTables': [
      () => timestream.listTables({ DatabaseName: 'metrics' }),
      { Tables: [{ TableName: 'readings' }, { TableName: 'events' }] },
    ],
    'timestream:ListTagsForResource': [
      () => timestream.listTagsForResource({ ResourceARN: there.timestream.Tables[0]?.Arn }),
      { Tags: [{ Key: 'backup', Value: 'enabled' }] },
    ],
    'storagegateway:DescribeCachediSCSIVolumes': [
      () => gateway.describeCachediSCSIVolumes({ VolumeARNs: [cached] }),
      { CachediSCSIVolumes: [{ VolumeStatus: 'AVAILABLE' }] },
    ],
    'storagegateway:DescribeStorediSCSIVolumes': [
      () => gateway.describeStorediSCSIVolumes({ VolumeARNs: [stored] }),
      { StorediSCSIVolumes: [{ VolumeARN: stored }] },
    ],
    'storagegateway:ListTagsForResource': [
      () => gateway.listTagsForResource({ ResourceARN: cached }),
      { Tags: [{ Key: 'backup', Value: 'enabled' }] },
    ],
    'storagegateway:ListVolumes': [
      () => gateway.listVolumes({ GatewayARN: cached.replace(/\/volume.*/, '') }),
      { VolumeInfos: [{ VolumeARN: cached }] },
    ],
    'backup-gateway:GetVirtualMachine': [
      () => machines.send(new GetVirtualMachineCommand({ ResourceArn: machine })),
      { VirtualMachine: { HypervisorId: 'hype-AC43D5C1', LastBackupDate: expect.any(Date) } },
    ],
    'backup-gateway:GetHypervisor': [
      () => machines.send(new GetHypervisorCommand({ HypervisorArn: hypervisor })),
      { Hypervisor: { State: 'ONLINE' } },
    ],
    'backup-gateway:ListTagsForResource': [
      () => machines.send(new ListTagsForResourceCommand({ ResourceArn: machine })),
      { ResourceArn: machine, Tags: [{ Key: 'backup', Value: 'enabled' }] },
    ],
    'ssm-sap:GetDatabase': [
      () => sap.send(new GetDatabaseCommand({ DatabaseArn: there.ssmSap.Databases[0]?.Arn ?? '' })),
      { Database: { Status: 'RUNNING' }, Tags: { backup: 'enabled' } },
    ],
    'ssm-sap:ListDatabases': [
      () => sap.send(new ListDatabasesCommand({ ApplicationId: 'finance' })),
      { Databases: [{ DatabaseId: 'FIN-SYSTEMDB' }, { DatabaseId: 'FIN-FIN' }] },
    ],
    'cloudformation:DescribeStacks': [
      () => new CloudFormation(me).describeStacks({ StackName: 'shop-core' }),
      { Stacks: [{ StackStatus: 'UPDATE_COMPLETE', CreationTime: expect.any(Date) }] },
    ],
    'cloudformation:ListStackResources': [
      () => new CloudFormation(me).listStackResources({ StackName: 'shop-core' }),
      {
        StackResourceSummaries: expect.arrayContaining([
          expect.objectContaining({ PhysicalResourceId: 'shop-orders' }),
        ]),
      },
    ],
    'eks:DescribeCluster': [
      () => new EKS(me).describeCluster({ name: 'shop-edge' }),
      { cluster: { accessConfig: { authenticationMode: 'CONFIG_MAP' }, tags: { backup: 'enabled' } } },
    ],
    'iam:GetRole': [
      () => new IAM(me).getRole({ RoleName: 'AWSServiceRoleForBackup' }),
      {
        Role: {
          Arn: `arn:aws:iam::${shop}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`,
          Path: '/aws-service-role/backup.amazonaws.com/',
          AssumeRolePolicyDocument: expect.stringContaining('sts%3AAssumeRole'),
        },
      },
    ],
    'organizations:DescribeOrganization': [
      () => new Organizations(me).describeOrganization({}),
      { Organization: { Id: 'o-exampleorg1', FeatureSet: 'ALL' } },
    ],
    'organizations:ListDelegatedAdministrators': [
      () => {
        running.world.organisation.backupAdministrators = [shop]
        return new Organizations(me).listDelegatedAdministrators({ ServicePrincipal: 'backup.amazonaws.com' })
      },
      { DelegatedAdministrators: [{ Id: shop, Name: 'shop-prod', Status: 'ACTIVE' }] },
    ],
    'secretsmanager:CreateSecret': [() => secrets.createSecret({ ...secret, SecretString: 'one' }), secret],
    'secretsmanager:PutSecretValue': [() => secrets.putSecretValue({ SecretId, SecretString: 'two' }), secret],
    'secretsmanager:GetSecretValue': [
      () => secrets.getSecretValue({ SecretId }),
      { ...secret, SecretString: 'two', CreatedDate: expect.any(Date) },
    ],
    'sqs:CreateQueue': [() => sqs.createQueue({ QueueName: 'work' }), { QueueUrl }],
    'sqs:GetQueueUrl': [() => sqs.getQueueUrl({ QueueName: 'work' }), { QueueUrl }],
    'sqs:SendMessage': [() => sqs.sendMessage({ QueueUrl, MessageBody: 'one' }), { MessageId: expect.any(String) }],
    'sqs:ReceiveMessage': [
      () => sqs.receiveMessage({ QueueUrl, VisibilityTimeout: 0 }),
      { Messages: [{ Body: 'one' }] },
    ],
    'sqs:DeleteMessage': [async () => sqs.deleteMessage({ QueueUrl, ReceiptHandle: await receive() }), {}],
    'sqs:ChangeMessageVisibility': [
      async () => {
        await sqs.sendMessage({ QueueUrl, MessageBody: 'two' })
        const { Messages } = await sqs.receiveMessage({ QueueUrl })
        return sqs.changeMessageVisibility({
          QueueUrl,
          ReceiptHandle: Messages?.[0]?.ReceiptHandle,
          VisibilityTimeout: 0,
        })
      },
      {},
    ],
    'sqs:DeleteMessageBatch': [
      async () => sqs.deleteMessageBatch({ QueueUrl, Entries: [{ Id: 'a', ReceiptHandle: await receive() }] }),
      { Successful: [{ Id: 'a' }] },
    ],
  }
  return run
}

const implemented = [...services.values()].flatMap(service =>
  Object.keys(service.answers).map(operation => `${service.prefix}:${operation}`),
)

// One test, for the rows build on each other: what is created is read, and then removed.
it('answers the real client of every operation it has, as its own shape', { timeout: 60_000 }, async () => {
  const table = rows()
  expect(Object.keys(table).sort()).toEqual([...implemented].sort())
  for (const [operation, [call, expected]] of Object.entries(table)) {
    const { $metadata, ...output } = (await call().catch(error =>
      Promise.reject(new Error(`${operation}: ${error}`)),
    )) as Record<string, unknown>
    expect(output, operation).toMatchObject(expected as object)
    expect($metadata, operation).toMatchObject({ requestId: expect.any(String) })
  }
})

it('records every call with its IAM actions, account, role and Region', () => {
  const calls = running.aws.calls
  expect([...new Set(calls.map(call => `${call.service}:${call.operation}`))].sort()).toEqual([...implemented].sort())
  expect(calls.find(call => call.operation === 'HeadBucket')).toMatchObject({
    service: 's3',
    actions: ['s3:ListBucket'],
    account: shop,
    role: null,
    region: frankfurt,
    status: 200,
    error: null,
  })
  expect(calls.every(call => call.endedAt >= call.startedAt)).toBe(true)
})
