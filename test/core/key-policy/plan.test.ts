import { describe, expect, it } from 'vitest'
import type { Key } from '../../../src/core/fact.ts'
import type { Grant } from '../../../src/core/key-policy/evaluate.ts'
import { type Plan, type PlanOf, plan } from '../../../src/core/key-policy/plan.ts'
import {
  aurora,
  central,
  ebs,
  ec2,
  far,
  fsx,
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

const ask = (statements: readonly object[], more: Partial<PlanOf> = {}): Plan =>
  plan({ key, policy: policyOf(rootStatement, ...statements), grants: [], kinds: [rds], house, ...more })
const every = [
  'kms:DescribeKey',
  'kms:CreateGrant',
  'kms:ReEncryptFrom',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:Decrypt',
]
const all = [...every, 'kms:ListGrants']
const sidsOf = (made: Plan) => made.statements.map(it => it.Sid)
const other = '222233334444'
const elsewhere = { ...where, account: other }
const disabled: Key = { ...key, state: 'Disabled' }
const backupRole = `arn:aws:iam::${member}:role/${house.member.backupRole}`
const admin = `arn:aws:iam::${member}:role/KeyAdmin`
/** A policy that leaves nothing to the account's IAM. */
const named = (...statements: readonly object[]) =>
  policyOf({ ...rootStatement, Principal: { AWS: admin } }, ...statements)
const denyAll = {
  ...guideUse,
  Sid: 'No',
  Effect: 'Deny',
  Principal: '*',
  Action: 'kms:Decrypt',
  Condition: { StringNotEquals: { 'aws:PrincipalAccount': member } },
}

describe('a plan', () => {
  it('says what is missing, and mends it', () => {
    const made = ask([])
    expect(made).toMatchObject({
      schema: 'backup-bot/policy/1',
      need: 'statements',
      because: `The key policy does not let account ${central} use ${every.join(', ')}.`,
      key: { arn: keyArn, manager: 'CUSTOMER', state: 'Enabled', account: member, region: 'eu-central-1' },
      for: ['rds-instance'],
      style: 'least',
      missing: all,
      denied: [],
      instead: [],
      cautions: [
        "These statements are narrower than AWS's own example; should a copy still fail, the broad ones are at hand: “Broader statements”, --style guide.",
        'Wait a few minutes after the change before the copy is started again.',
      ],
    })
    expect(sidsOf(made)).toEqual(['CentralBackupDescribeKey', 'CentralBackupReadForCopy', 'CentralBackupGrantsForCopy'])
    expect(made.policy).toEqual({ ...made.inForce, Statement: [rootStatement, ...made.statements] })
    expect(made.inForce).toEqual(JSON.parse(policyOf(rootStatement)))
    expect(made.bytes).toBe(JSON.stringify(made.policy).length)
    expect(made.proof.before.map(it => it.allowed)).toEqual(Array(6).fill(false))
    expect(made.proof.after.map(it => it.allowed)).toEqual(Array(6).fill(true))
  })

  it.each<readonly [string, readonly object[], Partial<PlanOf>, Plan['need'], readonly string[], readonly string[]]>([
    ['the guide’s statements are there', [guideUse, guideGrants], {}, 'nothing', [], []],
    ['no grants', [guideUse], {}, 'statements', ['kms:CreateGrant', 'kms:ListGrants'], ['CentralBackupGrantsForCopy']],
    [
      'no DescribeKey',
      [{ ...guideUse, Action: ['kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'] }, guideGrants],
      {},
      'statements',
      ['kms:DescribeKey'],
      ['CentralBackupDescribeKey'],
    ],
    [
      'no Decrypt',
      [{ ...guideUse, Action: ['kms:DescribeKey', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'] }, guideGrants],
      {},
      'statements',
      ['kms:Decrypt'],
      ['CentralBackupReadForCopy'],
    ],
    ['only ListGrants lacks', [guideUse, { ...guideGrants, Action: 'kms:CreateGrant' }], {}, 'nothing', [], []],
    [
      'the broad style',
      [],
      { style: 'guide' },
      'statements',
      all,
      ['CentralBackupUseOfKey', 'CentralBackupPersistentResources'],
    ],
    ['a fully managed type', [], { kinds: [s3] }, 'nothing', [], []],
    [
      'a fully managed type on an AWS managed key',
      [],
      { kinds: [s3], key: { ...key, manager: 'AWS' } },
      'nothing',
      [],
      [],
    ],
    [
      'a grant instead',
      [],
      {
        grants: [
          { id: 'g', grantee: linkedRole, operations: every.map(it => it.replace('kms:', '')), constrained: false },
        ],
      },
      'nothing',
      [],
      [],
    ],
    ['grants not read', [], { grants: null }, 'unknown', [], []],
    ['grants not read, and not needed', [guideUse, guideGrants], { grants: null }, 'nothing', [], []],
    [
      'a condition that nobody can settle',
      [{ ...guideUse, Condition: { StringEquals: { 'aws:userid': 'x' } } }, guideGrants],
      {},
      'unknown',
      [],
      [],
    ],
    ['denied, nothing else missing', [guideUse, guideGrants, denyAll], {}, 'statements', ['kms:Decrypt'], []],
    [
      'denied, and something else missing',
      [guideUse, denyAll],
      {},
      'statements',
      ['kms:CreateGrant', 'kms:Decrypt', 'kms:ListGrants'],
      ['CentralBackupGrantsForCopy'],
    ],
    ['an AWS managed key', [], { key: { ...key, manager: 'AWS' } }, 'another key', [], []],
    ['a disabled key', [], { key: { ...key, state: 'Disabled' } }, 'another key', [], []],
    ['a key for signatures', [], { key: { ...key, spec: 'RSA_2048', usage: 'SIGN_VERIFY' } }, 'another key', [], []],
    ['a key of another use', [], { key: { ...key, usage: 'GENERATE_VERIFY_MAC' } }, 'another key', [], []],
    ['a key of another account', [], { resource: elsewhere }, 'another key', all, []],
    [
      'a key of another account that shares it with both',
      [guideUse, guideGrants, { ...guideUse, Principal: { AWS: other }, Action: 'kms:*' }],
      { resource: elsewhere },
      'nothing',
      [],
      [],
    ],
    ['a fully managed type on a key that is disabled', [], { kinds: [s3], key: disabled }, 'another key', [], []],
    [
      'a fully managed type whose key the backup role may not use',
      [],
      { kinds: [s3], policy: named() },
      'statements',
      ['kms:Decrypt'],
      ['LocalBackupUseOfKey'],
    ],
    ['a fully managed type, grants not read', [], { kinds: [s3], policy: named(), grants: null }, 'unknown', [], []],
    [
      'the local backup alone',
      [],
      { policy: named(guideUse, guideGrants) },
      'statements',
      ['kms:DescribeKey', 'kms:CreateGrant'],
      ['LocalBackupDescribeKey', 'LocalBackupGrants'],
    ],
    [
      'the local backup of a volume',
      [],
      { kinds: [ebs], policy: named(guideUse, guideGrants) },
      'statements',
      [
        'kms:DescribeKey',
        'kms:CreateGrant',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      ['LocalBackupDescribeKey', 'LocalBackupUseOfKey', 'LocalBackupGrants'],
    ],
    [
      'the local backup by its name',
      [],
      {
        policy: named(guideUse, guideGrants, {
          ...guideUse,
          Principal: { AWS: backupRole },
          Action: ['kms:DescribeKey', 'kms:CreateGrant'],
        }),
      },
      'nothing',
      [],
      [],
    ],
    [
      'the local backup that is denied',
      [
        guideUse,
        guideGrants,
        { ...guideUse, Effect: 'Deny', Principal: { AWS: backupRole }, Action: 'kms:CreateGrant' },
      ],
      {},
      'statements',
      ['kms:CreateGrant'],
      [],
    ],
    [
      'the local backup on a condition that nobody can settle',
      [],
      {
        policy: named(guideUse, guideGrants, {
          ...guideUse,
          Principal: { AWS: backupRole },
          Action: 'kms:*',
          Condition: { StringEquals: { 'aws:userid': 'x' } },
        }),
      },
      'unknown',
      [],
      [],
    ],
    [
      'both legs, in the broad style',
      [],
      { policy: named(), style: 'guide' },
      'statements',
      all,
      ['CentralBackupUseOfKey', 'CentralBackupPersistentResources', 'LocalBackupDescribeKey', 'LocalBackupGrants'],
    ],
    ['a replica of another Region', [], { resource: { ...where, region: 'eu-west-1' } }, 'unknown', [], []],
    ['a policy that is none', [], { policy: '{' }, 'unknown', [], []],
    [
      'the key’s own place',
      [],
      { resource: where },
      'statements',
      all,
      ['CentralBackupDescribeKey', 'CentralBackupReadForCopy', 'CentralBackupGrantsForCopy'],
    ],
  ])('%s', (_situation, statements, more, need, missing, sids) => {
    const made = ask(statements, more)
    expect({ need: made.need, missing: made.missing, sids: sidsOf(made) }).toEqual({ need, missing, sids })
  })

  it('covers the services of the kinds at hand, all three when none is named', () => {
    const services = (kinds: PlanOf['kinds']) =>
      ask([], { kinds }).statements[1]?.Condition?.StringLike?.['kms:ViaService']
    expect(services([rds])).toEqual(['rds.*.amazonaws.com'])
    expect(services([ec2, ebs, aurora])).toEqual(['ec2.*.amazonaws.com', 'rds.*.amazonaws.com'])
    expect(services([s3, fsx])).toEqual(['fsx.*.amazonaws.com'])
    expect(services([])).toEqual(['ec2.*.amazonaws.com', 'fsx.*.amazonaws.com', 'rds.*.amazonaws.com'])
    expect(ask([], { kinds: [] }).for).toEqual([])
    expect(ask([], { kinds: [ec2, ebs] }).proof.before).toHaveLength(6)
    expect(ask([], { kinds: [ebs, rds] }).proof.before).toHaveLength(11)
  })

  it('widens its own statement for one more kind', () => {
    const first = ask([])
    const second = plan({ key, policy: JSON.stringify(first.policy), grants: [], kinds: [rds, ebs], house })
    expect(second.missing).toEqual(['kms:ReEncryptFrom', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:Decrypt'])
    expect(second.statements.map(it => [it.Sid, it.Condition?.StringLike?.['kms:ViaService']])).toEqual([
      ['CentralBackupReadForCopy', ['ec2.*.amazonaws.com', 'rds.*.amazonaws.com']],
    ])
    expect(second.policy?.Statement).toHaveLength(4)
  })

  it('is written in the words of the partition', () => {
    const cn: Key = { ...key, arn: `arn:aws-cn:kms:cn-north-1:${member}:key/1`, region: 'cn-north-1' }
    const policy = policyOf({ ...rootStatement, Principal: { AWS: `arn:aws-cn:iam::${member}:root` } })
    const text = JSON.stringify(ask([], { key: cn, policy }).statements)
    expect(text).toContain('arn:aws-cn:iam::')
    expect(text).toContain('rds.*.amazonaws.com.cn')
    expect(text).not.toContain('arn:aws:')
  })

  it('never holds a placeholder, a user, or a principal that may not exist', () => {
    for (const style of ['least', 'guide'] as const) {
      const made = ask([], { style })
      expect(JSON.stringify(made.statements)).not.toMatch(/[<>{}]*KeyUser|:user\/|<[^>]*>/)
      expect(made.statements.map(it => it.Principal)).toEqual(
        made.statements.map(() => ({ AWS: `arn:aws:iam::${central}:root` })),
      )
    }
  })
})

describe('a plan for the local backup too', () => {
  it('lets in the backup role alone, by way of the account’s root, and proves it', () => {
    const made = ask([], { policy: named(guideUse, guideGrants) })
    expect(made.because).toBe(
      `The key policy does not let ${house.member.backupRole} use kms:DescribeKey, kms:CreateGrant, which the local backup needs.`,
    )
    const role = { ArnEquals: { 'aws:PrincipalArn': backupRole } }
    const statement = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${member}:root` }, Resource: '*' }
    expect(made.statements).toEqual([
      { ...statement, Sid: 'LocalBackupDescribeKey', Action: ['kms:DescribeKey'], Condition: role },
      {
        ...statement,
        Sid: 'LocalBackupGrants',
        Action: ['kms:CreateGrant'],
        Condition: { ...role, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ])
    const ofRole = (calls: Plan['proof']['after']) =>
      calls.filter(it => it.principal === backupRole).map(it => it.allowed)
    expect([ofRole(made.proof.before), ofRole(made.proof.after)]).toEqual([
      [false, false],
      [true, true],
    ])
    expect(made.proof.outsiders.filter(it => it.gains)).toEqual([])
    const again = ask([], { policy: JSON.stringify(made.policy) })
    expect(again).toMatchObject({ need: 'nothing', statements: [] })
    expect(again.proof.before.map(it => it.principal)).not.toContain(backupRole)
  })
  it('says of both legs what they lack, each for its own services', () => {
    const made = ask([], { kinds: [ebs, s3], policy: named() })
    expect(made.because).toBe(
      `The key policy does not let account ${central} use ${every.join(', ')}. The key policy does not let ${house.member.backupRole} use kms:DescribeKey, kms:CreateGrant, kms:GenerateDataKeyWithoutPlaintext, kms:ReEncryptFrom, kms:ReEncryptTo, kms:Decrypt, which the local backup needs.`,
    )
    expect(sidsOf(made)).toHaveLength(6)
    expect(made.statements[4]?.Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': backupRole },
      StringLike: { 'kms:ViaService': ['ec2.*.amazonaws.com', 's3.*.amazonaws.com'] },
    })
  })
})

describe('why no policy can help', () => {
  const because = (more: Partial<Key>, kinds: PlanOf['kinds'] = [rds]) => {
    const { because, instead, need, policy } = ask([], { key: { ...key, ...more }, kinds })
    return { because, instead, need, isInForce: policy !== null }
  }
  it('for an AWS managed key, with the way out of each kind', () => {
    const now =
      "For the recovery point at hand: copy it inside this account into a vault whose customer managed key the central account may use, then copy that copy to the central vault. Tomorrow's backup will need it again."
    expect(because({ manager: 'AWS' })).toEqual({
      because: `${keyArn} is an AWS managed key: nobody can change its policy, and no other account can use it.`,
      instead: [
        now,
        'For good: copy a DB snapshot with a customer managed key, restore a new DB instance from it and switch over.',
      ],
      need: 'another key',
      isInForce: true,
    })
    expect(because({ manager: 'AWS' }, [ebs, ec2, aurora, fsx]).instead).toEqual([
      now,
      'For good: copy a snapshot of the volume with a customer managed key, make a new volume of it and swap the two; make that key the default for EBS encryption in the Region.',
      'For good: copy a cluster snapshot with a customer managed key, restore a new cluster from it and switch over.',
      'For good: make a new resource with a customer managed key, move the data and switch over.',
    ])
  })
  it.each([
    ['Disabled', 'Enable the key (kms:EnableKey), then ask again.'],
    [
      'PendingDeletion',
      'Cancel the deletion (kms:CancelKeyDeletion) and enable the key before its waiting period ends: afterwards nothing that it encrypts can be read.',
    ],
    ['PendingReplicaDeletion', 'The replica waits for its deletion: cancel it, or use another key.'],
    ['PendingImport', 'Import the key material, then ask again.'],
    ['Unavailable', 'Connect the custom key store of the key again, then ask again.'],
    ['Creating', 'Bring the key from Creating to Enabled, then ask again.'],
  ])('for a key that is %s', (state, step) => {
    expect(because({ state })).toMatchObject({
      because: `The key is ${state}, and only an enabled key can be used, whatever its policy says.`,
      instead: [step],
    })
  })
  it('for a key of another sort, account or Region', () => {
    expect(because({ spec: 'RSA_2048', usage: 'SIGN_VERIFY' }).because).toBe(
      'The key is RSA_2048 for SIGN_VERIFY; backups need a symmetric key for ENCRYPT_DECRYPT.',
    )
    expect(because({ spec: 'RSA_2048' }).instead).toHaveLength(1)
    const foreign = ask([guideUse, guideGrants], { resource: elsewhere })
    expect(foreign).toMatchObject({
      because: `The key policy does not let ${house.member.backupRole} use kms:DescribeKey, kms:CreateGrant, which the local backup needs. The key belongs to account ${member}, which alone can change it.`,
      statements: [],
      instead: [
        `Ask the owners of account ${member} to let account ${other} and the central account use the key: policy ${keyArn} shows them the statements for the central account.`,
        `For good: use a key of account ${other}.`,
      ],
    })
    expect(foreign.policy).toEqual(foreign.inForce)
    expect(ask([], { resource: { ...where, region: 'eu-west-1' } }).because).toBe(
      'The key is the one in eu-central-1, but the resource is in eu-west-1: there, another key or replica with its own policy counts.',
    )
  })
  it('for a key whose policy nobody can change', () => {
    const made = ask([], { policy: policyOf({ ...rootStatement, Action: 'kms:Decrypt' }) })
    expect(made).toMatchObject({ need: 'another key', missing: all, statements: [] })
    expect(made.because).toBe(
      `Nobody in account ${member} can change this policy: no statement allows kms:PutKeyPolicy.`,
    )
    expect(made.instead).toHaveLength(1)
  })
  it('for a policy that would be too long', () => {
    const made = plan({
      key,
      policy: policyOf(rootStatement, { ...rootStatement, Sid: 'x'.repeat(32_000) }),
      grants: [],
      kinds: [rds],
      house,
    })
    expect(made).toMatchObject({ need: 'statements', policy: null, bytes: 0, missing: all })
    expect(made.because).toMatch(
      /^The key policy does not let account .* With these statements the policy has \d+ bytes, and KMS takes 32768/,
    )
    expect(made.statements).toHaveLength(3)
    expect(made.inForce).not.toBeNull()
  })
  it('for a text that is no policy', () => {
    expect(ask([], { policy: '{' })).toMatchObject({
      policy: null,
      inForce: null,
      bytes: 0,
      because: 'The policy is not JSON: line 1, column 2: the text ends where a key in double quotes belongs.',
    })
  })
  it('for a fully managed type', () => {
    expect(ask([], { kinds: [s3] }).because).toBe(
      'S3 bucket: no copy uses the key of the resource, so nothing is to be shared.',
    )
  })
})

describe('cautions', () => {
  const cautions = (statements: readonly object[], more: Partial<PlanOf> = {}) => ask(statements, more).cautions
  it('are none where all is well', () => {
    expect(cautions([guideUse, guideGrants])).toEqual([])
  })
  it('name the Deny that an Allow cannot outweigh', () => {
    const made = ask([guideUse, guideGrants, denyAll])
    expect(made.because).toBe(
      `"No" denies kms:Decrypt to ${linkedRole}. Adding an Allow cannot help; that statement must change.`,
    )
    expect(made.denied).toEqual(['kms:Decrypt'])
    expect(made.cautions).toEqual([
      `"No" denies kms:Decrypt to ${linkedRole}. Change that statement: no Allow can outweigh it.`,
    ])
    expect(made.policy).toEqual(made.inForce)
    expect(cautions([guideUse, denyAll])[0]).toBe(
      `"No" denies kms:Decrypt to ${linkedRole}. Change that statement: no Allow can outweigh it.`,
    )
  })
  it('name what stays unsettled beside what is missing', () => {
    const perhaps = { ...guideUse, Sid: 'Perhaps', Condition: { StringEquals: { 'aws:userid': 'x' } } }
    expect(cautions([perhaps])[0]).toBe(
      'Nobody can say from outside: "Perhaps" may allow kms:DescribeKey: its condition StringEquals aws:userid = x cannot be settled from outside.',
    )
    const deny = {
      ...guideUse,
      Sid: 'Perhaps',
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:CreateGrant',
      Condition: { StringEquals: { 'aws:userid': 'x' } },
    }
    expect(cautions([deny])).toContain('Not settled by these statements either: kms:CreateGrant.')
    expect(ask([perhaps, guideGrants]).because).toContain('"Perhaps" may allow kms:DescribeKey')
  })
  it('name an unneeded action that is not allowed', () => {
    expect(cautions([guideUse, { ...guideGrants, Action: 'kms:CreateGrant' }])).toEqual([
      'Not allowed, and not needed as far as is known: kms:ListGrants.',
    ])
  })
  it('name what KMS will not take again', () => {
    expect(cautions([{ ...guideUse, Principal: { AWS: 'AROAEXAMPLEID12345678' } }])[0]).toBe(
      'KMS will not take this policy again before this is mended: Statement[1].Principal: AROAEXAMPLEID12345678 is what is left of a deleted role or user: it allows nothing, and KMS refuses a policy that still names it.',
    )
    expect(cautions([{ ...guideUse, Action: 'kms:ReEncrypt' }]).join()).not.toContain('KMS will not take')
  })
  it('name who alone may change the policy', () => {
    const admin = `arn:aws:iam::${member}:role/KeyAdmin`
    const named = policyOf({
      ...rootStatement,
      Principal: { AWS: [admin, `arn:aws:iam::${member}:role/aws-controltower-BackupRole`] },
    })
    expect(cautions([], { policy: named })[0]).toMatch(
      /^Only .*role\/KeyAdmin, .* can change this policy: it does not delegate to the account's root\.$/,
    )
    const someone = policyOf({ ...rootStatement, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })
    expect(cautions([], { policy: someone })[0]).toBe(
      'Nobody can say from outside who may change this policy: its conditions decide.',
    )
  })
  it('name what the local backup may lack', () => {
    const some = { ...guideUse, Principal: { AWS: backupRole }, Action: ['kms:DescribeKey', 'kms:CreateGrant'] }
    expect(cautions([], { kinds: [ebs], policy: named(guideUse, guideGrants, some) })[1]).toBe(
      `The local backup may need kms:GenerateDataKeyWithoutPlaintext, kms:ReEncryptFrom, kms:ReEncryptTo too: No statement allows kms:GenerateDataKeyWithoutPlaintext to ${backupRole}.`,
    )
  })
  it('name the other replicas', () => {
    expect(cautions([guideUse, guideGrants], { key: { ...key, multiRegion: true } })).toEqual([
      'This is a multi-Region key: every replica has its own policy, and this one is that of the Region above.',
    ])
  })
  it('name both Regions of a copy into another', () => {
    const says = `The copy goes to eu-west-1, and AWS does not document in which of the two Regions the service calls this key: a condition on kms:ViaService must hold for both.`
    expect(cautions([guideUse, guideGrants], { house: far })).toEqual([says])
    expect(cautions([], { house: far })[0]).toBe(says)
  })
  it('name who else gains by the broad style', () => {
    expect(cautions([], { style: 'guide' })).toEqual([
      `Gains access besides: arn:aws:iam::${central}:role/Admin.`,
      "These statements are the CDX guide's, without its user: every identity of the central account with KMS permissions may encrypt and decrypt with this key.",
      'Wait a few minutes after the change before the copy is started again.',
    ])
  })
})

describe('the proof', () => {
  it('has every call with its statement and its way', () => {
    const made = ask([guideUse])
    const via = 'rds.eu-central-1.amazonaws.com'
    expect(made.proof.before.slice(0, 2)).toEqual([
      {
        principal: linkedRole,
        action: 'kms:DescribeKey',
        allowed: true,
        because: `"Allow use of the key" allows kms:DescribeKey to account ${central}, whose IAM policies must allow it too.`,
        statement: 'Allow use of the key',
      },
      {
        principal: linkedRole,
        action: 'kms:CreateGrant',
        via,
        allowed: false,
        because: `No statement allows kms:CreateGrant to ${linkedRole}.`,
      },
    ])
    expect(made.proof.after[1]).toMatchObject({ via, allowed: true, statement: 'CentralBackupGrantsForCopy' })
    expect(made.proof.unseen.join(' ')).toMatch(
      /Service control policies.*IAM policies.*central vault.*opted in.*state of the key/,
    )
  })
  it('has an administrator of the central account, of another account, and of none of ours, and they gain nothing', () => {
    const made = ask([])
    const principals = [...new Set(made.proof.outsiders.map(it => it.principal))]
    expect(principals).toEqual([central, '222233334444', '999999999999'].map(id => `arn:aws:iam::${id}:role/Admin`))
    expect(made.proof.outsiders.every(it => it.allowed === false && it.gains === false)).toBe(true)
    expect(new Set(made.proof.outsiders.map(it => it.action))).toEqual(
      new Set([...all, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptTo', 'kms:RevokeGrant', 'kms:PutKeyPolicy']),
    )
    expect(made.proof.outsiders.find(it => it.action === 'kms:Decrypt')?.via).toBe('rds.eu-central-1.amazonaws.com')
    expect(made.proof.outsiders.find(it => it.action === 'kms:DescribeKey')).not.toHaveProperty('via')
  })
  it('holds for both Regions from which the call of a copy into another may come', () => {
    const both = 'rds.eu-central-1.amazonaws.com or rds.eu-west-1.amazonaws.com'
    const made = ask([], { house: far })
    expect(made.statements).toEqual(ask([]).statements)
    expect(made.proof.after.map(it => [it.action, it.allowed, it.via])).toEqual(
      all.map(action => [action, true, action === 'kms:DescribeKey' ? undefined : both]),
    )
    expect(made.proof.outsiders.filter(it => it.gains)).toEqual([])
    expect(made.proof.outsiders.find(it => it.action === 'kms:Decrypt')?.via).toBe(both)
  })
  it('does not call a gain what they had before', () => {
    const ours = {
      ...guideUse,
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': house.organisationId } },
    }
    const made = ask([ours])
    const may = made.proof.outsiders.filter(it => it.action === 'kms:Decrypt').map(it => [it.allowed, it.gains])
    expect(may).toEqual([
      [true, false],
      [true, false],
      [false, false],
    ])
  })
  it('shows the gain of the central administrator in the broad style, and of nobody else', () => {
    const gaining = ask([], { style: 'guide' }).proof.outsiders.filter(it => it.gains)
    expect(new Set(gaining.map(it => it.principal))).toEqual(new Set([`arn:aws:iam::${central}:role/Admin`]))
    expect(gaining.map(it => it.action)).not.toContain('kms:PutKeyPolicy')
    expect(gaining.map(it => it.action)).toContain('kms:GenerateDataKey')
  })
  it('minds the grants', () => {
    const grant: Grant = {
      id: 'g',
      grantee: `arn:aws:iam::${central}:role/Admin`,
      operations: ['Decrypt'],
      constrained: false,
    }
    const made = ask([], { grants: [grant], style: 'guide' })
    expect(made.proof.outsiders.find(it => it.action === 'kms:Decrypt')).toMatchObject({ allowed: true, gains: false })
  })
  it('finds outsiders whatever the accounts of the house are', () => {
    const principals = (accounts: readonly string[], more: Partial<PlanOf> = {}) => {
      const small = { ...house, accounts: accounts.map(id => ({ id, name: '', ou: '', owners: '', channel: '' })) }
      return [...new Set(ask([], { house: small, ...more }).proof.outsiders.map(it => it.principal.split(':')[4]))]
    }
    expect(principals([])).toEqual([central, '999999999999'])
    expect(principals([member, central])).toEqual([central, '999999999999'])
    expect(principals(['999999999999', '888888888888', '777777777777'])).toEqual([
      central,
      '999999999999',
      '666666666666',
    ])
    const own: Key = { ...key, account: central, arn: keyArn.replace(member, central) }
    expect(principals([member], { key: own })).toEqual([member, '999999999999'])
    const strange: Key = { ...key, account: '999999999999' }
    expect(principals([], { key: strange })).toEqual([central, '888888888888'])
  })
})

describe('an answer without a plan', () => {
  it('is empty, and has the size of the policy in force', () => {
    const made = ask([], { kinds: [{ ...s3, id: 'vmware', name: 'Virtual machine' }] })
    expect(made).toMatchObject({ missing: [], denied: [], statements: [], cautions: [], instead: [] })
    expect(made.proof).toMatchObject({ before: [], after: [], outsiders: [] })
    expect(made.proof.unseen.length).toBeGreaterThan(0)
    expect(made.bytes).toBe(JSON.stringify(made.inForce).length)
  })
  it('says so where the key policy allows all', () => {
    expect(ask([guideUse, guideGrants]).because).toBe(`The key policy lets account ${central} use the key already.`)
  })
  it('names the kinds whose copy never uses the key', () => {
    const efs = { ...s3, id: 'efs', name: 'EFS file system' }
    expect(ask([], { kinds: [s3, efs] }).because).toMatch(/^S3 bucket, EFS file system: no copy uses/)
  })
  it('says who alone can give a locked key back', () => {
    const made = ask([], { policy: policyOf({ ...rootStatement, Action: 'kms:Decrypt' }) })
    expect(made.instead).toEqual([
      'Only AWS Support can give this key back to its account; until then, use another customer managed key.',
    ])
  })
  it('does not wait for an action that is merely used', () => {
    const perhaps = { ...guideGrants, Action: 'kms:ListGrants', Condition: { StringEquals: { 'aws:userid': 'x' } } }
    expect(ask([guideUse, { ...guideGrants, Action: 'kms:CreateGrant' }, perhaps]).need).toBe('nothing')
    expect(ask([perhaps, guideUse]).cautions.join()).not.toContain('kms:ListGrants')
  })
})
