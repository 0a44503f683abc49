import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { known, unknown } from '../../../src/core/fact.ts'
import { kinds } from '../../../src/core/kinds/index.ts'
import {
  checkForm,
  type FormContext,
  type FormValues,
  fieldsOf,
  modesOf,
  prefill,
} from '../../../src/core/restore/form.ts'
import { rules } from '../../../src/core/restore/recipe.ts'
import { recipeOf, recipes } from '../../../src/core/restore/recipes/index.ts'
import { contextOf, localPoint, now, parameters, point, resourceOf, valuesOf } from './samples.ts'

const errorsOf = (values: FormValues, context: FormContext) => {
  const result = checkForm(values, context)
  return result.valid ? {} : result.errors
}
const chosen = (change: object) =>
  known({ ...point, resource: resourceOf('dynamodb-advanced').arn, status: 'COMPLETED', ...change })

describe('the recipes', () => {
  it('are one for every kind, and for nothing else', () => {
    expect(recipes.flatMap(it => it.kinds).sort()).toEqual(kinds.map(it => it.id).sort())
  })

  it.each(recipes.map(it => [it.kinds[0] ?? '', it] as const))('%s: fields, names and links are sound', (_, recipe) => {
    const ids = recipe.fields.map(it => it.id)
    expect(new Set(ids).size).toBe(ids.length)
    if (recipe.named !== undefined) expect(ids).toContain(recipe.named)
    expect(recipe.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//)
    expect(modesOf(recipe).length).toBeGreaterThan(0)
    if (recipe.always !== undefined) expect(recipe.overwrites).toBeDefined()
  })
})

describe('a valid form', () => {
  it.each(kinds.map(it => it.id))('%s', kind => {
    const result = checkForm(valuesOf(kind), contextOf(kind))
    expect(result).toMatchObject({
      valid: true,
      draft: { resource: { kind }, target: { account: '111122223333', region: 'eu-central-1' } },
    })
    if (!result.valid) return
    const recipe = recipeOf(kind)
    const asked = recipe ? fieldsOf(recipe, result.draft.target.mode).map(it => it.id) : []
    expect(Object.keys(result.draft.target.parameters).every(it => asked.includes(it))).toBe(true)
  })

  it('keeps what was typed, trimmed, and times in UTC', () => {
    const values = valuesOf('dynamodb-advanced', {
      'p-name': '  Orders-2 ',
      reason: ' Gone. ',
      neededBy: '2026-11-21T10:00:00Z',
      ticket: 'OPS-123',
      urgency: 'urgent',
    })
    expect(checkForm(values, contextOf())).toMatchObject({
      draft: {
        target: { parameters: { name: 'Orders-2' } },
        reason: 'Gone.',
        neededBy: '2026-11-21T10:00:00.000Z',
        ticket: 'OPS-123',
        urgency: 'urgent',
      },
    })
  })
})

const continuous = chosen({
  ...localPoint,
  arn: 'arn:aws:backup:eu-central-1:111122223333:recovery-point:continuous:shop-assets-0f51c39b',
  resource: resourceOf('s3').arn,
})

describe('a mistake stands at its field', () => {
  it.each<[string, string, FormValues, Partial<FormContext>, string, RegExp]>([
    ['no recovery point', 's3', {}, { point: null }, 'point', /Choose a recovery point/],
    ['a recovery point that is gone', 's3', {}, { point: unknown('not found', 'x') }, 'point', /gone/],
    [
      'a recovery point that cannot be read',
      's3',
      {},
      { point: unknown('denied', 'Access denied.') },
      'point',
      /could not be read: Access denied/,
    ],
    [
      'a recovery point of another resource',
      'dynamodb-advanced',
      {},
      { point: chosen({ resource: 'arn:aws:x' }) },
      'point',
      /another resource/,
    ],
    ['an expired recovery point', 'dynamodb-advanced', {}, { point: chosen({ expiresAt: now }) }, 'point', /expired/],
    [
      'an unfinished recovery point',
      'dynamodb-advanced',
      {},
      { point: chosen({ status: 'PARTIAL' }) },
      'point',
      /PARTIAL/,
    ],
    ['no name', 'dynamodb-advanced', { 'p-name': ' ' }, {}, 'p-name', /New table name is needed/],
    ['a name AWS refuses', 'dynamodb-advanced', { 'p-name': 'a b' }, {}, 'p-name', /3 to 255/],
    ['a name that is taken', 'dynamodb-advanced', {}, { taken: known(true) }, 'p-name', /exists already/],
    ['the name of the original', 'dynamodb-advanced', { 'p-name': 'Orders' }, {}, 'p-name', /exists already/],
    ['a bad instance class', 'rds-instance', { 'p-instanceClass': 'large' }, {}, 'p-instanceClass', /db\.r6g/],
    ['a zone of another Region', 'ebs', { 'p-zone': 'eu-west-1a' }, {}, 'p-zone', /eu-central-1a/],
    ['a bad subnet', 'ec2', { 'p-subnet': 'subnet-1' }, {}, 'p-subnet', /subnet-0123/],
    [
      'one bad subnet of two',
      'fsx-windows',
      { 'p-subnets': 'subnet-0123456789abcdef0\nx' },
      {},
      'p-subnets',
      /Each line/,
    ],
    ['only commas', 'fsx-windows', { 'p-subnets': ',,' }, {}, 'p-subnets', /needed/],
    ['a choice that is not offered', 'efs', { 'p-performance': 'turbo' }, {}, 'p-performance', /generalPurpose/],
    ['a relative path', 'efs', { 'p-items': 'data' }, {}, 'p-items', /path from the root/],
    ['six items', 's3', { 'p-items': 'a\nb\nc\nd\ne\nf' }, {}, 'p-items', /at most five/],
    [
      'an overwrite that AWS does not offer',
      'dynamodb-advanced',
      { mode: 'overwrite' },
      {},
      'mode',
      /never overwrites here/,
    ],
    ['a new one where there is none', 'sap-hana', { mode: 'new' }, {}, 'mode', /only over something/],
    [
      'an overwrite without its confirmation',
      's3',
      { mode: 'overwrite', confirm: 'shop' },
      {},
      'confirm',
      /Type shop-assets/,
    ],
    [
      'an overwrite in another account',
      's3',
      { mode: 'overwrite', account: '333344445555' },
      {},
      'account',
      /original is in account 111122223333/,
    ],
    [
      'an overwrite in another Region',
      's3',
      { mode: 'overwrite', region: 'eu-west-1' },
      {},
      'region',
      /original is in eu-central-1/,
    ],
    ['an account that is none', 's3', { account: '12' }, {}, 'account', /12 digits/],
    ['an account of strangers', 's3', { account: '999999999999' }, {}, 'account', /not one of this organisation/],
    ['a Region that is not used', 's3', { region: 'us-west-2' }, {}, 'region', /eu-central-1, eu-west-1/],
    ['no reason', 's3', { reason: ' ' }, {}, 'reason', /why/],
    ['a novel as reason', 's3', { reason: 'x'.repeat(1001) }, {}, 'reason', /1000 characters/],
    ['needed in the past', 's3', { neededBy: '2026-11-20T09:59:00Z' }, {}, 'neededBy', /is over/],
    ['needed at no time', 's3', { neededBy: 'soon' }, {}, 'neededBy', /date and a time/],
    ['a ticket that is none', 's3', { ticket: '<https://x|y>' }, {}, 'ticket', /OPS-123/],
    ['no urgency', 's3', { urgency: '' }, {}, 'urgency', /urgent/],
    ['a point in time of a copy', 's3', { pointInTime: '2026-11-19T10:00:00Z' }, {}, 'pointInTime', /plain snapshot/],
    [
      'a point in time of a type without',
      'ebs',
      { pointInTime: '2026-11-19T10:00:00Z' },
      {},
      'pointInTime',
      /no continuous backups of EBS/,
    ],
    [
      'a point in time to come',
      's3',
      { pointInTime: '2026-11-21T10:00:00Z' },
      { point: continuous },
      'pointInTime',
      /not come yet/,
    ],
    [
      'a point in time too long ago',
      's3',
      { pointInTime: '2026-10-01T10:00:00Z' },
      { point: continuous },
      'pointInTime',
      /35 days/,
    ],
    [
      'a point in time of a snapshot',
      's3',
      { pointInTime: '2026-11-19T10:00:00Z' },
      { point: chosen({ ...localPoint, resource: resourceOf('s3').arn }) },
      'pointInTime',
      /choose the continuous one/,
    ],
    ['a continuous backup without a moment', 's3', {}, { point: continuous }, 'pointInTime', /as of a moment/],
  ])('%s', (_, kind, values, context, field, sentence) => {
    const errors = errorsOf(valuesOf(kind, values), contextOf(kind, context))
    expect(Object.keys(errors)).toEqual([field])
    expect(errors[field]).toMatch(sentence)
  })

  it('takes a point in time of the local vault', () => {
    const context = contextOf('s3', { point: continuous })
    const result = checkForm(valuesOf('s3', { pointInTime: '2026-11-19T10:00:00Z' }), context)
    expect(result).toMatchObject({ valid: true, draft: { target: { pointInTime: '2026-11-19T10:00:00.000Z' } } })
  })

  it('answers any input without throwing, and every sentence is one', () => {
    const ids = [
      'mode',
      'confirm',
      'account',
      'region',
      'reason',
      'neededBy',
      'ticket',
      'urgency',
      'pointInTime',
      ...Object.keys(parameters).map(id => `p-${id}`),
    ]
    const anything = fc.dictionary(
      fc.constantFrom(...ids),
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('__proto__', 'overwrite', '2026-11-19T10:00:00Z', '\n'),
      ),
    )
    fc.assert(
      fc.property(fc.constantFrom(...kinds.map(it => it.id)), anything, (kind, values) => {
        for (const sentence of Object.values(errorsOf({ ...valuesOf(kind), ...values }, contextOf(kind))))
          expect(sentence).toMatch(/^\S.*\.$/s)
      }),
    )
  })
})

