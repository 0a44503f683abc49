/**
 * How a resource is found and read. One family may hold several kinds: only the reader can tell an Aurora cluster
 * from a Multi-AZ one, or a Windows file system from a Lustre one.
 */
export const families = [
  's3',
  'ebs',
  'ec2',
  'rds-instance',
  'rds-cluster',
  'dynamodb',
  'efs',
  'fsx',
  'fsx-volume',
  'dsql',
  'redshift',
  'redshift-serverless',
  'timestream',
  'storage-gateway',
  'vmware',
  'sap-hana',
  'cloudformation',
  'eks',
] as const
export type Family = (typeof families)[number]

/** The one thing in AWS that a target means. `region` is '' for a bucket until it has been read. */
export type Resource = {
  readonly arn: string
  readonly partition: string
  readonly region: string
  readonly account: string
  readonly family: Family
  /** The identifier that the service's own describe call takes. */
  readonly name: string
}
