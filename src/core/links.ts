/** Where AWS says so: the pages that kinds and rules cite, by a short name each. */
const guide = (page: string) => `https://docs.aws.amazon.com/aws-backup/latest/devguide/${page}.html`

export const serviceLinkedRole = guide('using-service-linked-roles-AWSServiceRoleForBackup')
export const features = guide('backup-feature-availability')
export const encryption = guide('encryption')
export const crossAccount = guide('create-cross-account-backup')
export const copying = guide('recov-point-create-a-copy')
export const services = guide('working-with-supported-services')
export const supported = guide('whatisbackup')
export const creating = guide('creating-a-backup')
export const options = guide('plan-options-and-configuration')
export const started = guide('getting-started')
export const management = guide('manage-cross-account')
export const history = guide('doc-history')
export const messages = guide('backup-dashboards')
export const troubleshooting = guide('troubleshooting')
export const continuous = guide('point-in-time-recovery')
export const airGapped = guide('logicallyairgappedvault')
export const airGappedPrimary = guide('lag-vault-primary-backup')
export const vaultLock = guide('vault-lock')
export const plans = guide('creating-a-backup-plan')
export const copyJobs = guide('API_ListCopyJobs')
export const pointsByVault = guide('API_ListRecoveryPointsByBackupVault')

export const s3 = guide('s3-backups')
export const dynamodb = guide('advanced-ddb-backup')
export const rds = guide('rds-backup')
export const dsql = guide('backup-aurora')
export const redshift = guide('redshift-backups')
export const redshiftServerless = guide('redshift-serverless-backups')
export const cloudformation = guide('applicationstackbackups')
export const eks = guide('eks-backups')
export const timestream = guide('timestream-backup')
export const sapHana = guide('backup-saphana')
export const vmware = guide('vm-backups')

const aws = (path: string) => `https://docs.aws.amazon.com/${path}.html`

export const copyRolePolicy = aws('aws-managed-policy/latest/reference/AWSBackupServiceLinkedRolePolicyForBackup')
export const backupRolePolicy = aws('aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup')
export const backupPolicies = aws('organizations/latest/userguide/orgs_manage_policies_backup_syntax')
export const controlTowerKey = aws('controltower/latest/userguide/backup-prerequisites')
export const ebsShareKey = aws('ebs/latest/userguide/share-kms-key')
export const kmsPutKeyPolicy = aws('kms/latest/APIReference/API_PutKeyPolicy')
export const kmsDescribeKey = aws('kms/latest/APIReference/API_DescribeKey')
export const kmsKeyStates = aws('kms/latest/developerguide/key-state')
export const kmsMultiRegion = aws('kms/latest/developerguide/multi-region-keys-overview')
export const auroraEncryption = aws('AmazonRDS/latest/AuroraUserGuide/Overview.Encryption')
export const auroraCopy = aws('AmazonRDS/latest/AuroraUserGuide/aurora-copy-snapshot')
export const rdsEncryption = aws('AmazonRDS/latest/UserGuide/Overview.Encryption')
export const rdsShare = aws('AmazonRDS/latest/UserGuide/USER_ShareSnapshot')
export const rdsShareEncrypted = aws('AmazonRDS/latest/UserGuide/share-encrypted-snapshot')
export const rdsCopySnapshot = aws('AmazonRDS/latest/APIReference/API_CopyDBSnapshot')
export const rdsCopyClusterSnapshot = aws('AmazonRDS/latest/APIReference/API_CopyDBClusterSnapshot')
export const lustreBackups = aws('fsx/latest/LustreGuide/using-backups-fsx')
export const lustreCopies = aws('fsx/latest/LustreGuide/copy-backups')
export const ontapBackups = aws('fsx/latest/ONTAPGuide/using-backups')
export const ontapCopies = aws('fsx/latest/ONTAPGuide/copy-backups')
export const openzfsCopies = aws('fsx/latest/OpenZFSGuide/copy-backups')
export const redshiftEncryption = aws('redshift/latest/mgmt/working-with-db-encryption')
export const gatewayEncryption = aws('storagegateway/latest/vgw/encryption')
export const dynamodbEncryption = aws('amazondynamodb/latest/developerguide/EncryptionAtRest')
export const timestreamClosed = aws(
  'timestream/latest/developerguide/AmazonTimestreamForLiveAnalytics-availability-change',
)
export const s3Endpoint = aws('vpc/latest/privatelink/vpc-endpoints-s3')

export const encryptionBlog = 'https://aws.amazon.com/blogs/storage/how-encryption-works-in-aws-backup/'
export const vaultKeyKnowledge = 'https://repost.aws/knowledge-center/backup-cross-account-copy-error'
export const regionSettings =
  'https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/backup_region_settings.html.markdown'
