import { describe, expect, it } from 'vitest'
import { type Fact, type Key, known, unknown, type Vault } from '../../../src/core/fact.ts'
import { kindOf } from '../../../src/core/kinds/index.ts'
import type { KeyReading, PreflightFacts } from '../../../src/core/restore/leg-finding.ts'
import { canBeFulfilled, preflight } from '../../../src/core/restore/preflight.ts'
import type { Draft } from '../../../src/core/restore/request.ts'
import { draftOf, house, localPoint, now, resourceOf } from './samples.ts'

const member = '111122223333'
const central = '692653576357'
const denied = unknown('denied', 'The read role may not ask for it.')
const policyOf = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const root = (account: string) => ({
  Sid: 'Root',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
})
const organisation = {
  Sid: 'Organisation',
  Effect: 'Allow',
  Principal: '*',
  Action: [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:GenerateDataKey*',
    'kms:Encrypt',
    'kms:ReEncrypt*',
    'kms:CreateGrant',
    'kms:ListGrants',
  ],
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalOrgID': house.organisationId } },
}
const copyInto = {
  Sid: 'Copies',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${central}:root` },
  Action: 'backup:CopyIntoBackupVault',
  Resource: '*',
}

const key = (account: string, change: Partial<Key> = {}): Fact<Key> =>
  known({
    arn: `arn:aws:kms:eu-central-1:${account}:key/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234`,
    account,
    region: 'eu-central-1',
    manager: 'CUSTOMER',
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    multiRegion: true,
    ...change,
  })
const reading = (account: string, change: Partial<KeyReading> = {}): KeyReading => ({
  key: key(account),
  policy: known(policyOf(root(account), organisation)),
  grants: known([]),
  ...change,
})

const vault = (change: Partial<Vault> = {}): Fact<Vault> =>
  known({
    name: 'local-backup-vault',
    arn: `arn:aws:backup:eu-central-1:${member}:backup-vault:local-backup-vault`,
    key: null,
    type: 'BACKUP_VAULT',
    locked: false,
    minRetentionDays: null,
    maxRetentionDays: null,
    ...change,
  })

const good = (kind: string): PreflightFacts => ({
  point: known({ status: 'COMPLETED', resource: resourceOf(kind).arn, expiresAt: '2026-12-15T01:00:00.000Z' }),
  pointKey: reading(central),
  vault: vault(),
  vaultPolicy: known(policyOf(copyInto)),
  vaultKey: reading(member),
})

const judge = (kind: string, facts: Partial<PreflightFacts> = {}, draft: Partial<Draft> = {}) => {
  const row = kindOf(kind)
  if (row === undefined) throw new Error(`No kind ${kind}`)
  return preflight({ draft: draftOf(kind, draft), kind: row, house, facts: { ...good(kind), ...facts }, now })
}

describe('the pre-flight of both legs', () => {
  it.each(['ebs', 'ec2', 'rds-instance', 'aurora', 'efs', 'dynamodb-advanced', 's3'])(
    '%s: nothing stands in the way',
    kind => {
      const findings = judge(kind)
      expect(findings.filter(it => it.outcome !== 'ok')).toEqual([])
      expect(canBeFulfilled(findings)).toBe('yes')
      expect(new Set(findings.map(it => it.stage))).toEqual(new Set(['copy back', 'restore']))
    },
  )

  it('judges the restore alone where the recovery point is local', () => {
    const findings = judge(
      'ebs',
      { vault: denied, vaultPolicy: denied, vaultKey: null, pointKey: reading(member) },
      { point: localPoint },
    )
    expect(findings.map(it => [it.rule, it.stage, it.outcome])).toEqual([
      ['recovery-point-usable', 'restore', 'ok'],
      ['restore-role-can-use-key', 'restore', 'ok'],
    ])
  })

  describe('from a central vault in another Region', () => {
    const there = (kind: string, region: string, facts: Partial<PreflightFacts> = {}) =>
      judge(kind, facts, { point: { ...draftOf(kind).point, region } })
    const offered = (kind: string, region: string) =>
      there(kind, region).find(it => it.rule === 'copy-offered')?.outcome
    it.each([
      ['ebs', 'eu-west-1', 'ok'],
      ['aurora', 'eu-west-1', 'ok'],
      ['fsx-windows', 'eu-west-1', 'unknown'],
      ['timestream', 'eu-west-1', 'unknown'],
      ['fsx-windows', 'me-south-1', 'blocked'],
      ['redshift', 'eu-west-1', 'blocked'],
    ])('%s from %s: %s', (kind, region, outcome) => expect(offered(kind, region)).toBe(outcome))

    it('asks the key there for calls from both Regions', () => {
      const ireland = key(central, { region: 'eu-west-1' })
      const through = (...services: string[]) => {
        const Condition = { ...organisation.Condition, StringEqualsIfExists: { 'kms:ViaService': services } }
        const policy = known(policyOf(root(central), { ...organisation, Condition: { ...Condition } }))
        return there('ebs', 'eu-west-1', { pointKey: reading(central, { key: ireland, policy }) }).find(
          it => it.rule === 'point-key-shared-with-member',
        )
      }
      const [here, away] = ['ec2.eu-central-1.amazonaws.com', 'ec2.eu-west-1.amazonaws.com']
      expect(through(here, away)?.outcome).toBe('ok')
      expect(through(away)).toMatchObject({
        outcome: 'unknown',
        because: expect.stringContaining('does not say which'),
      })
    })
  })

  const noPrincipal = policyOf({ ...root(central), Principal: { AWS: `arn:aws:iam::${central}:role/admin` } })
  it.each<[string, string, Partial<PreflightFacts>, string, 'blocked' | 'unknown', RegExp]>([
    [
      'the recovery point is gone',
      'ebs',
      { point: unknown('not found', 'No such point.') },
      'recovery-point-usable',
      'blocked',
      /gone/,
    ],
    ['the recovery point cannot be read', 'ebs', { point: denied }, 'recovery-point-usable', 'unknown', /may not/],
    [
      'it belongs to another resource',
      'ebs',
      { point: known({ status: 'COMPLETED', resource: 'arn:aws:x', expiresAt: null }) },
      'recovery-point-usable',
      'blocked',
      /belongs to arn:aws:x/,
    ],
    [
      'it expired',
      'ebs',
      { point: known({ status: 'COMPLETED', resource: resourceOf('ebs').arn, expiresAt: now }) },
      'recovery-point-usable',
      'blocked',
      /expired/,
    ],
    [
      'it is expiring',
      'ebs',
      { point: known({ status: 'EXPIRED', resource: resourceOf('ebs').arn, expiresAt: null }) },
      'recovery-point-usable',
      'blocked',
      /EXPIRED/,
    ],
    ['the type cannot be copied', 'redshift', {}, 'copy-offered', 'blocked', /does not copy/],
    ['AWS does not say', 'cloudformation', {}, 'copy-offered', 'unknown', /does not say/],
    [
      'there is no local vault',
      'ebs',
      { vault: unknown('not found', 'x') },
      'member-vault-exists',
      'blocked',
      /no vault local-backup-vault/,
    ],
    ['the local vault cannot be read', 'ebs', { vault: denied }, 'member-vault-exists', 'unknown', /may not/],
    [
      'the lock of the vault wants longer',
      'ebs',
      { vault: vault({ locked: true, minRetentionDays: 14 }) },
      'copy-within-vault-lock',
      'blocked',
      /at least 14 days; the one back is kept for 7/,
    ],
    [
      'the lock of the vault ends earlier',
      'ebs',
      { vault: vault({ locked: true, minRetentionDays: 1, maxRetentionDays: 3 }) },
      'copy-within-vault-lock',
      'blocked',
      /at most 3 days/,
    ],
    [
      'the vault has no policy',
      'ebs',
      { vaultPolicy: known(null) },
      'member-vault-lets-central-in',
      'blocked',
      /no access policy/,
    ],
    [
      'the vault policy names another account',
      'ebs',
      { vaultPolicy: known(policyOf({ ...copyInto, Principal: { AWS: '999999999999' } })) },
      'member-vault-lets-central-in',
      'blocked',
      /No statement allows backup:CopyIntoBackupVault/,
    ],
    [
      'the vault policy denies',
      'ebs',
      { vaultPolicy: known(policyOf(copyInto, { ...copyInto, Effect: 'Deny', Principal: '*' })) },
      'member-vault-lets-central-in',
      'blocked',
      /denies/,
    ],
    [
      'the vault policy was not read',
      'ebs',
      { vaultPolicy: denied },
      'member-vault-lets-central-in',
      'unknown',
      /may not/,
    ],
    [
      'the vault is under aws/backup',
      'ebs',
      { vaultKey: reading(member, { key: key(member, { manager: 'AWS' }) }) },
      'member-vault-has-own-key',
      'blocked',
      /AWS managed key/,
    ],
    [
      'the vault’s key was not read',
      'ebs',
      { vaultKey: reading(member, { key: denied }) },
      'member-vault-has-own-key',
      'unknown',
      /may not/,
    ],
    [
      'the central key is not shared',
      'ebs',
      { pointKey: reading(central, { policy: known(noPrincipal) }) },
      'point-key-shared-with-member',
      'blocked',
      /AWSServiceRoleForBackup of account 111122223333/,
    ],
    [
      'the central key is not shared, fully managed type',
      'efs',
      { pointKey: reading(central, { policy: known(noPrincipal) }) },
      'point-key-shared-with-member',
      'unknown',
      /disagree/,
    ],
    [
      'the central key is disabled',
      'efs',
      { pointKey: reading(central, { key: key(central, { state: 'Disabled' }) }) },
      'point-key-shared-with-member',
      'blocked',
      /Disabled/,
    ],
    [
      'the central key’s policy was not read',
      'ebs',
      { pointKey: reading(central, { policy: denied }) },
      'point-key-shared-with-member',
      'unknown',
      /may not/,
    ],
    [
      'the grants were not read',
      'ebs',
      { pointKey: reading(central, { policy: known(noPrincipal), grants: denied }) },
      'point-key-shared-with-member',
      'unknown',
      /grants were not read/,
    ],
    [
      'the central key is AWS managed',
      'ebs',
      { pointKey: reading(central, { key: key(central, { manager: 'AWS' }) }) },
      'point-key-shared-with-member',
      'blocked',
      /AWS managed key/,
    ],
    [
      'the restore role may not use the key',
      'dynamodb-advanced',
      { vaultKey: reading(member, { policy: known(noPrincipal) }) },
      'restore-role-can-use-key',
      'blocked',
      /aws-controltower-BackupRole/,
    ],
    ['the vault’s key was not asked for', 'efs', { vaultKey: null }, 'restore-role-can-use-key', 'unknown', /not read/],
    [
      'a policy that is no JSON',
      'efs',
      { vaultKey: reading(member, { policy: known('{') }) },
      'restore-role-can-use-key',
      'unknown',
      /not JSON/,
    ],
  ])('%s', (_, kind, facts, rule, outcome, because) => {
    const findings = judge(kind, facts)
    const finding = findings.find(it => it.rule === rule)
    expect(finding).toMatchObject({ outcome, authority: 'aws' })
    expect(finding?.because).toMatch(because)
    expect(finding?.fix.say).toMatch(/^[A-Z].*\.$/)
    expect(canBeFulfilled(findings)).toBe(findings.some(it => it.outcome === 'blocked') ? 'no' : 'unsure')
  })

  it('asks no key for the copy of an unencrypted cluster', () => {
    const findings = judge('aurora', { pointKey: null })
    expect(findings.find(it => it.rule === 'restore-role-can-use-key')).toMatchObject({
      outcome: 'ok',
      because: 'The recovery point is not encrypted.',
    })
  })

  it('never says yes where anything was not read', () => {
    const unread = {
      point: denied,
      pointKey: reading(central, { key: denied }),
      vault: denied,
      vaultPolicy: denied,
      vaultKey: reading(member, { key: denied }),
    }
    for (const [name, fact] of Object.entries(unread))
      expect(canBeFulfilled(judge('ebs', { [name]: fact })), name).not.toBe('yes')
    expect(canBeFulfilled([])).toBe('unsure')
  })
})
