import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jobKinds } from '../../src/core/cause.ts'
import { confirm, diagnose, type Failure } from '../../src/core/diagnose.ts'
import type { Finding } from '../../src/core/verdict.ts'

const key = 'arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-aaaa-bbbb-cccc-0123456789ab'
const otherKey = key.replace('0f1e', '9f1e')
const db = 'arn:aws:rds:eu-central-1:111122223333:db:orders-prod'
const rdsKey = `The source snapshot KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it.`
const kmsDenied = (tail: string) =>
  `User: arn:aws:sts::444455556666:assumed-role/AWSServiceRoleForBackup/x is not authorized to perform: kms:CreateGrant on resource: ${key} because ${tail}`
const then = `policy ${key}`
const first = (failure: Failure) => diagnose(failure).causes[0]

describe('one sentence, different meanings', () => {
  it('on a copy job the key is not shared with the central account', () => {
    expect(first({ message: rdsKey, jobKind: 'copy', backupType: 'RDS' })).toMatchObject({
      id: 'KMS_RDS_SOURCE_KEY',
      sure: 'likely',
      whoActs: 'resource team',
      rerun: 'copy again',
      rules: ['source-encryption-can-be-copied', 'key-enabled', 'key-shared-with-central'],
      named: { keyArn: key },
      fix: { then },
    })
  })

  it('on a backup job the own backup role may not use it', () => {
    const then = `check ${db}`
    expect(first({ message: `"${rdsKey}"`, jobKind: 'backup', backupType: 'RDS', resource: db })).toMatchObject({
      id: 'KMS_RDS_SOURCE_KEY',
      rerun: 'back up again',
      snippet: 'never',
      rules: ['key-enabled', 'backup-role-can-use-key'],
      fix: { then },
    })
  })

  it.each([
    ['no resource-based policy allows the kms:CreateGrant action', 'resource team', 'if the key policy refused'],
    ['no identity-based policy allows the kms:CreateGrant action', 'CDX', 'never'],
    ['with an explicit deny in an identity-based policy', 'CDX', 'never'],
    ['with an explicit deny in a service control policy', 'platform/organisation', 'never'],
    ['with an explicit deny in a resource control policy', 'platform/organisation', 'never'],
    ['with an explicit deny in a resource-based policy', 'resource team', 'never'],
  ])('a KMS denial because %s: %s', (tail, whoActs, snippet) => {
    expect(first({ message: kmsDenied(tail), jobKind: 'copy' })).toMatchObject({
      id: 'KMS_NOT_AUTHORIZED',
      whoActs,
      snippet,
    })
  })

  it.each([
    ['AWSServiceRoleForBackup', 'key-shared-with-central'],
    ['aws-controltower-BackupRole', 'backup-role-can-use-key'],
  ])('a KMS denial of %s is proved by %s', (role, rule) => {
    const message = kmsDenied('no resource-based policy allows it').replace('AWSServiceRoleForBackup', role)
    for (const jobKind of ['copy', null] as const) {
      const rules = first({ message, jobKind })?.rules ?? []
      expect(rules.filter(it => /shared|role/.test(it))).toEqual([rule])
    }
  })

  it.each(['.', '. ', '."', ')', '].'])('the key that a message names ends before %j', end => {
    const message = kmsDenied('').replace(' because ', end)
    expect(first({ message, jobKind: 'copy' })?.named.keyArn).toBe(key)
  })

  it('the tail of a KMS denial weighs more than the kind of job', () => {
    const message = kmsDenied('with an explicit deny in a service control policy')
    for (const jobKind of jobKinds)
      expect(first({ message, jobKind })).toMatchObject({ whoActs: 'platform/organisation', rules: [] })
  })

  it('the lock of the vault: the local one on a backup job, the central one on a copy job', () => {
    const message = 'The retention specified in the job is not within the range specified for the target Backup Vault.'
    expect(first({ message, jobKind: 'backup' })?.id).toBe('LIF_RETENTION_BACKUP')
    expect(first({ message, jobKind: 'copy' })?.id).toBe('LIF_RETENTION')
  })

  it.each([
    [null, /DynamoDB/],
    ['DynamoDB', /DynamoDB/],
  ])('a refused copy names its type itself (type known: %s)', (backupType, because) => {
    const message =
      'Copy job from eu-central-1 to eu-west-1 cannot be initiated for DynamoDB resources. Feature is not supported for provided resource type.'
    expect(first({ message, backupType })).toMatchObject({
      id: 'UNS_COPY_FEATURE',
      rules: ['advanced-features-on'],
    })
    expect(first({ message, backupType })?.because).toMatch(because)
  })
})

