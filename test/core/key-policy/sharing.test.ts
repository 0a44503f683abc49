import { describe, expect, it } from 'vitest'
import type { Grant } from '../../../src/core/key-policy/evaluate.ts'
import { plan } from '../../../src/core/key-policy/plan.ts'
import { keyShared, type SharingOf } from '../../../src/core/key-policy/sharing.ts'
import {
  central,
  ebs,
  far,
  guideGrants,
  guideUse,
  house,
  key,
  keyArn,
  linkedRole,
  member,
  policyOf,
  rds,
  rootStatement,
  s3,
  where,
} from './house.ts'

const ask = (statements: readonly object[], more: Partial<SharingOf> = {}) =>
  keyShared({
    policy: policyOf(rootStatement, ...statements),
    grants: [],
    key,
    kind: rds,
    house,
    resource: where,
    ...more,
  })
const root = `arn:aws:iam::${central}:root`
const every = [
  'kms:DescribeKey',
  'kms:CreateGrant',
  'kms:ReEncryptFrom',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:Decrypt',
]
const grant: Grant = {
  id: 'g1',
  grantee: linkedRole,
  operations: ['DescribeKey', 'CreateGrant', 'Decrypt', 'ReEncryptFrom', 'GenerateDataKeyWithoutPlaintext'],
  constrained: false,
}
const only = (Condition: object, from: object = guideUse) => ({ ...from, Condition })
const bothRegions = ['rds.eu-central-1.amazonaws.com', 'rds.eu-west-1.amazonaws.com']
const least = () => plan({ key, policy: policyOf(rootStatement), grants: [], kinds: [rds], house }).statements

