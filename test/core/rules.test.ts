import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type FactTable, known, type RecoveryPoint, unknown } from '../../src/core/fact.ts'
import type { Destination, House } from '../../src/core/house.ts'
import { judge } from '../../src/core/judge.ts'
import { kinds } from '../../src/core/kinds/index.ts'
import type { Outcome } from '../../src/core/rule.ts'
import { commonRules, rules } from '../../src/core/rules/index.ts'
import type { Reading } from '../../src/core/verdict.ts'
import {
  asked,
  awsManagedKey,
  central,
  centralKey,
  customerKey,
  encryptedBy,
  house,
  keyFacts,
  passing,
  policies,
  towardsAirGapped,
  trustedBy,
  vault,
} from './readings.ts'

const folder = new URL('../../src/core/rules/', import.meta.url)
const files = readdirSync(folder).filter(name => name !== 'index.ts')

describe('the registry of rules', () => {
  it('lists exactly the files of the folder', () => {
    expect(rules.map(rule => `${rule.id}.ts`).sort()).toEqual(files.sort())
  })

  it.each(rules)('$id has a kebab-case id, a title, and a source', rule => {
    expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/)
    expect(rule.title).toMatch(/^[A-Z][^.]+$/)
    expect(rule.source).toMatch(/^https:\/\/\S+$/)
  })

  it('knows every rule that a kind names', () => {
    const own = new Set(kinds.flatMap(kind => kind.rules))
    expect([...own].filter(rule => !rules.includes(rule))).toEqual([])
    expect(rules.filter(rule => !commonRules.includes(rule) && !own.has(rule))).toEqual([])
  })
})

type Case = {
  readonly rule: string
  readonly what: string
  readonly reading: Reading
  /** `absent`: the rule is not asked. */
  readonly outcome: Outcome | 'absent'
  readonly says?: RegExp
  readonly to?: Destination
  readonly house?: House
}

const fact = <T>(value: T) => known(value, { call: 'test:Call', field: 'Field', value: String(value) })
const away = { to: 'air-gapped' as const }
const inRegion = (reading: Reading, region: string): Reading => ({
  ...reading,
  resource: { ...reading.resource, region },
})
const underKey = (id: string, key: Partial<typeof customerKey>, policy?: string): Reading => {
  const reading = passing(id)
  return { ...reading, keys: [{ ...keyFacts({ ...customerKey, ...key }, ['it'], policy), id: customerKey.arn }] }
}
const withHouse = (changed: Partial<House>): House => ({ ...house, ...changed })
const withCentral = (changed: Partial<House['central']>): House =>
  withHouse({ central: { ...house.central, ...changed } })
const inVault = (changed: Partial<typeof vault>, id = 'ebs'): Reading =>
  passing(id, { centralVault: fact({ ...vault, ...changed }) })
const inLocalVault = (changed: Partial<typeof vault>): Reading =>
  passing('ebs', {
    memberVault: fact({
      ...vault,
      name: house.member.vault,
      minRetentionDays: null,
      maxRetentionDays: null,
      ...changed,
    }),
  })
const airGappedKey = (policy: string, state = 'Enabled', region = centralKey.region): Reading => {
  const { facts, ...reading } = towardsAirGapped(passing('ebs'))
  const more = { centralVaultKey: fact({ ...centralKey, state, region }), centralVaultKeyPolicy: fact(policy) }
  return { ...reading, facts: { ...facts, ...more } }
}
const openTo = (...statements: readonly object[]): FactTable => ({
  centralVaultKeyPolicy: fact(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: statements.map(it => ({ Effect: 'Allow', Action: 'kms:*', Resource: '*', ...it })),
    }),
  ),
})
const centralRoot = { Principal: { AWS: `arn:aws:iam::${central}:root` } }
const byWayOf = (service: string): string =>
  roleOnly({
    Principal: { AWS: '111122223333' },
    Action: 'kms:*',
    Condition: { StringLike: { 'kms:ViaService': service } },
  })
const tagged = (tags: Readonly<Record<string, string>>): Reading => passing('ebs', { tags: fact(tags) })
const allows = (...statements: readonly object[]): FactTable => ({
  centralVaultPolicy: fact(JSON.stringify({ Version: '2012-10-17', Statement: statements })),
})
const copyInto = { Effect: 'Allow', Action: 'backup:CopyIntoBackupVault', Resource: '*' }
const point = { arn: 'a', vault: 'v', createdAt: '2026-11-19', encrypted: true, key: null, deleteAt: null }
const job = { id: 'J-1', message: 'Given key ID is not accessible', createdAt: '2026-11-19', completedAt: null }
const organisationKey = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: [
        'kms:Describe*',
        'kms:CreateGrant',
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
      ],
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': house.organisationId } },
    },
  ],
})
const roleOnly = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] })
const role = { AWS: `arn:aws:iam::111122223333:role/${house.member.backupRole}` }

const unseen = unknown('denied', 'It was denied.')
const managed = withHouse({ management: { account: '555566667777' } })
const daily = { cron: 'cron(0 5 ? * * *)', timeZone: 'UTC' }
type Past = {
  age: number
  copied?: true
  onDemand?: true
  schedule?: typeof daily
  point?: Partial<RecoveryPoint>
  id?: string
}
/** With a local recovery point of a plan, so many hours old. */
const past = ({ age, copied, onDemand, schedule, point: more, id = 'ebs' }: Past): Reading => {
  const createdAt = new Date(Date.parse(asked.checkedAt) - age * 3_600_000).toISOString()
  const local = {
    ...point,
    createdAt,
    status: 'COMPLETED',
    ...(onDemand ? {} : { plan: 'plan' }),
    ...(schedule ? { schedule } : {}),
    ...more,
  }
  return passing(id, {
    localPoint: fact(local as RecoveryPoint),
    lastCopy: fact(copied ? { ...job, state: 'COMPLETED', source: point.arn } : null),
  })
}

