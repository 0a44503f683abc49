import type { Kind } from '../kind.ts'
import { aurora } from './aurora.ts'
import { auroraDsql } from './aurora-dsql.ts'
import { cloudformation } from './cloudformation.ts'
import { documentdb } from './documentdb.ts'
import { dynamodbAdvanced } from './dynamodb-advanced.ts'
import { dynamodbBasic } from './dynamodb-basic.ts'
import { ebs } from './ebs.ts'
import { ec2 } from './ec2.ts'
import { efs } from './efs.ts'
import { eks } from './eks.ts'
import { fsxLustre } from './fsx-lustre.ts'
import { fsxOntap } from './fsx-ontap.ts'
import { fsxOpenzfs } from './fsx-openzfs.ts'
import { fsxWindows } from './fsx-windows.ts'
import { neptune } from './neptune.ts'
import { rdsInstance } from './rds-instance.ts'
import { rdsMultiAzCluster } from './rds-multi-az-cluster.ts'
import { redshift } from './redshift.ts'
import { redshiftServerless } from './redshift-serverless.ts'
import { s3 } from './s3.ts'
import { sapHana } from './sap-hana.ts'
import { storageGateway } from './storage-gateway.ts'
import { timestream } from './timestream.ts'
import { vmware } from './vmware.ts'

/** Every resource type that AWS Backup knows: one file of this folder each. */
export const kinds: readonly Kind[] = [
  s3,
  ebs,
  ec2,
  rdsInstance,
  rdsMultiAzCluster,
  aurora,
  auroraDsql,
  dynamodbBasic,
  dynamodbAdvanced,
  efs,
  fsxWindows,
  fsxLustre,
  fsxOntap,
  fsxOpenzfs,
  documentdb,
  neptune,
  redshift,
  redshiftServerless,
  timestream,
  storageGateway,
  vmware,
  sapHana,
  cloudformation,
  eks,
]

const byId = new Map(kinds.map(kind => [kind.id, kind]))

/** `undefined` for a type that AWS Backup does not support (`unsupported:<service>` in a verdict). */
export const kindOf = (id: string): Kind | undefined => byId.get(id)
