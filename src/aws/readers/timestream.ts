import {
  DescribeDatabaseCommand,
  DescribeTableCommand,
  ListTagsForResourceCommand,
  TimestreamWriteClient,
} from '@aws-sdk/client-timestream-write'
import { byKey, tagMap, tagsFrom, whole } from '../describe.ts'
import { narrow, pick, read } from '../read.ts'
import type { Reader } from './reader.ts'

/** What is backed up is the table; the key is the database's. */
export const timestream: Reader = async scope => {
  const { session, resource, house } = scope
  const client = () => session.client(TimestreamWriteClient)
  const [, DatabaseName = '', TableName = ''] = /:database\/([^/]+)\/table\/([^/]+)$/.exec(resource.arn) ?? []
  const [described, parent, tags] = await Promise.all([
    read(scope, 'timestream:DescribeTable', options =>
      client().send(new DescribeTableCommand({ DatabaseName, TableName }), options),
    ),
    read(scope, 'timestream:DescribeDatabase', options =>
      client().send(new DescribeDatabaseCommand({ DatabaseName }), options),
    ),
    read(scope, 'timestream:ListTagsForResource', options =>
      client().send(new ListTagsForResourceCommand({ ResourceARN: resource.arn }), options),
    ),
  ])
  const table = narrow(described, `table ${DatabaseName}/${TableName}`, it => it.Table)
  const database = narrow(parent, `database ${DatabaseName}`, it => it.Database)
  return {
    kind: 'timestream',
    facts: {
      tags: tagsFrom(tags, 'Tags', house.tag.key, it => tagMap(it.Tags)),
      state: pick(table, 'TableStatus', it => it.TableStatus),
      encryption: pick(
        database,
        'KmsKeyId',
        it => whole(DatabaseName, it.KmsKeyId ? byKey(it.KmsKeyId) : undefined),
        it => it.KmsKeyId,
      ),
    },
  }
}
