import * as at from '../links.ts'
import type { Piece } from './topic.ts'

/** Where the CDX guide, or another page that people bring, and AWS's documents say different things. `about`: ids of topics and of kinds. */
export const differences: readonly {
  readonly about: readonly string[]
  /** Who says it, where it is not the CDX guide. */
  readonly who?: string
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
  {
    about: ['air-gapped', 'keys'],
    who: 'Blogs',
    guide: 'Another account and an air-gapped vault both demand a source under a customer managed key.',
    aws: 'Only of types that are not fully managed, and there an unencrypted source will do as well. Only an air-gapped vault refuses unencrypted Aurora, DocumentDB and Neptune clusters.',
    sources: [at.airGappedPrimary, at.airGapped, at.encryption],
  },
  {
    about: ['keys'],
    who: 'Blogs',
    guide: 'Data under an AWS managed key can be copied only once it is under another key.',
    aws: 'The recovery points that exist need not wait for that: copied inside the account into a vault with a customer managed key, they can be copied on from there. AWS Backup does not do so by itself.',
    sources: [at.encryption, at.copying],
  },
  {
    about: ['types', 'cloudformation', 'redshift-serverless'],
    who: 'Blogs',
    guide: 'Full management and encryption of its own are the same.',
    aws: 'As a rule. CloudFormation is listed with encryption of its own, but not ticked as fully managed; Redshift Serverless is called fully managed on its page, and has neither.',
    sources: [at.features, at.encryption, at.redshiftServerless],
  },
  {
    about: ['keys'],
    who: 'Blogs',
    guide: 'Every recovery point takes the key of its vault.',
    aws: 'Only those of fully managed types. EBS, EC2, RDS, Aurora, DocumentDB, Neptune, FSx, Redshift and Storage Gateway keep the resource’s key in the local vault.',
    sources: [at.encryption],
  },
  {
    about: ['efs'],
    who: 'Blogs',
    guide: 'Backups are under the key of the file system.',
    aws: 'They are under the key of the vault.',
    sources: [at.encryption],
  },
  {
    about: ['rds-instance'],
    who: 'Blogs',
    guide: 'A snapshot can be restored only under the key that it has.',
    aws: 'A copy of the snapshot may be under another key, and what is restored from it follows.',
    sources: [at.rdsEncryption],
  },
  {
    about: ['keys'],
    who: 'Older pages of AWS',
    guide: 'A copy to another account stays under the key of the source, where the type is not fully managed.',
    aws: 'The page of today no longer says so: a copy is encrypted with the key of the vault that takes it.',
    sources: [at.encryption, at.crossAccount],
  },
  {
    about: ['types'],
    who: 'AWS’s blog',
    guide: 'AWS Backup encrypts every type independently.',
    aws: 'Only those that it manages fully.',
    sources: [at.features, at.encryptionBlog],
  },
  {
    about: ['keys', 'dynamodb-advanced'],
    who: 'AWS’s page on encryption',
    guide: 'A vault under the AWS managed key aws/backup takes copies of fully managed types.',
    aws: 'The list of errors refuses a copy into such a vault, without a word on the type. Nobody has settled it, so the answer is unsure.',
    sources: [at.encryption, at.messages],
  },
  {
    about: ['regions', 'rds-instance', 'aurora', 'documentdb', 'neptune'],
    who: 'Older pages of AWS',
    guide: 'Another account and another Region at once take two copies.',
    aws: 'One, since October 2025, for RDS DB instances, Aurora, DocumentDB and Neptune too.',
    sources: [at.history],
  },
]

/** What the guide and AWS disagree about, of one topic or one kind. */
export const differencesOf = (id: string): readonly Piece[] =>
  differences.flatMap(({ about, ...says }) => (about.includes(id) ? [{ is: 'differs', ...says } as const] : []))
