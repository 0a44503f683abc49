import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FactName, type FactTable, known, type Unknown, unknown } from '../../src/core/fact.ts'
import { judge, judgeUnsupported } from '../../src/core/judge.ts'
import { kindOf, kinds } from '../../src/core/kinds/index.ts'
import { encryption, messages } from '../../src/core/links.ts'
import { commonRules } from '../../src/core/rules/index.ts'
import type { Answer, Finding, Reading } from '../../src/core/verdict.ts'
import {
  asked,
  awsManagedKey,
  customerKey,
  encryptedBy,
  house,
  keyFacts,
  passing,
  policies,
  towardsAirGapped,
} from './readings.ts'

const fact = <T>(value: T) => known(value, { call: 'test:Call', field: 'Field', value: JSON.stringify(value) })
const reasons = ['denied', 'not found', 'no reader', 'aws error'] as const
const without = (reading: Reading, name: FactName, reason: Unknown | undefined): Reading => {
  const spoil = (facts: FactTable): FactTable => {
    if (!(name in facts)) return facts
    const { [name]: _, ...rest } = facts
    return reason === undefined ? rest : { ...rest, [name]: reason }
  }
  return {
    ...reading,
    facts: spoil(reading.facts),
    keys: reading.keys.map(key => ({ ...key, facts: spoil(key.facts) })),
  }
}
const told = (findings: readonly Finding[], outcome: Finding['outcome']): readonly Finding[] =>
  findings.filter(it => it.outcome === outcome)

const passes = kinds.filter(({ id }) => judge(passing(id), asked).verdict === 'yes')
/** Asked for only where they are at hand: what exists already, and the house’s endpoints. */
const optional: readonly FactName[] = ['localPoint', 'centralPoint', 'lastCopy', 'vpcsWithoutS3Endpoint']

const namesOf = (id: string): readonly FactName[] => {
  const { facts, keys } = passing(id)
  return [facts, ...keys.map(key => key.facts)].flatMap(table => Object.keys(table) as FactName[])
}
/** Types without a state, and those whose backup does not use the resource’s own key in a way that its policy decides. */
const idle: Readonly<Record<string, readonly FactName[]>> = {
  s3: ['state'],
  vmware: ['keyPolicy', 'keyGrants'],
  'sap-hana': ['keyPolicy', 'keyGrants'],
  eks: ['keyPolicy', 'keyGrants'],
}
const neededBy = (id: string): readonly FactName[] => {
  const needed: readonly string[] = [...commonRules, ...(kindOf(id)?.rules ?? [])].flatMap(rule => rule.needs)
  return namesOf(id).filter(name => needed.includes(name) && !idle[id]?.includes(name))
}

