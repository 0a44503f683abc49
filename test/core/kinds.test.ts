import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judge } from '../../src/core/judge.ts'
import { kindOf, kinds } from '../../src/core/kinds/index.ts'
import { asked, encryptedBy, passing, policies, towardsAirGapped } from './readings.ts'

const folder = new URL('../../src/core/kinds/', import.meta.url)
const files = readdirSync(folder).filter(name => name !== 'index.ts')

describe('the registry of kinds', () => {
  it('lists exactly the files of the folder', () => {
    expect(kinds.map(kind => `${kind.id}.ts`).sort()).toEqual(files.sort())
  })

  it('finds a kind by its id, and nothing else', () => {
    expect(kinds.map(kind => kindOf(kind.id))).toEqual(kinds)
    expect(kindOf('unsupported:lambda')).toBeUndefined()
  })

  it('names every type once for people', () => {
    expect(new Set(kinds.map(kind => kind.name)).size).toBe(kinds.length)
  })
})

describe.each(kinds)('$id', kind => {
  const cells = [
    kind.fullManagement,
    kind.crossAccountCopy,
    kind.crossRegionCopy,
    kind.bothInOneAction,
    kind.incremental,
    kind.pointInTime,
    kind.coldStorage,
    kind.airGappedVault,
  ]

  it('has a source for every cell', () => {
    for (const { sources } of [...cells, kind, kind.copyWhen, kind.states]) {
      expect(sources.length).toBeGreaterThan(0)
      for (const source of sources) expect(source).toMatch(/^https:\/\/\S+$/)
    }
  })

  it('does not contradict itself', () => {
    const copies = Object.entries(kind.copyWhen).filter(([state]) => state !== 'sources')
    if (kind.crossAccountCopy.value === 'no') {
      expect([kind.crossRegionCopy.value, kind.bothInOneAction.value, kind.airGappedVault.value]).toEqual([
        'no',
        'no',
        'no',
      ])
      expect(copies.map(([, outcome]) => outcome)).toEqual(['n/a', 'n/a', 'n/a', 'n/a'])
    }
    if (kind.fullManagement.value === 'yes') expect(kind.keyMustBeShared).toBe(false)
    expect(kind.via === null).toBe(!kind.keyMustBeShared)
    expect(kind.states.ok.filter(state => kind.states.waits.some(waits => waits === state))).toEqual([])
  })
})

/**
 * Written by hand from AWS's encryption table. A letter each for: not encrypted, AWS owned key, AWS managed key, customer
 * managed key that is shared, that is not, and whose policy cannot be settled. Y yes, N no, U unsure.
 */
const expected: Readonly<Record<string, readonly [byAws: string, withHouse: string, airGappedByAws: string]>> = {
  s3: ['YYYYYY', 'YYYYYY', 'YYYYYY'],
  ebs: ['YUNYNU', 'NNNYNU', 'YUNYNU'],
  ec2: ['YUNYNU', 'NNNYNU', 'YUNYNU'],
  'rds-instance': ['YUNYNU', 'NNNYNU', 'NNNNNN'],
  'rds-multi-az-cluster': ['NNNNNN', 'NNNNNN', 'NNNNNN'],
  aurora: ['YUNYNU', 'NNNYNU', 'NUNYNU'],
  'aurora-dsql': ['YYYYYY', 'YYYYYY', 'YYYYYY'],
  'dynamodb-basic': ['NNNNNN', 'NNNNNN', 'NNNNNN'],
  'dynamodb-advanced': ['YYYYYY', 'YYYYYY', 'YYYYYY'],
  efs: ['YYYYYY', 'YYYYYY', 'YYYYYY'],
  'fsx-windows': ['UUNYNU', 'NNNYNU', 'UUNYNU'],
  'fsx-lustre': ['UUNYNU', 'NNNYNU', 'UUNYNU'],
  'fsx-ontap': ['UUNYNU', 'NNNYNU', 'UUNYNU'],
  'fsx-openzfs': ['UUNYNU', 'NNNYNU', 'NNNNNN'],
  documentdb: ['YUNYNU', 'NNNYNU', 'NUNYNU'],
  neptune: ['YUNYNU', 'NNNYNU', 'NUNYNU'],
  redshift: ['NNNNNN', 'NNNNNN', 'NNNNNN'],
  'redshift-serverless': ['NNNNNN', 'NNNNNN', 'NNNNNN'],
  timestream: ['YYYYYY', 'YYYYYY', 'YYYYYY'],
  'storage-gateway': ['YYNYNU', 'NNNYNU', 'YYNYNU'],
  vmware: ['YYYYYY', 'YYYYYY', 'YYYYYY'],
  'sap-hana': ['YYYYYY', 'YYYYYY', 'NNNNNN'],
  cloudformation: ['UUUUUU', 'UUUUUU', 'NNNNNN'],
  eks: ['YYYYYY', 'YYYYYY', 'YYYYYY'],
}

const states = [
  ['none', policies.shared],
  ['aws-owned', policies.shared],
  ['aws-managed', policies.unshared],
  ['customer', policies.shared],
  ['customer', policies.unshared],
  ['customer', policies.vague],
] as const
const letters = { yes: 'Y', no: 'N', unsure: 'U', 'by choice': 'C' } as const

describe('every type, in every encryption, to both destinations', () => {
  it('has a row for every type', () => {
    expect(Object.keys(expected).sort()).toEqual(kinds.map(kind => kind.id).sort())
  })

  it.each(Object.entries(expected))('%s', (id, [byAws, withHouse, airGapped]) => {
    const central = states.map(([how, policy]) => judge(encryptedBy(passing(id), how, policy), asked))
    const away = states.map(([how, policy]) =>
      judge(encryptedBy(towardsAirGapped(passing(id)), how, policy), { ...asked, to: 'air-gapped' }),
    )
    expect({
      byAws: central.map(it => letters[it.verdictByAws]).join(''),
      withHouse: central.map(it => letters[it.verdict]).join(''),
      airGapped: away.map(it => letters[it.verdictByAws]).join(''),
    }).toEqual({ byAws, withHouse, airGapped })
  })

  it.each(states.map(([how]) => how))('says that the encryption is %s', how => {
    for (const { id } of kinds) expect(judge(encryptedBy(passing(id), how), asked).encryption.kind).toBe(how)
  })
})
