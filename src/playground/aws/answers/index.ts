import * as backup from '@aws-sdk/client-backup'
import * as cloudformation from '@aws-sdk/client-cloudformation'
import * as dsql from '@aws-sdk/client-dsql'
import * as dynamodb from '@aws-sdk/client-dynamodb'
import * as ec2 from '@aws-sdk/client-ec2'
import * as efs from '@aws-sdk/client-efs'
import * as eks from '@aws-sdk/client-eks'
import * as fsx from '@aws-sdk/client-fsx'
import * as iam from '@aws-sdk/client-iam'
import * as kms from '@aws-sdk/client-kms'
import * as organizations from '@aws-sdk/client-organizations'
import * as rds from '@aws-sdk/client-rds'
import * as redshift from '@aws-sdk/client-redshift'
import * as redshiftServerless from '@aws-sdk/client-redshift-serverless'
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api'
import * as s3 from '@aws-sdk/client-s3'
import * as secretsManager from '@aws-sdk/client-secrets-manager'
import * as sqs from '@aws-sdk/client-sqs'
import * as storageGateway from '@aws-sdk/client-storage-gateway'
import * as sts from '@aws-sdk/client-sts'
import * as timestream from '@aws-sdk/client-timestream-write'
import * as backupGateway from '../../../aws/services/backup-gateway.ts'
import * as ssmSap from '../../../aws/services/ssm-sap.ts'
import { service } from '../service.ts'
import { backupAnswers } from './backup.ts'
import { backupGatewayAnswers } from './backup-gateway.ts'
import { cloudformationAnswers } from './cloudformation.ts'
import { dsqlAnswers } from './dsql.ts'
import { dynamodbAnswers } from './dynamodb.ts'
import { ec2Answers } from './ec2.ts'
import { efsAnswers } from './efs.ts'
import { eksAnswers } from './eks.ts'
import { fsxAnswers } from './fsx.ts'
import { iamAnswers } from './iam.ts'
import { kmsAnswers } from './kms.ts'
import { organizationsAnswers } from './organizations.ts'
import { rdsAnswers } from './rds.ts'
import { redshiftAnswers, redshiftServerlessAnswers } from './redshift.ts'
import { s3Answers } from './s3.ts'
import { secretsManagerAnswers } from './secrets-manager.ts'
import { sqsAnswers } from './sqs.ts'
import { ssmSapAnswers } from './ssm-sap.ts'
import { storageGatewayAnswers } from './storage-gateway.ts'
import { stsAnswers } from './sts.ts'
import { taggingAnswers } from './tagging.ts'
import { timestreamAnswers } from './timestream.ts'

const all = [
  service(backup, backup.BackupClient, backupAnswers),
  service(backupGateway, backupGateway.BackupGatewayClient, backupGatewayAnswers),
  service(cloudformation, cloudformation.CloudFormationClient, cloudformationAnswers),
  service(dsql, dsql.DSQLClient, dsqlAnswers),
  service(dynamodb, dynamodb.DynamoDBClient, dynamodbAnswers),
  service(ec2, ec2.EC2Client, ec2Answers),
  service(efs, efs.EFSClient, efsAnswers),
  service(eks, eks.EKSClient, eksAnswers),
  service(fsx, fsx.FSxClient, fsxAnswers),
  service(iam, iam.IAMClient, iamAnswers),
  service(kms, kms.KMSClient, kmsAnswers),
  service(organizations, organizations.OrganizationsClient, organizationsAnswers),
  service(rds, rds.RDSClient, rdsAnswers),
  service(redshift, redshift.RedshiftClient, redshiftAnswers),
  service(redshiftServerless, redshiftServerless.RedshiftServerlessClient, redshiftServerlessAnswers),
  service(s3, s3.S3Client, s3Answers),
  service(secretsManager, secretsManager.SecretsManagerClient, secretsManagerAnswers),
  service(sqs, sqs.SQSClient, sqsAnswers),
  service(ssmSap, ssmSap.SsmSapClient, ssmSapAnswers),
  service(storageGateway, storageGateway.StorageGatewayClient, storageGatewayAnswers),
  service(sts, sts.STSClient, stsAnswers),
  service(tagging, tagging.ResourceGroupsTaggingAPIClient, taggingAnswers),
  service(timestream, timestream.TimestreamWriteClient, timestreamAnswers),
]

/** Every service of the embedded AWS by its name in the SigV4 credential scope. */
export const services = new Map(all.map(each => [each.signingName, each]))
