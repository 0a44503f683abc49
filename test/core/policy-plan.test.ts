import { describe, expect, it } from 'vitest'
import { type Fact, type FactTable, type Key, type KeyFacts, known, unknown } from '../../src/core/fact.ts'
import { plansFor } from '../../src/core/policy-plan.ts'
import type { Reading } from '../../src/core/verdict.ts'
import { guideGrants, guideUse, house, key, member, policyOf, rootStatement } from './key-policy/house.ts'

const resource = {
  arn: `arn:aws:ec2:eu-central-1:${member}:volume/vol-1`,
  partition: 'aws',
  region: 'eu-central-1',
  account: member,
  family: 'ebs',
  name: 'vol-1',
} as const

const facts = (its: Key = key, policy: Fact<string> = known(policyOf(rootStatement))): FactTable => ({
  key: known(its),
  keyPolicy: policy,
  keyGrants: known([]),
})
const under = (...keys: readonly KeyFacts[]) =>
  ({
    facts: { encryption: known({ parts: keys.map(it => ({ of: 'vol-1', by: { kind: 'key', id: it.id } as const })) }) },
    keys,
  }) as const
const keyFacts = (id = key.arn, its: FactTable = facts()): KeyFacts => ({ id, of: ['vol-1'], facts: its })
const reading = (kind: string, more: Partial<Reading> = {}): Reading => ({
  resource,
  kind,
  notes: [],
  facts: {},
  keys: [],
  nested: [],
  ...more,
})
const encrypted = (by: 'none' | 'aws-owned') => ({
  facts: { encryption: known({ parts: [{ of: 'vol-1', by: { kind: by } }] }) },
})
const ask = (it: Reading) =>
  plansFor(it, { house, style: 'least' }).map(({ need, because, for: kinds }) => ({ need, because, kinds }))
const denied = unknown('denied', 'kms:GetKeyPolicy was denied.')

describe('the plans of a resource', () => {
  it('are one a key', () => {
    const second = { ...key, arn: `${key.arn}2` }
    const shared = known(policyOf(rootStatement, guideUse, guideGrants))
    expect(ask(reading('ec2', under(keyFacts(), keyFacts(second.arn, facts(second, shared)))))).toMatchObject([
      { need: 'statements', kinds: ['ec2'] },
      { need: 'nothing', kinds: ['ec2'] },
    ])
  })
  it('are one for a key that a resource names in two ways, or that two of them share', () => {
    const volume = reading('ebs', under(keyFacts()))
    const database = reading('rds-instance', under(keyFacts('alias/shop')))
    expect(ask(reading('cloudformation', { nested: [volume, database, volume] }))).toMatchObject([
      { need: 'statements', kinds: ['ebs', 'rds-instance'] },
    ])
  })
  it('are those of the volumes that a file system or a cluster holds', () => {
    const volume = reading('fsx-ontap', under(keyFacts()))
    const storage = known({ at: '2026-11-20T01:12:00.000Z' })
    const plans = [reading('fsx-ontap', { nested: [volume] }), reading('eks', { facts: { storage }, nested: [volume] })]
    for (const it of plans) expect(ask(it)).toMatchObject([{ need: 'statements', kinds: ['fsx-ontap'] }])
  })
  it('are unknown where the key, its policy or the encryption was not read', () => {
    expect(ask(reading('ebs', under(keyFacts('x', { key: denied }))))).toEqual([
      { need: 'unknown', because: 'kms:GetKeyPolicy was denied.', kinds: ['ebs'] },
    ])
    expect(ask(reading('ebs', under(keyFacts('x', {}))))).toMatchObject([
      { need: 'unknown', because: 'The key x was not read.' },
    ])
    expect(ask(reading('ebs', under(keyFacts('x', facts(key, denied)))))).toMatchObject([{ need: 'unknown' }])
    expect(ask(reading('ebs', { facts: { encryption: unknown('denied', 'ec2 was denied.') } }))).toEqual([
      { need: 'unknown', because: 'ec2 was denied.', kinds: ['ebs'] },
    ])
    expect(ask(reading('ebs'))).toMatchObject([{ need: 'unknown' }])
    expect(ask(reading('eks'))).toMatchObject([{ need: 'unknown' }])
    expect(ask(reading('cloudformation'))).toMatchObject([{ need: 'unknown' }])
    const grants = { ...facts(), keyGrants: denied }
    expect(ask(reading('ebs', under(keyFacts(key.arn, grants))))).toMatchObject([{ need: 'unknown' }])
  })
  it('need no policy of an AWS managed key', () => {
    const managed: FactTable = { key: known<Key>({ ...key, manager: 'AWS' }) }
    expect(ask(reading('ebs', under(keyFacts('alias/aws/ebs', managed))))).toMatchObject([{ need: 'another key' }])
    expect(ask(reading('s3', under(keyFacts('alias/aws/s3', managed))))).toMatchObject([{ need: 'nothing' }])
  })
  it('tell whom to ask where the key is of another account and shut', () => {
    const foreign = { ...key, account: '222233334444', arn: key.arn.replace(member, '222233334444') }
    const [made] = plansFor(reading('ebs', under(keyFacts(foreign.arn, facts(foreign, denied)))), {
      house,
      style: 'least',
    })
    expect(made).toMatchObject({ need: 'unknown', key: { account: '222233334444' } })
    expect(made?.instead[0]).toContain('Ask the owners of account 222233334444')
  })
  it('are one of nothing where there is no key with a policy of ours', () => {
    const name = 'vol-1'
    expect(ask(reading('ebs', encrypted('none')))).toEqual([
      {
        need: 'nothing',
        because: `${name} is not encrypted, so there is no key policy to change. Whether it should be, its check says.`,
        kinds: ['ebs'],
      },
    ])
    expect(ask(reading('s3', encrypted('aws-owned')))).toMatchObject([
      {
        need: 'nothing',
        because: `No copy of ${name} uses a key of yours, so none needs a statement for the central account.`,
      },
    ])
    expect(ask(reading('s3'))).toMatchObject([{ need: 'nothing' }])
    const empty = { facts: { encryption: known({ parts: [] }) } }
    expect(ask(reading('cloudformation', empty))).toMatchObject([{ need: 'nothing' }])
    expect(ask(reading('ec2', { facts: { encryption: known({ parts: [] }) } }))).toMatchObject([
      { need: 'nothing', because: `${name} has no key of yours, so there is no key policy to change.` },
    ])
  })
  it('are unknown under a key that AWS owns, where AWS does not say whether such a copy works', () => {
    expect(ask(reading('aurora', encrypted('aws-owned')))).toEqual([
      {
        need: 'unknown',
        because:
          'vol-1 is encrypted with a key that AWS owns: it has no policy that anybody could change, and whether such a copy works is not documented.',
        kinds: ['aurora'],
      },
    ])
  })
})