describe('a fact that was not read', () => {
  it('is tested on every type that can pass', () => {
    expect(kinds.filter(kind => !passes.includes(kind)).map(kind => kind.id)).toEqual([
      'rds-multi-az-cluster',
      'dynamodb-basic',
      'redshift',
      'redshift-serverless',
      'cloudformation',
    ])
  })

  const cases = passes.flatMap(({ id }) => neededBy(id).map(name => ({ id, name })))
  it.each(cases)('$id: without $name the answer is never yes', ({ id, name }) => {
    for (const why of reasons) {
      const verdict = judge(without(passing(id), name, unknown(why, `${name}: ${why}`)), asked)
      expect(verdict.verdict).not.toBe('yes')
      if (name !== 'vpcsWithoutS3Endpoint') expect(verdict.verdictByAws).not.toBe('yes')
      expect(Object.values(verdict.stages)).not.toEqual(['yes', 'yes', 'yes'])
    }
    if (!optional.includes(name)) expect(judge(without(passing(id), name, undefined), asked).verdict).toBe('unsure')
  })

  it.each(passes)('$id: without any fact the answer is unsure', ({ id }) => {
    const verdict = judge({ ...passing(id), facts: {}, keys: [] }, asked)
    expect([verdict.verdict, verdict.verdictByAws, ...Object.values(verdict.stages)]).toEqual(Array(5).fill('unsure'))
    expect(verdict.encryption).toEqual({ kind: 'unknown', keys: [] })
  })

  it('does not hide what blocks', () => {
    const reading = passing('ebs', { state: fact('error'), tags: unknown('denied', 'no') })
    expect(judge(reading, asked)).toMatchObject({
      verdict: 'no',
      stages: { selected: 'unsure', 'backed up': 'no', copied: 'yes' },
    })
  })

  it.each([
    ['denied', /111122223333 \(shop-prod\) lets the role backup-bot-read call kms:GetKeyPolicy/],
    ['not found', /Check the name/],
    ['no reader', /console/],
    ['aws error', /Ask again/],
  ] as const)('says what to do when it is %s', (why, say) => {
    const { findings } = judge(without(passing('ebs'), 'keyPolicy', unknown(why, 'so it was')), asked)
    expect(told(findings, 'unknown').map(it => it.fix.say)).toEqual([expect.stringMatching(say)])
  })

  it('asks the central account for what is read there, and the key’s account for its key', () => {
    const denied = unknown('denied', 'no')
    const other = 'arn:aws:kms:eu-central-1:333344445555:key/abc'
    const reading: Reading = {
      ...passing('ebs', {
        centralVaultPolicy: denied,
        encryption: fact({ parts: [{ of: 'it', by: { kind: 'key', id: other } }] }),
      }),
      keys: [
        { id: other, of: ['it'], facts: { key: unknown('denied', 'nor that'), keyPolicy: denied, keyGrants: denied } },
      ],
    }
    const say = told(judge(reading, asked).findings, 'unknown').map(it => it.fix.say)
    expect(say.join()).toMatch(/333344445555 \(lab-dev\).*kms:DescribeKey.*692653576357 \(cbackupstorage-prod\)/)
  })

  it('is one finding, however many rules it leaves open', () => {
    const { findings } = judge(without(passing('ebs'), 'centralVault', unknown('denied', 'may not')), asked)
    const [only, ...others] = told(findings, 'unknown')
    expect(others).toEqual([])
    expect(only).toMatchObject({ rule: 'central-vault-was-read', stage: 'copied', authority: 'aws', evidence: [] })
    for (const { title } of commonRules.filter(rule => rule.needs.includes('centralVault')))
      expect(only?.because).toContain(title.slice(1))
  })

  it('is one finding for several facts of one refused call, and one for each of two keys', () => {
    const refused = unknown('denied', 'ec2:DescribeVolumes was refused')
    const one = judge(passing('ebs', { tags: refused, state: refused, placement: refused }), asked)
    expect(told(one.findings, 'unknown').map(it => [it.stage, it.because.slice(0, 40)])).toEqual([
      ['selected', 'The tags, the state, the placement may n'],
    ])
    const keys = [customerKey, { ...customerKey, arn: `${customerKey.arn}2` }].map(key => ({
      ...keyFacts(key, ['it']),
      facts: { key: unknown('denied', `kms:DescribeKey was refused on ${key.arn}`) },
    }))
    const two = told(judge({ ...passing('efs'), keys }, asked).findings, 'unknown')
    expect(two.filter(it => it.rule === 'key-was-read').map(it => it.because.includes(`${customerKey.arn}2`))).toEqual([
      false,
      true,
    ])
  })
})

