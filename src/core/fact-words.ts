import type { FactName } from './fact.ts'

type Words = {
  /** As the subject of a sentence: `The tags`. */
  readonly what: string
  /** In whose account it is read, and so who must grant the permission. */
  readonly where: 'resource' | 'member' | 'central' | 'management' | 'key'
  /** The IAM actions that read it; absent where they differ by service. */
  readonly actions?: readonly string[]
}

/** How people are told that a fact is missing. `resource`: it is a property of the resource itself. */
export const factWords: Readonly<Record<FactName, Words>> = {
  tags: { what: 'The tags', where: 'resource' },
  state: { what: 'The state', where: 'resource' },
  encryption: { what: 'The encryption', where: 'resource' },
  versioning: { what: 'The versioning', where: 'resource', actions: ['s3:GetBucketVersioning'] },
  rootDevice: { what: 'The root device', where: 'resource', actions: ['ec2:DescribeInstances'] },
  productCodes: { what: 'The product codes', where: 'resource', actions: ['ec2:DescribeInstances'] },
  placement: { what: 'The placement', where: 'resource' },
  engine: { what: 'The engine', where: 'resource' },
  persistentOptions: { what: 'The option group', where: 'resource', actions: ['rds:DescribeOptionGroups'] },
  storageType: { what: 'The storage type', where: 'resource', actions: ['fsx:DescribeFileSystems'] },
  deploymentType: { what: 'The deployment type', where: 'resource', actions: ['fsx:DescribeFileSystems'] },
  dataRepositories: {
    what: 'The links to S3',
    where: 'resource',
    actions: ['fsx:DescribeDataRepositoryAssociations'],
  },
  ontapVolume: { what: 'The type of the volume', where: 'resource', actions: ['fsx:DescribeVolumes'] },
  authenticationMode: { what: 'The authentication mode', where: 'resource', actions: ['eks:DescribeCluster'] },
  storage: {
    what: 'The storage of the cluster',
    where: 'member',
    actions: ['backup:ListRecoveryPointsByResource', 'backup:ListRecoveryPointsByBackupVault', 'ec2:DescribeVolumes'],
  },
  peers: { what: 'The peer clusters', where: 'resource', actions: ['dsql:GetCluster'] },

  optIn: {
    what: 'The opt-in of resource types',
    where: 'member',
    actions: ['backup:DescribeRegionSettings'],
  },
  management: {
    what: 'The advanced features of resource types',
    where: 'member',
    actions: ['backup:DescribeRegionSettings'],
  },
  memberVault: { what: 'The local backup vault', where: 'member', actions: ['backup:DescribeBackupVault'] },
  localPoint: {
    what: 'The latest local recovery point',
    where: 'member',
    actions: ['backup:ListRecoveryPointsByBackupVault'],
  },
  lastCopy: { what: 'The latest copy job', where: 'member', actions: ['backup:ListCopyJobs'] },
  vpcsWithoutS3Endpoint: {
    what: 'The S3 gateway endpoints',
    where: 'member',
    actions: ['ec2:DescribeVpcs', 'ec2:DescribeVpcEndpoints'],
  },
  crossAccountBackup: {
    what: 'The cross-account backup setting',
    where: 'member',
    actions: ['backup:DescribeGlobalSettings'],
  },
  memberOrganisation: {
    what: 'The organisation of the account',
    where: 'member',
    actions: ['organizations:DescribeOrganization'],
  },
  centralOrganisation: {
    what: 'The organisation of the central account',
    where: 'central',
    actions: ['organizations:DescribeOrganization'],
  },
  backupRole: { what: 'The role that runs the jobs', where: 'member', actions: ['iam:GetRole'] },
  copyRole: { what: 'The service-linked role of AWS Backup', where: 'central', actions: ['iam:GetRole'] },
  managementOptIn: {
    what: 'The opt-in of the management account',
    where: 'management',
    actions: ['backup:DescribeRegionSettings'],
  },
  delegatedAdministrators: {
    what: 'The delegated administrator',
    where: 'management',
    actions: ['organizations:ListDelegatedAdministrators'],
  },

  memberVaultKey: { what: 'The key of the local vault', where: 'member', actions: ['kms:DescribeKey'] },
  centralVault: { what: 'The central backup vault', where: 'central', actions: ['backup:DescribeBackupVault'] },
  centralVaultKey: { what: 'The key of the central vault', where: 'central', actions: ['kms:DescribeKey'] },
  centralVaultKeyPolicy: {
    what: 'The policy of the central vault’s key',
    where: 'central',
    actions: ['kms:GetKeyPolicy'],
  },
  centralVaultPolicy: {
    what: 'The access policy of the central vault',
    where: 'central',
    actions: ['backup:GetBackupVaultAccessPolicy'],
  },
  centralPoint: {
    what: 'The latest central recovery point',
    where: 'central',
    actions: ['backup:ListRecoveryPointsByBackupVault'],
  },

  key: { what: 'The key', where: 'key', actions: ['kms:DescribeKey'] },
  encryptedBy: { what: 'The key', where: 'key', actions: ['kms:DescribeKey'] },
  keyPolicy: { what: 'The key policy', where: 'key', actions: ['kms:GetKeyPolicy'] },
  keyGrants: { what: 'The grants of the key', where: 'key', actions: ['kms:ListGrants'] },
}
