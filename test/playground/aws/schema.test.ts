import { StartCopyJobInput$ } from '@aws-sdk/client-backup'
import { Volume$ } from '@aws-sdk/client-ec2'
import * as kms from '@aws-sdk/client-kms'
import { PutBucketTaggingRequest$ } from '@aws-sdk/client-s3'
import { NormalizedSchema } from '@smithy/core/schema'
import { describe, expect, it } from 'vitest'
import { misfits, missingMember, withDates } from '../../../src/playground/aws/schema.ts'
import { service } from '../../../src/playground/aws/service.ts'

const of = NormalizedSchema.of

describe('a missing member', () => {
  const copy = { RecoveryPointArn: 'a', SourceBackupVaultName: 'b', DestinationBackupVaultArn: 'c', IamRoleArn: 'd' }
  it.each([
    ['complete', StartCopyJobInput$, copy, undefined],
    ['first of several', StartCopyJobInput$, {}, 'recoveryPointArn'],
    ['null is missing', StartCopyJobInput$, { ...copy, IamRoleArn: null }, 'iamRoleArn'],
    ['empty text is there', StartCopyJobInput$, { ...copy, IamRoleArn: '' }, undefined],
    ['inside a structure', PutBucketTaggingRequest$, { Bucket: 'b', Tagging: {} }, 'tagging.tagSet'],
    [
      'inside a list',
      PutBucketTaggingRequest$,
      { Bucket: 'b', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] } },
      'tagging.tagSet.2.member.value',
    ],
  ])('%s', (_what, shape, value, expected) => {
    expect(missingMember(of(shape), value)).toBe(expected)
  })
})

describe('a record', () => {
  it.each([
    [
      'fits',
      {
        VolumeId: 'vol-1',
        Size: 1,
        Encrypted: true,
        CreateTime: '2026-01-01T00:00:00Z',
        Tags: [{ Key: 'a', Value: 'b' }],
      },
      [],
    ],
    ['has dates as Date too', { CreateTime: new Date(0) }, []],
    ['has members that are not AWS\u2019s', { Tags: [{ Name: 'a' }] }, ['.Tags[0]: Tag has no member Name']],
    ['has wrong types', { Size: '1', Encrypted: 'yes', Tags: {} }, ['.Size', '.Encrypted', '.Tags']],
    ['has a date that is none', { CreateTime: new Date('x') }, ['.CreateTime']],
  ])('%s', (_what, value, paths) => {
    const found = misfits(of(Volume$), value)
    expect(found).toHaveLength(paths.length)
    for (const [i, path] of paths.entries()) expect(found[i]).toContain(path)
  })

  it('gets its dates for the wire', () => {
    const dated = withDates(of(Volume$), {
      CreateTime: '2026-01-01T00:00:00Z',
      Attachments: [{ AttachTime: '2026-01-02T00:00:00Z' }],
    })
    expect(dated).toEqual({
      CreateTime: new Date('2026-01-01T00:00:00Z'),
      Attachments: [{ AttachTime: new Date('2026-01-02T00:00:00Z') }],
    })
  })
})

it('refuses answers for operations that AWS does not have', () => {
  expect(() => service(kms, kms.KMSClient, { DescribeKeys: () => ({}) })).toThrow('kms has no operation DescribeKeys')
})
