import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentOf } from '../../../src/core/key-policy/document.ts'
import { evaluate, type Request } from '../../../src/core/key-policy/evaluate.ts'
import { glob } from '../../../src/core/key-policy/glob.ts'
import { isObject, type Json, type JsonObject } from '../../../src/core/key-policy/json.ts'
import { merge } from '../../../src/core/key-policy/merge.ts'
import { needs } from '../../../src/core/key-policy/needs.ts'
import { plan } from '../../../src/core/key-policy/plan.ts'
import { statementsFor } from '../../../src/core/key-policy/statements.ts'
import { all, any, not, type Truth } from '../../../src/core/key-policy/truth.ts'
import { isMistake } from '../../../src/core/trouble.ts'
import { allowStatement, anyStatement, denyStatement, statements } from './arbitrary.ts'
import { ebs, fsx, house, key, keyArn, policyOf, rds, rootStatement, where } from './house.ts'

const runs = { numRuns: 400 }
const request = fc
  .constantFrom(...[ebs, rds].flatMap(kind => needs({ kind, leg: 'copy to central', house, resource: where })))
  .map(({ principal, action, context }): Request => ({ principal, action, context, resource: keyArn }))
const ask = (list: readonly object[], asked: Request): Truth =>
  evaluate(documentOf({ Statement: list as Json[] }), asked).allowed
const rank = (truth: Truth): number => (truth === false ? 0 : truth === true ? 2 : 1)
const insert = <T>(list: readonly T[], it: T, at: number): readonly T[] => list.toSpliced(at % (list.length + 1), 0, it)

describe('the evaluator', () => {
  it('never takes a right away for one more Allow', () => {
    fc.assert(
      fc.property(statements, allowStatement, fc.nat(), request, (list, more, at, asked) => {
        expect(rank(ask(insert(list, more, at), asked))).toBeGreaterThanOrEqual(rank(ask(list, asked)))
      }),
      runs,
    )
  })
  it('never gives a right for one more Deny', () => {
    fc.assert(
      fc.property(statements, denyStatement, fc.nat(), request, (list, more, at, asked) => {
        expect(rank(ask(insert(list, more, at), asked))).toBeLessThanOrEqual(rank(ask(list, asked)))
      }),
      runs,
    )
  })
  it('does not mind the order of the statements', () => {
    fc.assert(
      fc.property(
        statements.chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        request,
        ([list, shuffled], asked) => {
          expect(ask(shuffled, asked)).toBe(ask(list, asked))
        },
      ),
      runs,
    )
  })
  it('says yes to less, not to more, the less is known of the call', () => {
    fc.assert(
      fc.property(statements, request, fc.nat(), (list, asked, at) => {
        const names = Object.keys(asked.context)
        const context = { ...asked.context, [names[at % names.length] ?? '']: 'unknown' as const }
        const [known, vague] = [ask(list, asked), ask(list, { ...asked, context })]
        if (vague !== 'unknown') expect(vague).toBe(known)
      }),
      runs,
    )
  })
  it('meets its examples: the arbitrary policies give all three answers', () => {
    const found = new Set(
      fc.sample(fc.tuple(statements, request), { numRuns: 500, seed: 7 }).map(([list, asked]) => ask(list, asked)),
    )
    expect(found).toEqual(new Set([true, false, 'unknown']))
  })
})

const someKinds = fc.subarray([ebs, rds, fsx], { minLength: 1 })
const foreign = (policy: JsonObject, added: readonly object[]): readonly Json[] =>
  (policy.Statement as Json[]).filter(it => !added.some(ours => JSON.stringify(ours) === JSON.stringify(it)))
const missing = fc.uniqueArray(
  fc.record({
    action: fc.constantFrom('kms:DescribeKey', 'kms:CreateGrant', 'kms:ListGrants', 'kms:Decrypt', 'kms:ReEncryptFrom'),
    service: fc.constantFrom('ec2', 'rds', 'fsx'),
  }),
  { minLength: 1, selector: it => `${it.action}${it.service}` },
)
const style = fc.constantFrom('least' as const, 'guide' as const)

