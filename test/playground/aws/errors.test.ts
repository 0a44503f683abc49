import * as backup from '@aws-sdk/client-backup'
import { CloudFormation, CloudFormationServiceException } from '@aws-sdk/client-cloudformation'
import * as dsql from '@aws-sdk/client-dsql'
import * as dynamodb from '@aws-sdk/client-dynamodb'
import { EC2, EC2ServiceException } from '@aws-sdk/client-ec2'
import * as efs from '@aws-sdk/client-efs'
import * as eks from '@aws-sdk/client-eks'
import * as fsx from '@aws-sdk/client-fsx'
import * as kms from '@aws-sdk/client-kms'
import * as rds from '@aws-sdk/client-rds'
import * as redshift from '@aws-sdk/client-redshift'
import * as serverless from '@aws-sdk/client-redshift-serverless'
import { S3, S3ServiceException } from '@aws-sdk/client-s3'
import * as sqs from '@aws-sdk/client-sqs'
import * as gateway from '@aws-sdk/client-storage-gateway'
import * as timestream from '@aws-sdk/client-timestream-write'
import { describe, expect, it } from 'vitest'
import { as, data, failing, frankfurt, ireland, keyNamed, lab, placeIn, serve, shop } from './started.ts'

const running = serve()
const me = () => as(running.url, shop)
const noId = '00000000-0000-4000-8000-000000000000'
const arn = (service: string, what: string) => `arn:aws:${service}:${frankfurt}:${shop}:${what}`

type Case = [
  what: string,
  call: () => Promise<unknown>,
  type: unknown,
  name: string,
  status: number,
  message: string | RegExp,
]