describe('a resource that is not there', () => {
  const gone = unknown('not found', 'ec2:DescribeVolumes found no volume my-ebs in 111122223333, eu-central-1.')

  it('is one clear sentence', () => {
    const reading = { ...passing('ebs', { tags: gone, state: gone, encryption: gone, placement: gone }), keys: [] }
    const verdict = judge(reading, asked)
    expect(verdict.verdict).toBe('unsure')
    expect(told(verdict.findings, 'unknown')).toMatchObject([
      {
        rule: 'resource-exists',
        because:
          'my-ebs was not found, so nothing could be checked: ec2:DescribeVolumes found no volume my-ebs in 111122223333, eu-central-1.',
      },
    ])
  })

  it.each([
    ['not found', /^my-s3 was not found/, /Check the name/],
    ['denied', /^my-s3 could not be found/, /lets the bot make the call/],
    ['aws error', /^my-s3 could not be found/, /Ask again/],
  ] as const)('is all there is to say where its Region cannot be read: %s', (why, because, say) => {
    const missing = unknown(why, 's3:HeadBucket in account 111122223333, eu-central-1 said so.')
    const verdict = judge({ ...passing('s3'), missing }, asked)
    expect(verdict).toMatchObject({ verdict: 'unsure', verdictByAws: 'unsure', resource: { type: 's3' } })
    expect(verdict.findings).toMatchObject([
      { rule: 'resource-exists', because: expect.stringMatching(because), fix: { say: expect.stringMatching(say) } },
    ])
  })
})

describe('a resource that AWS Backup does not support', () => {
  const target = { service: 'secretsmanager', what: 'Secrets Manager secret', advice: 'Replicate the secret.' }

  it('is refused with the advice', () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf'
    const verdict = judgeUnsupported({ ...target, arn }, asked)
    expect(verdict).toMatchObject({
      resource: {
        arn,
        account: '111122223333',
        region: 'eu-central-1',
        type: 'unsupported:secretsmanager',
        name: 'secret:db-AbCdEf',
      },
      verdict: 'no',
      verdictByAws: 'no',
      stages: { selected: 'no', 'backed up': 'no', copied: 'no' },
    })
    expect(verdict.findings).toMatchObject([
      { outcome: 'blocked', authority: 'aws', fix: { say: 'Replicate the secret.' } },
    ])
  })

  it('may have no ARN', () => {
    expect(judgeUnsupported(target, asked).resource).toEqual({
      arn: '',
      account: '',
      region: '',
      type: 'unsupported:secretsmanager',
      name: 'Secrets Manager secret',
    })
  })
})

