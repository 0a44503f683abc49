import { type Fact, type FactTable, type Key, type KeyFacts, known, type Vault } from '../../src/core/fact.ts'
import type { House } from '../../src/core/house.ts'
import { kindOf } from '../../src/core/kinds/index.ts'
import type { Reading } from '../../src/core/verdict.ts'

/** Readings in which everything is as it should be, and ways to spoil them one by one. */

const member = '111122223333'
export const central = '692653576357'
const region = 'eu-central-1'

export const house: House = {
  name: 'Example Group',
  organisationId: 'o-exampleorg1',
  central: {
    account: central,
    name: 'cbackupstorage-prod',
    vault: 'central-backup-vault',
    airGappedVault: 'central-air-gapped-vault',
    key: `arn:aws:kms:${region}:${central}:key/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234`,
    retentionDays: 35,
  },
  member: { vault: 'local-backup-vault', retentionDays: 1, backupRole: 'aws-controltower-BackupRole' },
  regions: ['eu-central-1', 'eu-west-1', 'eu-west-3', 'ap-southeast-1', 'us-east-1'],
  tag: { key: 'backup', enabled: 'enabled', disabled: 'disabled', custom: 'custom' },
  readRole: 'backup-bot-read',
  actRole: null,
  externalId: null,
  houseRules: { customerKey: 'required' },
  accounts: [
    { id: member, name: 'shop-prod', ou: 'Prod', owners: 'S0SHOP', channel: 'C0SHOP' },
    { id: '333344445555', name: 'lab-dev', ou: 'Dev', owners: 'S0LAB', channel: 'C0LAB' },
  ],
  slack: { alerts: 'C0ALERTS', cdxChannel: 'C0CDX', cdxGroup: 'S0CDX', whoMayAsk: 'everyone' },
  restore: { approvals: 1, approvalsForOverwrite: 2, approvalsForProduction: 1 },
}

export const asked = { house, to: 'central', checkedAt: '2026-11-20T12:00:00.000Z' } as const

const fact = <T>(call: string, field: string, value: T): Fact<T> =>
  known(value, { call, field, value: typeof value === 'string' ? value : JSON.stringify(value) })

const rootOf = (account: string) => ({
  Sid: 'EnableIamPolicies',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
})
const ownRoot = rootOf(member)
const use = {
  Sid: 'AllowCentralUse',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${central}:root` },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
  Resource: '*',
}
const grants = {
  Sid: 'AllowCentralGrants',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${central}:root` },
  Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
  Resource: '*',
  Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
}
const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })

