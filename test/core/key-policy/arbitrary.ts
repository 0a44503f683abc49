import fc from 'fast-check'
import { central, house, keyArn, linkedRole, member } from './house.ts'

const oneOrMore = <T>(it: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(it, fc.array(it, { minLength: 1, maxLength: 3 }))

const actions = oneOrMore(
  fc.constantFrom(
    'kms:*',
    '*',
    'kms:Decrypt',
    'kms:CreateGrant',
    'kms:DescribeKey',
    'kms:ReEncrypt*',
    'kms:GenerateDataKey*',
    'kms:ReEncrypt',
    'kms:PutKeyPolicy',
  ),
)
const principals = fc.oneof(
  fc.constant('*'),
  fc.record({
    AWS: oneOrMore(
      fc.constantFrom(
        '*',
        central,
        member,
        linkedRole,
        `arn:aws:iam::${central}:root`,
        `arn:aws:iam::${member}:root`,
        'AROAEXAMPLEID12345678',
      ),
    ),
  }),
  fc.constant({ Service: 'backup.amazonaws.com' }),
)
const conditions = fc.constantFrom(
  { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  { StringEquals: { 'aws:PrincipalOrgID': house.organisationId } },
  { StringNotEquals: { 'aws:PrincipalOrgID': house.organisationId } },
  { StringLike: { 'kms:ViaService': ['ec2.*.amazonaws.com'] } },
  { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${central}:role/*` } },
  { StringEquals: { 'aws:userid': 'x' } },
  { Null: { 'kms:ViaService': 'true' } },
  { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*' } },
)

const parts = {
  Sid: fc.constantFrom('A', 'B', 'Allow use of the key', 'CentralBackupReadForCopy', 'CentralBackupDescribeKey'),
  Resource: oneOrMore(fc.constantFrom('*', keyArn, 'arn:aws:kms:*:1:key/x')),
}
const finish = (effect: 'Allow' | 'Deny') =>
  fc
    .record(
      {
        ...parts,
        Action: actions,
        NotAction: actions,
        Principal: principals,
        NotPrincipal: principals,
        Condition: conditions,
        negate: fc.record({ action: fc.boolean(), principal: fc.boolean() }),
      },
      { requiredKeys: ['Resource', 'Action', 'NotAction', 'Principal', 'NotPrincipal', 'negate'] },
    )
    .map(({ Action, NotAction, Principal, NotPrincipal, negate, ...rest }) => ({
      ...rest,
      Effect: effect,
      ...(negate.action ? { NotAction } : { Action }),
      ...(negate.principal ? { NotPrincipal } : { Principal }),
    }))

export const allowStatement = finish('Allow')
export const denyStatement = finish('Deny')
export const anyStatement = fc.oneof({ arbitrary: allowStatement, weight: 3 }, { arbitrary: denyStatement, weight: 1 })
export const statements = fc.array(anyStatement, { maxLength: 6 })