const cases: readonly Case[] = [
  { rule: 'tag-enabled', what: 'enabled', reading: tagged({ backup: 'enabled' }), outcome: 'ok' },
  { rule: 'tag-enabled', what: 'disabled', reading: tagged({ backup: 'disabled' }), outcome: 'by choice' },
  {
    rule: 'tag-enabled',
    what: 'custom',
    reading: tagged({ backup: 'custom' }),
    outcome: 'by choice',
    says: /worthless/,
  },
  { rule: 'tag-enabled', what: 'missing', reading: tagged({}), outcome: 'blocked', says: /missing/ },
  {
    rule: 'tag-enabled',
    what: 'key in the wrong case',
    reading: tagged({ Backup: 'enabled' }),
    outcome: 'blocked',
    says: /"Backup".*exactly "backup"/,
  },
  {
    rule: 'tag-enabled',
    what: 'value in the wrong case',
    reading: tagged({ backup: 'Enabled' }),
    outcome: 'blocked',
    says: /"Enabled".*"enabled".*exactly/,
  },
  {
    rule: 'tag-enabled',
    what: 'disabled in the wrong case is no choice',
    reading: tagged({ backup: 'DISABLED' }),
    outcome: 'blocked',
    says: /"disabled"/,
  },
  { rule: 'tag-enabled', what: 'another value', reading: tagged({ backup: 'yes' }), outcome: 'blocked', says: /"yes"/ },
  {
    rule: 'tag-enabled',
    what: 'the right key beside a wrong one',
    reading: tagged({ Backup: 'disabled', backup: 'enabled' }),
    outcome: 'ok',
  },
  {
    rule: 'tag-enabled',
    what: 'a system tag is not the tag',
    reading: tagged({ 'aws:backup:enabled': 'true' }),
    outcome: 'blocked',
  },
  {
    rule: 'tag-enabled',
    what: 'an object’s own names are no tags',
    reading: passing('ebs', { tags: fact({}) }),
    outcome: 'blocked',
    house: withHouse({ tag: { ...house.tag, key: 'constructor' } }),
  },

  { rule: 'region-covered', what: 'covered', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'region-covered',
    what: 'not covered',
    reading: inRegion(passing('ebs'), 'us-west-2'),
    outcome: 'blocked',
    says: /us-west-2/,
  },
  { rule: 'region-covered', what: 'not known', reading: inRegion(passing('s3'), ''), outcome: 'unknown' },

  { rule: 'type-offered', what: 'offered', reading: passing('timestream'), outcome: 'ok' },
  {
    rule: 'type-offered',
    what: 'not offered',
    reading: inRegion(passing('timestream'), 'eu-west-3'),
    outcome: 'blocked',
    says: /eu-west-3/,
  },
  {
    rule: 'type-offered',
    what: 'a Region that the table lacks',
    reading: inRegion(passing('aurora-dsql'), 'eu-north-1'),
    outcome: 'unknown',
  },
  {
    rule: 'type-offered',
    what: 'a type that is everywhere',
    reading: inRegion(passing('ebs'), 'eu-north-1'),
    outcome: 'ok',
  },
  { rule: 'type-offered', what: 'Region not known', reading: inRegion(passing('s3'), ''), outcome: 'absent' },

  { rule: 'type-opted-in', what: 'on', reading: passing('aurora'), outcome: 'ok' },
  {
    rule: 'type-opted-in',
    what: 'off',
    reading: passing('aurora', { optIn: fact({ Aurora: false }) }),
    outcome: 'blocked',
    says: /management account/,
  },
  {
    rule: 'type-opted-in',
    what: 'not mentioned',
    reading: passing('aurora', { optIn: fact({ RDS: true }) }),
    outcome: 'unknown',
  },

  { rule: 'state-ready', what: 'ready', reading: passing('rds-instance'), outcome: 'ok' },
  {
    rule: 'state-ready',
    what: 'queued',
    reading: passing('fsx-windows', { state: fact('UPDATING') }),
    outcome: 'ok',
    says: /queues/,
  },
  {
    rule: 'state-ready',
    what: 'not ready',
    reading: passing('rds-instance', { state: fact('stopped') }),
    outcome: 'blocked',
    says: /stopped.*available/,
  },
  {
    rule: 'state-ready',
    what: 'ready, in other letters',
    reading: passing('rds-instance', { state: fact('Available') }),
    outcome: 'ok',
  },
  { rule: 'state-ready', what: 'a bucket has no state', reading: passing('s3'), outcome: 'absent' },

  { rule: 'contents-known', what: 'listed', reading: passing('cloudformation'), outcome: 'ok' },
  {
    rule: 'contents-known',
    what: 'not listed',
    reading: passing('cloudformation', { encryption: unknown('denied', 'may not list') }),
    outcome: 'unknown',
  },
  { rule: 'contents-known', what: 'no composite', reading: passing('ebs'), outcome: 'absent' },

  { rule: 'member-vault-exists', what: 'there', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'member-vault-exists',
    what: 'not there',
    reading: passing('ebs', { memberVault: unknown('not found', 'no vault') }),
    outcome: 'blocked',
    says: /local-backup-vault/,
  },
  {
    rule: 'member-vault-exists',
    what: 'not readable',
    reading: passing('ebs', { memberVault: unknown('denied', 'no') }),
    outcome: 'unknown',
  },

  {
    rule: 'member-vault-exists',
    what: 'not made yet',
    reading: inLocalVault({ state: 'FAILED' }),
    outcome: 'blocked',
    says: /state FAILED/,
  },
  {
    rule: 'member-vault-exists',
    what: 'a view of another vault',
    reading: inLocalVault({ type: 'RESTORE_ACCESS_BACKUP_VAULT' }),
    outcome: 'blocked',
    says: /takes no backups/,
  },

  { rule: 'local-retention-within-vault-lock', what: 'no bounds', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'local-retention-within-vault-lock',
    what: 'exactly at both',
    reading: inLocalVault({ minRetentionDays: 1, maxRetentionDays: 1 }),
    outcome: 'ok',
  },
  {
    rule: 'local-retention-within-vault-lock',
    what: 'too short',
    reading: inLocalVault({ minRetentionDays: 7 }),
    outcome: 'blocked',
    says: /local-backup-vault takes backups kept for at least 7 days; the policy keeps them for 1/,
  },

  { rule: 'local-vault-key-enabled', what: 'enabled', reading: passing('efs'), outcome: 'ok' },
  {
    rule: 'local-vault-key-enabled',
    what: 'disabled',
    reading: passing('efs', { memberVaultKey: fact({ ...centralKey, state: 'Disabled' }) }),
    outcome: 'blocked',
    says: /in state Disabled: no backup of this type/,
  },
  {
    rule: 'local-vault-key-enabled',
    what: 'not readable',
    reading: passing('efs', { memberVaultKey: unknown('denied', 'no') }),
    outcome: 'unknown',
  },
  {
    rule: 'local-vault-key-enabled',
    what: 'AWS’s own',
    reading: passing('efs', { memberVaultKey: fact(null) }),
    outcome: 'ok',
    says: /AWS’s own/,
  },
  { rule: 'local-vault-key-enabled', what: 'not the backup’s key', reading: passing('ebs'), outcome: 'absent' },

  { rule: 'local-retention-long-enough', what: 'one day', reading: passing('ebs'), outcome: 'advice' },
  {
    rule: 'local-retention-long-enough',
    what: 'one day and no copy',
    reading: passing('rds-multi-az-cluster'),
    outcome: 'advice',
    says: /one day is all the protection/,
  },
  {
    rule: 'local-retention-long-enough',
    what: 'two weeks',
    reading: passing('ebs'),
    outcome: 'ok',
    house: withHouse({ member: { ...house.member, retentionDays: 14 } }),
  },

  { rule: 'type-can-be-copied', what: 'yes', reading: passing('efs'), outcome: 'ok' },
  {
    rule: 'type-can-be-copied',
    what: 'Redshift',
    reading: passing('redshift'),
    outcome: 'blocked',
    says: /all the protection/,
  },
  {
    rule: 'type-can-be-copied',
    what: 'Multi-AZ cluster',
    reading: passing('rds-multi-az-cluster'),
    outcome: 'blocked',
    says: /footnote/,
  },
  {
    rule: 'type-can-be-copied',
    what: 'AWS contradicts itself',
    reading: passing('cloudformation'),
    outcome: 'unknown',
    says: /backup-feature-availability\.html and .*applicationstackbackups\.html/,
  },
  {
    rule: 'type-can-be-copied',
    what: 'not in an opt-in Region',
    reading: inRegion(passing('neptune'), 'me-south-1'),
    outcome: 'blocked',
    says: /me-south-1/,
  },
  {
    rule: 'type-can-be-copied',
    what: 'into an opt-in Region',
    reading: passing('neptune'),
    house: withCentral({ regions: { 'eu-central-1': 'eu-south-1' } }),
    outcome: 'blocked',
    says: /In eu-south-1/,
  },
  ...['s3', 'ebs', 'dynamodb-advanced', 'eks'].map(id => ({
    rule: 'type-can-be-copied',
    what: 'no copy in the European Sovereign Cloud',
    reading: inRegion(passing(id), 'eusc-de-east-1'),
    outcome: 'blocked' as const,
    says: /In eusc-de-east-1/,
  })),
  { rule: 'type-can-be-copied', what: 'a switch decides', reading: passing('dynamodb-basic'), outcome: 'absent' },

  { rule: 'copy-leaves-account', what: 'of a member account', reading: passing('s3'), outcome: 'ok' },
  {
    rule: 'copy-leaves-account',
    what: 'of the central account itself',
    reading: { ...passing('s3'), resource: { ...passing('s3').resource, account: central } },
    outcome: 'unknown',
    says: /leaves no account/,
  },

  { rule: 'copy-in-one-action', what: 'same Region', reading: passing('fsx-windows'), outcome: 'ok' },
  {
    rule: 'copy-in-one-action',
    what: 'another Region, one action',
    reading: inVault({ arn: `arn:aws:backup:eu-west-1:${central}:backup-vault:x` }, 'aurora'),
    outcome: 'ok',
    says: /eu-west-1/,
  },
  {
    rule: 'copy-in-one-action',
    what: 'another Region, nobody knows',
    reading: inVault({ arn: `arn:aws:backup:eu-west-1:${central}:backup-vault:x` }, 'fsx-windows'),
    outcome: 'unknown',
  },
  {
    rule: 'copy-in-one-action',
    what: 'another Region, a guess only',
    reading: inVault({ arn: `arn:aws:backup:eu-west-1:${central}:backup-vault:x` }, 'timestream'),
    outcome: 'unknown',
    says: /https:/,
  },
  {
    rule: 'copy-in-one-action',
    what: 'no copy at all',
    reading: inVault({ arn: `arn:aws:backup:eu-west-1:${central}:backup-vault:x` }, 'redshift'),
    outcome: 'absent',
  },
  {
    rule: 'copy-in-one-action',
    what: 'a Region that AWS excepts for the type',
    reading: inVault({ arn: `arn:aws:backup:me-south-1:${central}:backup-vault:x` }, 'fsx-ontap'),
    outcome: 'blocked',
    says: /between me-south-1 and another Region/,
  },
  { rule: 'copy-in-one-action', what: 'no Region', reading: inRegion(passing('s3'), ''), outcome: 'unknown' },

  {
    rule: 'source-encryption-can-be-copied',
    what: 'unencrypted EBS',
    reading: encryptedBy(passing('ebs'), 'none'),
    outcome: 'ok',
    says: /copy is encrypted with the central vault’s key/,
  },
  {
    rule: 'source-encryption-can-be-copied',
    what: 'a gateway volume under an AWS managed key, which nobody can share',
    reading: encryptedBy(passing('storage-gateway'), 'aws-managed'),
    outcome: 'blocked',
  },
  {
    rule: 'source-encryption-can-be-copied',
    what: 'unencrypted Aurora',
    reading: encryptedBy(passing('aurora'), 'none'),
    outcome: 'ok',
    says: /stays unencrypted/,
  },
  {
    rule: 'source-encryption-can-be-copied',
    what: 'aws/ebs',
    reading: encryptedBy(passing('ebs'), 'aws-managed'),
    outcome: 'blocked',
    says: /AWS managed key/,
  },
  {
    rule: 'source-encryption-can-be-copied',
    what: 'SSE-RDS',
    reading: encryptedBy(passing('aurora'), 'aws-owned'),
    outcome: 'unknown',
    says: /https:.*and https:/,
  },
  {
    rule: 'source-encryption-can-be-copied',
    what: 'a state that AWS does not document',
    reading: encryptedBy(passing('fsx-lustre'), 'none'),
    outcome: 'unknown',
  },
  {
    rule: 'source-encryption-can-be-copied',
    what: 'AWS says nothing',
    reading: { ...passing('ebs', { encryption: fact({ parts: [] }) }), keys: [] },
    outcome: 'unknown',
  },
  {
    rule: 'source-encryption-can-be-copied',
    what: 'a key that nobody read',
    reading: { ...passing('ebs'), keys: [] },
    outcome: 'unknown',
  },

  { rule: 'key-enabled', what: 'enabled', reading: passing('ebs'), outcome: 'ok' },
  ...['Disabled', 'PendingDeletion', 'PendingReplicaDeletion', 'PendingImport', 'Unavailable', 'Novel'].map(
    (state): Case => ({
      rule: 'key-enabled',
      what: state,
      reading: underKey('ebs', { state }),
      outcome: 'blocked',
      says: new RegExp(state),
    }),
  ),

  { rule: 'key-in-region', what: 'here', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'key-in-region',
    what: 'another Region',
    reading: underKey('ebs', { region: 'eu-west-1' }),
    outcome: 'blocked',
    says: /eu-west-1/,
  },
  {
    rule: 'key-in-region',
    what: 'another replica',
    reading: underKey('ebs', { region: 'eu-west-1', multiRegion: true }),
    outcome: 'blocked',
    says: /replica/,
  },
  {
    rule: 'key-in-region',
    what: 'another account',
    reading: underKey('ebs', { account: '333344445555' }),
    outcome: 'advice',
    says: /333344445555/,
  },
  { rule: 'key-in-region', what: 'no Region', reading: inRegion(passing('s3'), ''), outcome: 'unknown' },

  { rule: 'key-encrypts-data', what: 'symmetric', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'key-encrypts-data',
    what: 'RSA',
    reading: underKey('ebs', { spec: 'RSA_4096' }),
    outcome: 'blocked',
    says: /RSA_4096/,
  },
  {
    rule: 'key-encrypts-data',
    what: 'for signing',
    reading: underKey('ebs', { usage: 'SIGN_VERIFY' }),
    outcome: 'blocked',
  },

  { rule: 'backup-role-can-use-key', what: 'through IAM', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'backup-role-can-use-key',
    what: 'named',
    reading: underKey('s3', {}, roleOnly({ Principal: role, Action: 'kms:Decrypt' })),
    outcome: 'ok',
  },
  {
    rule: 'backup-role-can-use-key',
    what: 'not named',
    reading: underKey('s3', {}, roleOnly({ Principal: { AWS: 'arn:aws:iam::111122223333:user/x' }, Action: 'kms:*' })),
    outcome: 'blocked',
    says: /kms:Decrypt/,
  },
  {
    rule: 'backup-role-can-use-key',
    what: 'not named, where the guide is vague',
    reading: underKey('efs', {}, roleOnly({ Principal: { AWS: 'arn:aws:iam::111122223333:user/x' }, Action: 'kms:*' })),
    outcome: 'unknown',
  },
  {
    rule: 'backup-role-can-use-key',
    what: 'grants only',
    reading: underKey('ebs', {}, roleOnly({ Principal: role, Action: ['kms:DescribeKey', 'kms:CreateGrant'] })),
    outcome: 'unknown',
  },
  {
    rule: 'backup-role-can-use-key',
    what: 'a condition that nobody can settle',
    reading: underKey(
      'dynamodb-advanced',
      {},
      roleOnly({
        Principal: role,
        Action: 'kms:*',
        Condition: { StringEquals: { 'aws:PrincipalTag/team': 'backup' } },
      }),
    ),
    outcome: 'unknown',
  },
  {
    rule: 'backup-role-can-use-key',
    what: 'Multi-AZ cluster',
    reading: underKey('rds-multi-az-cluster', {}, roleOnly({ Principal: role, Action: 'kms:Encrypt' })),
    outcome: 'blocked',
  },
  {
    rule: 'backup-role-can-use-key',
    what: 'no JSON',
    reading: underKey('ebs', {}, policies.broken),
    outcome: 'unknown',
    says: /JSON/,
  },
  {
    rule: 'backup-role-can-use-key',
    what: 'AWS managed',
    reading: encryptedBy(passing('ebs'), 'aws-managed'),
    outcome: 'absent',
  },

  {
    rule: 'key-shared-with-central',
    what: 'shared',
    reading: passing('ebs'),
    outcome: 'ok',
    says: /"AllowCentralUse", "AllowCentralGrants"/,
  },
  {
    rule: 'key-shared-with-central',
    what: 'not shared',
    reading: encryptedBy(passing('ebs'), 'customer', policies.unshared),
    outcome: 'blocked',
    says: /692653576357/,
  },
  {
    rule: 'key-shared-with-central',
    what: 'denied',
    reading: encryptedBy(passing('ebs'), 'customer', policies.denied),
    outcome: 'blocked',
    says: /DenyOthers/,
  },
  {
    rule: 'key-shared-with-central',
    what: 'not settled',
    reading: encryptedBy(passing('ebs'), 'customer', policies.vague),
    outcome: 'unknown',
    says: /AllowCentralUse/,
  },
  {
    rule: 'key-shared-with-central',
    what: 'no JSON',
    reading: encryptedBy(passing('ebs'), 'customer', policies.broken),
    outcome: 'unknown',
  },
  {
    rule: 'key-shared-with-central',
    what: 'AWS managed: said elsewhere',
    reading: encryptedBy(passing('ebs'), 'aws-managed'),
    outcome: 'absent',
  },
  {
    rule: 'key-shared-with-central',
    what: 'fully managed',
    reading: encryptedBy(passing('efs'), 'customer', policies.unshared),
    outcome: 'absent',
  },

  {
    rule: 'key-needs-no-sharing',
    what: 'fully managed',
    reading: encryptedBy(passing('efs'), 'customer', policies.unshared),
    outcome: 'ok',
    says: /need not be shared/,
  },
  { rule: 'key-needs-no-sharing', what: 'not fully managed', reading: passing('ebs'), outcome: 'absent' },

  { rule: 'cross-account-backup-on', what: 'on', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'cross-account-backup-on',
    what: 'off',
    reading: passing('ebs', { crossAccountBackup: fact(false) }),
    outcome: 'blocked',
  },

  { rule: 'central-vault-exists', what: 'there', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'central-vault-exists',
    what: 'not there',
    reading: passing('ebs', { centralVault: unknown('not found', 'no vault') }),
    outcome: 'blocked',
    says: /central-backup-vault/,
  },
  {
    rule: 'central-vault-exists',
    what: 'air-gapped, there',
    reading: towardsAirGapped(passing('ebs')),
    outcome: 'ok',
    ...away,
  },
  {
    rule: 'central-vault-exists',
    what: 'air-gapped, but a plain vault',
    reading: passing('ebs'),
    outcome: 'blocked',
    ...away,
  },
  ...(['CREATING', 'FAILED'] as const).map(
    (state): Case => ({
      rule: 'central-vault-exists',
      what: state,
      reading: inVault({ state }),
      outcome: 'blocked',
      says: new RegExp(state),
    }),
  ),
  {
    rule: 'central-vault-exists',
    what: 'an air-gapped vault in the place of the plain one',
    reading: towardsAirGapped(passing('rds-instance')),
    outcome: 'unknown',
  },
  {
    rule: 'central-vault-exists',
    what: 'a restore access vault',
    reading: inVault({ type: 'RESTORE_ACCESS_BACKUP_VAULT' }),
    outcome: 'blocked',
  },
  {
    rule: 'central-vault-exists',
    what: 'no air-gapped vault named',
    reading: passing('ebs', { centralVault: unknown('not found', 'none is named') }),
    outcome: 'blocked',
    says: /settings/,
    house: withCentral({ airGappedVault: null }),
    ...away,
  },

  { rule: 'central-vault-not-default', what: 'a name', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'central-vault-not-default',
    what: 'Default',
    reading: inVault({ name: 'Default' }, 's3'),
    outcome: 'blocked',
  },

  { rule: 'central-vault-has-customer-key', what: 'customer', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'central-vault-has-customer-key',
    what: 'aws/backup, not fully managed',
    reading: passing('rds-instance', { centralVaultKey: fact(awsManagedKey) }),
    outcome: 'blocked',
  },
  {
    rule: 'central-vault-has-customer-key',
    what: 'aws/backup, fully managed: AWS contradicts itself',
    reading: passing('s3', { centralVaultKey: fact(awsManagedKey) }),
    outcome: 'unknown',
    says: /encryption\.html.*backup-dashboards\.html/,
  },
  {
    rule: 'central-vault-has-customer-key',
    what: 'aws/backup, a type of which AWS does not say whether it is fully managed',
    reading: passing('cloudformation', { centralVaultKey: fact(awsManagedKey) }),
    outcome: 'unknown',
  },
  {
    rule: 'central-vault-has-customer-key',
    what: 'air-gapped: brings its own',
    reading: towardsAirGapped(passing('ebs')),
    outcome: 'absent',
    ...away,
  },

  { rule: 'central-vault-key-enabled', what: 'enabled', reading: passing('s3'), outcome: 'ok' },
  {
    rule: 'central-vault-key-enabled',
    what: 'disabled',
    reading: passing('s3', { centralVaultKey: fact({ ...centralKey, state: 'Disabled' }) }),
    outcome: 'blocked',
    says: /Disabled/,
  },

  {
    rule: 'central-vault-key-usable',
    what: 'left to the central account',
    reading: passing('ebs'),
    outcome: 'ok',
    says: /account 692653576357/,
  },
  {
    rule: 'central-vault-key-usable',
    what: 'open to the organisation, as Control Tower suggests',
    reading: passing('s3', { centralVaultKeyPolicy: fact(organisationKey) }),
    outcome: 'ok',
  },
  {
    rule: 'central-vault-key-usable',
    what: 'left to another account only, unless a grant opens it',
    reading: passing('rds-instance', openTo({ Principal: { AWS: '999988887777' } })),
    outcome: 'unknown',
  },
  {
    rule: 'central-vault-key-usable',
    what: 'a Deny that names all but the administrators',
    reading: passing(
      'ebs',
      openTo(centralRoot, {
        Effect: 'Deny',
        Principal: '*',
        Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${central}:role/admin` } },
      }),
    ),
    outcome: 'blocked',
    says: /denies kms:DescribeKey/,
  },
  {
    rule: 'central-vault-key-usable',
    what: 'a Deny, of a type whose copy is made by AWS Backup itself',
    reading: passing('s3', openTo(centralRoot, { Effect: 'Deny', Principal: '*', Action: 'kms:CreateGrant' })),
    outcome: 'unknown',
  },
  {
    rule: 'central-vault-key-usable',
    what: 'only by way of another service',
    reading: passing(
      'ebs',
      openTo({
        ...centralRoot,
        Condition: { StringLikeIfExists: { 'kms:ViaService': 'rds.*.amazonaws.com' } },
      }),
    ),
    outcome: 'unknown',
  },
  {
    rule: 'central-vault-key-usable',
    what: 'not read',
    reading: passing('ebs', { centralVaultKeyPolicy: unseen }),
    outcome: 'unknown',
  },
  {
    rule: 'central-vault-key-usable',
    what: 'not JSON',
    reading: passing('ebs', { centralVaultKeyPolicy: fact(policies.broken) }),
    outcome: 'unknown',
  },
  {
    rule: 'central-vault-key-usable',
    what: 'an AWS managed key',
    reading: passing('ebs', { centralVaultKey: fact({ ...centralKey, manager: 'AWS' }) }),
    outcome: 'ok',
  },
  { rule: 'central-vault-key-usable', what: 'no copy at all', reading: passing('redshift'), outcome: 'absent' },
  {
    rule: 'central-vault-key-usable',
    what: 'air-gapped: has a rule of its own',
    reading: airGappedKey(organisationKey),
    outcome: 'absent',
    ...away,
  },

  {
    rule: 'air-gapped-vault-key-usable',
    what: 'a vault under AWS’s own key',
    reading: towardsAirGapped(passing('ebs')),
    outcome: 'absent',
    ...away,
  },
  {
    rule: 'air-gapped-vault-key-usable',
    what: 'open to the organisation',
    reading: airGappedKey(organisationKey),
    outcome: 'ok',
    ...away,
  },
  {
    rule: 'air-gapped-vault-key-usable',
    what: 'disabled',
    reading: airGappedKey(organisationKey, 'Disabled'),
    outcome: 'blocked',
    says: /Disabled/,
    ...away,
  },
  {
    rule: 'air-gapped-vault-key-usable',
    what: 'closed to the account, unless a grant opens it',
    reading: airGappedKey(roleOnly({ Principal: { AWS: central }, Action: 'kms:*' })),
    outcome: 'unknown',
    ...away,
  },
  {
    rule: 'air-gapped-vault-key-usable',
    what: 'a Deny',
    reading: airGappedKey(roleOnly({ Effect: 'Deny', Principal: '*', Action: 'kms:*' })),
    outcome: 'blocked',
    ...away,
  },
  {
    rule: 'air-gapped-vault-key-usable',
    what: 'in another Region, open by way of AWS Backup there',
    reading: airGappedKey(byWayOf('backup.eu-west-1.amazonaws.com'), 'Enabled', 'eu-west-1'),
    outcome: 'unknown',
    says: /backup.eu-central-1.amazonaws.com or backup.eu-west-1.amazonaws.com/,
    ...away,
  },
  {
    rule: 'air-gapped-vault-key-usable',
    what: 'in another Region, open by way of AWS Backup anywhere',
    reading: airGappedKey(byWayOf('backup.*.amazonaws.com'), 'Enabled', 'eu-west-1'),
    outcome: 'ok',
    ...away,
  },
  {
    rule: 'air-gapped-vault-key-usable',
    what: 'not JSON',
    reading: airGappedKey(policies.broken),
    outcome: 'unknown',
    ...away,
  },

  { rule: 'central-vault-policy-allows-copy', what: 'the organisation', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'central-vault-policy-allows-copy',
    what: 'the account',
    reading: passing('ebs', allows({ ...copyInto, Principal: { AWS: '111122223333' } })),
    outcome: 'ok',
  },
  {
    rule: 'central-vault-policy-allows-copy',
    what: 'no policy',
    reading: passing('ebs', { centralVaultPolicy: fact(null) }),
    outcome: 'blocked',
  },
  {
    rule: 'central-vault-policy-allows-copy',
    what: 'another account',
    reading: passing('ebs', allows({ ...copyInto, Principal: { AWS: '999988887777' } })),
    outcome: 'blocked',
  },
  {
    rule: 'central-vault-policy-allows-copy',
    what: 'another organisation',
    reading: passing(
      'ebs',
      allows({ ...copyInto, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-other' } } }),
    ),
    outcome: 'blocked',
  },
  {
    rule: 'central-vault-policy-allows-copy',
    what: 'a path in the organisation',
    reading: passing(
      'ebs',
      allows({
        ...copyInto,
        Principal: '*',
        Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/r-1/ou-1/*' } },
      }),
    ),
    outcome: 'unknown',
  },
  {
    rule: 'central-vault-policy-allows-copy',
    what: 'every path in the organisation',
    reading: passing(
      'ebs',
      allows({
        ...copyInto,
        Principal: '*',
        Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-other/*', 'o-exampleorg1/*'] } },
      }),
    ),
    outcome: 'ok',
  },
  {
    rule: 'central-vault-policy-allows-copy',
    what: 'a Deny',
    reading: passing(
      'ebs',
      allows(
        { ...copyInto, Principal: '*' },
        { ...copyInto, Sid: 'No', Effect: 'Deny', Principal: { AWS: '111122223333' } },
      ),
    ),
    outcome: 'blocked',
    says: /"No"/,
  },
  {
    rule: 'central-vault-policy-allows-copy',
    what: 'no JSON',
    reading: passing('ebs', { centralVaultPolicy: fact('{') }),
    outcome: 'unknown',
  },

  { rule: 'retention-within-vault-lock', what: 'within', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'retention-within-vault-lock',
    what: 'no bounds',
    reading: inVault({ minRetentionDays: null, maxRetentionDays: null }),
    outcome: 'ok',
  },
  {
    rule: 'retention-within-vault-lock',
    what: 'exactly at both',
    reading: inVault({ minRetentionDays: 35, maxRetentionDays: 35 }),
    outcome: 'ok',
  },
  {
    rule: 'retention-within-vault-lock',
    what: 'too short',
    reading: inVault({ minRetentionDays: 36 }),
    outcome: 'blocked',
    says: /at least 36/,
  },
  {
    rule: 'retention-within-vault-lock',
    what: 'too long',
    reading: inVault({ maxRetentionDays: 34 }),
    outcome: 'blocked',
    says: /at most 34/,
  },

  { rule: 'house-customer-key', what: 'customer', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'house-customer-key',
    what: 'unencrypted EBS',
    reading: encryptedBy(passing('ebs'), 'none'),
    outcome: 'blocked',
    says: /contradicts itself.*FAQ.*AWS copies it all the same/,
  },
  {
    rule: 'house-customer-key',
    what: 'unencrypted EBS, advised',
    reading: encryptedBy(passing('ebs'), 'none'),
    outcome: 'advice',
    house: withHouse({ houseRules: { customerKey: 'advised' } }),
  },
  {
    rule: 'house-customer-key',
    what: 'unencrypted EBS, off',
    reading: encryptedBy(passing('ebs'), 'none'),
    outcome: 'ok',
    house: withHouse({ houseRules: { customerKey: 'off' } }),
  },
  {
    rule: 'house-customer-key',
    what: 'unencrypted Aurora',
    reading: encryptedBy(passing('aurora'), 'none'),
    outcome: 'blocked',
    says: /leaves the copy unencrypted/,
  },
  {
    rule: 'house-customer-key',
    what: 'AWS owned',
    reading: encryptedBy(passing('aurora'), 'aws-owned'),
    outcome: 'blocked',
  },
  {
    rule: 'house-customer-key',
    what: 'AWS managed',
    reading: encryptedBy(passing('ebs'), 'aws-managed'),
    outcome: 'blocked',
  },
  {
    rule: 'house-customer-key',
    what: 'a type that the guide does not mention',
    reading: encryptedBy(passing('documentdb'), 'none'),
    outcome: 'blocked',
    says: /does not mention/,
  },
  {
    rule: 'house-customer-key',
    what: 'optional',
    reading: encryptedBy(passing('s3'), 'aws-managed'),
    outcome: 'ok',
  },
  {
    rule: 'house-customer-key',
    what: 'not mentioned, fully managed',
    reading: encryptedBy(passing('aurora-dsql'), 'aws-owned'),
    outcome: 'ok',
  },

  { rule: 'central-key-for-backups-only', what: 'own key', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'central-key-for-backups-only',
    what: 'the central key',
    reading: underKey('ebs', centralKey),
    outcome: 'advice',
  },
  {
    rule: 'central-key-for-backups-only',
    what: 'a replica of the central key',
    reading: underKey('ebs', { ...centralKey, arn: centralKey.arn.replace('eu-central-1', 'eu-west-1') }),
    outcome: 'advice',
  },

  {
    rule: 'air-gapped-vault-takes-type',
    what: 'takes it',
    reading: towardsAirGapped(passing('ebs')),
    outcome: 'ok',
    ...away,
  },
  {
    rule: 'air-gapped-vault-takes-type',
    what: 'does not take it',
    reading: towardsAirGapped(passing('rds-instance')),
    outcome: 'blocked',
    ...away,
  },
  {
    rule: 'air-gapped-vault-takes-type',
    what: 'not in the Region',
    reading: inRegion(towardsAirGapped(passing('eks')), 'me-south-1'),
    outcome: 'blocked',
    ...away,
  },
  {
    rule: 'air-gapped-vault-takes-type',
    what: 'not in the Region of the vault',
    reading: towardsAirGapped(passing('eks')),
    house: withCentral({ regions: { 'eu-central-1': 'me-south-1' } }),
    outcome: 'blocked',
    says: /In me-south-1/,
    ...away,
  },
  { rule: 'air-gapped-vault-takes-type', what: 'not asked', reading: passing('rds-instance'), outcome: 'absent' },

  {
    rule: 'air-gapped-vault-takes-encryption',
    what: 'unencrypted EBS',
    reading: encryptedBy(towardsAirGapped(passing('ebs')), 'none'),
    outcome: 'ok',
    ...away,
  },
  {
    rule: 'air-gapped-vault-takes-encryption',
    what: 'unencrypted Neptune',
    reading: encryptedBy(towardsAirGapped(passing('neptune')), 'none'),
    outcome: 'blocked',
    ...away,
  },
  {
    rule: 'air-gapped-vault-takes-encryption',
    what: 'aws/ebs',
    reading: encryptedBy(towardsAirGapped(passing('ebs')), 'aws-managed'),
    outcome: 'blocked',
    ...away,
  },

  { rule: 'versioning-enabled', what: 'on', reading: passing('s3'), outcome: 'ok' },
  { rule: 'versioning-enabled', what: 'off', reading: passing('s3', { versioning: fact('Off') }), outcome: 'blocked' },
  {
    rule: 'versioning-enabled',
    what: 'suspended',
    reading: passing('s3', { versioning: fact('Suspended') }),
    outcome: 'blocked',
    says: /silent on suspended/,
  },

  { rule: 'root-device-ebs', what: 'ebs', reading: passing('ec2'), outcome: 'ok' },
  {
    rule: 'root-device-ebs',
    what: 'instance store',
    reading: passing('ec2', { rootDevice: fact('instance-store') }),
    outcome: 'blocked',
  },

  { rule: 'no-marketplace-code', what: 'none', reading: passing('ec2'), outcome: 'ok' },
  {
    rule: 'no-marketplace-code',
    what: 'one',
    reading: passing('ec2', { productCodes: fact(['abc123']) }),
    outcome: 'blocked',
    says: /abc123/,
  },

  { rule: 'placed-in-region', what: 'in the Region', reading: passing('rds-instance'), outcome: 'ok' },
  {
    rule: 'placed-in-region',
    what: 'on an Outpost',
    reading: passing('ebs', { placement: fact('arn:aws:outposts:eu-central-1:111122223333:outpost/op-1') }),
    outcome: 'blocked',
  },
  {
    rule: 'placed-in-region',
    what: 'a database in a Local Zone',
    reading: passing('rds-instance', { placement: fact('us-east-1-bos-1a') }),
    outcome: 'blocked',
  },
  {
    rule: 'placed-in-region',
    what: 'a volume in a Local Zone',
    reading: passing('ebs', { placement: fact('us-east-1-bos-1a') }),
    outcome: 'unknown',
  },

  { rule: 'engine-supported', what: 'postgres', reading: passing('rds-instance'), outcome: 'ok' },
  {
    rule: 'engine-supported',
    what: 'RDS Custom for Oracle',
    reading: passing('rds-instance', { engine: fact('custom-oracle-ee') }),
    outcome: 'blocked',
  },
  {
    rule: 'engine-supported',
    what: 'RDS Custom for SQL Server',
    reading: passing('rds-instance', { engine: fact('custom-sqlserver-se') }),
    outcome: 'unknown',
  },

  { rule: 'options-allow-copy', what: 'none', reading: passing('rds-instance'), outcome: 'ok' },
  {
    rule: 'options-allow-copy',
    what: 'TDE',
    reading: passing('rds-instance', { persistentOptions: fact(['TDE']) }),
    outcome: 'blocked',
    says: /TDE/,
  },

  { rule: 'advanced-features-on', what: 'on', reading: passing('dynamodb-advanced'), outcome: 'ok' },
  {
    rule: 'advanced-features-on',
    what: 'off',
    reading: passing('dynamodb-basic'),
    outcome: 'blocked',
    says: /all the protection/,
  },
  {
    rule: 'advanced-features-on',
    what: 'not mentioned',
    reading: passing('dynamodb-advanced', { management: fact({}) }),
    outcome: 'unknown',
  },
  {
    rule: 'advanced-features-on',
    what: 'on, but DynamoDB is opted in by the management account only',
    reading: passing('dynamodb-advanced', {
      optIn: fact({ DynamoDB: false }),
      managementOptIn: fact({ DynamoDB: true }),
    }),
    house: managed,
    outcome: 'unknown',
    says: /asks for both/,
  },
  {
    rule: 'advanced-features-on',
    what: 'not read, taken for basic',
    reading: passing('dynamodb-basic', { management: unknown('denied', 'no') }),
    outcome: 'unknown',
  },

  { rule: 'not-scratch', what: 'persistent', reading: passing('fsx-lustre'), outcome: 'ok' },
  {
    rule: 'not-scratch',
    what: 'scratch',
    reading: passing('fsx-lustre', { deploymentType: fact('SCRATCH_2') }),
    outcome: 'blocked',
  },

  { rule: 'no-s3-link', what: 'none', reading: passing('fsx-lustre'), outcome: 'ok' },
  {
    rule: 'no-s3-link',
    what: 'one',
    reading: passing('fsx-lustre', { dataRepositories: fact(1) }),
    outcome: 'blocked',
  },

  {
    rule: 'storage-type-allows-copy',
    what: 'a type that nobody knows',
    reading: passing('fsx-openzfs', { storageType: fact('GLACIAL') }),
    outcome: 'unknown',
  },
  { rule: 'storage-type-allows-copy', what: 'SSD', reading: passing('fsx-openzfs'), outcome: 'ok' },
  ...['fsx-lustre', 'fsx-openzfs'].map(
    (id): Case => ({
      rule: 'storage-type-allows-copy',
      what: `intelligent tiering of ${id}`,
      reading: passing(id, { storageType: fact('INTELLIGENT_TIERING') }),
      outcome: 'blocked',
    }),
  ),

  { rule: 'volume-read-write', what: 'RW', reading: passing('fsx-ontap'), outcome: 'ok' },
  {
    rule: 'volume-read-write',
    what: 'a mirror',
    reading: passing('fsx-ontap', { ontapVolume: fact({ type: 'DP', style: 'FLEXVOL', flexCache: 'NONE' }) }),
    outcome: 'blocked',
    says: /DP/,
  },
  {
    rule: 'volume-read-write',
    what: 'a cache',
    reading: passing('fsx-ontap', { ontapVolume: fact({ type: 'RW', style: 'FLEXGROUP', flexCache: 'CACHE' }) }),
    outcome: 'blocked',
  },

  { rule: 'volume-flexvol', what: 'FLEXVOL', reading: passing('fsx-ontap'), outcome: 'ok' },
  {
    rule: 'volume-flexvol',
    what: 'FLEXGROUP',
    reading: passing('fsx-ontap', { ontapVolume: fact({ type: 'RW', style: 'FLEXGROUP', flexCache: 'NONE' }) }),
    outcome: 'blocked',
  },

  { rule: 'authentication-mode-api', what: 'API', reading: passing('eks'), outcome: 'ok' },
  {
    rule: 'authentication-mode-api',
    what: 'CONFIG_MAP',
    reading: passing('eks', { authenticationMode: fact('CONFIG_MAP') }),
    outcome: 'blocked',
  },

  {
    rule: 'persistent-storage-known',
    what: 'listed by a backup',
    reading: passing('eks'),
    outcome: 'ok',
    says: /in its backup of 2026-11-20 01:12 UTC/,
  },
  {
    rule: 'persistent-storage-known',
    what: 'without a backup yet',
    reading: passing('eks', { storage: unknown('not found', 'none is completed') }),
    outcome: 'unknown',
    says: /No backup of the whole cluster my-eks has completed yet/,
  },

  { rule: 'every-region-backed-up', what: 'alone', reading: passing('aurora-dsql'), outcome: 'ok' },
  {
    rule: 'every-region-backed-up',
    what: 'with a peer',
    reading: passing('aurora-dsql', { peers: fact(['arn:aws:dsql:us-east-1:111122223333:cluster/a']) }),
    outcome: 'advice',
  },

  { rule: 's3-gateway-endpoint', what: 'everywhere', reading: passing('s3'), outcome: 'ok' },
  {
    rule: 's3-gateway-endpoint',
    what: 'missing',
    reading: passing('s3', { vpcsWithoutS3Endpoint: fact(['vpc-1']) }),
    outcome: 'advice',
    says: /vpc-1/,
  },
  {
    rule: 's3-gateway-endpoint',
    what: 'missing in an account of Production',
    reading: passing('s3', { vpcsWithoutS3Endpoint: fact(['vpc-1']) }),
    outcome: 'advice',
    house: withHouse({ accounts: house.accounts.map(it => ({ ...it, ou: 'Production' })) }),
  },
  {
    rule: 's3-gateway-endpoint',
    what: 'not a Prod account',
    reading: (it => ({ ...it, resource: { ...it.resource, account: '333344445555' } }))(passing('s3')),
    outcome: 'absent',
  },
  {
    rule: 's3-gateway-endpoint',
    what: 'never asked',
    reading: (({ facts: { vpcsWithoutS3Endpoint: _, ...facts }, ...it }) => ({ ...it, facts }))(passing('s3')),
    outcome: 'absent',
  },

  { rule: 'local-point-exists', what: 'none yet', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'local-point-exists',
    what: 'one',
    reading: passing('ebs', { localPoint: fact({ ...point, status: 'COMPLETED' }) }),
    outcome: 'ok',
    says: /of 19 Nov 00:00 UTC, 36 h ago \(COMPLETED\), in the vault v, encrypted\.$/,
  },
  {
    rule: 'local-point-exists',
    what: 'one under a key',
    reading: passing('ebs', { localPoint: fact({ ...point, status: 'COMPLETED', key: 'arn:aws:kms:k' }) }),
    outcome: 'ok',
    says: /encrypted with arn:aws:kms:k\.$/,
  },
  {
    rule: 'local-point-exists',
    what: 'one that is not encrypted',
    reading: passing('ebs', { localPoint: fact({ ...point, status: 'COMPLETED', encrypted: false }) }),
    outcome: 'ok',
    says: /, not encrypted\.$/,
  },
  {
    rule: 'local-point-exists',
    what: 'one of which AWS does not say it',
    reading: passing('ebs', { localPoint: fact({ ...point, status: 'COMPLETED', encrypted: null }) }),
    outcome: 'ok',
    says: /, in the vault v\.$/,
  },
  {
    rule: 'local-point-exists',
    what: 'an incomplete one',
    reading: passing('ebs', { localPoint: fact({ ...point, status: 'PARTIAL' }) }),
    outcome: 'advice',
    says: /19 Nov 00:00 UTC, 36 h ago \(PARTIAL\), in the vault v/,
  },
  {
    rule: 'central-point-exists',
    what: 'one',
    reading: passing('ebs', { centralPoint: fact({ ...point, status: 'COMPLETED' }) }),
    outcome: 'ok',
    says: /central/,
  },
  {
    rule: 'central-point-exists',
    what: 'an incomplete one',
    reading: passing('ebs', { centralPoint: fact({ ...point, status: 'PARTIAL' }) }),
    outcome: 'advice',
  },

  { rule: 'last-copy-worked', what: 'none yet', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'last-copy-worked',
    what: 'it did',
    reading: passing('ebs', { lastCopy: fact({ ...job, state: 'COMPLETED' }) }),
    outcome: 'ok',
  },
  {
    rule: 'last-copy-worked',
    what: 'it failed',
    reading: passing('ebs', { lastCopy: fact({ ...job, state: 'FAILED' }) }),
    outcome: 'advice',
    says: /not accessible/,
  },

  { rule: 'account-in-organisation', what: 'it is', reading: passing('ebs'), outcome: 'ok' },
  { rule: 'central-account-in-organisation', what: 'it is', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'central-account-in-organisation',
    what: 'it could not be asked',
    reading: passing('ebs', { centralOrganisation: unseen }),
    outcome: 'unknown',
  },
  {
    rule: 'account-in-organisation',
    what: 'the account is in another',
    reading: passing('ebs', { memberOrganisation: fact<string | null>('o-strangers') }),
    outcome: 'blocked',
    says: /Account 111122223333 is in o-strangers, not in o-exampleorg1/,
  },
  {
    rule: 'account-in-organisation',
    what: 'the account is in none',
    reading: passing('ebs', { memberOrganisation: fact<string | null>(null) }),
    outcome: 'blocked',
    says: /is in no organisation/,
  },
  {
    rule: 'central-account-in-organisation',
    what: 'it is in another',
    reading: passing('ebs', { centralOrganisation: fact<string | null>('o-strangers') }),
    outcome: 'blocked',
    says: /cbackupstorage-prod \(692653576357\) is in o-strangers/,
  },
  {
    rule: 'account-in-organisation',
    what: 'it could not be asked, whatever organisation.json says',
    reading: passing('ebs', { memberOrganisation: unseen }),
    outcome: 'unknown',
    says: /may not be read: It was denied\./,
  },
  { rule: 'backup-role-exists', what: 'it does', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'backup-role-exists',
    what: 'it does not',
    reading: passing('ebs', { backupRole: fact(null) }),
    outcome: 'blocked',
    says: /does not exist in account 111122223333/,
  },
  {
    rule: 'backup-role-exists',
    what: 'it trusts another service',
    reading: passing('ebs', { backupRole: fact(trustedBy('ec2.amazonaws.com')) }),
    outcome: 'blocked',
    says: /does not let AWS Backup assume it/,
  },
  {
    rule: 'backup-role-exists',
    what: 'it trusts AWS Backup on behalf of this account',
    reading: passing('ebs', {
      backupRole: fact(
        trustedBy('backup.amazonaws.com', { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
      ),
    }),
    outcome: 'ok',
  },
  {
    rule: 'backup-role-exists',
    what: 'it trusts AWS Backup where a tag fits',
    reading: passing('ebs', {
      backupRole: fact(
        trustedBy('backup.amazonaws.com', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'shop' } } }),
      ),
    }),
    outcome: 'unknown',
  },
  {
    rule: 'backup-role-exists',
    what: 'its trust policy was not told',
    reading: passing('ebs', { backupRole: fact('') }),
    outcome: 'unknown',
  },
  {
    rule: 'backup-role-exists',
    what: 'nobody could look',
    reading: passing('ebs', { backupRole: unseen }),
    outcome: 'unknown',
    says: /may not be read: It was denied\./,
  },
  { rule: 'copy-role-exists', what: 'it does', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'copy-role-exists',
    what: 'not yet',
    reading: passing('ebs', { copyRole: fact(false) }),
    outcome: 'advice',
    says: /creates it with the first copy/,
  },
  {
    rule: 'copy-role-exists',
    what: 'nobody could look',
    reading: passing('ebs', { copyRole: unseen }),
    outcome: 'unknown',
  },
  { rule: 'management-opted-in', what: 'the account is not configured', reading: passing('ebs'), outcome: 'absent' },
  {
    rule: 'management-opted-in',
    what: 'it is',
    reading: passing('ebs', { managementOptIn: fact({ EBS: true }) }),
    house: managed,
    outcome: 'ok',
  },
  {
    rule: 'management-opted-in',
    what: 'it is not',
    reading: passing('ebs', { managementOptIn: fact({ EBS: false }) }),
    house: managed,
    outcome: 'blocked',
    says: /management account 555566667777, eu-central-1, so/,
  },
  {
    rule: 'management-opted-in',
    what: 'nothing is said of the type',
    reading: passing('ebs', { managementOptIn: fact({}) }),
    house: managed,
    outcome: 'unknown',
  },
  { rule: 'management-opted-in', what: 'never read', reading: passing('ebs'), house: managed, outcome: 'unknown' },
  {
    rule: 'type-opted-in',
    what: 'the management account is looked at instead',
    reading: passing('ebs', { optIn: fact({ EBS: false }), managementOptIn: fact({ EBS: true }) }),
    house: managed,
    outcome: 'absent',
  },
  { rule: 'delegated-administrator', what: 'never asked', reading: passing('ebs'), outcome: 'absent' },
  {
    rule: 'delegated-administrator',
    what: 'one',
    reading: passing('ebs', { delegatedAdministrators: fact(['692653576357']) }),
    outcome: 'ok',
  },
  {
    rule: 'delegated-administrator',
    what: 'none',
    reading: passing('ebs', { delegatedAdministrators: fact<readonly string[]>([]) }),
    outcome: 'advice',
  },

  { rule: 'newest-point-copied', what: 'none yet', reading: passing('ebs'), outcome: 'ok' },
  {
    rule: 'newest-point-copied',
    what: 'it was',
    reading: past({ age: 30, copied: true }),
    outcome: 'ok',
    says: /COMPLETED/,
  },
  {
    rule: 'newest-point-copied',
    what: 'it is young',
    reading: past({ age: 2 }),
    outcome: 'ok',
    says: /about to start/,
  },
  {
    rule: 'newest-point-copied',
    what: 'it is not',
    reading: past({ age: 4 }),
    outcome: 'advice',
    says: /No copy was started of the newest local recovery point, 4 h old/,
  },
  {
    rule: 'newest-point-copied',
    what: 'it was made on demand',
    reading: past({ age: 4, onDemand: true }),
    outcome: 'ok',
    says: /on demand/,
  },
  {
    rule: 'newest-point-copied',
    what: 'it is continuous',
    reading: past({ age: 400, point: { status: 'AVAILABLE' } }),
    outcome: 'ok',
    says: /continuous/,
  },
  {
    rule: 'newest-point-copied',
    what: 'a type that is never copied',
    reading: past({ age: 4, id: 'redshift' }),
    outcome: 'absent',
  },

  // It is noon, and the rule runs at five: the run of this morning may still be waiting for its start.
  {
    rule: 'backup-on-schedule',
    what: 'no schedule',
    reading: passing('ebs'),
    outcome: 'ok',
    says: /is not known: AWS/,
  },
  {
    rule: 'backup-on-schedule',
    what: 'on time',
    reading: past({ age: 6, schedule: daily }),
    outcome: 'ok',
    says: /^The next backup, and its copy, is due 21 Nov 05:00 UTC \(in 17 h\)\.$/,
  },
  {
    rule: 'backup-on-schedule',
    what: 'of a type that is never copied',
    reading: past({ age: 6, schedule: daily, id: 'redshift' }),
    outcome: 'ok',
    says: /^The next backup is due/,
  },
  {
    rule: 'backup-on-schedule',
    what: 'the run of today is late within its start window',
    reading: past({ age: 30, schedule: daily }),
    outcome: 'ok',
  },
  {
    rule: 'backup-on-schedule',
    what: 'the run of yesterday is missing',
    reading: past({ age: 54, schedule: daily }),
    outcome: 'advice',
    says: /appeared since the scheduled run of 19 Nov 05:00 UTC \(31 h ago\); the newest is of 18 Nov 06:00 UTC, 2 days ago.+8 hours by default.+7 days by default\. The next/,
  },
  {
    rule: 'backup-on-schedule',
    what: 'only the central one is left',
    reading: passing('ebs', {
      centralPoint: fact({ ...point, createdAt: '2026-11-19T05:30:00Z', status: 'COMPLETED', schedule: daily }),
    }),
    outcome: 'ok',
  },
  {
    rule: 'backup-on-schedule',
    what: 'a continuous backup that began long ago',
    reading: past({ age: 400, schedule: daily, point: { arn: 'arn:aws:rds:x:y:snapshot:continuous:z' } }),
    outcome: 'ok',
    says: /The next/,
  },
  {
    rule: 'backup-on-schedule',
    what: 'nothing at all, by the schedule of the settings',
    reading: passing('ebs'),
    house: withHouse({ member: { ...house.member, schedule: { ...daily, timeZone: 'Europe/Berlin' } } }),
    outcome: 'advice',
    says: /since the scheduled run of 20 Nov 05:00 Europe\/Berlin \(8 h ago\)\. .+ due 21 Nov 05:00 Europe\/Berlin \(in 16 h\)/,
  },
  {
    rule: 'backup-on-schedule',
    what: 'an expression that is none',
    reading: past({ age: 400, schedule: { ...daily, cron: 'rate(1 day)' } }),
    outcome: 'ok',
    says: /does not understand rate\(1 day\)/,
  },
  {
    rule: 'backup-on-schedule',
    what: 'a schedule that is over',
    reading: past({ age: 3000, schedule: { ...daily, cron: 'cron(0 5 1 6 ? 2026)' } }),
    outcome: 'ok',
    says: /has no further run/,
  },
]

const judged = ({ rule, reading, to = 'central', house: its = house }: Case) => {
  const { findings } = judge(reading, { ...asked, to, house: its })
  const title = rules.find(it => it.id === rule)?.title.slice(1) ?? ''
  return findings.filter(it => it.rule === rule || (it.outcome === 'unknown' && it.because.includes(title)))
}

describe('every rule', () => {
  it.each(cases)('$rule: $what: $outcome', it => {
    const found = judged(it)
    expect(found.map(finding => finding.outcome)).toEqual(it.outcome === 'absent' ? [] : [it.outcome])
    for (const { because, fix, source, outcome } of found) {
      if (it.says) expect(because).toMatch(it.says)
      expect(because).toMatch(/\S\.?$/)
      expect(fix.say).not.toBe('')
      if (outcome === 'ok') expect(fix.say).toBe('Nothing to do.')
      expect(source).toMatch(/^https:\/\//)
    }
  })

  it.each(rules)('$id has a case for ok and one for not', ({ id }) => {
    const outcomes = cases.filter(it => it.rule === id).map(it => it.outcome)
    expect(outcomes).toContain('ok')
    expect(new Set(outcomes).size).toBeGreaterThan(1)
  })

  it('leads from an unshared key to its policy, and from a failed copy to its explanation', () => {
    const reading = encryptedBy(
      passing('ebs', { lastCopy: fact({ ...job, state: 'FAILED' }) }),
      'customer',
      policies.unshared,
    )
    const words = judge(reading, asked).findings.flatMap(it => it.fix.then ?? [])
    expect(words).toEqual([`policy ${reading.resource.arn}`, 'explain J-1'])
  })

  it('shows the deciding statement as evidence', () => {
    const { findings } = judge(encryptedBy(passing('ebs'), 'customer', policies.denied), asked)
    const finding = findings.find(it => it.rule === 'key-shared-with-central')
    expect(finding?.evidence.map(it => it.field)).toContain('Statement[DenyOthers]')
  })
})
