/** What AWS Backup does not take, by the service of its ARN: its name, and what to do instead. */
type Entry = { readonly what: string; readonly advice: string }

const cdx = 'CDX works on a way around this; ask them before you rely on anything.'
const general =
  "It is not on AWS Backup's list of supported resources. Back it up with the service's own means, or keep it reproducible from code."
const bucketsOnly =
  'AWS Backup takes general purpose buckets only: keep a copy of the objects in one, and back that up.'

// https://docs.aws.amazon.com/aws-backup/latest/devguide/whatisbackup.html#supported-resources
export const unsupportedServices: Readonly<Record<string, Entry>> = {
  secretsmanager: { what: 'Secrets Manager secret', advice: `AWS Backup does not take secrets. ${cdx}` },
  ssm: { what: 'Systems Manager parameter', advice: `AWS Backup does not take Parameter Store parameters. ${cdx}` },
  'timestream-influxdb': {
    what: 'Timestream for InfluxDB instance',
    advice: 'AWS Backup takes Timestream for LiveAnalytics tables only. Export the data with the tools of InfluxDB.',
  },
  'docdb-elastic': {
    what: 'DocumentDB elastic cluster',
    advice:
      'AWS Backup takes instance-based DocumentDB clusters only. Use the snapshots of the elastic cluster itself.',
  },
  s3express: { what: 'S3 directory bucket', advice: bucketsOnly },
  s3tables: { what: 'S3 table bucket', advice: bucketsOnly },
  s3vectors: { what: 'S3 vector bucket', advice: bucketsOnly },
  's3-outposts': { what: 'bucket of S3 on Outposts', advice: bucketsOnly },
  storagegateway: {
    what: 'Storage Gateway file share or tape',
    advice:
      'AWS Backup takes volumes of a Volume Gateway only. The files of a share are objects in an S3 bucket: check that bucket.',
  },
  elasticache: { what: 'ElastiCache resource', advice: "AWS Backup does not take it. Use ElastiCache's own backups." },
  memorydb: { what: 'MemoryDB resource', advice: "AWS Backup does not take it. Use MemoryDB's own snapshots." },
  es: { what: 'OpenSearch domain', advice: "AWS Backup does not take it. Use OpenSearch's own index snapshots." },
  aoss: { what: 'OpenSearch Serverless collection', advice: general },
  cassandra: {
    what: 'Keyspaces table',
    advice: 'AWS Backup does not take it. Use the point-in-time recovery of Keyspaces.',
  },
  ecr: { what: 'ECR repository', advice: 'AWS Backup does not take it. Replicate the images to a second registry.' },
  lambda: {
    what: 'Lambda function',
    advice: 'AWS Backup does not take it. Keep its code and settings in a repository.',
  },
  ec2: {
    what: 'EC2 resource',
    advice: 'Of EC2, AWS Backup takes volumes (vol-…) and instances (i-…) only. Keep the rest reproducible from code.',
  },
  sqs: { what: 'SQS queue', advice: general },
  sns: { what: 'SNS topic', advice: general },
  iam: { what: 'IAM resource', advice: general },
  logs: { what: 'CloudWatch log group', advice: general },
  kafka: { what: 'MSK cluster', advice: general },
  mq: { what: 'Amazon MQ broker', advice: general },
  ecs: { what: 'ECS resource', advice: general },
  kinesis: { what: 'Kinesis stream', advice: general },
  workspaces: { what: 'WorkSpace', advice: general },
  cognito: { what: 'Cognito user pool', advice: general },
}

export const unsupportedEntry = (service: string): Entry =>
  (Object.hasOwn(unsupportedServices, service) ? unsupportedServices[service] : undefined) ?? {
    what: `resource of the AWS service "${service}"`,
    advice: general,
  }

/** First words of console paths that differ from the service of the ARN. */
export const consoleServices: Readonly<Record<string, string>> = {
  'systems-manager': 'ssm',
  keyspaces: 'cassandra',
  aos: 'es',
  opensearch: 'es',
  'amazon-mq': 'mq',
  msk: 'kafka',
  cloudwatch: 'logs',
  iamv2: 'iam',
  vpc: 'ec2',
  vpcconsole: 'ec2',
}
