import type { Place } from '../world.ts'

type Tag = { readonly Key?: string | undefined; readonly Value?: string | undefined }

/** One resource as the world holds it. */
export type Held = {
  readonly arn: string
  readonly kind: string
  readonly name: string
  readonly tags: readonly Tag[]
  /** The KMS key that it names, as it names it. */
  readonly key: string | undefined
  /** Whether a copy needs the key of the resource itself, and through which service. */
  readonly through?: 'ec2' | 'rds' | 'fsx'
  readonly versioning?: string
}

type Where = { readonly account: string; readonly region: string; readonly partition: string }
type List = (place: Place, at: Where) => Held[]

const record = (tags: Readonly<Record<string, string>> | undefined) =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }))
const last = (arn: string) => arn.split(/[:/]/).at(-1) ?? arn
const named = (tags: Held['tags'] | undefined, otherwise: string) =>
  tags?.find(tag => tag.Key === 'Name')?.Value ?? otherwise

const ec2: List = ({ ec2 }, { partition, region, account }) => {
  const at = `arn:${partition}:ec2:${region}:${account}`
  return [
    ...ec2.Volumes.map(it => ({
      arn: `${at}:volume/${it.VolumeId}`,
      kind: 'EBS volume',
      name: named(it.Tags, it.VolumeId ?? ''),
      tags: it.Tags ?? [],
      key: it.KmsKeyId,
      through: 'ec2' as const,
    })),
    ...ec2.Instances.map(it => ({
      arn: `${at}:instance/${it.InstanceId}`,
      kind: 'EC2 instance',
      name: named(it.Tags, it.InstanceId ?? ''),
      tags: it.Tags ?? [],
      key: ec2.Volumes.find(volume =>
        it.BlockDeviceMappings?.some(device => device.Ebs?.VolumeId === volume.VolumeId && volume.KmsKeyId),
      )?.KmsKeyId,
      through: 'ec2' as const,
    })),
  ]
}

const engines: Readonly<Record<string, string>> = { docdb: 'DocumentDB cluster', neptune: 'Neptune cluster' }
const rds: List = ({ rds }) => [
  ...rds.DBInstances.map(it => ({
    arn: it.DBInstanceArn ?? '',
    kind: 'RDS instance',
    name: it.DBInstanceIdentifier ?? '',
    tags: it.TagList ?? [],
    key: it.KmsKeyId,
    through: 'rds' as const,
  })),
  ...rds.DBClusters.map(it => ({
    arn: it.DBClusterArn ?? '',
    kind: engines[it.Engine ?? ''] ?? (it.Engine?.startsWith('aurora') ? 'Aurora cluster' : 'RDS Multi-AZ cluster'),
    name: it.DBClusterIdentifier ?? '',
    tags: it.TagList ?? [],
    key: it.KmsKeyId,
    through: 'rds' as const,
  })),
]

const s3: List = ({ s3 }, { partition }) =>
  s3.Buckets.map(it => ({
    arn: `arn:${partition}:s3:::${it.Name}`,
    kind: 'S3 bucket',
    name: it.Name,
    tags: it.Tags,
    key: it.Encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
    versioning: it.Versioning.Status ?? 'Never enabled',
  }))

const fsx: List = ({ fsx }) => [
  ...fsx.FileSystems.map(it => ({
    arn: it.ResourceARN ?? '',
    kind: `FSx for ${it.FileSystemType?.toLowerCase() ?? 'a file system'}`,
    name: named(it.Tags, it.FileSystemId ?? ''),
    tags: it.Tags ?? [],
    key: it.KmsKeyId,
    through: 'fsx' as const,
  })),
  ...fsx.Volumes.map(it => ({
    arn: it.ResourceARN ?? '',
    kind: `FSx ${it.VolumeType === 'ONTAP' ? 'ONTAP' : 'OpenZFS'} volume`,
    name: it.Name ?? it.VolumeId ?? '',
    tags: it.Tags ?? [],
    key: fsx.FileSystems.find(system => system.FileSystemId === it.FileSystemId)?.KmsKeyId,
    through: 'fsx' as const,
  })),
]

