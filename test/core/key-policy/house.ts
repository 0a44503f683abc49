import type { Key } from '../../../src/core/fact.ts'
import type { House } from '../../../src/core/house.ts'
import type { KindOfKey, Where } from '../../../src/core/key-policy/needs.ts'

export const central = '692653576357'
export const member = '111122223333'
export const organisation = 'o-exampleorg1'
export const keyArn = `arn:aws:kms:eu-central-1:${member}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
export const linkedRole = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`
export const where: Where = { account: member, region: 'eu-central-1', partition: 'aws' }

export const house: House = {
  name: 'Example Group',
  organisationId: organisation,
  central: {
    account: central,
    name: 'cbackupstorage-prod',
    vault: 'central-backup-vault',
    airGappedVault: null,
    key: `arn:aws:kms:eu-central-1:${central}:key/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234`,
    retentionDays: 35,
  },
  member: { vault: 'local-backup-vault', retentionDays: 1, backupRole: 'aws-controltower-BackupRole' },
  regions: ['eu-central-1', 'eu-west-1'],
  tag: { key: 'backup', enabled: 'enabled', disabled: 'disabled', custom: 'custom' },
  readRole: null,
  actRole: null,
  externalId: null,
  houseRules: { customerKey: 'required' },
  accounts: [
    { id: member, name: 'shop-prod', ou: 'Prod', owners: 'S0SHOP', channel: 'C0SHOP' },
    { id: '222233334444', name: 'data-prod', ou: 'Prod', owners: 'S0DATA', channel: 'C0DATA' },
  ],
  slack: { alerts: 'C0ALERTS', cdxChannel: 'C0CDX', cdxGroup: 'S0CDX', whoMayAsk: 'everyone' },
  restore: { approvals: 1, approvalsForOverwrite: 2, approvalsForProduction: 1 },
}

/** The same, with the central vault of eu-central-1 in eu-west-1. */
export const far: House = { ...house, central: { ...house.central, regions: { 'eu-central-1': 'eu-west-1' } } }

export const ebs: KindOfKey = { id: 'ebs', name: 'EBS volume', keyMustBeShared: true, via: 'ec2' }
export const ec2: KindOfKey = { id: 'ec2', name: 'EC2 instance', keyMustBeShared: true, via: 'ec2' }
export const rds: KindOfKey = { id: 'rds-instance', name: 'RDS DB instance', keyMustBeShared: true, via: 'rds' }
export const aurora: KindOfKey = { id: 'aurora', name: 'Aurora DB cluster', keyMustBeShared: true, via: 'rds' }
export const fsx: KindOfKey = { id: 'fsx-windows', name: 'FSx file system', keyMustBeShared: true, via: 'fsx' }
export const s3: KindOfKey = { id: 's3', name: 'S3 bucket', keyMustBeShared: false, via: null }

export const key: Key = {
  arn: keyArn,
  account: member,
  region: 'eu-central-1',
  manager: 'CUSTOMER',
  state: 'Enabled',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  multiRegion: false,
}

/** AWS's own default statement: the account's IAM policies decide. */
export const rootStatement = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${member}:root` },
  Action: 'kms:*',
  Resource: '*',
} as const

export const guideUse = {
  Sid: 'Allow use of the key',
  Effect: 'Allow',
  Principal: { AWS: [`arn:aws:iam::${central}:root`] },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
  Resource: '*',
} as const
export const guideGrants = {
  Sid: 'Allow attachment of persistent resources',
  Effect: 'Allow',
  Principal: { AWS: [`arn:aws:iam::${central}:root`] },
  Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
  Resource: '*',
  Condition: { Bool: { 'kms:GrantIsForAWSResource': true } },
} as const

export const policyOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'key-policy', Statement: statements })
