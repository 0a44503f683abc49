import { describe, expect, it } from 'vitest'
import { documentOf, type PolicyDocument, parsePolicy } from '../../../src/core/key-policy/document.ts'
import { type Context, evaluate, type Grant, type Request } from '../../../src/core/key-policy/evaluate.ts'
import { isMistake } from '../../../src/core/trouble.ts'
import { central, keyArn, linkedRole, member } from './house.ts'

const root = `arn:aws:iam::${central}:root`
const context: Context = {
  'aws:PrincipalArn': [linkedRole],
  'aws:PrincipalAccount': [central],
  'aws:PrincipalOrgID': ['o-ours'],
  'aws:PrincipalOrgPaths': ['o-ours/r-1/ou-backup/'],
  'aws:MultiFactorAuthPresent': 'absent',
  'aws:SourceVpce': 'absent',
  'aws:SourceIp': ['10.1.2.3'],
  'aws:SecureTransport': ['true'],
  'aws:CurrentTime': ['2026-03-01T12:00:00Z'],
  'aws:TagKeys': ['team', 'cost'],
  'kms:ViaService': ['rds.eu-central-1.amazonaws.com'],
  'kms:GrantIsForAWSResource': 'absent',
  'kms:EncryptionContextKeys': [],
  's3:max-keys': ['10'],
}

