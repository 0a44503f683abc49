/** One IAM action that the bot may take, why, and the file that takes it. `iam:GetRole` is granted on two roles only. */
export type Permission = { readonly action: string; readonly why: string; readonly usedBy: string }

const of = (usedBy: string, actions: Readonly<Record<string, string>>): readonly Permission[] =>
  Object.entries(actions).map(([action, why]) => ({ action, why, usedBy }))

/** What the bot itself may do where it runs. */
export const ownActions: readonly Permission[] = [
  ...of('sessions', { 'sts:AssumeRole': 'takes the read role of the account that was asked about, or the act role' }),
  ...of('queue', {
    'sqs:ReceiveMessage': 'takes events and work from its queue',
    'sqs:DeleteMessage': 'takes a message off once its work is done',
    'sqs:ChangeMessageVisibility': 'keeps a message while it is worked on',
    'sqs:SendMessage': 'puts work on its queue',
  }),
  ...of('quick-send', {
    'lambda:InvokeFunction': 'has its worker read what a form lists and checks while somebody waits',
  }),
  ...of('secrets', { 'secretsmanager:GetSecretValue': 'reads Slack’s token and signing secret when it starts' }),
]

/** Beside all reads, where no role is taken. */
export const aloneReads: readonly Permission[] = of('sessions', {
  'sts:GetCallerIdentity': 'whose the credentials are: what is in another account must not be looked for in theirs',
})

/** What the bot does with its own table, and with nothing else of DynamoDB; TransactWriteItems needs the parts' rights. */
export const tableActions: readonly Permission[] = of('store', {
  'dynamodb:GetItem': 'reads one notice, request or mark',
  'dynamodb:Query': 'lists what belongs together, or waits',
  'dynamodb:PutItem': 'writes something down once',
  'dynamodb:UpdateItem': 'moves a state on, under a condition',
  'dynamodb:DeleteItem': 'forgets what is done',
  'dynamodb:ConditionCheckItem': 'is part of a transaction',
})

const aboutKeys = of('keys', {
  'kms:DescribeKey': 'whose key it is, who manages it, and whether it is enabled',
})

const aboutOrganisation = of('organisation', {
  'organizations:DescribeOrganization': 'whether the account is in the organisation; any account of one may ask',
  'iam:GetRole': 'whether the backup role, or AWS Backup’s service-linked role, exists; on these two only',
})

const aboutPoints = [
  ...of('backup', {
    'backup:ListRecoveryPointsByBackupVault': 'which recovery points a vault keeps, and a restore may be asked from',
  }),
  ...of('recovery-points', {
    'backup:DescribeRecoveryPoint': 'how a recovery point is encrypted, when it goes, and what it was made of',
    'backup:GetRecoveryPointRestoreMetadata': 'what a restore would be given, to fill in the form',
  }),
]