describe('text before category', () => {
  it('goes by the text, whatever the category says', () => {
    const message =
      'Copy job failed because the destination Backup vault is encrypted with the default Backup service managed key.'
    for (const category of ['ACCESS_DENIED', 'AccessDenied', 'KMS_KEY_ERROR', null])
      expect(first({ message, category, jobKind: 'copy' })?.id).toBe('VAULT_DEFAULT_KEY')
  })

  it.each(['KMS_KEY_ERROR', 'KmsKeyError', 'kms key error'])('a category alone (%s) only suggests', category => {
    const { diagnosis, causes } = diagnose({ message: 'Strange', category, jobKind: 'copy', backupType: 'EBS' })
    expect(diagnosis).toBe('unrecognised')
    expect(causes[0]?.id).toBe('KMS_EBS_KEY_NOT_ACCESSIBLE')
    expect(causes.length).toBeLessThanOrEqual(3)
    expect(causes.every(cause => cause.weak && cause.sure === 'likely')).toBe(true)
  })

  it.each([
    ['Feature is not supported for provided resource type.', 'backup'],
    ['Specified KMS key [None] does not exist, is not enabled or you do not have permissions to access it.', 'restore'],
  ] as const)('no rule about a copy proves %s of a %s', (message, jobKind) => {
    expect(first({ message, jobKind })?.rules).toEqual([])
  })

  it.each([null, '', '   ', 'Strange things happened.'])('neither text nor category: unrecognised (%j)', message => {
    expect(diagnose({ message, jobKind: 'copy' })).toEqual({ diagnosis: 'unrecognised', causes: [] })
  })

  it('the state speaks where there is no message', () => {
    expect(first({ message: null, jobKind: 'backup', state: 'EXPIRED' })?.id).toBe('EXP_BACKUP')
    expect(first({ message: null, jobKind: 'backup', state: 'ABORTED' })?.id).toBe('ABO_USER')
    expect(diagnose({ message: null, jobKind: 'backup', state: 'FAILED' }).diagnosis).toBe('unrecognised')
  })

  it.each([
    ['Access denied: the frobnicator said no', 'ACC_GENERIC_1'],
    ['A plan can have at most 100 of them', 'LIM_GENERIC'],
    ['The subnet does not exist', 'NF_GENERIC'],
  ])('a catch-all is a weak explanation: %s', (message, id) => {
    expect(first({ message })).toMatchObject({ id, weak: true })
  })
})

const finding = (rule: string, outcome: Finding['outcome'], more: Partial<Finding> = {}): Finding => ({
  rule,
  stage: 'copied',
  outcome,
  authority: 'aws',
  because: `${key}: ${rule} says so.`,
  evidence: [{ call: 'kms:DescribeKey', field: 'KeyState', value: 'Enabled' }],
  fix: { say: `Mend ${rule}.` },
  source: 'https://docs.aws.amazon.com/',
  ...more,
})