/** A trust policy, which has no Resource. */
export const trustedBy = (Service: string, more: object = {}): string =>
  policy({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', ...more })

/** Key policies by what they mean for the copy. */
export const policies = {
  shared: policy(ownRoot, use, grants),
  unshared: policy(ownRoot),
  denied: policy(ownRoot, use, grants, {
    Sid: 'DenyOthers',
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:PrincipalAccount': member } },
  }),
  vague: policy(ownRoot, {
    ...use,
    Action: 'kms:*',
    Condition: { StringEquals: { 'aws:PrincipalTag/team': 'backup' } },
  }),
  broken: '{ not json',
} as const

const vaultPolicy = policy({
  Sid: 'AllowOrganisation',
  Effect: 'Allow',
  Principal: '*',
  Action: 'backup:CopyIntoBackupVault',
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalOrgID': house.organisationId } },
})

export const customerKey: Key = {
  arn: `arn:aws:kms:${region}:${member}:key/1a2b3c4d-0000-4000-8000-000000000001`,
  account: member,
  region,
  manager: 'CUSTOMER',
  state: 'Enabled',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  multiRegion: false,
}
export const awsManagedKey: Key = {
  ...customerKey,
  arn: `arn:aws:kms:${region}:${member}:key/1a2b3c4d-0000-4000-8000-00000000000a`,
  manager: 'AWS',
}
export const centralKey: Key = { ...customerKey, arn: house.central.key, account: central, multiRegion: true }

export const keyFacts = (key: Key, of: readonly string[], keyPolicy: string = policies.shared): KeyFacts => ({
  id: key.arn,
  of,
  facts: {
    key: fact('kms:DescribeKey', 'KeyMetadata', key),
    keyPolicy: fact('kms:GetKeyPolicy', 'Policy', keyPolicy),
    keyGrants: fact('kms:ListGrants', 'Grants', []),
  },
})

export const vault: Vault = {
  name: 'central-backup-vault',
  arn: `arn:aws:backup:${region}:${central}:backup-vault:central-backup-vault`,
  key: house.central.key,
  type: 'BACKUP_VAULT',
  locked: true,
  minRetentionDays: 7,
  maxRetentionDays: 400,
}
const airGappedVault: Vault = {
  ...vault,
  name: 'central-air-gapped-vault',
  arn: `arn:aws:backup:${region}:${central}:backup-vault:central-air-gapped-vault`,
  type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
}

/** What the kinds’ own rules need, all of it well. */
const own: Readonly<Record<string, FactTable>> = {
  s3: {
    versioning: fact('s3:GetBucketVersioning', 'Status', 'Enabled'),
    vpcsWithoutS3Endpoint: fact('ec2:DescribeVpcEndpoints', 'VpcEndpoints', []),
  },
  ebs: { placement: fact('ec2:DescribeVolumes', 'OutpostArn', 'Region') },
  ec2: {
    rootDevice: fact('ec2:DescribeInstances', 'RootDeviceType', 'ebs'),
    productCodes: fact('ec2:DescribeInstances', 'ProductCodes', []),
    placement: fact('ec2:DescribeInstances', 'OutpostArn', 'Region'),
  },
  'rds-instance': {
    engine: fact('rds:DescribeDBInstances', 'Engine', 'postgres'),
    persistentOptions: fact('rds:DescribeOptionGroups', 'Options', []),
    placement: fact('rds:DescribeDBInstances', 'BackupTarget', 'Region'),
  },
  'rds-multi-az-cluster': { engine: fact('rds:DescribeDBClusters', 'Engine', 'postgres') },
  aurora: { engine: fact('rds:DescribeDBClusters', 'Engine', 'aurora-postgresql') },
  documentdb: { engine: fact('rds:DescribeDBClusters', 'Engine', 'docdb') },
  neptune: { engine: fact('rds:DescribeDBClusters', 'Engine', 'neptune') },
  'aurora-dsql': { peers: fact('dsql:GetCluster', 'multiRegionProperties', []) },
  'fsx-lustre': {
    deploymentType: fact('fsx:DescribeFileSystems', 'DeploymentType', 'PERSISTENT_2'),
    dataRepositories: fact('fsx:DescribeDataRepositoryAssociations', 'Associations', 0),
    storageType: fact('fsx:DescribeFileSystems', 'StorageType', 'SSD'),
  },
  'fsx-openzfs': { storageType: fact('fsx:DescribeFileSystems', 'StorageType', 'SSD') },
  'fsx-ontap': {
    ontapVolume: fact('fsx:DescribeVolumes', 'OntapConfiguration', { type: 'RW', style: 'FLEXVOL', flexCache: 'NONE' }),
  },
  eks: {
    authenticationMode: fact('eks:DescribeCluster', 'accessConfig.authenticationMode', 'API'),
    storage: fact('backup:ListRecoveryPointsByResource', 'RecoveryPointArn', { at: '2026-11-20T01:12:00.000Z' }),
  },
}

export type Encrypted = 'none' | 'aws-owned' | 'aws-managed' | 'customer'

/** The same reading, encrypted in another way. */
export const encryptedBy = (reading: Reading, how: Encrypted, keyPolicy: string = policies.shared): Reading => {
  const of = reading.resource.name
  const key = how === 'customer' ? customerKey : how === 'aws-managed' ? awsManagedKey : null
  const by = how === 'none' || how === 'aws-owned' ? { kind: how } : { kind: 'key' as const, id: key?.arn ?? '' }
  return {
    ...reading,
    facts: { ...reading.facts, encryption: fact('describe', 'KmsKeyId', { parts: [{ of, by }] }) },
    keys: key === null ? [] : [keyFacts(key, [of], keyPolicy)],
  }
}

/** A reading of the kind in which nothing stands against backup and copy, under a shared customer managed key. */
export const passing = (id: string, facts: FactTable = {}): Reading => {
  const kind = kindOf(id)
  if (kind === undefined) throw new Error(`no kind ${id}`)
  const name = `my-${id}`
  const base: Reading = {
    resource: {
      arn: id === 's3' ? `arn:aws:s3:::${name}` : `arn:aws:${kind.family}:${region}:${member}:${name}`,
      partition: 'aws',
      region,
      account: member,
      family: kind.family,
      name,
    },
    kind: id,
    notes: [],
    facts: {
      tags: fact('tags', 'Tags', { backup: 'enabled', team: 'shop' }),
      state: fact('describe', 'State', kind.states.ok[0] ?? 'available'),
      optIn: fact('backup:DescribeRegionSettings', 'ResourceTypeOptInPreference', { [kind.optInKey]: true }),
      management: fact('backup:DescribeRegionSettings', 'ResourceTypeManagementPreference', {
        DynamoDB: id !== 'dynamodb-basic',
      }),
      crossAccountBackup: fact('backup:DescribeGlobalSettings', 'isCrossAccountBackupEnabled', true),
      memberOrganisation: fact('organizations:DescribeOrganization', 'Organization.Id', house.organisationId),
      centralOrganisation: fact('organizations:DescribeOrganization', 'Organization.Id', house.organisationId),
      backupRole: fact('iam:GetRole', 'AssumeRolePolicyDocument', trustedBy('backup.amazonaws.com')),
      copyRole: fact('iam:GetRole', 'RoleName', true),
      memberVault: fact('backup:DescribeBackupVault', 'BackupVaultName', {
        ...vault,
        name: house.member.vault,
        arn: `arn:aws:backup:${region}:${member}:backup-vault:${house.member.vault}`,
        minRetentionDays: null,
        maxRetentionDays: null,
      }),
      ...(kind.fullManagement.value === 'yes'
        ? { memberVaultKey: fact('kms:DescribeKey', 'KeyMetadata', centralKey) }
        : {}),
      centralVault: fact('backup:DescribeBackupVault', 'BackupVaultName', vault),
      centralVaultKey: fact('kms:DescribeKey', 'KeyMetadata', centralKey),
      centralVaultKeyPolicy: fact('kms:GetKeyPolicy', 'Policy', policy(rootOf(central))),
      centralVaultPolicy: fact('backup:GetBackupVaultAccessPolicy', 'Policy', vaultPolicy),
      localPoint: fact('backup:ListRecoveryPointsByBackupVault', 'RecoveryPoints', null),
      centralPoint: fact('backup:ListRecoveryPointsByBackupVault', 'RecoveryPoints', null),
      lastCopy: fact('backup:ListCopyJobs', 'CopyJobs', null),
      ...own[id],
      ...facts,
    },
    keys: [],
    nested: [],
  }
  return facts.encryption === undefined ? encryptedBy(base, 'customer') : base
}

/** The same reading, asked for the logically air-gapped vault, which is under AWS's own key. */
export const towardsAirGapped = (reading: Reading): Reading => {
  const { centralVaultKeyPolicy: _, ...facts } = reading.facts
  const centralVault = fact('backup:DescribeBackupVault', 'BackupVaultName', airGappedVault)
  return { ...reading, facts: { ...facts, centralVault } }
}