const tables: List = ({ dynamodb, efs, dsql, timestream }) => [
  ...dynamodb.Tables.map(it => ({
    arn: it.TableArn ?? '',
    kind: 'DynamoDB table',
    name: it.TableName ?? '',
    tags: dynamodb.Tags[it.TableArn ?? ''] ?? [],
    key: it.SSEDescription?.KMSMasterKeyArn,
  })),
  ...efs.FileSystems.map(it => ({
    arn: it.FileSystemArn ?? '',
    kind: 'EFS file system',
    name: named(it.Tags, it.FileSystemId ?? ''),
    tags: it.Tags ?? [],
    key: it.KmsKeyId,
  })),
  ...dsql.Clusters.map(it => ({
    arn: it.arn ?? '',
    kind: 'Aurora DSQL cluster',
    name: named(record(it.tags), it.identifier ?? ''),
    tags: record(it.tags),
    key: it.encryptionDetails?.kmsKeyArn,
  })),
  ...timestream.Tables.map(it => ({
    arn: it.Arn ?? '',
    kind: 'Timestream table',
    name: it.TableName ?? '',
    tags: timestream.Tags[it.Arn ?? ''] ?? [],
    key: timestream.Databases.find(database => database.DatabaseName === it.DatabaseName)?.KmsKeyId,
  })),
]

const onPremises: List = ({ backupGateway, ssmSap }) => [
  ...backupGateway.VirtualMachines.map(it => ({
    arn: it.ResourceArn ?? '',
    kind: 'VMware virtual machine',
    name: it.Name ?? '',
    tags: backupGateway.Tags[it.ResourceArn ?? ''] ?? [],
    key: undefined,
  })),
  ...ssmSap.Databases.map(it => ({
    arn: it.Arn ?? '',
    kind: 'SAP HANA database',
    name: it.DatabaseName ?? it.DatabaseId ?? '',
    tags: ssmSap.Tags[it.Arn ?? ''] ?? [],
    key: undefined,
  })),
]

const others: List = ({ redshift, redshiftServerless, storagegateway, cloudformation, eks }, { partition, ...at }) => [
  ...redshift.Clusters.map(it => ({
    arn: `arn:${partition}:redshift:${at.region}:${at.account}:cluster:${it.ClusterIdentifier}`,
    kind: 'Redshift cluster',
    name: it.ClusterIdentifier ?? '',
    tags: it.Tags ?? [],
    key: it.KmsKeyId,
  })),
  ...redshiftServerless.Namespaces.map(it => ({
    arn: it.namespaceArn ?? '',
    kind: 'Redshift Serverless',
    name: it.namespaceName ?? '',
    tags: redshiftServerless.Tags[it.namespaceArn ?? ''] ?? [],
    key: undefined,
  })),
  ...[...storagegateway.CachediSCSIVolumes, ...storagegateway.StorediSCSIVolumes].map(it => ({
    arn: it.VolumeARN ?? '',
    kind: 'Storage Gateway volume',
    name: last(it.VolumeARN ?? ''),
    tags: storagegateway.Tags[it.VolumeARN ?? ''] ?? [],
    key: it.KMSKey,
    through: 'ec2' as const,
  })),
  ...cloudformation.Stacks.map(it => ({
    arn: it.StackId ?? '',
    kind: 'CloudFormation stack',
    name: it.StackName ?? '',
    tags: it.Tags ?? [],
    key: undefined,
  })),
  ...eks.Clusters.map(it => ({
    arn: it.arn ?? '',
    kind: 'EKS cluster',
    name: it.name ?? '',
    tags: record(it.tags),
    key: undefined,
  })),
]

/** Everything at one account and Region that AWS Backup might back up. */
export const resourcesAt: List = (place, at) =>
  [ec2, rds, s3, tables, fsx, onPremises, others].flatMap(list => list(place, at))