const policyOf = (...statements: readonly object[]): PolicyDocument => {
  const policy = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }))
  if (isMistake(policy)) throw new Error(policy.mistake)
  return policy
}
const base = { Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:Decrypt', Resource: '*' }
const allow = (more: object) => ({ ...base, ...more })
const deny = (more: object) => ({ ...base, Effect: 'Deny', ...more })
const without = (name: keyof typeof base) => Object.fromEntries(Object.entries(base).filter(([it]) => it !== name))
const when = (Condition: unknown) => allow({ Condition })
const ask = (statements: readonly object[], more: Partial<Request> = {}, grants: readonly Grant[] = []) =>
  evaluate(
    policyOf(...statements),
    { principal: { arn: linkedRole, account: central }, action: 'kms:Decrypt', resource: keyArn, context, ...more },
    grants,
  )

type Case = readonly [
  situation: string,
  statements: readonly object[],
  allowed: boolean | 'unknown',
  more?: Partial<Request>,
]
const table = (title: string, cases: readonly Case[]) =>
  describe(title, () => {
    for (const [situation, statements, allowed, more] of cases)
      it(situation, () => {
        expect(ask(statements, more).allowed).toBe(allowed)
      })
  })

table('actions', [
  ['no statement at all', [], false],
  ['the action itself', [allow({})], true],
  ['another action', [allow({ Action: 'kms:Encrypt' })], false],
  ['a list', [allow({ Action: ['kms:Encrypt', 'kms:Decrypt'] })], true],
  ['in small letters', [allow({ Action: 'kms:decrypt' })], true],
  ['in capitals', [allow({ Action: 'KMS:DECRYPT' })], true],
  ['asked for in capitals', [allow({})], true, { action: 'KMS:DECRYPT' }],
  ['everything', [allow({ Action: '*' })], true],
  ['everything of KMS', [allow({ Action: 'kms:*' })], true],
  ['everything of any service', [allow({ Action: '*:*' })], true],
  ['everything of another service', [allow({ Action: 'ec2:*' })], false],
  ['a star in the middle', [allow({ Action: 'kms:D*t' })], true],
  ['a star that stands for nothing', [allow({ Action: 'kms:Decrypt*' })], true],
  ['a question mark', [allow({ Action: 'kms:Decryp?' })], true],
  ['a question mark never stands for nothing', [allow({ Action: 'kms:Decrypt?' })], false],
  ['a beginning only', [allow({ Action: 'kms:Decry' })], false],
  ['an end only', [allow({ Action: 'Decrypt' })], false],
  ['an end behind a star but no service', [allow({ Action: '*Decrypt' })], 'unknown'],
  ['a wildcard in the service', [allow({ Action: 'k?s:Decrypt' })], 'unknown'],
  ['a wildcard in the service, beside the action', [allow({ Action: ['k*:*', 'kms:Decrypt'] })], true],
  ['a wildcard in the service, the action before it', [allow({ Action: ['kms:Decrypt', 'k*:*'] })], true],
  ['a wildcard in the service of another action', [allow({ Action: 'k?s:Encrypt' })], false],
  ['a wildcard in the service of a Deny', [base, deny({ Action: 'k*:*' })], 'unknown'],
  ['two stars in a Deny', [base, deny({ Action: '**' })], 'unknown'],
  ['NotAction with a wildcard in the service', [{ ...without('Action'), NotAction: 'k*:Decrypt' }], 'unknown'],
  ['kms:ReEncrypt* has both ends', [allow({ Action: 'kms:ReEncrypt*' })], true, { action: 'kms:ReEncryptFrom' }],
  ['kms:ReEncrypt is no action', [allow({ Action: 'kms:ReEncrypt' })], false, { action: 'kms:ReEncryptFrom' }],
  ['kms:ListGrant is no action', [allow({ Action: 'kms:ListGrant' })], false, { action: 'kms:ListGrants' }],
  [
    'kms:GenerateDataKey* has the one without plaintext',
    [allow({ Action: 'kms:GenerateDataKey*' })],
    true,
    { action: 'kms:GenerateDataKeyWithoutPlaintext' },
  ],
  ['NotAction of another', [{ ...without('Action'), NotAction: 'kms:Encrypt' }], true],
  ['NotAction of this one', [{ ...without('Action'), NotAction: ['kms:Encrypt', 'kms:De*'] }], false],
  ['Deny by NotAction', [allow({}), { ...without('Action'), Effect: 'Deny', NotAction: 'kms:Describe*' }], false],
  ['an empty list', [allow({ Action: [] })], false],
])

table('principals', [
  ['the root of the account', [allow({ Principal: { AWS: root } })], true],
  ['the bare account', [allow({ Principal: { AWS: central } })], true],
  ['the role', [allow({ Principal: { AWS: linkedRole } })], true],
  ['one of a list', [allow({ Principal: { AWS: [member, linkedRole] } })], true],
  ['a star', [allow({ Principal: '*' })], true],
  ['a star for AWS', [allow({ Principal: { AWS: '*' } })], true],
  ['another account', [allow({ Principal: { AWS: member } })], false],
  ['the root of another account', [allow({ Principal: { AWS: `arn:aws:iam::${member}:root` } })], false],
  ['the root in another partition', [allow({ Principal: { AWS: `arn:aws-cn:iam::${central}:root` } })], false],
  ['another role', [allow({ Principal: { AWS: `arn:aws:iam::${central}:role/Admin` } })], false],
  [
    'the role without its path',
    [allow({ Principal: { AWS: `arn:aws:iam::${central}:role/AWSServiceRoleForBackup` } })],
    false,
  ],
  ['a role behind a wildcard', [allow({ Principal: { AWS: `arn:aws:iam::${central}:role/*` } })], false],
  [
    'one session',
    [allow({ Principal: { AWS: `arn:aws:sts::${central}:assumed-role/AWSServiceRoleForBackup/x` } })],
    false,
  ],
  [
    'a Deny to one session, which may be the caller’s',
    [base, deny({ Principal: { AWS: `arn:aws:sts::${central}:assumed-role/AWSServiceRoleForBackup/x` } })],
    'unknown',
  ],
  [
    'a Deny to one session of another role',
    [base, deny({ Principal: { AWS: `arn:aws:sts::${central}:assumed-role/Admin/x` } })],
    true,
  ],
  [
    'a Deny to one session in another account',
    [base, deny({ Principal: { AWS: `arn:aws:sts::${member}:assumed-role/AWSServiceRoleForBackup/x` } })],
    true,
  ],
  [
    'a Deny to a session under another type',
    [base, deny({ Principal: { Federated: `arn:aws:sts::${central}:assumed-role/AWSServiceRoleForBackup/x` } })],
    true,
  ],
  ['a deleted role', [allow({ Principal: { AWS: 'AROAEXAMPLEID12345678' } })], false],
  ['an account with one digit before', [allow({ Principal: { AWS: `1${central}` } })], false],
  ['an account with one digit behind', [allow({ Principal: { AWS: `${central}1` } })], false],
  ['a root with something before', [allow({ Principal: { AWS: `x${root}` } })], false],
  ['a root with something behind', [allow({ Principal: { AWS: `${root}x` } })], false],
  ['the role under another type', [allow({ Principal: { Federated: linkedRole } })], false],
  ['a deleted user', [allow({ Principal: { AWS: 'AIDAEXAMPLEID12345678' } })], false],
  ['the service', [allow({ Principal: { Service: 'backup.amazonaws.com' } })], false],
  ['a federated identity', [allow({ Principal: { Federated: root } })], false],
  [
    'the service, called by it',
    [allow({ Principal: { Service: 'backup.amazonaws.com' } })],
    true,
    { principal: { arn: '', account: '', service: 'backup.amazonaws.com' } },
  ],
  [
    'another service',
    [allow({ Principal: { Service: 'ec2.amazonaws.com' } })],
    false,
    { principal: { arn: '', account: '', service: 'backup.amazonaws.com' } },
  ],
  [
    'a service is no AWS principal',
    [allow({ Principal: { AWS: 'backup.amazonaws.com' } })],
    false,
    { principal: { arn: '', account: '', service: 'backup.amazonaws.com' } },
  ],
  [
    'own account, root statement',
    [allow({ Principal: { AWS: `arn:aws:iam::${member}:root` } })],
    true,
    { principal: { arn: `arn:aws:iam::${member}:role/app`, account: member } },
  ],
  [
    'own account, no such statement',
    [allow({})],
    false,
    { principal: { arn: `arn:aws:iam::${member}:role/app`, account: member } },
  ],
  // Not supported: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  ['NotPrincipal in an Allow, not listed', [{ ...without('Principal'), NotPrincipal: { AWS: member } }], 'unknown'],
  [
    'NotPrincipal in an Allow, listed with its account',
    [{ ...without('Principal'), NotPrincipal: { AWS: [linkedRole, root] } }],
    'unknown',
  ],
  ['NotPrincipal in an Allow, only its account', [{ ...without('Principal'), NotPrincipal: { AWS: root } }], 'unknown'],
  ['NotPrincipal in an Allow, everybody', [{ ...without('Principal'), NotPrincipal: '*' }], false],
  ['NotPrincipal in a Deny, not listed', [base, deny({ Principal: undefined, NotPrincipal: { AWS: member } })], false],
  [
    'NotPrincipal in a Deny, only the role',
    [base, deny({ Principal: undefined, NotPrincipal: { AWS: linkedRole } })],
    'unknown',
  ],
  [
    'NotPrincipal in a Deny, only the account',
    [base, deny({ Principal: undefined, NotPrincipal: { AWS: root } })],
    'unknown',
  ],
  [
    'NotPrincipal in a Deny, role and account',
    [base, deny({ Principal: undefined, NotPrincipal: { AWS: [linkedRole, central] } })],
    'unknown',
  ],
  [
    'NotPrincipal in a Deny, one session of the role',
    [
      base,
      deny({
        Principal: undefined,
        NotPrincipal: { AWS: `arn:aws:sts::${central}:assumed-role/AWSServiceRoleForBackup/x` },
      }),
    ],
    'unknown',
  ],
  [
    'NotPrincipal in a Deny, the root user itself',
    [base, deny({ Principal: undefined, NotPrincipal: { AWS: root } })],
    true,
    { principal: { arn: root, account: central } },
  ],
  [
    'NotPrincipal in a Deny, a service',
    [allow({ Principal: '*' }), deny({ Principal: undefined, NotPrincipal: { Service: 'backup.amazonaws.com' } })],
    true,
    { principal: { arn: '', account: '', service: 'backup.amazonaws.com' } },
  ],
])

table('resources', [
  ['this key', [allow({ Resource: keyArn })], true],
  ['another key', [allow({ Resource: keyArn.replace('1234abcd', '00000000') })], false],
  ['one of a list', [allow({ Resource: ['arn:aws:kms:*:1:key/x', keyArn] })], true],
  ['every key of the account', [allow({ Resource: `arn:aws:kms:eu-central-1:${member}:key/*` })], true],
  ['every Region', [allow({ Resource: `arn:aws:kms:*:${member}:key/*` })], true],
  ['an alias', [allow({ Resource: `arn:aws:kms:eu-central-1:${member}:alias/app` })], false],
  ['a bare id', [allow({ Resource: '1234abcd-12ab-34cd-56ef-1234567890ab' })], false],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
  ['every ARN of KMS', [allow({ Resource: 'arn:aws:kms:*' })], true],
  ['no account', [allow({ Resource: keyArn.replace(`eu-central-1:${member}`, '*') })], 'unknown'],
  [
    'a star that would have to reach beyond its part',
    [allow({ Resource: keyArn.replace(`-central-1:${member}`, '*0:1') })],
    false,
  ],
  ['a star within a part, beyond a colon', [allow({ Resource: keyArn.replace(`central-1:1111`, 'c*1') })], 'unknown'],
  ['an end of the ARN', [allow({ Resource: '*1234567890ab' })], 'unknown'],
  ['an ARN of three parts', [allow({ Resource: 'arn:aws:kms' })], 'unknown'],
  ['an ARN of five parts', [allow({ Resource: `arn:aws:kms:*:${member}` })], 'unknown'],
  ['an ARN of three parts in a Deny', [base, deny({ Resource: 'arn:aws:kms' })], 'unknown'],
  ['an ARN of three parts of another service', [base, deny({ Resource: 'arn:aws:s3' })], true],
  ['a policy variable', [allow({ Resource: `arn:aws:kms:*:$\{aws:PrincipalAccount}:key/*` })], 'unknown'],
  ['a policy variable beside the key', [allow({ Resource: [`$\{x}`, keyArn] })], true],
  ['NotResource of another key', [{ ...without('Resource'), NotResource: 'arn:aws:kms:*:1:key/x' }], true],
  ['NotResource of this key', [{ ...without('Resource'), NotResource: keyArn }], false],
  ['NotResource with a variable', [{ ...without('Resource'), NotResource: `$\{x}` }], 'unknown'],
])

table('statements that do nothing', [
  ['no Effect', [without('Effect')], false],
  ['an Effect in small letters', [allow({ Effect: 'allow' })], false],
  ['no Principal', [without('Principal')], false],
  ['no Action', [without('Action')], false],
  ['no Resource', [without('Resource')], false],
  ['a Deny without Resource', [base, { ...without('Resource'), Effect: 'Deny' }], true],
  ['both Action and NotAction', [allow({ NotAction: 'kms:Encrypt' })], false],
  ['both Principal and NotPrincipal', [allow({ NotPrincipal: '*' })], false],
  ['a Principal without names', [allow({ Principal: { AWS: [] } })], false],
])

table('statements that nobody can read', [
  ['a Principal that is a text', [allow({ Principal: central })], 'unknown'],
  ['a Principal that is a list', [allow({ Principal: ['*'] })], 'unknown'],
  ['a Principal of no type', [allow({ Principal: { '*': central } })], 'unknown'],
  ['a Principal of a type in small letters', [allow({ Principal: { aws: central } })], 'unknown'],
  ['a name that is an object', [base, deny({ Principal: { AWS: [{ Ref: 'Role' }] } })], 'unknown'],
  ['a name that is null', [base, deny({ Principal: { AWS: null } })], 'unknown'],
  ['an Action that is an object', [base, deny({ Action: { Ref: 'Actions' } })], 'unknown'],
  ['a Resource that is an object', [base, deny({ Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } })], 'unknown'],
  ['a NotResource with null', [base, deny({ Resource: undefined, NotResource: [null] })], 'unknown'],
  ['a value that is null', [base, deny({ Condition: { StringEquals: { 'aws:PrincipalOrgID': null } } })], 'unknown'],
  ['a value that is an object', [base, deny({ Condition: { StringEquals: { 'aws:PrincipalOrgID': {} } } })], 'unknown'],
  [
    'a value in a list in a list',
    [base, deny({ Condition: { Bool: { 'aws:SecureTransport': [[true]] } } })],
    'unknown',
  ],
  [
    'one key in two cases',
    [base, deny({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-ours', 'AWS:PrincipalOrgID': 'o-x' } } })],
    'unknown',
  ],
  ['an element that AWS does not know', [allow({ Conditions: { Bool: { 'aws:SecureTransport': false } } })], 'unknown'],
  ['an element in small letters', [allow({ condition: { Bool: { 'aws:SecureTransport': false } } })], 'unknown'],
  ['a Condition that is null', [base, deny({ Condition: null })], 'unknown'],
])

table('denials', [
  ['a Deny behind the Allow', [base, deny({})], false],
  ['a Deny before the Allow', [deny({}), base], false],
  ['a Deny of another action', [base, deny({ Action: 'kms:Encrypt' })], true],
  ['a Deny to another account', [base, deny({ Principal: { AWS: member } })], true],
  [
    'a Deny whose condition is not met',
    [base, deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
    true,
  ],
  [
    'a Deny whose condition cannot be settled',
    [base, deny({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } })],
    'unknown',
  ],
  [
    'a Deny that cannot be settled and no Allow',
    [deny({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } })],
    false,
  ],
  ['a Deny with a variable in its resource', [base, deny({ Resource: `$\{x}` })], 'unknown'],
  [
    'a Deny outside the organisation',
    [base, deny({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-ours' } } })],
    true,
  ],
  [
    'a Deny outside another organisation',
    [base, deny({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-theirs' } } })],
    false,
  ],
  [
    'a negated Deny on an absent key',
    [base, deny({ Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } })],
    false,
  ],
  [
    'the same with IfExists',
    [base, deny({ Condition: { StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } } })],
    false,
  ],
  [
    'a Deny without a second factor',
    [base, deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })],
    false,
  ],
  [
    'a Deny on Bool, the key absent',
    [base, deny({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })],
    true,
  ],
])

const met = (operator: string, name: string, value: unknown): object => when({ [operator]: { [name]: value } })

table('conditions on texts', [
  ['StringEquals, equal', [met('StringEquals', 'aws:PrincipalOrgID', 'o-ours')], true],
  ['StringEquals, not equal', [met('StringEquals', 'aws:PrincipalOrgID', 'o-theirs')], false],
  ['StringEquals, other case', [met('StringEquals', 'aws:PrincipalOrgID', 'O-OURS')], false],
  ['StringEquals knows no wildcard', [met('StringEquals', 'aws:PrincipalOrgID', 'o-*')], false],
  ['StringEquals, one of several', [met('StringEquals', 'aws:PrincipalOrgID', ['o-theirs', 'o-ours'])], true],
  ['StringEquals, none', [met('StringEquals', 'aws:PrincipalOrgID', [])], false],
  ['StringEquals, key in other case', [met('StringEquals', 'AWS:principalorgid', 'o-ours')], true],
  ['StringEquals, absent', [met('StringEquals', 'aws:SourceVpce', 'vpce-1')], false],
  ['StringEqualsIfExists, absent', [met('StringEqualsIfExists', 'aws:SourceVpce', 'vpce-1')], true],
  ['StringEqualsIfExists, present', [met('StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-theirs')], false],
  ['StringEquals, not mentioned', [met('StringEquals', 'aws:PrincipalTag/team', 'a')], 'unknown'],
  ['StringEqualsIfExists, not mentioned', [met('StringEqualsIfExists', 'aws:PrincipalTag/team', 'a')], 'unknown'],
  ['StringEquals, a policy variable', [met('StringEquals', 'aws:PrincipalOrgID', `$\{aws:ResourceOrgID}`)], 'unknown'],
  ['StringEquals, a variable beside the value', [met('StringEquals', 'aws:PrincipalOrgID', [`$\{x}`, 'o-ours'])], true],
  ['StringNotEquals, a variable', [met('StringNotEquals', 'aws:PrincipalOrgID', `$\{x}`)], 'unknown'],
  ['StringNotEquals, equal', [met('StringNotEquals', 'aws:PrincipalOrgID', 'o-ours')], false],
  ['StringNotEquals, none of several', [met('StringNotEquals', 'aws:PrincipalOrgID', ['o-1', 'o-2'])], true],
  ['StringNotEquals, one of several', [met('StringNotEquals', 'aws:PrincipalOrgID', ['o-1', 'o-ours'])], false],
  ['StringNotEquals, absent', [met('StringNotEquals', 'aws:SourceVpce', 'x')], true],
  ['StringEqualsIgnoreCase', [met('StringEqualsIgnoreCase', 'aws:PrincipalOrgID', 'O-Ours')], true],
  ['StringEqualsIgnoreCase, other', [met('StringEqualsIgnoreCase', 'aws:PrincipalOrgID', 'O-Our')], false],
  ['StringNotEqualsIgnoreCase', [met('StringNotEqualsIgnoreCase', 'aws:PrincipalOrgID', 'O-OURS')], false],
  ['StringLike, its Region', [met('StringLike', 'kms:ViaService', 'rds.*.amazonaws.com')], true],
  [
    'StringLike, another service',
    [met('StringLike', 'kms:ViaService', ['ec2.*.amazonaws.com', 'backup.*.amazonaws.com'])],
    false,
  ],
  ['StringLike, a question mark', [met('StringLike', 'kms:ViaService', 'rds.eu-central-?.amazonaws.com')], true],
  ['StringLike, absent', [met('StringLike', 'aws:SourceVpce', '*')], false],
  ['StringNotLike', [met('StringNotLike', 'kms:ViaService', 'rds.*')], false],
  ['StringNotLike, other', [met('StringNotLike', 'kms:ViaService', 'ec2.*')], true],
  ['an operator that nobody knows', [met('StringMatches', 'aws:PrincipalOrgID', 'o-ours')], 'unknown'],
  ['an operator of a set that nobody knows', [met('ForSome:StringEquals', 'aws:PrincipalOrgID', 'o-ours')], 'unknown'],
  ['a Condition that is a text', [when('x')], 'unknown'],
  ['a Condition whose operator has no keys', [when({ StringEquals: 'x' })], 'unknown'],
  [
    'two operators, both met',
    [when({ StringEquals: { 'aws:PrincipalOrgID': 'o-ours' }, Bool: { 'aws:SecureTransport': 'true' } })],
    true,
  ],
  [
    'two operators, one not',
    [when({ StringEquals: { 'aws:PrincipalOrgID': 'o-ours' }, Bool: { 'aws:SecureTransport': 'false' } })],
    false,
  ],
  [
    'two keys, one not',
    [when({ StringEquals: { 'aws:PrincipalOrgID': 'o-ours', 'aws:PrincipalAccount': member } })],
    false,
  ],
  [
    'two keys, one cannot be settled',
    [when({ StringEquals: { 'aws:PrincipalOrgID': 'o-ours', 'aws:userid': 'x' } })],
    'unknown',
  ],
  [
    'two keys, one not and one unsettled',
    [when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1', 'aws:userid': 'x' } })],
    false,
  ],
])

table('conditions on ARNs', [
  [
    'ArnLike, a colon inside the last part',
    [met('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/a:b')],
    true,
    { context: { 'aws:PrincipalArn': [`arn:aws:iam::${central}:role/a:b`] } },
  ],
  [
    'ArnLike, another text behind that colon',
    [met('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/a:b')],
    false,
    { context: { 'aws:PrincipalArn': [`arn:aws:iam::${central}:role/a:c`] } },
  ],
  [
    'ArnLike, no colon there',
    [met('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/a:b')],
    false,
    { context: { 'aws:PrincipalArn': [`arn:aws:iam::${central}:role/ab`] } },
  ],
  ['ArnEquals', [met('ArnEquals', 'aws:PrincipalArn', linkedRole)], true],
  ['ArnEquals, another role', [met('ArnEquals', 'aws:PrincipalArn', `${linkedRole}2`)], false],
  [
    'ArnEquals takes wildcards too',
    [met('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:role/aws-service-role/*')],
    true,
  ],
  ['ArnLike', [met('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${central}:role/*`)], true],
  ['ArnLike, another account', [met('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${member}:role/*`)], false],
  ['ArnLike, a star never reaches over a colon', [met('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam:*:role/x:y')], false],
  ['ArnLike, a star reaches to the end', [met('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${central}:*`)], true],
  ['ArnLike, too few parts', [met('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam:*')], 'unknown'],
  ['ArnLike, no ARN', [met('ArnLike', 'aws:PrincipalArn', 'AWSServiceRoleForBackup')], false],
  [
    'ArnLike, colons in the last part',
    [met('ArnLike', 'aws:SourceArn', 'arn:aws:backup:*:*:backup-vault:*')],
    true,
    { context: { 'aws:SourceArn': ['arn:aws:backup:eu-west-1:1:backup-vault:v'] } },
  ],
  [
    'ArnLike, other end behind colons',
    [met('ArnLike', 'aws:SourceArn', 'arn:aws:backup:*:*:backup-vault:w')],
    false,
    { context: { 'aws:SourceArn': ['arn:aws:backup:eu-west-1:1:backup-vault:v'] } },
  ],
  [
    'ArnLike, the call carries no ARN',
    [met('ArnLike', 'aws:SourceArn', 'arn:aws:*:*:*:*')],
    false,
    { context: { 'aws:SourceArn': ['x'] } },
  ],
  ['ArnNotEquals', [met('ArnNotEquals', 'aws:PrincipalArn', linkedRole)], false],
  ['ArnNotLike', [met('ArnNotLike', 'aws:PrincipalArn', `arn:aws:iam::${member}:role/*`)], true],
])

table('other conditions', [
  ['Bool', [met('Bool', 'aws:SecureTransport', 'true')], true],
  ['Bool without quotes', [met('Bool', 'aws:SecureTransport', true)], true],
  ['Bool in capitals', [met('Bool', 'aws:SecureTransport', 'TRUE')], true],
  ['Bool, the other', [met('Bool', 'aws:SecureTransport', false)], false],
  ['Bool, GrantIsForAWSResource on Decrypt', [met('Bool', 'kms:GrantIsForAWSResource', 'true')], false],
  [
    'Bool, GrantIsForAWSResource on CreateGrant',
    [allow({ Action: 'kms:CreateGrant', Condition: { Bool: { 'kms:GrantIsForAWSResource': true } } })],
    true,
    { action: 'kms:CreateGrant', context: { 'kms:GrantIsForAWSResource': ['true'] } },
  ],
  ['Null true, absent', [met('Null', 'aws:SourceVpce', 'true')], true],
  ['Null true, present', [met('Null', 'aws:PrincipalOrgID', true)], false],
  ['Null false, present', [met('Null', 'aws:PrincipalOrgID', 'false')], true],
  ['Null false, absent', [met('Null', 'aws:SourceVpce', 'False')], false],
  ['Null, not mentioned', [met('Null', 'aws:userid', 'true')], 'unknown'],
  ['Null, an empty list is absent', [met('Null', 'kms:EncryptionContextKeys', 'true')], true],
  ['Null, a variable', [met('Null', 'aws:SourceVpce', `$\{x}`)], 'unknown'],
  ['NumericEquals', [met('NumericEquals', 's3:max-keys', 10)], true],
  ['NumericEquals, another', [met('NumericEquals', 's3:max-keys', 11)], false],
  ['NumericEquals as a decimal', [met('NumericEquals', 's3:max-keys', '10.0')], true],
  ['NumericEquals, no number', [met('NumericEquals', 's3:max-keys', 'ten')], 'unknown'],
  ['NumericEquals, empty', [met('NumericEquals', 's3:max-keys', ' ')], 'unknown'],
  ['NumericNotEquals', [met('NumericNotEquals', 's3:max-keys', '10')], false],
  ['NumericLessThan, the same', [met('NumericLessThan', 's3:max-keys', '10')], false],
  ['NumericLessThan', [met('NumericLessThan', 's3:max-keys', '11')], true],
  ['NumericLessThanEquals, the same', [met('NumericLessThanEquals', 's3:max-keys', '10')], true],
  ['NumericLessThanEquals, above', [met('NumericLessThanEquals', 's3:max-keys', '9')], false],
  ['NumericGreaterThan, the same', [met('NumericGreaterThan', 's3:max-keys', '10')], false],
  ['NumericGreaterThan', [met('NumericGreaterThan', 's3:max-keys', '9')], true],
  ['NumericGreaterThanEquals, the same', [met('NumericGreaterThanEquals', 's3:max-keys', '10')], true],
  ['NumericGreaterThanEquals, below', [met('NumericGreaterThanEquals', 's3:max-keys', '11')], false],
  ['DateLessThan', [met('DateLessThan', 'aws:CurrentTime', '2026-12-31T00:00:00Z')], true],
  ['DateEquals, another', [met('DateEquals', 'aws:CurrentTime', '2026-03-01T12:00:01Z')], false],
  ['DateLessThan, the same', [met('DateLessThan', 'aws:CurrentTime', '2026-03-01T12:00:00Z')], false],
  ['DateLessThan, over', [met('DateLessThan', 'aws:CurrentTime', '2025-12-31T00:00:00Z')], false],
  ['DateLessThan, in epoch seconds', [met('DateLessThan', 'aws:CurrentTime', '1900000000')], true],
  ['DateLessThanEquals, the same', [met('DateLessThanEquals', 'aws:CurrentTime', '2026-03-01T12:00:00Z')], true],
  ['DateLessThanEquals, over', [met('DateLessThanEquals', 'aws:CurrentTime', '2026-03-01T11:00:00Z')], false],
  ['DateGreaterThan', [met('DateGreaterThan', 'aws:CurrentTime', '2025-12-31T00:00:00Z')], true],
  ['DateGreaterThan, the same', [met('DateGreaterThan', 'aws:CurrentTime', '2026-03-01T12:00:00Z')], false],
  ['DateGreaterThanEquals, the same', [met('DateGreaterThanEquals', 'aws:CurrentTime', '2026-03-01T12:00:00Z')], true],
  ['DateGreaterThanEquals, before', [met('DateGreaterThanEquals', 'aws:CurrentTime', '2026-03-01T13:00:00Z')], false],
  ['DateEquals, in another zone', [met('DateEquals', 'aws:CurrentTime', '2026-03-01T13:00:00+01:00')], true],
  ['DateNotEquals', [met('DateNotEquals', 'aws:CurrentTime', '2026-03-01T12:00:00Z')], false],
  ['a date that is none', [met('DateLessThan', 'aws:CurrentTime', 'soon')], 'unknown'],
  ['the time is not mentioned', [met('DateLessThan', 'aws:EpochTime', '1')], 'unknown'],
  ['BinaryEquals', [met('BinaryEquals', 'aws:PrincipalOrgID', 'o-ours')], true],
  ['IpAddress in the network', [met('IpAddress', 'aws:SourceIp', '10.1.0.0/16')], true],
  ['IpAddress in the last of it', [met('IpAddress', 'aws:SourceIp', '10.1.2.2/31')], true],
  ['IpAddress itself', [met('IpAddress', 'aws:SourceIp', '10.1.2.3')], true],
  ['IpAddress, another', [met('IpAddress', 'aws:SourceIp', '10.1.2.4')], false],
  ['IpAddress, another network', [met('IpAddress', 'aws:SourceIp', '10.2.0.0/16')], false],
  ['IpAddress, everywhere', [met('IpAddress', 'aws:SourceIp', '0.0.0.0/0')], true],
  ['IpAddress, a network of IPv6', [met('IpAddress', 'aws:SourceIp', '2001:db8::/32')], false],
  [
    'IpAddress, both of IPv6',
    [met('IpAddress', 'aws:SourceIp', '2001:db8::/32')],
    'unknown',
    { context: { 'aws:SourceIp': ['2001:db8::1'] } },
  ],
  ['IpAddress, no network', [met('IpAddress', 'aws:SourceIp', '10.1.2.300')], 'unknown'],
  ['IpAddress, 256 for an octet', [met('IpAddress', 'aws:SourceIp', '10.1.2.256')], 'unknown'],
  ['IpAddress, five octets', [met('IpAddress', 'aws:SourceIp', '10.1.2.3.4')], 'unknown'],
  ['IpAddress, three octets', [met('IpAddress', 'aws:SourceIp', '10.1.2')], 'unknown'],
  ['IpAddress, a letter before an octet', [met('IpAddress', 'aws:SourceIp', '10.1.2.x3')], 'unknown'],
  ['IpAddress, a letter behind an octet', [met('IpAddress', 'aws:SourceIp', '10.1.2.3x')], 'unknown'],
  ['IpAddress, fewer than no bits', [met('IpAddress', 'aws:SourceIp', '10.1.2.3/-1')], 'unknown'],
  ['IpAddress, too many bits', [met('IpAddress', 'aws:SourceIp', '10.1.2.3/33')], 'unknown'],
  [
    'IpAddress of a call from AWS',
    [met('IpAddress', 'aws:SourceIp', '0.0.0.0/0')],
    'unknown',
    { context: { 'aws:SourceIp': ['AWS Internal'] } },
  ],
  [
    'IpAddress of a call from AWS, one’s own network',
    [met('IpAddress', 'aws:SourceIp', '10.0.0.0/8')],
    false,
    { context: { 'aws:SourceIp': ['AWS Internal'] } },
  ],
  ['NotIpAddress', [met('NotIpAddress', 'aws:SourceIp', '10.1.0.0/16')], false],
  [
    'NotIpAddress of a call from AWS',
    [met('NotIpAddress', 'aws:SourceIp', '10.1.0.0/16')],
    true,
    { context: { 'aws:SourceIp': ['AWS Internal'] } },
  ],
  ['IpAddress, not mentioned', [met('IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8')], 'unknown'],
])

const begun = { context: { ...context, 'aws:PrincipalOrgPaths': { startsWith: 'o-ours/r-' } } }
table('a value of which only the beginning is known', [
  ['the organisation', [met('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-ours/*')], true, begun],
  ['anything', [met('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', '*')], true, begun],
  ['an operator for one value', [met('StringLike', 'aws:PrincipalOrgPaths', 'o-ours/*')], 'unknown', begun],
  ['a negated operator for one value', [met('StringNotLike', 'aws:PrincipalOrgPaths', 'o-x/*')], 'unknown', begun],
  ['another one', [met('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-theirs/*')], false, begun],
  ['one with a longer name', [met('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-ours2/*')], false, begun],
  ['a unit of it', [met('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-ours/r-1/ou-2/*')], 'unknown', begun],
  ['any root of it', [met('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-ours/r-*/*')], 'unknown', begun],
  ['exactly a path', [met('ForAnyValue:StringEquals', 'aws:PrincipalOrgPaths', 'o-ours/r-1/')], 'unknown', begun],
  ['exactly another', [met('ForAnyValue:StringEquals', 'aws:PrincipalOrgPaths', 'o-theirs/r-1/')], false, begun],
  ['not the organisation', [met('ForAllValues:StringNotLike', 'aws:PrincipalOrgPaths', 'o-ours/*')], false, begun],
  ['not another', [met('ForAllValues:StringNotLike', 'aws:PrincipalOrgPaths', 'o-theirs/*')], true, begun],
  [
    'in any capitals',
    [met('ForAnyValue:StringEqualsIgnoreCase', 'aws:PrincipalOrgPaths', 'o-theirs/')],
    'unknown',
    begun,
  ],
  ['there at all', [met('Null', 'aws:PrincipalOrgPaths', 'false')], true, begun],
])

table('sets', [
  ['ForAnyValue, the path', [met('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-ours/*/ou-backup/*')], true],
  ['ForAnyValue, no path', [met('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-ours/*/ou-prod/*')], false],
  ['ForAnyValue, one of two', [met('ForAnyValue:StringEquals', 'aws:TagKeys', 'team')], true],
  ['ForAnyValue, none of two', [met('ForAnyValue:StringEquals', 'aws:TagKeys', 'owner')], false],
  ['ForAnyValue, absent', [met('ForAnyValue:StringEquals', 'aws:SourceVpce', 'x')], false],
  ['ForAnyValue negated, absent', [met('ForAnyValue:StringNotEquals', 'aws:SourceVpce', 'x')], false],
  ['ForAnyValue negated, one other', [met('ForAnyValue:StringNotEquals', 'aws:TagKeys', 'team')], true],
  ['ForAnyValue IfExists, absent', [met('ForAnyValue:StringEqualsIfExists', 'aws:SourceVpce', 'x')], 'unknown'],
  ['ForAnyValue, not mentioned', [met('ForAnyValue:StringEquals', 'aws:CalledVia', 'x')], 'unknown'],
  ['ForAllValues, all', [met('ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'cost', 'owner'])], true],
  ['ForAllValues, one of two', [met('ForAllValues:StringEquals', 'aws:TagKeys', ['team'])], false],
  ['ForAllValues, absent', [met('ForAllValues:StringEquals', 'aws:SourceVpce', 'x')], true],
  ['ForAllValues, an empty list', [met('ForAllValues:StringEquals', 'kms:EncryptionContextKeys', 'x')], true],
  ['ForAllValues negated, one listed', [met('ForAllValues:StringNotEquals', 'aws:TagKeys', 'team')], false],
  ['one operator over two values', [met('StringEquals', 'aws:TagKeys', ['team', 'cost'])], 'unknown'],
])

table('vault access policies', [
  [
    'the organisation may copy into the vault',
    [
      allow({
        Principal: '*',
        Action: 'backup:CopyIntoBackupVault',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-ours' } },
      }),
    ],
    true,
    { action: 'backup:CopyIntoBackupVault', resource: `arn:aws:backup:eu-central-1:${central}:backup-vault:central` },
  ],
  [
    'one vault only',
    [
      allow({
        Principal: '*',
        Action: 'backup:*',
        Resource: `arn:aws:backup:eu-central-1:${central}:backup-vault:other`,
      }),
    ],
    false,
    { action: 'backup:CopyIntoBackupVault', resource: `arn:aws:backup:eu-central-1:${central}:backup-vault:central` },
  ],
])

describe('grants', () => {
  const grant: Grant = { id: 'g1', grantee: linkedRole, operations: ['Decrypt', 'CreateGrant'], constrained: false }
  it.each([
    ['for the role', [], [grant], true],
    ['for the account', [], [{ ...grant, grantee: root }], true],
    ['for another role', [], [{ ...grant, grantee: `${linkedRole}2` }], false],
    ['for a deleted role', [], [{ ...grant, grantee: 'AROAEXAMPLEID12345678' }], false],
    ['for everybody, which no grant is', [], [{ ...grant, grantee: '*' }], false],
    ['for a service', [], [{ ...grant, grantee: 'backup.amazonaws.com' }], false],
    ['of another operation', [], [{ ...grant, operations: ['Encrypt'] }], false],
    ['of an operation that only begins so', [], [{ ...grant, operations: ['DecryptX'] }], false],
    ['in one encryption context', [], [{ ...grant, constrained: true }], 'unknown'],
    [
      'to make grants, of which none may decrypt',
      [],
      [{ ...grant, operations: ['CreateGrant'] }],
      'unknown',
      'kms:CreateGrant',
    ],
    ['to make grants that may decrypt', [], [grant], true, 'kms:CreateGrant'],
    [
      'one free beside one bound',
      [],
      [
        { ...grant, constrained: true },
        { ...grant, id: 'g2' },
      ],
      true,
    ],
    ['against a Deny', [deny({})], [grant], false],
    ['against a Deny that cannot be settled', [deny({ Resource: `$\{x}` })], [grant], 'unknown'],
    ['beside an Allow that cannot be settled', [met('StringEquals', 'aws:userid', 'x')], [grant], true],
  ] as const)('%s', (_situation, statements, grants, allowed, action: string = 'kms:Decrypt') => {
    expect(ask(statements, { action }, grants).allowed).toBe(allowed)
  })
  it('says which one', () => {
    expect(ask([], {}, [grant])).toEqual({
      allowed: true,
      because: `Grant g1 allows kms:Decrypt to ${linkedRole}.`,
      through: 'grant',
    })
    expect(ask([], {}, [{ ...grant, constrained: true }])).toEqual({
      allowed: 'unknown',
      because: `Grant g1 allows kms:Decrypt to ${linkedRole}, but only in one encryption context.`,
      through: 'grant',
    })
  })
  it('leaves an Allow of the policy the deciding one', () => {
    expect(ask([allow({ Sid: 'Use' })], {}, [grant]).statement).toBe('Use')
  })
  it('serves a service that calls itself', () => {
    const principal = { arn: '', account: '', service: 'rds.amazonaws.com' }
    expect(ask([], { principal }, [{ ...grant, grantee: 'rds.amazonaws.com' }]).allowed).toBe(true)
  })
})

describe('why', () => {
  const use = { Sid: 'Use' }
  it.each<readonly [string, readonly object[], object]>([
    [
      'through the account',
      [allow(use)],
      {
        allowed: true,
        statement: 'Use',
        through: 'account',
        because: `"Use" allows kms:Decrypt to account ${central}, whose IAM policies must allow it too.`,
      },
    ],
    [
      'itself',
      [allow({ Principal: { AWS: [root, linkedRole] } })],
      {
        allowed: true,
        statement: 'statement 1',
        through: 'itself',
        because: `"statement 1" allows kms:Decrypt to ${linkedRole}.`,
      },
    ],
    [
      'as anybody',
      [allow({ ...use, Principal: '*' })],
      {
        allowed: true,
        statement: 'Use',
        through: 'everyone',
        because: '"Use" allows kms:Decrypt to every identity that meets its conditions.',
      },
    ],
    [
      'by the first that allows',
      [allow({ Sid: 'A' }), allow({ Sid: 'B' })],
      {
        allowed: true,
        statement: 'A',
        through: 'account',
        because: `"A" allows kms:Decrypt to account ${central}, whose IAM policies must allow it too.`,
      },
    ],
    [
      'denied',
      [base, deny({ Sid: 'No' })],
      { allowed: false, denied: true, statement: 'No', because: `"No" denies kms:Decrypt to ${linkedRole}.` },
    ],
    ['nothing', [], { allowed: false, because: `No statement allows kms:Decrypt to ${linkedRole}.` }],
    [
      'nearly, the key absent',
      [allow({ ...use, Condition: { Bool: { 'kms:GrantIsForAWSResource': true } } })],
      {
        allowed: false,
        because: `No statement allows kms:Decrypt to ${linkedRole}. "Use" would, but its condition Bool kms:GrantIsForAWSResource = true is not met: this call does not carry the key.`,
      },
    ],
    [
      'nearly, another value',
      [
        allow({ ...use, Condition: { StringEquals: { 'aws:PrincipalOrgID': ['o-1', 'o-2'] } } }),
        met('StringEquals', 'aws:PrincipalOrgID', 'o-3'),
      ],
      {
        allowed: false,
        because: `No statement allows kms:Decrypt to ${linkedRole}. "Use" would, but its condition StringEquals aws:PrincipalOrgID = o-1 or o-2 is not met: this call carries o-ours.`,
      },
    ],
    [
      'perhaps',
      [met('StringEquals', 'aws:userid', 'x'), allow({ ...use, Condition: { StringEquals: { 'aws:userid': 'y' } } })],
      {
        allowed: 'unknown',
        statement: 'statement 1',
        because:
          '"statement 1" may allow kms:Decrypt: its condition StringEquals aws:userid = x cannot be settled from outside.',
      },
    ],
    [
      'perhaps denied',
      [
        base,
        deny({ Sid: 'A', Condition: { StringEquals: { 'aws:userid': 'x' } } }),
        deny({ Sid: 'B', Resource: `$\{x}` }),
      ],
      {
        allowed: 'unknown',
        statement: 'A',
        because: '"A" may deny kms:Decrypt: its condition StringEquals aws:userid = x cannot be settled from outside.',
      },
    ],
    [
      'perhaps, by its resource',
      [allow({ ...use, Resource: `$\{x}` })],
      {
        allowed: 'unknown',
        statement: 'Use',
        because: '"Use" may allow kms:Decrypt: nobody can say from outside whether its Resource means this one.',
      },
    ],
    [
      'perhaps, by its NotPrincipal',
      [{ ...without('Principal'), ...use, NotPrincipal: { AWS: root } }],
      {
        allowed: 'unknown',
        statement: 'Use',
        because: '"Use" may allow kms:Decrypt: nobody can say from outside whether its Principal means this caller.',
      },
    ],
    [
      'perhaps, by its action',
      [allow({ ...use, Action: 'k*:*' })],
      {
        allowed: 'unknown',
        statement: 'Use',
        because: '"Use" may allow kms:Decrypt: a wildcard stands for the service in its Action.',
      },
    ],
    [
      'a malformed Condition',
      [allow({ ...use, Condition: [] })],
      {
        allowed: 'unknown',
        statement: 'Use',
        because: '"Use" may allow kms:Decrypt: nobody can say what its Condition means.',
      },
    ],
  ])('%s', (_situation, statements, answer) => {
    expect(ask(statements)).toEqual(answer)
  })

  it('names a service by its name, and an account that has no ARN by its id', () => {
    const service = { arn: '', account: '', service: 'backup.amazonaws.com' }
    expect(ask([], { principal: service }).because).toBe('No statement allows kms:Decrypt to backup.amazonaws.com.')
    expect(ask([], { principal: { arn: '', account: '1' } }).because).toBe('No statement allows kms:Decrypt to 1.')
  })

  it('takes a statement that stands without a list', () => {
    const policy = documentOf({ Statement: { ...base, Sid: '' } })
    const request = {
      principal: { arn: linkedRole, account: central },
      action: 'kms:Decrypt',
      resource: keyArn,
      context,
    }
    expect(evaluate(policy, request).statement).toBe('statement 1')
  })
})