/** The read role in every member account. */
export const memberReads: readonly Permission[] = [
  ...of('backup', {
    'backup:DescribeRegionSettings': 'which resource types are opted in',
    'backup:DescribeGlobalSettings': 'whether cross-account backup is switched on',
    'backup:ListCopyJobs': 'how the last copies went',
  }),
  ...of('jobs', {
    'backup:ListBackupJobs': 'which backups failed, for explain',
    'backup:DescribeCopyJob': 'what became of a copy job',
    'backup:DescribeBackupJob': 'what became of a backup job',
  }),
  ...aboutOrganisation,
  ...of('coverage', {
    'tag:GetResources': 'which resources bear the tag, to find those that no backup was ever started for',
    'backup:ListProtectedResources': 'which of them have a backup',
  }),
  ...aboutPoints,
  ...of('restore-jobs', { 'backup:DescribeRestoreJob': 'what became of a restore that no event told of' }),
  ...of('vault', {
    'backup:DescribeBackupVault': 'whether the local vault is there',
    'backup:GetBackupVaultAccessPolicy': 'whether the central account may copy back into it',
  }),
  ...aboutKeys,
  ...of('keys', {
    'kms:GetKeyPolicy': 'whether the key policy lets the central account use the key',
    'kms:ListGrants': 'whether a grant does',
  }),
  ...of('readers/s3', {
    's3:ListBucket': 'HeadBucket: in which Region the bucket is',
    's3:GetBucketTagging': 'the tags',
    's3:GetBucketVersioning': 'whether versioning is on',
    's3:GetEncryptionConfiguration': 'the default encryption',
  }),
  ...of('readers/vpcs', {
    'ec2:DescribeVpcs': 'which VPCs there are',
    'ec2:DescribeVpcEndpoints': 'which of them have a gateway endpoint for S3',
  }),
  ...of('readers/ebs', { 'ec2:DescribeVolumes': 'tags, state and encryption of volumes' }),
  ...of('readers/ec2', { 'ec2:DescribeInstances': 'tags, state and volumes of an instance' }),
  ...of('sources/ec2', {
    'ec2:DescribeSnapshots': 'the volume of a snapshot',
    'ec2:DescribeImages': 'the instance of an image',
  }),
  ...of('readers/rds-instance', {
    'rds:DescribeDBInstances': 'tags, state and encryption of a DB instance',
    'rds:DescribeOptionGroups': 'options such as TDE that hold a snapshot back',
  }),
  ...of('readers/rds-cluster', {
    'rds:DescribeDBClusters': 'engine, state and encryption of a cluster',
    'rds:ListTagsForResource': 'the tags of a cluster that is described without them',
  }),
  ...of('sources/rds', {
    'rds:DescribeDBSnapshots': 'the DB instance of a snapshot',
    'rds:DescribeDBClusterSnapshots': 'the cluster of a snapshot',
  }),
  ...of('readers/dynamodb', {
    'dynamodb:DescribeTable': 'state and encryption of a table',
    'dynamodb:ListTagsOfResource': 'the tags',
  }),
  ...of('readers/efs', { 'elasticfilesystem:DescribeFileSystems': 'tags, state and encryption' }),
  ...of('readers/fsx', {
    'fsx:DescribeFileSystems': 'type, tags, state and encryption',
    'fsx:DescribeVolumes': 'the volumes of an ONTAP file system, and their tags',
    'fsx:DescribeDataRepositoryAssociations': 'whether a Lustre file system is linked to S3',
  }),
  ...of('readers/dsql', { 'dsql:GetCluster': 'tags, state, encryption and peers' }),
  ...of('readers/redshift', { 'redshift:DescribeClusters': 'tags, state and encryption' }),
  ...of('readers/redshift-serverless', {
    'redshift-serverless:ListNamespaces': 'state and encryption; no other call takes the ARN',
    'redshift-serverless:ListTagsForResource': 'the tags',
  }),
  ...of('readers/timestream', {
    'timestream:DescribeEndpoints': 'where to call: the SDK asks by itself before the first call',
    'timestream:ListTables': 'the tables of a database',
    'timestream:DescribeTable': 'the state of a table',
    'timestream:DescribeDatabase': 'the key of its database',
    'timestream:ListTagsForResource': 'the tags',
  }),
  ...of('readers/storage-gateway', {
    'storagegateway:DescribeCachediSCSIVolumes': 'state and encryption of a cached volume',
    'storagegateway:DescribeStorediSCSIVolumes': 'state and encryption of a stored volume',
    'storagegateway:ListVolumes': 'the volumes of a gateway',
    'storagegateway:ListTagsForResource': 'the tags',
  }),
  ...of('readers/vmware', {
    'backup-gateway:GetVirtualMachine': 'which hypervisor a virtual machine is on',
    'backup-gateway:GetHypervisor': 'whether it is online',
    'backup-gateway:ListTagsForResource': 'the tags',
  }),
  ...of('readers/sap-hana', {
    'ssm-sap:ListDatabases': 'the databases of an application',
    'ssm-sap:GetDatabase': 'tags and status of a database',
  }),
  ...of('readers/cloudformation', {
    'cloudformation:DescribeStacks': 'tags and state of a stack',
    'cloudformation:ListStackResources': 'what is in it',
  }),
  ...of('readers/eks', {
    'eks:DescribeCluster': 'tags, state and authentication mode',
    'backup:ListRecoveryPointsByResource': 'which backups of the whole cluster exist',
  }),
]

/** The read role in the central account. */
export const centralReads: readonly Permission[] = [
  ...of('vault', {
    'backup:DescribeBackupVault': 'key, type and lock of the central vault',
    'backup:GetBackupVaultAccessPolicy': 'who may copy into it',
  }),
  ...aboutOrganisation,
  ...aboutPoints,
  ...of('recovery-points', {
    'backup:ListProtectedResourcesByBackupVault': 'what can be restored, to search by name',
  }),
  ...of('jobs', { 'backup:DescribeCopyJob': 'what became of a copy back that no event told of' }),
  ...aboutKeys,
  ...of('keys', {
    'kms:GetKeyPolicy': 'whether the key of the vault lets in the role that writes the copy',
    'kms:ListGrants': 'a resource may be encrypted by a key of the central account',
  }),
]

/** The read role in the management account, where organisation.json names it. */
export const managementReads: readonly Permission[] = [
  ...of('backup', {
    'backup:DescribeRegionSettings': 'which resource types are opted in for plans of the organisation',
  }),
  ...of('organisation', {
    'organizations:ListDelegatedAdministrators': 'which account administers AWS Backup for the organisation',
  }),
]

/** What a person may have the bot do, with the act role of the account. */
export const acts: readonly Permission[] = [
  ...of('act', {
    'backup:StartCopyJob': 'starts a failed copy again, with the arguments that it had',
    'backup:CopyFromBackupVault': 'StartCopyJob: takes the recovery point out of its vault',
    'backup:CopyIntoBackupVault':
      'StartCopyJob: puts its copy into the central vault, or for a restore into a local one',
    'iam:PassRole': 'StartCopyJob: hands AWS Backup the role that the copy had; limit it to that role',
  }),
  ...of('restore-jobs', { 'backup:StartRestoreJob': 'starts the restore of an approved request' }),
]