describe('the verdict', () => {
  const stages = (selected: Answer, backedUp: Answer, copied: Answer) => ({ selected, 'backed up': backedUp, copied })
  it.each([
    ['all well', passing('ebs'), 'yes', 'yes', stages('yes', 'yes', 'yes')],
    [
      'disabled',
      passing('ebs', { tags: fact({ backup: 'disabled' }) }),
      'by choice',
      'by choice',
      stages('by choice', 'yes', 'yes'),
    ],
    [
      'custom',
      passing('ebs', { tags: fact({ backup: 'custom' }) }),
      'by choice',
      'by choice',
      stages('by choice', 'yes', 'yes'),
    ],
    ['no tag', passing('ebs', { tags: fact({}) }), 'no', 'no', stages('no', 'yes', 'yes')],
    [
      'disabled, and something unread',
      passing('ebs', { tags: fact({ backup: 'disabled' }), state: unknown('denied', 'x') }),
      'unsure',
      'unsure',
      stages('by choice', 'unsure', 'yes'),
    ],
    [
      'disabled, and unencrypted',
      encryptedBy(passing('ebs', { tags: fact({ backup: 'disabled' }) }), 'none'),
      'no',
      'by choice',
      stages('by choice', 'yes', 'no'),
    ],
    ['only the house objects', encryptedBy(passing('ebs'), 'none'), 'no', 'yes', stages('yes', 'yes', 'no')],
    [
      'the house’s own fact unread',
      passing('s3', { vpcsWithoutS3Endpoint: unknown('denied', 'x') }),
      'unsure',
      'yes',
      stages('yes', 'unsure', 'yes'),
    ],
    [
      'advice only',
      passing('s3', { vpcsWithoutS3Endpoint: fact(['vpc-1']) }),
      'yes',
      'yes',
      stages('yes', 'yes', 'yes'),
    ],
  ] as const)('%s', (_, reading, verdict, verdictByAws, expected) => {
    expect(judge(reading, asked)).toMatchObject({ verdict, verdictByAws, stages: expected })
  })

  it('carries what the contract asks for', () => {
    const verdict = judge({ ...passing('s3'), notes: ['Stripped to the bucket.'] }, asked)
    expect(verdict).toMatchObject({
      resource: {
        arn: 'arn:aws:s3:::my-s3',
        account: '111122223333',
        region: 'eu-central-1',
        type: 's3',
        name: 'my-s3',
      },
      to: 'central',
      notes: ['Stripped to the bucket.'],
      checkedAt: asked.checkedAt,
      encryption: { kind: 'customer', keys: [customerKey.arn] },
    })
    expect(verdict.unchecked.join()).toMatch(
      /SCPs.*RCPs.*Tag policies.*permissions boundary of aws-controltower-BackupRole/,
    )
  })

  it.each([
    ['ec2', /Allowed AMIs/],
    ['eks', /not made by the EBS CSI driver/],
    ['s3', /SSE-C/],
    ['sap-hana', /Backint/],
    ['efs', /elasticfilesystem:Backup/],
    ['fsx-openzfs', /three hours.*separate opt-in/],
    ['aurora', /global database/],
    ['vmware', /vSphere/],
  ])('says what nobody outside can see of %s', (id, says) => {
    expect(judge(passing(id), asked).unchecked.join()).toMatch(says)
  })

  it('throws on a kind that does not exist: that is our bug', () => {
    expect(() => judge({ ...passing('ebs'), kind: 'nonsense' }, asked)).toThrow('nonsense')
  })

  const spoilt = fc
    .record({
      id: fc.constantFrom(...kinds.map(kind => kind.id)),
      how: fc.constantFrom('none', 'aws-owned', 'aws-managed', 'customer' as const),
      policy: fc.constantFrom(...Object.values(policies)),
      missing: fc.dictionary(
        fc.constantFrom(...new Set(kinds.flatMap(kind => namesOf(kind.id)))),
        fc.constantFrom(...reasons),
      ),
      tags: fc.dictionary(fc.constantFrom('backup', 'Backup'), fc.constantFrom('enabled', 'disabled', 'Enabled')),
      to: fc.constantFrom('central', 'air-gapped' as const),
    })
    .map(({ id, how, policy, missing, tags, to }) => ({
      to,
      reading: Object.entries(missing).reduce(
        (reading, [name, why]) => without(reading, name as FactName, unknown(why, `${name} ${why}`)),
        encryptedBy(
          to === 'central' ? passing(id, { tags: fact(tags) }) : towardsAirGapped(passing(id, { tags: fact(tags) })),
          how,
          policy,
        ),
      ),
    }))

  it('follows from its findings, which are complete and in order', () => {
    const order = ['blocked', 'unknown', 'by choice', 'advice', 'ok']
    fc.assert(
      fc.property(spoilt, ({ reading, to }) => {
        const { verdict, verdictByAws, stages: found, findings } = judge(reading, { ...asked, to })
        const has = (some: readonly Finding[], outcome: string) => some.some(it => it.outcome === outcome)
        const fold = (some: readonly Finding[]): Answer =>
          has(some, 'blocked') ? 'no' : has(some, 'unknown') ? 'unsure' : has(some, 'by choice') ? 'by choice' : 'yes'
        expect(verdict).toBe(fold(findings))
        expect(verdictByAws).toBe(fold(findings.filter(it => it.authority === 'aws')))
        for (const stage of ['selected', 'backed up', 'copied'] as const)
          if (
            has(
              findings.filter(it => it.stage === stage),
              'blocked',
            )
          )
            expect(found[stage]).toBe('no')
        if (verdict === 'yes') expect(Object.values(found)).toEqual(['yes', 'yes', 'yes'])
        const ranks = findings.map(it => order.indexOf(it.outcome))
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
        for (const it of findings) {
          expect(it.because.length).toBeGreaterThan(10)
          expect(it.fix.say.length).toBeGreaterThan(5)
          expect(it.source).toMatch(/^https:\/\//)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('an instance with several volumes', () => {
  const key = (at: number) => ({ ...customerKey, arn: `${customerKey.arn.slice(0, -1)}${at}` })
  const instance = (...volumes: readonly ('none' | 'shared' | 'unshared' | 'aws/ebs')[]): Reading => ({
    ...passing('ec2', {
      encryption: fact({
        parts: volumes.map((how, at) => ({
          of: `vol-${at}`,
          by:
            how === 'none'
              ? { kind: 'none' as const }
              : { kind: 'key' as const, id: how === 'aws/ebs' ? awsManagedKey.arn : key(at).arn },
        })),
      }),
    }),
    keys: volumes.flatMap((how, at) =>
      how === 'none'
        ? []
        : [
            how === 'aws/ebs'
              ? keyFacts(awsManagedKey, [`vol-${at}`], policies.unshared)
              : keyFacts(key(at), [`vol-${at}`], policies[how]),
          ],
    ),
  })

  it.each([
    [['shared', 'shared'], 'yes', 'customer', []],
    [['shared', 'none'], 'yes', 'none', []],
    [['shared', 'unshared'], 'no', 'customer', ['key-shared-with-central']],
    [['shared', 'aws/ebs'], 'no', 'aws-managed', ['source-encryption-can-be-copied']],
    [
      ['none', 'aws/ebs', 'unshared'],
      'no',
      'aws-managed',
      ['source-encryption-can-be-copied', 'key-shared-with-central'],
    ],
  ] as const)('%j', (volumes, verdictByAws, kind, rules) => {
    const verdict = judge(instance(...volumes), asked)
    expect(verdict.verdictByAws).toBe(verdictByAws)
    expect(verdict.encryption.kind).toBe(kind)
    const blocked = told(verdict.findings, 'blocked').filter(it => it.authority === 'aws')
    expect(blocked.map(it => it.rule).sort()).toEqual([...rules].sort())
  })

  it('names the volume that blocks', () => {
    const [first] = told(judge(instance('shared', 'aws/ebs'), asked).findings, 'blocked')
    expect(first?.because).toMatch(/vol-1/)
  })

  it.each([
    [['aws-owned', 'none'], 'aws-owned'],
    [['aws-managed', 'aws-owned'], 'aws-managed'],
  ] as const)('takes the worst of %j', (ways, kind) => {
    const parts = ways.map((way, at) => ({
      of: `vol-${at}`,
      by: way === 'aws-managed' ? { kind: 'key' as const, id: awsManagedKey.arn } : { kind: way },
    }))
    const reading = { ...passing('ec2', { encryption: fact({ parts }) }), keys: [keyFacts(awsManagedKey, [])] }
    expect(judge(reading, asked).encryption.kind).toBe(kind)
  })
})

describe('a composite', () => {
  const stack = (...nested: readonly Reading[]): Reading => ({
    ...passing('cloudformation', { encryption: fact({ parts: [] }) }),
    keys: [],
    nested,
  })
  const cluster = (...nested: readonly Reading[]): Reading => ({
    ...passing('eks', { encryption: fact({ parts: [] }) }),
    keys: [],
    nested,
  })

  it.each([
    ['an empty stack', stack(), 'unsure', 'unsure'],
    ['a stack of good things', stack(passing('efs'), passing('ebs')), 'unsure', 'unsure'],
    ['a stack with what cannot be copied', stack(passing('efs'), passing('redshift')), 'no', 'no'],
    ['a stack with what only the house refuses', stack(encryptedBy(passing('ebs'), 'none')), 'no', 'unsure'],
    ['a stack with an unread key', stack({ ...passing('ebs'), keys: [] }), 'unsure', 'unsure'],
    ['a cluster without storage', cluster(), 'yes', 'yes'],
    ['a cluster with a good volume', cluster(passing('ebs')), 'yes', 'yes'],
    ['a cluster with a volume under aws/ebs', cluster(encryptedBy(passing('ebs'), 'aws-managed')), 'no', 'no'],
    ['a cluster with an unread key', cluster({ ...passing('ebs'), keys: [] }), 'unsure', 'unsure'],
    [
      'a cluster that was never backed up, with a good volume',
      without(cluster(passing('ebs')), 'storage', unknown('not found', 'no backup of the whole')),
      'unsure',
      'unsure',
    ],
    [
      'a cluster that was never backed up, with a volume under aws/ebs',
      without(cluster(encryptedBy(passing('ebs'), 'aws-managed')), 'storage', unknown('not found', 'no backup')),
      'no',
      'no',
    ],
    ['a cluster whose volume has no tag', cluster(passing('ebs', { tags: fact({}) })), 'yes', 'yes'],
  ] as const)('%s', (_, reading, verdict, verdictByAws) => {
    const found = judge(reading, asked)
    expect([found.verdict, found.verdictByAws]).toEqual([verdict, verdictByAws])
    expect(found.nested.map(it => it.resource.name)).toEqual(reading.nested.map(it => it.resource.name))
  })

  it('judges its parts without their tags and opt-ins', () => {
    const [inside] = judge(cluster(passing('ebs', { tags: fact({}), optIn: fact({ EBS: false }) })), asked).nested
    expect(inside).toMatchObject({ verdict: 'yes', stages: { selected: 'yes' } })
  })

  it('names what is left out, and that the whole is PARTIAL', () => {
    const [first] = told(judge(stack(passing('efs'), passing('redshift')), asked).findings, 'blocked')
    expect(first).toMatchObject({ rule: 'nested-resources-copied', stage: 'copied', authority: 'aws' })
    expect(first?.because).toMatch(/1 of 2.*my-redshift.*PARTIAL/)
  })

  it('shows what AWS said of the parts that stand in the way', () => {
    const { findings, nested } = judge(stack(passing('efs'), encryptedBy(passing('ebs'), 'aws-managed')), asked)
    const inside = told(nested[1]?.findings ?? [], 'blocked').find(
      it => it.stage === 'copied' && it.authority === 'aws',
    )
    expect(told(findings, 'blocked')[0]?.evidence).toEqual(inside?.evidence)
    expect(inside?.evidence).not.toEqual([])
  })

  it('has the encryption of what is inside', () => {
    const inside = judge(stack(passing('efs'), encryptedBy(passing('ebs'), 'aws-managed')), asked).encryption
    expect(inside).toEqual({ kind: 'aws-managed', keys: [customerKey.arn, awsManagedKey.arn] })
  })
})

describe('what only holds what is backed up', () => {
  const untagged = passing('fsx-ontap', { tags: fact({}) })
  const left = passing('fsx-ontap', { tags: fact({ backup: 'disabled' }) })
  it.each([
    ['good parts', [passing('fsx-ontap'), passing('fsx-ontap')], 'yes'],
    ['a part without the tag', [passing('fsx-ontap'), untagged], 'no'],
    ['a part that is left out by choice', [passing('fsx-ontap'), left], 'by choice'],
    ['a part that was not read', [passing('fsx-ontap'), { ...passing('fsx-ontap'), facts: {}, keys: [] }], 'unsure'],
    ['a part that only the house refuses', [encryptedBy(passing('ebs'), 'none')], 'no'],
  ] as const)('is as good as %s', (_, nested, verdict) => {
    const found = judge({ ...passing('fsx-ontap'), facts: {}, keys: [], nested }, asked)
    expect(found.verdict).toBe(verdict)
    expect(found.findings.map(it => it.rule).filter(rule => !rule.startsWith('nested-resources-'))).toEqual([])
    expect(found.encryption.kind).not.toBe('unsure')
  })
})

/** AWS's blog on encryption compares a table and a database in three settings; the local vault’s key plays no part. */
describe('the three scenarios of AWS’s blog', () => {
  const vaultKey = { centralVaultKey: fact(awsManagedKey) }
  it.each([
    ['1: data under an AWS managed key', encryptedBy(passing('dynamodb-advanced'), 'aws-managed'), 'yes'],
    ['1: data under an AWS managed key', encryptedBy(passing('rds-instance'), 'aws-managed'), 'no'],
    ['2: destination vault under aws/backup', passing('dynamodb-advanced', vaultKey), 'unsure'],
    ['2: destination vault under aws/backup', passing('rds-instance', vaultKey), 'no'],
    ['3: key shared with the destination', passing('dynamodb-advanced'), 'yes'],
    ['3: key shared with the destination', passing('rds-instance'), 'yes'],
    ['3, without sharing', encryptedBy(passing('dynamodb-advanced'), 'customer', policies.unshared), 'yes'],
    ['3, without sharing', encryptedBy(passing('rds-instance'), 'customer', policies.unshared), 'no'],
    ['2, features off', passing('dynamodb-basic', vaultKey), 'no'],
    ['1, features off', encryptedBy(passing('dynamodb-basic'), 'aws-managed'), 'no'],
    ['3, features off', passing('dynamodb-basic'), 'no'],
  ] as const)('%s', (_, reading, copied) => {
    expect(judge(reading, asked).verdictByAws).toBe(copied)
  })
})

it('says of scenario 2 with a table that AWS’s pages contradict each other, with both links', () => {
  const { findings } = judge(passing('dynamodb-advanced', { centralVaultKey: fact(awsManagedKey) }), asked)
  const [found] = findings.filter(it => it.outcome === 'unknown')
  expect(found?.rule).toBe('central-vault-has-customer-key')
  expect(found?.because).toContain(encryption)
  expect(found?.because).toContain(messages)
})

/** The guide’s own table: how the copy is encrypted, whether it demands a customer managed key, whether it can be copied. */
describe('the quick reference of the CDX guide', () => {
  it.each([
    ['s3', 'independent', 'optional', 'yes'],
    ['ec2', 'inherited', 'required', 'yes'],
    ['ebs', 'inherited', 'required', 'yes'],
    ['rds-instance', 'inherited', 'required', 'yes'],
    ['aurora', 'inherited', 'required', 'yes'],
    ['rds-multi-az-cluster', 'inherited', 'required', 'no'],
    ['efs', 'independent', 'optional', 'yes'],
    ['dynamodb-advanced', 'independent', 'optional', 'yes'],
    ['dynamodb-basic', 'inherited', 'optional', 'no'],
    ['storage-gateway', 'inherited', 'required', 'yes'],
    ['redshift', 'inherited', 'required', 'no'],
    // The guide says yes, without a word on what is inside; AWS's pages contradict each other.
    ['cloudformation', 'unsettled', 'by content', 'unsure'],
  ] as const)('%s: %s, customer managed key %s, copied: %s', (id, encryption, customerKeyIs, copied) => {
    const managed = kindOf(id)?.fullManagement.value
    expect(managed).toBe({ independent: 'yes', inherited: 'no', unsettled: 'unknown' }[encryption])
    expect(judge(passing(id), asked).stages.copied).toBe(copied)
    const { findings } = judge(encryptedBy(passing(id), 'aws-managed'), asked)
    const rule = findings.filter(it => it.rule === 'house-customer-key').map(it => [it.authority, it.outcome])
    expect(rule).toEqual(
      { optional: [['house', 'ok']], required: [['house', 'blocked']], 'by content': [] }[customerKeyIs],
    )
  })

  it('does not follow the guide where it says that unencrypted data fails to be copied', () => {
    for (const id of ['ebs', 'ec2', 'rds-instance', 'storage-gateway', 'aurora']) {
      const verdict = judge(encryptedBy(passing(id), 'none'), asked)
      expect([verdict.verdict, verdict.verdictByAws]).toEqual(['no', 'yes'])
    }
  })

  it('leaves the house rule to the organisation', () => {
    const off = { ...asked, house: { ...house, houseRules: { customerKey: 'off' as const } } }
    expect(judge(encryptedBy(passing('ebs'), 'none'), off).verdict).toBe('yes')
  })
})
