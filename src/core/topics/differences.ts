import * as at from '../links.ts'
import type { Piece } from './topic.ts'

/** Where the CDX guide and AWS's documents say different things. `about`: ids of topics and of kinds. */
export const differences: readonly {
  readonly about: readonly string[]
  readonly guide: string
  readonly aws: string
  readonly sources: readonly [string, ...string[]]
}[] = [
  {
    about: ['how-it-works', 'tags'],
    guide: 'Nothing has to be configured in AWS Backup once the tag and the encryption are right.',
    aws: 'The type must be opted in, per Region, and for plans of an organisation policy in the management account; DynamoDB needs its advanced features; the vault and the role must exist in every account and Region.',
    sources: [at.management, at.dynamodb, at.backupPolicies],
  },
  {
    about: ['keys', 'ebs', 'ec2', 'rds-instance', 'storage-gateway'],
    guide: 'The copy of an unencrypted resource fails.',
    aws: 'EBS volumes, EC2 instances, RDS DB instances and Storage Gateway volumes are copied all the same, and the copy is encrypted with the central vault’s key. It is the house rule that is broken, not the backup.',
    sources: [at.encryption, at.rdsCopySnapshot],
  },
  {
    about: ['keys', 'aurora', 'documentdb', 'neptune'],
    guide: 'The copy of an unencrypted resource fails.',
    aws: 'Unencrypted Aurora, DocumentDB and Neptune clusters are copied, and their copies stay unencrypted. Only an air-gapped vault refuses them.',
    sources: [at.encryption, at.airGapped],
  },
  {
    about: ['keys'],
    guide: 'The central backup key is to be shared with the key of the resource.',
    aws: 'Keys are not shared with keys. The policy of the resource’s key must allow the central account, which makes the copy.',
    sources: [at.ebsShareKey, at.crossAccount],
  },
  {
    about: ['keys'],
    guide: 'The example statements name a user, KeyUser.',
    aws: 'KMS refuses a policy that names somebody who does not exist. The account or an existing role belongs there.',
    sources: [at.kmsPutKeyPolicy],
  },
  {
    about: ['cost', 'how-it-works'],
    guide: 'One day of local retention keeps the cost low.',
    aws: 'Allowed, but AWS advises a week: a failed copy can be run again only as long as the local recovery point lives, and a short life forces full copies instead of incremental ones.',
    sources: [at.copying, at.troubleshooting],
  },
  {
    about: ['s3-endpoint', 's3'],
    guide: 'An S3 gateway endpoint is a prerequisite of S3 backups.',
    aws: 'It is not: AWS Backup does not run in the VPC, as the guide itself says elsewhere. What S3 backups need is versioning, a role that may read the bucket, and the use of its key.',
    sources: [at.s3, at.s3Endpoint],
  },
  {
    about: ['s3-endpoint'],
    guide: 'Without an endpoint S3 traffic leaves the private network of AWS.',
    aws: 'It leaves your VPC by an internet gateway or a NAT gateway, but not the network of AWS. What is left is the price of the NAT gateway, and the route that your own rules may forbid.',
    sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html'],
  },
  {
    about: ['s3-endpoint'],
    guide: 'Creating one interrupts nothing.',
    aws: 'The route changes, and open connections to S3 are cut and not resumed. Do it when nothing critical runs, or where the software connects again by itself.',
    sources: [at.s3Endpoint],
  },
  {
    about: ['s3'],
    guide: 'A customer managed key on the bucket is recommended so that the copy works.',
    aws: 'The bucket’s key does not matter for the copy: the backup is encrypted with the vault’s key. The backup role must be able to decrypt with it.',
    sources: [at.encryption, at.s3],
  },
  {
    about: ['ec2'],
    guide: 'A customer managed key is required.',
    aws: 'Only for volumes that are encrypted. Images with an AWS Marketplace product code cannot be copied at all, and Allowed AMIs of the central account must let the image in.',
    sources: [at.services, at.crossAccount],
  },
  {
    about: ['rds-instance'],
    guide: 'Automated backups must be on.',
    aws: 'They need not be: without them the first snapshot is full.',
    sources: [at.rds],
  },
  {
    about: ['aurora'],
    guide: 'Backups are incremental.',
    aws: 'Aurora snapshots are full; only continuous backup is incremental.',
    sources: [at.features],
  },
  {
    about: ['aurora', 'keys'],
    guide: 'A database is either encrypted with a KMS key or not encrypted.',
    aws: 'Since February 2026 an Aurora cluster that was made without a choice is under an AWS owned key. No page says whether such a cluster can be copied to another account.',
    sources: [at.auroraEncryption, at.auroraCopy],
  },
  {
    about: ['efs'],
    guide: 'The file system should be under a customer managed key that is shared.',
    aws: 'Not needed: EFS backups are encrypted with the vault’s key.',
    sources: [at.encryption],
  },
  {
    about: ['storage-gateway'],
    guide: 'The gateway is to be tagged, and its volumes need a customer managed key.',
    aws: 'AWS Backup protects the volume, so the tag belongs on the volume. A volume needs no customer managed key, but the central vault does.',
    sources: [at.encryption, at.backupRolePolicy],
  },
  {
    about: ['cloudformation'],
    guide: 'Stacks are copied seamlessly, and a restore launches a stack.',
    aws: 'The table of features has no tick for a copy to another account, and the page on stacks says that it is possible: what is inside decides. A restore makes a change set; what is inside is restored one by one.',
    sources: [at.features, at.cloudformation],
  },
  {
    about: ['regions'],
    guide: 'The backups work in every Region in which there are resources.',
    aws: 'A backup policy runs only in the Regions that it names, where vault and role exist. A resource elsewhere is not backed up, and nothing says so.',
    sources: [at.backupPolicies],
  },
  {
    about: ['types'],
    guide: 'It describes nine services.',
    aws: 'There are more: Aurora DSQL, DocumentDB, EKS, FSx, Neptune, Redshift Serverless, SAP HANA, Timestream and VMware as well.',
    sources: [at.features],
  },
]

/** What the guide and AWS disagree about, of one topic or one kind. */
export const differencesOf = (id: string): readonly Piece[] =>
  differences.flatMap(({ about, guide, aws, sources }) =>
    about.includes(id) ? [{ is: 'differs', guide, aws, sources } as const] : [],
  )
