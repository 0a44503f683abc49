import { describe, expect, it } from 'vitest'
import { backupNeeds } from '../../../src/core/key-policy/backup-leg.ts'
import type { KindOfKey } from '../../../src/core/key-policy/needs.ts'
import { ebs, house, member, rds, where } from './house.ts'

const kind = (id: string): KindOfKey => ({ id, name: id, keyMustBeShared: false, via: null })
const calls = (of: KindOfKey) =>
  backupNeeds({ kind: of, house, resource: where }).map(({ action, weight, via = ['direct'] }) => [
    action,
    weight,
    ...via,
  ])
const via = (service: string) => `${service}.eu-central-1.amazonaws.com`

describe('what the backup role needs of the key', () => {
  it.each<readonly [string, readonly (readonly string[])[]]>([
    ['s3', [['kms:Decrypt', 'must', via('s3')]]],
    ['efs', [['kms:Decrypt', 'should', via('elasticfilesystem')]]],
    ['timestream', [['kms:Decrypt', 'should', via('timestream')]]],
    ['aurora-dsql', [['kms:Decrypt', 'must', via('dsql')]]],
    ...['dynamodb-basic', 'dynamodb-advanced'].map(
      id =>
        [
          id,
          [
            ['kms:Decrypt', 'must', via('dynamodb')],
            ['kms:GenerateDataKey', 'must', via('dynamodb')],
          ],
        ] as const,
    ),
    ['vmware', []],
    [
      'rds-multi-az-cluster',
      [
        ['kms:DescribeKey', 'must', 'direct'],
        ['kms:CreateGrant', 'must', via('rds')],
      ],
    ],
  ])('%s', (id, expected) => {
    expect(calls(kind(id))).toEqual(expected)
  })
  it('is what the copied types need otherwise', () => {
    expect(calls(rds).map(([action]) => action)).toEqual(['kms:DescribeKey', 'kms:CreateGrant'])
    expect(calls(ebs)).toHaveLength(5)
  })
  it('is asked by the role of the account, of the key of the resource', () => {
    const [need] = backupNeeds({ kind: kind('s3'), house, resource: { ...where, partition: 'aws-cn' } })
    expect(need).toMatchObject({
      leg: 'backup',
      key: 'resource',
      principal: { arn: `arn:aws-cn:iam::${member}:role/${house.member.backupRole}`, account: member },
      via: ['s3.eu-central-1.amazonaws.com.cn'],
      context: {
        'aws:PrincipalAccount': [member],
        'aws:PrincipalOrgID': [house.organisationId],
        'kms:ViaService': ['s3.eu-central-1.amazonaws.com.cn'],
        'aws:ResourceAccount': [member],
      },
    })
    expect(need?.source).toMatch(/^https:/)
  })
})
