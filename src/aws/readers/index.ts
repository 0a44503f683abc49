import type { Family } from '../../core/resource.ts'
import type { Reader } from './reader.ts'

/** The reader of each family. Each is a module of its own, so that a check loads the one client that it needs. */
export const readers: Readonly<Record<Family, () => Promise<Reader>>> = {
  s3: async () => (await import('./s3.ts')).s3,
  ebs: async () => (await import('./ebs.ts')).ebs,
  ec2: async () => (await import('./ec2.ts')).ec2,
  'rds-instance': async () => (await import('./rds-instance.ts')).rdsInstance,
  'rds-cluster': async () => (await import('./rds-cluster.ts')).rdsCluster,
  dynamodb: async () => (await import('./dynamodb.ts')).dynamodb,
  efs: async () => (await import('./efs.ts')).efs,
  fsx: async () => (await import('./fsx.ts')).fsx,
  'fsx-volume': async () => (await import('./fsx-volume.ts')).fsxVolume,
  dsql: async () => (await import('./dsql.ts')).dsql,
  redshift: async () => (await import('./redshift.ts')).redshift,
  'redshift-serverless': async () => (await import('./redshift-serverless.ts')).redshiftServerless,
  timestream: async () => (await import('./timestream.ts')).timestream,
  'storage-gateway': async () => (await import('./storage-gateway.ts')).storageGateway,
  vmware: async () => (await import('./vmware.ts')).vmware,
  'sap-hana': async () => (await import('./sap-hana.ts')).sapHana,
  cloudformation: async () => (await import('./cloudformation.ts')).cloudformation,
  eks: async () => (await import('./eks.ts')).eks,
}