describe('errors arrive as the SDK knows them', () => {
  const cases: Case[] = [
    [
      'kms key',
      () => new kms.KMS(me()).describeKey({ KeyId: noId }),
      kms.NotFoundException,
      'NotFoundException',
      400,
      `Key '${arn('kms', `key/${noId}`)}' does not exist`,
    ],
    [
      'kms alias',
      () => new kms.KMS(me()).describeKey({ KeyId: 'alias/no' }),
      kms.NotFoundException,
      'NotFoundException',
      400,
      `Alias ${arn('kms', 'alias/no')} is not found.`,
    ],
    [
      'kms id',
      () => new kms.KMS(me()).describeKey({ KeyId: 'no' }),
      kms.NotFoundException,
      'NotFoundException',
      400,
      "Invalid keyId 'no'",
    ],
    [
      'kms arn',
      () => new kms.KMS(me()).describeKey({ KeyId: 'arn:aws:s3:::no' }),
      kms.InvalidArnException,
      'InvalidArnException',
      400,
      'Invalid arn arn:aws:s3:::no',
    ],
    [
      'kms alias where none may be',
      () => new kms.KMS(me()).getKeyPolicy({ KeyId: 'alias/shop-data' }),
      kms.NotFoundException,
      'NotFoundException',
      400,
      "Invalid keyId 'alias/shop-data'",
    ],
    [
      'kms policy text',
      () => new kms.KMS(me()).putKeyPolicy({ KeyId: shopKey(), Policy: '{' }),
      kms.MalformedPolicyDocumentException,
      'MalformedPolicyDocumentException',
      400,
      'Syntax errors in policy.',
    ],
    [
      'kms pending',
      () => new kms.KMS(me()).enableKey({ KeyId: keyNamed(here(), 'shop-leaving') }),
      kms.KMSInvalidStateException,
      'KMSInvalidStateException',
      400,
      /is pending deletion\.$/,
    ],
    [
      'kms disabled',
      () =>
        new kms.KMS(me()).createGrant({
          KeyId: keyNamed(here(), 'shop-old'),
          GranteePrincipal: 'x',
          Operations: ['Decrypt'],
        }),
      kms.DisabledException,
      'DisabledException',
      400,
      /is disabled\.$/,
    ],
    [
      'backup vault',
      () => new backup.Backup(me()).describeBackupVault({ BackupVaultName: 'no' }),
      backup.ResourceNotFoundException,
      'ResourceNotFoundException',
      400,
      'Backup vault no does not exist.',
    ],
    [
      'backup policy',
      () =>
        new backup.Backup(as(running.url, lab)).getBackupVaultAccessPolicy({ BackupVaultName: 'local-backup-vault' }),
      backup.ResourceNotFoundException,
      'ResourceNotFoundException',
      400,
      /has no access policy/,
    ],
    [
      'backup point',
      () =>
        new backup.Backup(me()).describeRecoveryPoint({
          BackupVaultName: 'local-backup-vault',
          RecoveryPointArn: 'arn:aws:ec2:eu-central-1::snapshot/snap-0',
        }),
      backup.ResourceNotFoundException,
      'ResourceNotFoundException',
      400,
      /snapshot\/snap-0 cannot be found/,
    ],
    [
      'backup copy',
      () => new backup.Backup(me()).describeCopyJob({ CopyJobId: 'no' }),
      backup.ResourceNotFoundException,
      'ResourceNotFoundException',
      400,
      'Copy job no does not exist.',
    ],
    [
      'backup job state',
      () => new backup.Backup(me()).listBackupJobs({ ByState: 'BROKEN' as never }),
      backup.InvalidParameterValueException,
      'InvalidParameterValueException',
      400,
      'Invalid job state: BROKEN',
    ],
    [
      'backup copy job state',
      () => new backup.Backup(me()).listCopyJobs({ ByState: 'BROKEN' as never }),
      backup.InvalidParameterValueException,
      'InvalidParameterValueException',
      400,
      'Invalid job state: BROKEN',
    ],
    [
      'backup restore job status',
      () => new backup.Backup(me()).listRestoreJobs({ ByStatus: 'BROKEN' as never }),
      backup.InvalidParameterValueException,
      'InvalidParameterValueException',
      400,
      'Invalid job state: BROKEN',
    ],
    [
      'backup page',
      () => new backup.Backup(me()).listCopyJobs({ MaxResults: 1001 }),
      backup.InvalidParameterValueException,
      'InvalidParameterValueException',
      400,
      /between 1 and 1000/,
    ],
    [
      'ec2 volume',
      () => new EC2(me()).describeVolumes({ VolumeIds: ['vol-00000000000000000'] }),
      EC2ServiceException,
      'InvalidVolume.NotFound',
      400,
      "The volume 'vol-00000000000000000' does not exist.",
    ],
    [
      'ec2 id',
      () => new EC2(me()).describeInstances({ InstanceIds: ['i-nope'] }),
      EC2ServiceException,
      'InvalidInstanceID.Malformed',
      400,
      /Invalid id: "i-nope"/,
    ],
    [
      'ec2 filter',
      () => new EC2(me()).describeVolumes({ Filters: [{ Name: 'no', Values: ['x'] }] }),
      EC2ServiceException,
      'InvalidParameterValue',
      400,
      "The filter 'no' is invalid",
    ],
    [
      'ec2 tag',
      () => new EC2(me()).createTags({ Resources: ['vol-00000000000000000'], Tags: [{ Key: 'aws:x', Value: '' }] }),
      EC2ServiceException,
      'InvalidParameterValue',
      400,
      /reserved/,
    ],
    [
      'rds instance',
      () => new rds.RDS(me()).describeDBInstances({ DBInstanceIdentifier: 'no' }),
      rds.DBInstanceNotFoundFault,
      'DBInstanceNotFoundFault',
      404,
      'DBInstance no not found.',
    ],
    [
      'rds cluster',
      () => new rds.RDS(me()).describeDBClusters({ DBClusterIdentifier: 'no' }),
      rds.DBClusterNotFoundFault,
      'DBClusterNotFoundFault',
      404,
      'DBCluster no not found.',
    ],
    [
      'rds options',
      () => new rds.RDS(me()).describeOptionGroups({ OptionGroupName: 'no' }),
      rds.OptionGroupNotFoundFault,
      'OptionGroupNotFoundFault',
      404,
      /OptionGroupName: no not found/,
    ],
    [
      'rds snapshot',
      () => new rds.RDS(me()).describeDBSnapshots({ DBSnapshotIdentifier: 'no' }),
      rds.DBSnapshotNotFoundFault,
      'DBSnapshotNotFoundFault',
      404,
      'DBSnapshot no not found.',
    ],
    [
      'rds tags',
      () => new rds.RDS(me()).listTagsForResource({ ResourceName: arn('rds', 'db:no') }),
      rds.DBInstanceNotFoundFault,
      'DBInstanceNotFoundFault',
      404,
      'DBInstance no not found.',
    ],
    [
      's3 bucket',
      () => new S3(me()).getBucketVersioning({ Bucket: 'no-such-bucket' }),
      S3ServiceException,
      'NoSuchBucket',
      404,
      'The specified bucket does not exist',
    ],
    ['s3 head', () => new S3(me()).headBucket({ Bucket: 'no-such-bucket' }), S3ServiceException, 'NotFound', 404, /./],
    [
      's3 tags',
      () => new S3(as(running.url, data)).getBucketTagging({ Bucket: 'bare' }),
      S3ServiceException,
      'NoSuchTagSet',
      404,
      'The TagSet does not exist',
    ],
    [
      's3 encryption',
      () => new S3(as(running.url, data)).getBucketEncryption({ Bucket: 'bare' }),
      S3ServiceException,
      'ServerSideEncryptionConfigurationNotFoundError',
      404,
      'The server side encryption configuration was not found',
    ],
    [
      's3 Region',
      () => new S3(as(running.url, shop, ireland)).getBucketVersioning({ Bucket: 'shop-prod-invoices' }),
      S3ServiceException,
      'PermanentRedirect',
      301,
      /specified endpoint/,
    ],
    [
      's3 owner',
      () => new S3(me()).getBucketVersioning({ Bucket: 'shop-prod-invoices', ExpectedBucketOwner: data }),
      S3ServiceException,
      'AccessDenied',
      403,
      'Access Denied',
    ],
    [
      'efs id',
      () => new efs.EFS(me()).describeFileSystems({ FileSystemId: 'fs-nonsense' }),
      efs.BadRequest,
      'BadRequest',
      400,
      'invalid file system ID: fs-nonsense',
    ],
    [
      'efs',
      () => new efs.EFS(me()).describeFileSystems({ FileSystemId: 'fs-00000000' }),
      efs.FileSystemNotFound,
      'FileSystemNotFound',
      404,
      "File system 'fs-00000000' does not exist.",
    ],
    [
      'dynamodb',
      () => new dynamodb.DynamoDB(me()).describeTable({ TableName: 'no' }),
      dynamodb.ResourceNotFoundException,
      'ResourceNotFoundException',
      400,
      'Requested resource not found: Table: no not found',
    ],
    [
      'fsx file system',
      () => new fsx.FSx(me()).describeFileSystems({ FileSystemIds: ['fs-00000000000000000'] }),
      fsx.FileSystemNotFound,
      'FileSystemNotFound',
      400,
      /does not exist/,
    ],
    [
      'fsx volume',
      () => new fsx.FSx(me()).describeVolumes({ VolumeIds: ['fsvol-00000000000000000'] }),
      fsx.VolumeNotFound,
      'VolumeNotFound',
      400,
      /does not exist/,
    ],
    [
      'dsql',
      () => new dsql.DSQL(me()).getCluster({ identifier: 'a'.repeat(26) }),
      dsql.ResourceNotFoundException,
      'ResourceNotFoundException',
      404,
      /not found/,
    ],
    [
      'redshift',
      () => new redshift.Redshift(me()).describeClusters({ ClusterIdentifier: 'no' }),
      redshift.ClusterNotFoundFault,
      'ClusterNotFoundFault',
      404,
      'Cluster no not found.',
    ],
    [
      'redshift serverless',
      () => new serverless.RedshiftServerless(me()).listTagsForResource({ resourceArn: 'arn:aws:x' }),
      serverless.ResourceNotFoundException,
      'ResourceNotFoundException',
      400,
      /not found/,
    ],
    [
      'timestream',
      () => new timestream.TimestreamWrite(me()).describeTable({ DatabaseName: 'no', TableName: 'no' }),
      timestream.ResourceNotFoundException,
      'ResourceNotFoundException',
      400,
      /does not exist/,
    ],
    [
      'storage gateway',
      () =>
        new gateway.StorageGateway(me()).describeCachediSCSIVolumes({
          VolumeARNs: [arn('storagegateway', 'gateway/sgw-12345678/volume/vol-12345678')],
        }),
      gateway.InvalidGatewayRequestException,
      'InvalidGatewayRequestException',
      400,
      'The specified volume was not found.',
    ],
    [
      'cloudformation',
      () => new CloudFormation(me()).describeStacks({ StackName: 'no' }),
      CloudFormationServiceException,
      'ValidationError',
      400,
      'Stack with id no does not exist',
    ],
    [
      'eks',
      () => new eks.EKS(me()).describeCluster({ name: 'no' }),
      eks.ResourceNotFoundException,
      'ResourceNotFoundException',
      404,
      'No cluster found for name: no.',
    ],
    [
      'sqs',
      () => new sqs.SQS(me()).getQueueUrl({ QueueName: 'no' }),
      sqs.QueueDoesNotExist,
      'QueueDoesNotExist',
      400,
      'The specified queue does not exist.',
    ],
  ]

  const here = () => placeIn(running.world, shop)
  const shopKey = () => keyNamed(here(), 'shop-data')

  it.each(cases)('%s', async (_what, call, type, name, status, message) => {
    placeIn(running.world, data).s3.Buckets.push({
      Name: 'bare',
      CreationDate: '2026-01-01T00:00:00Z',
      Versioning: {},
      Encryption: null,
      Tags: [],
    })
    const error = await failing(call())
    expect(error).toBeInstanceOf(type)
    expect(error.name).toBe(name)
    expect(error.$metadata.httpStatusCode).toBe(status)
    if (typeof message === 'string') expect(error.message).toBe(message)
    else expect(error.message).toMatch(message)
  })
})

