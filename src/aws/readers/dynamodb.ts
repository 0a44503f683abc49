import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  type SSEDescription,
} from '@aws-sdk/client-dynamodb'
import { awsOwned, byKey, tagMap, tagsFrom, whole } from '../describe.ts'
import { narrow, pages, pick, read } from '../read.ts'
import type { Reader } from './reader.ts'

// No SSEDescription, or one that is switched off, is the AWS owned key: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html
const byOf = (sse: SSEDescription | undefined) => {
  if (!sse || sse.Status === 'DISABLED' || sse.SSEType === 'AES256') return awsOwned
  return sse.KMSMasterKeyArn ? byKey(sse.KMSMasterKeyArn) : undefined
}

export const dynamodb: Reader = async scope => {
  const { session, resource, house, settings } = scope
  const client = () => session.client(DynamoDBClient)
  const [described, tags, { management }] = await Promise.all([
    read(scope, 'dynamodb:DescribeTable', options =>
      client().send(new DescribeTableCommand({ TableName: resource.name }), options),
    ),
    read(scope, 'dynamodb:ListTagsOfResource', options =>
      pages(
        NextToken => client().send(new ListTagsOfResourceCommand({ ResourceArn: resource.arn, NextToken }), options),
        it => it.Tags,
        it => it.NextToken,
      ),
    ),
    settings(),
  ])
  const table = narrow(described, `table ${resource.name}`, it => it.Table)
  return {
    // Where the setting is not known, the rules that need it say so.
    kind: management.known && management.value.DynamoDB !== true ? 'dynamodb-basic' : 'dynamodb-advanced',
    facts: {
      tags: tagsFrom(tags, 'Tags', house.tag.key, it => tagMap(it.items)),
      state: pick(table, 'TableStatus', it => it.TableStatus),
      encryption: pick(
        table,
        'SSEDescription.KMSMasterKeyArn',
        it => whole(resource.name, byOf(it.SSEDescription)),
        it => it.SSEDescription?.KMSMasterKeyArn ?? 'absent',
      ),
    },
  }
}