describe('the merge', () => {
  it('keeps every statement of others as it is and in its order, whatever their Sids', () => {
    fc.assert(
      fc.property(statements, missing, style, (list, lack, how) => {
        const json = { Version: '2012-10-17', Id: 'x', Statement: list as Json[] }
        const merged = merge(documentOf(json), statementsFor(lack, { house, partition: 'aws', style: how }))
        if (isMistake(merged)) throw new Error(merged.mistake)
        expect(foreign(merged.policy, merged.statements)).toEqual(list)
        expect(merged.policy).toMatchObject({ Version: '2012-10-17', Id: 'x' })
        expect(Object.keys(merged.policy)).toEqual(Object.keys(json))
      }),
      runs,
    )
  })
  it('changes nothing the second time, and gives each of ours a Sid of its own', () => {
    fc.assert(
      fc.property(statements, missing, style, (list, lack, how) => {
        const fresh = statementsFor(lack, { house, partition: 'aws', style: how })
        const once = merge(documentOf({ Statement: list as Json[] }), fresh)
        if (isMistake(once)) throw new Error(once.mistake)
        const twice = merge(once.document, fresh)
        expect(twice).toEqual({ ...once, statements: [] })
        const sids = (once.policy.Statement as Json[]).map(it => (isObject(it) ? it.Sid : null))
        for (const { Sid } of once.statements) expect(sids.filter(it => it === Sid)).toHaveLength(1)
      }),
      runs,
    )
  })
  it('makes one policy of two merges, in whatever order they come', () => {
    fc.assert(
      fc.property(missing, missing, (first, second) => {
        const fresh = (lack: typeof first) => statementsFor(lack, { house, partition: 'aws', style: 'least' })
        const put = (policy: JsonObject, lack: typeof first) => {
          const merged = merge(documentOf(policy), fresh(lack))
          if (isMistake(merged)) throw new Error(merged.mistake)
          return merged.policy
        }
        const sorted = (policy: JsonObject) => (policy.Statement as Json[]).map(it => JSON.stringify(it)).sort()
        const start = { Statement: [] }
        expect(sorted(put(put(start, first), second))).toEqual(sorted(put(put(start, second), first)))
      }),
      runs,
    )
  })
})

describe('the plan', () => {
  const make = (list: readonly object[], kinds: readonly (typeof ebs)[], how: 'least' | 'guide') =>
    plan({ key, policy: policyOf(rootStatement, ...list), grants: [], kinds, house, style: how })

  it('has nothing to say to its own result, unless a Deny or a question stands in the way', () => {
    fc.assert(
      fc.property(fc.array(anyStatement, { maxLength: 4 }), someKinds, style, (list, kinds, how) => {
        const first = make(list, kinds, how)
        if (first.policy === null) throw new Error(first.because)
        const again = plan({ key, policy: JSON.stringify(first.policy), grants: [], kinds, house, style: how })
        expect(again.statements).toEqual([])
        expect(again.policy).toEqual(first.policy)
        if (first.denied.length === 0 && first.need !== 'another key')
          expect(['nothing', 'unknown']).toContain(again.need)
      }),
      runs,
    )
  })
  it('lets the copy do all it needs, and nobody else anything in the least style', () => {
    fc.assert(
      fc.property(fc.array(allowStatement, { maxLength: 4 }), someKinds, (list, kinds) => {
        const made = make(list, kinds, 'least')
        if (made.need !== 'statements') return
        const lacked = new Set(made.missing)
        expect(made.proof.after.filter(it => lacked.has(it.action) && it.allowed === false)).toEqual([])
        expect(made.proof.outsiders.filter(it => it.gains)).toEqual([])
      }),
      runs,
    )
  })
  it('adds no action that is not missing', () => {
    fc.assert(
      fc.property(fc.array(anyStatement, { maxLength: 4 }), someKinds, (list, kinds) => {
        const made = make(list, kinds, 'least')
        const given = made.statements.flatMap(it => it.Action)
        expect(given.every(action => made.missing.includes(action))).toBe(true)
      }),
      runs,
    )
  })
})

describe('three values', () => {
  const truth = fc.constantFrom<Truth>(true, false, 'unknown')
  it('obey De Morgan', () => {
    fc.assert(
      fc.property(fc.array(truth), list => {
        expect(not(all(list))).toBe(any(list.map(not)))
      }),
    )
  })
  it.each<readonly [readonly Truth[], Truth, Truth]>([
    [[], true, false],
    [[true], true, true],
    [[false], false, false],
    [['unknown'], 'unknown', 'unknown'],
    [[true, 'unknown'], 'unknown', true],
    [[false, 'unknown'], false, 'unknown'],
    [[true, false], false, true],
  ])('%j: all %s, any %s', (list, every, some) => {
    expect([all(list), any(list)]).toEqual([every, some])
  })
})

describe('wildcards', () => {
  it('match what the same regular expression matches', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':'), maxLength: 8 })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 })
    fc.assert(
      fc.property(letters, text, (pattern, it) => {
        const expression = new RegExp(`^${pattern.replaceAll('?', '.').replaceAll('*', '.*')}$`)
        expect(glob(pattern, it)).toBe(expression.test(it))
      }),
      { numRuns: 3000 },
    )
  })
  it('take their time from the length, not from its powers', () => {
    expect(glob(`${'a*'.repeat(40)}b`, 'a'.repeat(5000))).toBe(false)
  })
})