describe('names, as AWS takes them', () => {
  it.each<[keyof typeof rules, string, boolean]>([
    ['dbName', 'orders-2', true],
    ['dbName', 'o', true],
    ['dbName', '1orders', false],
    ['dbName', 'orders-', false],
    ['dbName', 'or--ders', false],
    ['dbName', 'x'.repeat(63), true],
    ['dbName', 'x'.repeat(64), false],
    ['table', 'ab', false],
    ['table', 'a_b.c-d', true],
    ['table', 'x'.repeat(256), false],
    ['bucket', 'shop-assets', true],
    ['bucket', 'Shop', false],
    ['bucket', 'a..b', false],
    ['bucket', '10.0.0.1', false],
    ['bucket', 'xn--a', false],
    ['bucket', 'ab', false],
    ['bucket', '-ab', false],
    ['instanceType', 'm6i.large', true],
    ['instanceType', 'u-6tb1.112xlarge', true],
    ['instanceType', 'large', false],
    ['instanceClass', 'db.t4g.medium', true],
    ['key', 'alias/x', false],
    ['key', 'arn:aws:kms:eu-central-1:111122223333:key/mrk-0c3a', true],
    ['stack', '1a', false],
    ['redshift', 'Sales', false],
    ['number', '0', false],
  ])('%s: %s', (rule, value, good) => expect(rules[rule](value, { region: 'eu-central-1' }) === null).toBe(good))
})

describe('prefilled from the restore metadata', () => {
  it.each([
    [
      'rds-instance',
      {
        DBInstanceClass: 'db.t4g.medium',
        MultiAZ: 'false',
        VpcSecurityGroupIds: '["sg-1","sg-2"]',
        DBInstanceIdentifier: 'orders',
      },
      { 'p-instanceClass': 'db.t4g.medium', 'p-multiAz': 'false', 'p-securityGroups': 'sg-1\nsg-2' },
    ],
    [
      'ec2',
      { instanceType: 'm6i.large', SubnetId: '', SecurityGroupIds: 'sg-1' },
      { 'p-instanceType': 'm6i.large', 'p-securityGroups': 'sg-1' },
    ],
    ['efs', { PerformanceMode: 'somethingNew' }, {}],
    ['dynamodb-advanced', { '': 'x', encryptionType: 'KMS' }, {}],
  ])('%s', (kind, metadata, expected) => {
    const recipe = recipeOf(kind)
    expect(recipe && prefill(recipe, metadata)).toEqual(expected)
  })
})
