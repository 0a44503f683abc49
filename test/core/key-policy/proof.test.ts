import { describe, expect, it } from 'vitest'
import { documentOf } from '../../../src/core/key-policy/document.ts'
import type { Json } from '../../../src/core/key-policy/json.ts'
import { needs } from '../../../src/core/key-policy/needs.ts'
import { prove } from '../../../src/core/key-policy/proof.ts'
import { central, ebs, house, keyArn, linkedRole, member, where } from './house.ts'

const wanted = needs({ kind: ebs, leg: 'copy to central', house, resource: where })
const open = { Effect: 'Allow', Principal: { AWS: central }, Action: 'kms:Encrypt', Resource: '*' }
const vague = { ...open, Condition: { StringEquals: { 'aws:userid': 'x' } } }
const shut = { ...open, Principal: { AWS: member } }
const document = (...statements: readonly object[]) => documentOf({ Statement: statements as Json[] })
const ask = (before: object, after: object, its = house) =>
  prove({
    before: document(before),
    after: document(after),
    wanted,
    grants: null,
    key: { ...where, arn: keyArn },
    house: its,
  })
const administrator = `arn:aws:iam::${central}:role/Admin`

describe('what an outsider gains', () => {
  it.each([
    ['nothing, then perhaps', shut, vague, true],
    ['nothing, then all', shut, open, true],
    ['perhaps, then all', vague, open, true],
    ['perhaps, as before', vague, vague, false],
    ['all, as before', open, open, false],
    ['all, then perhaps', open, vague, false],
    ['perhaps, then nothing', vague, shut, false],
    ['all, then nothing', open, shut, false],
  ])('%s', (_, before, after, gains) => {
    const call = ask(before, after).outsiders.find(it => it.principal === administrator && it.action === 'kms:Encrypt')
    expect(call?.gains).toBe(gains)
  })
  it('is simulated through the service of the copy, and directly where the copy calls directly', () => {
    const via = new Map(ask(shut, shut).outsiders.map(it => [it.action, it.via]))
    expect([via.get('kms:Encrypt'), via.get('kms:CreateGrant'), via.get('kms:DescribeKey')]).toEqual([
      'ec2.eu-central-1.amazonaws.com',
      'ec2.eu-central-1.amazonaws.com',
      undefined,
    ])
  })
  it('is never asked of the central account as a stranger or as another account', () => {
    const its = {
      ...house,
      central: { ...house.central, account: '999999999999' },
      accounts: ['999999999999', member].map(id => ({ id, name: '', ou: '', owners: '', channel: '' })),
    }
    const accounts = ask(shut, shut, its).outsiders.map(it => it.principal.split(':')[4])
    expect([...new Set(accounts)]).toEqual(['999999999999', '888888888888'])
    expect(accounts.filter(it => it === '999999999999')).toHaveLength(accounts.length / 2)
  })
})

describe('a proved call', () => {
  it('names the deciding statement where there is one', () => {
    const it = ask(shut, { ...open, Sid: 'Open', Action: 'kms:DescribeKey' })
    expect(it.before.every(call => !('statement' in call))).toBe(true)
    expect(it.after[0]).toMatchObject({ principal: linkedRole, action: 'kms:DescribeKey', statement: 'Open' })
  })
  it('of the copy may be granted where the grants were not read', () => {
    expect(ask(shut, shut).before.map(call => call.allowed)).toEqual(wanted.map(() => 'unknown'))
  })
})