describe('the key is shared with the central account', () => {
  it.each<readonly [string, readonly object[], Partial<SharingOf>, boolean | 'unknown', readonly string[]]>([
    ['the guide’s two statements', [guideUse, guideGrants], {}, true, []],
    ['everything', [{ ...guideUse, Action: 'kms:*' }], {}, true, []],
    [
      'the organisation, as Control Tower suggests',
      [
        {
          ...guideUse,
          Principal: '*',
          Action: 'kms:*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': house.organisationId } },
        },
      ],
      {},
      true,
      [],
    ],
    [
      'another organisation',
      [
        {
          ...guideUse,
          Principal: '*',
          Action: 'kms:*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-other' } },
        },
      ],
      {},
      false,
      every,
    ],
    ['nothing', [], {}, false, every],
    ['no grants', [guideUse], {}, false, ['kms:CreateGrant']],
    ['grants only', [guideGrants], {}, false, every.filter(it => it !== 'kms:CreateGrant')],
    [
      'grants for anything on one’s own behalf',
      [guideUse, { ...guideGrants, Condition: { Bool: { 'kms:GrantIsForAWSResource': 'false' } } }],
      {},
      false,
      ['kms:CreateGrant'],
    ],
    [
      'one statement for both, bound to grants',
      [{ ...guideUse, Action: 'kms:*', Condition: guideGrants.Condition }],
      {},
      false,
      every.filter(it => it !== 'kms:CreateGrant'),
    ],
    [
      'without Decrypt',
      [{ ...guideUse, Action: ['kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'] }, guideGrants],
      {},
      'unknown',
      ['kms:Decrypt'],
    ],
    [
      'by way of RDS',
      [
        only({ StringLike: { 'kms:ViaService': 'rds.*.amazonaws.com' } }, { ...guideUse, Action: 'kms:*' }),
        { ...guideUse, Action: 'kms:DescribeKey' },
      ],
      {},
      true,
      [],
    ],
    [
      'by way of RDS, but DescribeKey comes directly',
      [only({ StringLike: { 'kms:ViaService': 'rds.*.amazonaws.com' } }, { ...guideUse, Action: 'kms:*' })],
      {},
      false,
      ['kms:DescribeKey'],
    ],
    [
      'by way of RDS, for a volume',
      [only({ StringLike: { 'kms:ViaService': 'rds.*.amazonaws.com' } }), guideGrants],
      { kind: ebs },
      false,
      every.filter(it => it !== 'kms:CreateGrant'),
    ],
    [
      'by way of AWS Backup',
      [only({ StringLike: { 'kms:ViaService': 'backup.*.amazonaws.com' } }), guideGrants],
      {},
      false,
      every.filter(it => it !== 'kms:CreateGrant'),
    ],
    [
      'by way of RDS in the Region of the key, for a copy into another',
      [guideUse, only({ StringEquals: { 'kms:ViaService': 'rds.eu-central-1.amazonaws.com' } }, guideGrants)],
      { house: far },
      'unknown',
      [],
    ],
    [
      'by way of RDS in the Region of the vault, for a copy into another',
      [guideUse, only({ StringEquals: { 'kms:ViaService': 'rds.eu-west-1.amazonaws.com' } }, guideGrants)],
      { house: far },
      'unknown',
      [],
    ],
    [
      'by way of RDS in both Regions of the copy',
      [guideUse, only({ StringEquals: { 'kms:ViaService': bothRegions } }, guideGrants)],
      { house: far },
      true,
      [],
    ],
    [
      'by way of RDS in a third Region',
      [guideUse, only({ StringLike: { 'kms:ViaService': 'rds.us-*.amazonaws.com' } }, guideGrants)],
      { house: far },
      false,
      ['kms:CreateGrant'],
    ],
    [
      'denied but by way of RDS in the Region of the key',
      [
        guideUse,
        guideGrants,
        only(
          { StringNotEquals: { 'kms:ViaService': 'rds.eu-central-1.amazonaws.com' } },
          { ...guideGrants, Effect: 'Deny' },
        ),
      ],
      { house: far },
      'unknown',
      [],
    ],
    [
      'in one encryption context',
      [guideUse, only({ StringEquals: { 'kms:EncryptionContext:aws:rds:db-id': 'db-1' } }, guideGrants)],
      {},
      'unknown',
      [],
    ],
    [
      'grants of some operations',
      [guideUse, only({ 'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt'] } }, guideGrants)],
      {},
      'unknown',
      [],
    ],
    [
      'from one’s own addresses',
      [only({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), guideGrants],
      {},
      false,
      every.filter(it => it !== 'kms:CreateGrant'),
    ],
    [
      'with a second factor',
      [only({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), guideGrants],
      {},
      false,
      every.filter(it => it !== 'kms:CreateGrant'),
    ],
    [
      'denied without a second factor',
      [
        guideUse,
        guideGrants,
        { ...guideUse, Effect: 'Deny', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } },
      ],
      {},
      'unknown',
      [],
    ],
    [
      'for the account of the resource, which is not that of the key',
      [only({ StringEquals: { 'aws:ResourceAccount': member } }), guideGrants],
      { key: { arn: keyArn.replace(member, '222233334444') } },
      false,
      every.filter(it => it !== 'kms:CreateGrant'),
    ],
    [
      'denied',
      [guideUse, guideGrants, { ...guideUse, Sid: 'No', Effect: 'Deny', Action: 'kms:Decrypt' }],
      {},
      false,
      ['kms:Decrypt'],
    ],
    [
      'perhaps denied',
      [guideUse, guideGrants, { ...guideUse, Effect: 'Deny', Condition: { StringEquals: { 'aws:userid': 'x' } } }],
      {},
      'unknown',
      [],
    ],
    ['by a grant', [], { grants: [grant] }, true, []],
    ['by a bound grant', [], { grants: [{ ...grant, constrained: true }] }, 'unknown', []],
    ['grants not read', [], { grants: null }, 'unknown', []],
    ['grants not read, and not needed', [guideUse, guideGrants], { grants: null }, true, []],
    [
      'grants not read, and denied',
      [{ ...guideUse, Effect: 'Deny' }],
      { grants: null },
      false,
      ['kms:DescribeKey', 'kms:ReEncryptFrom', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:Decrypt'],
    ],
    ['nothing, of a fully managed type', [], { kind: s3 }, true, []],
    ['a policy that is none', [], { policy: '{' }, 'unknown', []],
  ])('%s', (_situation, statements, more, allowed, missing) => {
    expect(ask(statements, more)).toMatchObject({ allowed, missing })
  })

  it('by our own least statements, each for its own service', () => {
    expect(ask(least())).toMatchObject({ allowed: true, missing: [] })
    expect(ask(least(), { kind: ebs })).toMatchObject({
      allowed: 'unknown',
      missing: ['kms:ReEncryptFrom', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:Decrypt'],
    })
  })
  it('says which two Regions the call of a copy into another may come from', () => {
    const here = { StringEquals: { 'kms:ViaService': 'rds.eu-central-1.amazonaws.com' } }
    expect(ask([guideUse, only(here, guideGrants)], { house: far }).because).toBe(
      `"${guideGrants.Sid}" may allow kms:CreateGrant: its condition StringEquals kms:ViaService = rds.eu-central-1.amazonaws.com cannot be settled from outside: this call carries ${bothRegions.join(' or ')}, and AWS does not say which.`,
    )
  })
  it('says why, with the statement as evidence', () => {
    expect(ask([guideUse, guideGrants])).toEqual({
      allowed: true,
      because: `The key policy lets account ${central} use the key for the copy.`,
      evidence: [
        {
          call: 'kms:GetKeyPolicy',
          field: `Statement[${guideUse.Sid}]`,
          value: `"${guideUse.Sid}" allows ${every.filter(it => it !== 'kms:CreateGrant').join(', ')} to account ${central}, whose IAM policies must allow it too.`,
        },
        {
          call: 'kms:GetKeyPolicy',
          field: `Statement[${guideGrants.Sid}]`,
          value: `"${guideGrants.Sid}" allows kms:CreateGrant to account ${central}, whose IAM policies must allow it too.`,
        },
      ],
      missing: [],
      denied: [],
    })
    expect(ask([guideUse])).toEqual({
      allowed: false,
      because: `The key policy does not let account ${central} use kms:CreateGrant.`,
      evidence: [
        {
          call: 'kms:GetKeyPolicy',
          field: 'Statement',
          value: `No statement allows kms:CreateGrant to ${linkedRole}.`,
        },
      ],
      missing: ['kms:CreateGrant'],
      denied: [],
    })
    const No = { ...guideUse, Sid: 'No', Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt' }
    expect(ask([guideUse, guideGrants, No])).toEqual({
      allowed: false,
      because: `"No" denies kms:Decrypt to ${linkedRole}. No further Allow can help account ${central}.`,
      evidence: [
        { call: 'kms:GetKeyPolicy', field: 'Statement[No]', value: `"No" denies kms:Decrypt to ${linkedRole}.` },
      ],
      missing: ['kms:Decrypt'],
      denied: ['kms:Decrypt'],
    })
    expect(ask([], { grants: [grant] }).evidence[0]).toEqual({
      call: 'kms:ListGrants',
      field: every.join(', '),
      value: `Grant g1 allows ${every.join(', ')} to ${linkedRole}.`,
    })
    expect(ask([], { grants: null }).because).toBe(
      `No statement allows kms:DescribeKey to ${linkedRole}. Its grants were not read.`,
    )
    expect(
      ask([{ ...guideUse, Action: ['kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'] }, guideGrants])
        .because,
    ).toBe(
      `The key policy lets account ${central} create grants, but not kms:Decrypt, which AWS lists for sharing: the copy may fail.`,
    )
    expect(ask([], { kind: s3 }).because).toBe('The copy of S3 bucket does not use the key of the resource.')
    expect(ask([], { policy: '{' }).because).toContain('The policy is not JSON')
  })

  it('names one statement once, and what else lacks beside what is unsettled', () => {
    const perhaps = {
      ...guideUse,
      Sid: 'Perhaps',
      Principal: { AWS: root },
      Condition: { StringEquals: { 'aws:userid': 'x' } },
    }
    const found = ask([{ ...perhaps, Action: ['kms:Decrypt', 'kms:DescribeKey'] }, guideGrants])
    expect(found.allowed).toBe('unknown')
    expect(found.missing).toEqual(['kms:ReEncryptFrom', 'kms:GenerateDataKeyWithoutPlaintext'])
    expect(found.evidence.map(it => it.field)).toEqual(['Statement[Perhaps]', 'Statement'])
    const bad = ask([
      guideUse,
      guideGrants,
      { ...guideUse, Sid: 'No', Effect: 'Deny', Principal: '*', Action: 'kms:Re*' },
    ])
    expect(bad.evidence).toHaveLength(1)
  })
})
