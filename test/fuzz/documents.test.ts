import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { within } from '../../blocks/kit.ts'
import { policyBlocks } from '../../blocks/policy.ts'
import type { Key } from '../../src/core/fact.ts'
import { parsePolicy } from '../../src/core/key-policy/document.ts'
import { evaluate } from '../../src/core/key-policy/evaluate.ts'
import { plan } from '../../src/core/key-policy/plan.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { BadSettings, parseOrganisation } from '../../src/organisation.ts'
import { house } from '../core/readings.ts'
import { cases, faultsIn, inTime, nearly, patience, tally, text } from './input.ts'

const runs = { numRuns: cases, endOnFailure: true }
const region = 'eu-central-1'
const account = '111122223333'
const arn = `arn:aws:kms:${region}:${account}:key/7e922890-d818-4ed7-8657-2d2c39f014ba`
const root = `arn:aws:iam::${account}:root`
const central = `arn:aws:iam::${house.central.account}:root`
const own = { Sid: 'Own', Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }
const policies = [
  { Version: '2012-10-17', Statement: [own] },
  {
    Version: '2012-10-17',
    Statement: [
      own,
      { Effect: 'Allow', Principal: { AWS: [central, root] }, Action: ['kms:*'], Resource: arn },
      {
        Effect: 'Deny',
        NotPrincipal: { AWS: root },
        NotAction: 'kms:Get*',
        NotResource: '*',
        Condition: { StringLike: { 'aws:PrincipalArn': ['*a*b*c*', 'x?y'] }, Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  },
  { Policy: JSON.stringify({ Statement: own }) },
]
const policyText = fc.oneof(
  { weight: 5, arbitrary: nearly(policies).map(it => JSON.stringify(it) ?? '') },
  {
    weight: 1,
    arbitrary: fc.tuple(nearly(policies), fc.nat()).map(([it, at]) => (JSON.stringify(it) ?? '').slice(0, at % 600)),
  },
  { weight: 1, arbitrary: text },
)
const key: Key = {
  arn,
  account,
  region,
  manager: 'CUSTOMER',
  state: 'Enabled',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  multiRegion: false,
}

describe('whatever stands in a key policy', () => {
  it('is judged, and what cannot be read allows nothing', { timeout: patience }, () => {
    const needs = tally('key policies')
    fc.assert(
      fc.property(policyText, policy => {
        const document = inTime(() => parsePolicy(policy))
        const found = inTime(() => plan({ key, policy, grants: null, kinds: [], house }))
        needs.add(found.need)
        if (isMistake(document)) expect(found.need).toBe('unknown')
        else {
          const stranger = { arn: 'arn:aws:iam::999900001111:role/x', account: '999900001111' }
          const { allowed, statement } = inTime(() =>
            evaluate(document, { principal: stranger, action: 'kms:Decrypt', resource: arn, context: {} }),
          )
          const everyone = document.statements.some(
            it =>
              it.principals.not ||
              it.principals.named.some(({ value }) => value === '*' || value.includes('999900001111')),
          )
          if (allowed === true) expect({ statement, everyone }).toMatchObject({ everyone: true })
        }
        expect(
          faultsIn(
            within(
              policyBlocks({ of: 'key', plans: [found], failed: null }, { verb: 'policy', target: arn }, 'statements'),
            ),
          ),
        ).toEqual([])
      }),
      runs,
    )
    expect(needs.sorts().length).toBeGreaterThan(1)
    needs.tell()
  })
})

describe('whatever stands in organisation.json', () => {
  const file: unknown = JSON.parse(readFileSync('organisation.json', 'utf8'))
  const anyText = fc.oneof(
    { weight: 5, arbitrary: nearly([file]).map(it => JSON.stringify(it) ?? '') },
    { weight: 1, arbitrary: text },
  )
  it('is a house, or settings that are named as bad, one mistake a line', { timeout: patience }, () => {
    const found = tally('organisation files')
    fc.assert(
      fc.property(anyText, it => {
        try {
          const read = inTime(() => parseOrganisation(it))
          found.add('settings')
          expect(read.central.account).toMatch(/^\d{12}$/)
        } catch (error) {
          if (!(error instanceof BadSettings)) throw error
          found.add('mistakes')
          expect(error.message).toMatch(/^organisation\.json/)
        }
      }),
      runs,
    )
    expect(found.sorts()).toHaveLength(2)
    found.tell()
  })
})