describe('what stands beside the message', () => {
  it('names the Region of a bucket in a header, also on errors', async () => {
    const error = await failing(new S3(as(running.url, shop, ireland)).headBucket({ Bucket: 'shop-prod-invoices' }))
    expect(error.$response).toMatchObject({ statusCode: 301, headers: { 'x-amz-bucket-region': frankfurt } })
  })

  it('lets a client that follows redirects find the bucket', async () => {
    const client = new S3({ ...as(running.url, shop, ireland), followRegionRedirects: true })
    expect(await client.getBucketVersioning({ Bucket: 'shop-prod-invoices' })).toMatchObject({ Status: 'Enabled' })
  })

  it('escapes names in XML errors', async () => {
    const name = '<b>&"x"'
    const error = await failing(new rds.RDS(me()).describeDBInstances({ DBInstanceIdentifier: name }))
    expect(error.message).toBe(`DBInstance ${name} not found.`)
  })

  it('carries the other members of a modelled error', async () => {
    const error = await failing(new dsql.DSQL(me()).getCluster({ identifier: 'a'.repeat(26) }))
    expect(error).toMatchObject({ resourceId: 'a'.repeat(26), resourceType: 'cluster' })
    const queue = await failing(new sqs.SQS(me()).getQueueUrl({ QueueName: 'no' }))
    expect(queue).toMatchObject({ Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' })
  })

  it('says plainly what it does not have', async () => {
    const error = await failing(new backup.Backup(me()).listBackupPlans({}))
    expect(error).toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
  })
})
