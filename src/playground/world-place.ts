import * as backup from '@aws-sdk/client-backup'
import * as cloudformation from '@aws-sdk/client-cloudformation'
import * as dsql from '@aws-sdk/client-dsql'
import * as dynamodb from '@aws-sdk/client-dynamodb'
import * as ec2 from '@aws-sdk/client-ec2'
import * as efs from '@aws-sdk/client-efs'
import * as eks from '@aws-sdk/client-eks'
import * as fsx from '@aws-sdk/client-fsx'
import * as kms from '@aws-sdk/client-kms'
import * as rds from '@aws-sdk/client-rds'
import * as redshift from '@aws-sdk/client-redshift'
import * as serverless from '@aws-sdk/client-redshift-serverless'
import * as s3 from '@aws-sdk/client-s3'
import * as secretsManager from '@aws-sdk/client-secrets-manager'
import * as gateway from '@aws-sdk/client-storage-gateway'
import * as timestream from '@aws-sdk/client-timestream-write'
import { NormalizedSchema } from '@smithy/core/schema'
import * as z from 'zod'
import * as backupGateway from '../aws/services/backup-gateway.ts'
import * as ssmSap from '../aws/services/ssm-sap.ts'
import { misfits, type Shape } from './aws/schema.ts'

/** An SDK output record as JSON holds it: dates are ISO 8601 text. */
export type Stored<T> = T extends Date
  ? string
  : T extends Uint8Array
    ? string
    : T extends readonly (infer Item)[]
      ? Stored<Item>[]
      : T extends object
        ? { [Name in keyof T]: Stored<T[Name]> }
        : T

/** One record of an AWS answer, held to the schema that the SDK client exports: neither side can invent a field. */
const record = <T>(shape: Shape) => {
  const schema = NormalizedSchema.of(shape)
  return z.custom<Stored<T>>().superRefine((value, context) => {
    for (const message of misfits(schema, value)) context.addIssue({ code: 'custom', message })
  })
}
const records = <T>(shape: Shape) => z.array(record<T>(shape)).default(() => [])

/** A policy as text, or as the object for easier reading. */
const policy = z.union([z.string(), z.record(z.string(), z.unknown())])
const tag = z.object({ Key: z.string(), Value: z.string() })
/** Where a service has no tags in its records: by ARN. */
const tags = z.record(z.string(), z.array(tag)).default(() => ({}))

const key = z.object({
  KeyMetadata: record<kms.KeyMetadata>(kms.KeyMetadata$),
  Policy: policy,
  Grants: records<kms.GrantListEntry>(kms.GrantListEntry$),
  Aliases: z.array(z.string()).default(() => []),
})

const bucket = z.object({
  Name: z.string(),
  CreationDate: z.iso.datetime(),
  Versioning: record<s3.GetBucketVersioningOutput>(s3.GetBucketVersioningOutput$).default(() => ({})),
  Encryption: record<s3.ServerSideEncryptionConfiguration>(s3.ServerSideEncryptionConfiguration$)
    .nullable()
    .default(null),
  Tags: z.array(tag).default(() => []),
})

const section = <S extends z.ZodRawShape>(shape: S) => z.strictObject(shape).prefault({} as never)

/** What one account has in one Region. A world file may leave out every section and list. */
export const place = z.strictObject({
  backup: section({
    RegionSettings: record<backup.DescribeRegionSettingsOutput>(backup.DescribeRegionSettingsOutput$).default(
      () => ({}),
    ),
    BackupVaults: records<backup.DescribeBackupVaultOutput>(backup.DescribeBackupVaultOutput$),
    AccessPolicies: z.record(z.string(), policy).default(() => ({})),
    RecoveryPoints: records<backup.DescribeRecoveryPointOutput>(backup.DescribeRecoveryPointOutput$),
    RestoreMetadata: z.record(z.string(), z.record(z.string(), z.string())).default(() => ({})),
    BackupJobs: records<backup.DescribeBackupJobOutput>(backup.DescribeBackupJobOutput$),
    CopyJobs: records<backup.CopyJob>(backup.CopyJob$),
    RestoreJobs: records<backup.DescribeRestoreJobOutput>(backup.DescribeRestoreJobOutput$),
  }),
  kms: section({ Keys: z.array(key).default(() => []) }),
  ec2: section({
    Volumes: records<ec2.Volume>(ec2.Volume$),
    Instances: records<ec2.Instance>(ec2.Instance$),
    Snapshots: records<ec2.Snapshot>(ec2.Snapshot$),
    Images: records<ec2.Image>(ec2.Image$),
    Vpcs: records<ec2.Vpc>(ec2.Vpc$),
    VpcEndpoints: records<ec2.VpcEndpoint>(ec2.VpcEndpoint$),
  }),
  rds: section({
    DBInstances: records<rds.DBInstance>(rds.DBInstance$),
    DBClusters: records<rds.DBCluster>(rds.DBCluster$),
    OptionGroups: records<rds.OptionGroup>(rds.OptionGroup$),
    DBSnapshots: records<rds.DBSnapshot>(rds.DBSnapshot$),
    DBClusterSnapshots: records<rds.DBClusterSnapshot>(rds.DBClusterSnapshot$),
  }),
  s3: section({ Buckets: z.array(bucket).default(() => []) }),
  efs: section({ FileSystems: records<efs.FileSystemDescription>(efs.FileSystemDescription$) }),
  dynamodb: section({ Tables: records<dynamodb.TableDescription>(dynamodb.TableDescription$), Tags: tags }),
  fsx: section({
    FileSystems: records<fsx.FileSystem>(fsx.FileSystem$),
    Volumes: records<fsx.Volume>(fsx.Volume$),
    Associations: records<fsx.DataRepositoryAssociation>(fsx.DataRepositoryAssociation$),
  }),
  dsql: section({ Clusters: records<dsql.GetClusterOutput>(dsql.GetClusterOutput$) }),
  redshift: section({ Clusters: records<redshift.Cluster>(redshift.Cluster$) }),
  redshiftServerless: section({ Namespaces: records<serverless.Namespace>(serverless.Namespace$), Tags: tags }),
  timestream: section({
    Databases: records<timestream.Database>(timestream.Database$),
    Tables: records<timestream.Table>(timestream.Table$),
    Tags: tags,
  }),
  storagegateway: section({
    CachediSCSIVolumes: records<gateway.CachediSCSIVolume>(gateway.CachediSCSIVolume$),
    StorediSCSIVolumes: records<gateway.StorediSCSIVolume>(gateway.StorediSCSIVolume$),
    Tags: tags,
  }),
  backupGateway: section({
    VirtualMachines: records<backupGateway.VirtualMachine>(backupGateway.VirtualMachine$),
    Hypervisors: records<backupGateway.Hypervisor>(backupGateway.Hypervisor$),
    Tags: tags,
  }),
  ssmSap: section({ Databases: records<ssmSap.Database>(ssmSap.Database$), Tags: tags }),
  cloudformation: section({
    Stacks: records<cloudformation.Stack>(cloudformation.Stack$),
    Resources: z
      .record(z.string(), z.array(record<cloudformation.StackResourceSummary>(cloudformation.StackResourceSummary$)))
      .default(() => ({})),
  }),
  secretsmanager: section({
    Secrets: records<secretsManager.GetSecretValueResponse>(secretsManager.GetSecretValueResponse$),
  }),
  eks: section({ Clusters: records<eks.Cluster>(eks.Cluster$) }),
})
