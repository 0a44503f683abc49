import { describe, expect, it } from 'vitest'
import { byKey } from '../../src/aws/describe.ts'
import { keyPlace } from '../../src/aws/keys.ts'

const resource = { partition: 'aws', region: 'eu-central-1', account: '111122223333' }
const id = '1234abcd-12ab-34cd-56ef-1234567890ab'
const mrk = 'mrk-1234abcd12ab34cd56ef1234567890ab'
const here = 'arn:aws:kms:eu-central-1:111122223333'

describe('where a key is', () => {
  it.each([
    [id, `${here}:key/${id}`, 'key'],
    [mrk, `${here}:key/${mrk}`, 'key'],
    [`${here}:key/${id}`, `${here}:key/${id}`, 'key'],
    ['alias/shop', `${here}:alias/shop`, 'alias'],
    [`${here}:alias/shop`, `${here}:alias/shop`, 'alias'],
    ['alias/aws/ebs', `${here}:alias/aws/ebs`, 'alias of AWS'],
    [`${here}:alias/aws/rds`, `${here}:alias/aws/rds`, 'alias of AWS'],
    ['alias/awsome', `${here}:alias/awsome`, 'alias'],
  ])('%s', (reported, arn, by) => {
    expect(keyPlace(reported, resource)).toEqual({ arn, by, account: '111122223333', region: 'eu-central-1' })
  })

  it('keeps the account and the Region of a key ARN', () => {
    const arn = `arn:aws:kms:eu-west-1:222233334444:key/${id}`
    expect(keyPlace(arn, resource)).toEqual({ arn, by: 'key', account: '222233334444', region: 'eu-west-1' })
  })
})

describe('what a service reports as its key', () => {
  it.each([
    [`${here}:key/${id}`, 'key'],
    [id, 'key'],
    [mrk, 'key'],
    ['alias/aws/rds', 'key'],
    ['AWS_OWNED_KMS_KEY', 'aws-owned'],
    ['default_kms_key_id', undefined],
  ])('%s is %s', (reported, kind) => {
    expect(byKey(reported)?.kind).toBe(kind)
  })
})