describe('confirm', () => {
  const failure: Failure = { message: rdsKey, jobKind: 'copy', backupType: 'RDS', resource: db }
  const { causes } = diagnose(failure)
  const ok = ['source-encryption-can-be-copied', 'key-enabled', 'key-shared-with-central'].map(id => finding(id, 'ok'))
  const judged = (...findings: Finding[]) => confirm(causes, findings, failure)[0]

  it('a named rule that AWS blocks now confirms, with its own reason and next step', () => {
    const blocked = finding('key-shared-with-central', 'blocked', { fix: { say: 'Share it.', then } })
    expect(judged(...ok.slice(0, 2), blocked)).toMatchObject({
      sure: 'confirmed',
      fix: { say: 'Share it.', then },
    })
    expect(judged(...ok.slice(0, 2), blocked)?.because).toMatch(/key-shared-with-central says so\.$/)
  })

  it('an AWS managed key makes the recovery point a lost one and statements useless', () => {
    expect(judged(finding('source-encryption-can-be-copied', 'blocked'))).toMatchObject({
      sure: 'confirmed',
      rerun: 'never this recovery point',
      snippet: 'never',
    })
  })

  it('all named rules ok now: fixed since', () => {
    expect(judged(...ok)).toMatchObject({ sure: 'fixed since', rerun: 'copy again' })
  })

  it('fixed since, although the resource is no longer selected', () => {
    expect(judged(...ok, finding('tag-enabled', 'blocked', { stage: 'selected' }))?.sure).toBe('fixed since')
  })

  it.each([
    ['the resource’s', key, 'resource team', 'key-enabled'],
    ['the central vault’s', otherKey, 'CDX', 'central-vault-key-enabled'],
  ])('of several keys the named one is judged: %s', (_, named, whoActs, rule) => {
    const disabled: Failure = { message: `DisabledException: ${named} is disabled.`, jobKind: 'copy', resource: db }
    const about = (outcome: Finding['outcome'], others: Finding['outcome']) =>
      confirm(
        diagnose(disabled).causes,
        [
          finding('key-enabled', named === key ? outcome : others),
          finding('central-vault-key-enabled', named === key ? others : outcome, { because: `${otherKey}: so it is.` }),
        ],
        disabled,
      )[0]
    expect(about('blocked', 'ok')).toMatchObject({ sure: 'confirmed', whoActs, rules: expect.arrayContaining([rule]) })
    expect(about('ok', 'ok')?.sure).toBe('fixed since')
    expect(about('ok', 'blocked')?.sure).toBe('likely')
  })

  it.each([
    ['aws-controltower-BackupRole', 'confirmed'],
    ['service-role/AWSBackupDefaultServiceRole', 'likely'],
  ])('a role that cannot be assumed: %s, %s', (role, sure) => {
    const message = `IAM Role arn:aws:iam::111122223333:role/${role} cannot be assumed by AWS Backup`
    const failed: Failure = { message, jobKind: 'backup' }
    const blocked = finding('backup-role-exists', 'blocked', {
      because: 'The role aws-controltower-BackupRole does not exist.',
    })
    expect(confirm(diagnose(failed).causes, [blocked], failed)[0]?.sure).toBe(sure)
  })

  it('a key that the message does not name may be that of the central vault', () => {
    const unnamed: Failure = { message: 'Given key ID is not accessible', jobKind: 'copy', backupType: 'EBS' }
    const blocked = finding('central-vault-key-usable', 'blocked')
    expect(confirm(diagnose(unnamed).causes, [...ok, blocked], unnamed)[0]).toMatchObject({
      sure: 'confirmed',
      whoActs: 'CDX',
      snippet: 'never',
    })
  })

  it.each([
    ['nothing was judged', []],
    ['one rule was not judged', ok.slice(1)],
    ['one rule is unknown', [...ok.slice(1), finding('source-encryption-can-be-copied', 'unknown')]],
    ['one of two keys is unknown', [...ok, finding('key-shared-with-central', 'unknown')]],
    ['a fact was not read', [...ok, finding('key-policy-was-read', 'unknown', { evidence: [] })]],
    [
      'only the house objects',
      [...ok.slice(1), finding('source-encryption-can-be-copied', 'blocked', { authority: 'house' })],
    ],
    ['another rule blocks', [finding('type-opted-in', 'blocked')]],
    ['a new run would fail of something else', [...ok, finding('central-vault-key-enabled', 'blocked')]],
    ['the check is about another key', ok.map(it => ({ ...it, because: it.because.replace(key, otherKey) }))],
    [
      'another key than the one of the message is refused',
      [...ok.slice(0, 2), finding('key-shared-with-central', 'blocked', { because: `${otherKey} is not shared.` })],
    ],
  ])('stays likely when %s', (_, findings) => {
    expect(judged(...findings)?.sure).toBe('likely')
  })

  it('puts what is confirmed first, and calls nothing fixed beside it', () => {
    const vault = { message: 'Access Denied trying to call AWS Backup service' }
    const two = [...causes, ...diagnose(vault).causes]
    const found = confirm(two, [...ok, finding('central-vault-policy-allows-copy', 'blocked')], failure)
    expect(found.map(cause => [cause.id, cause.sure])).toEqual([
      ['ACC_VAULT_POLICY', 'confirmed'],
      ['KMS_RDS_SOURCE_KEY', 'likely'],
    ])
  })
})

describe('a new run', () => {
  it.each([
    ['copy', 'copy again'],
    ['backup', 'back up again'],
    ['restore', 'retry after the fix'],
  ] as const)('of a %s job: %s', (jobKind, rerun) => {
    expect(first({ message: 'The AWS Access Key Id needs a subscription for the service', jobKind })?.rerun).toBe(rerun)
  })
})

describe('any message at all', () => {
  const piece = fc.constantFrom(
    'Given key ID ',
    ': ',
    'arn:aws:kms:',
    'AMI snapshot copy failed with error:',
    'retention ',
    '"',
    '[',
    ' is disabled',
    'kms key',
    '(Service: ',
    'Request ID: ',
  )
  const message = fc.oneof(
    fc.string({ maxLength: 10_000, unit: 'binary' }),
    fc
      .array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 1_000 })
      .map(parts => parts.join('').slice(0, 10_000)),
    fc.tuple(piece, fc.nat(2_000)).map(([text, times]) => text.repeat(times).slice(0, 10_000)),
  )
  it('is explained or not, and every answer is told in full', () => {
    fc.assert(
      fc.property(message, fc.constantFrom(...jobKinds, null), fc.option(fc.string()), (text, jobKind, category) => {
        const { diagnosis, causes } = diagnose({ message: text, jobKind, category, backupType: 'EBS', resource: db })
        expect(['explained', 'unrecognised']).toContain(diagnosis)
        if (diagnosis === 'explained') expect(causes.length).toBeGreaterThan(0)
        else expect(causes.every(cause => cause.weak)).toBe(true)
        for (const cause of causes) expect(cause.because && cause.fix.say && cause.rerunSay).toBeTruthy()
      }),
    )
  })
})
