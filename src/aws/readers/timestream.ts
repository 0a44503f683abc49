import {
  DescribeDatabaseCommand,
  DescribeTableCommand,
  ListTablesCommand,
  ListTagsForResourceCommand,
  TimestreamWriteClient,
} from '@aws-sdk/client-timestream-write'
import { byKey, tagMap, tagsFrom, whole } from '../describe.ts'
import { narrow, pages, pick, read } from '../read.ts'
import { holding } from './holder.ts'
import type { Reader, Scope } from './reader.ts'

const tablesOf = async (scope: Scope) => {
  const { session, resource } = scope
  const answer = await read(scope, 'timestream:ListTables', options =>
    pages(
      NextToken =>
        session
          .client(TimestreamWriteClient)
          .send(new ListTablesCommand({ DatabaseName: resource.name, NextToken }), options),
      it => it.Tables,
      it => it.NextToken,
    ),
  )
  const tables = (answer.known ? answer.value.items : []).flatMap(({ Arn, TableName }) =>
    Arn && TableName ? [{ ...resource, arn: Arn, name: `${resource.name}/${TableName}` }] : [],
  )
  return holding(resource, { kind: 'timestream', is: 'a Timestream database', parts: 'its tables' }, answer, tables)
}

/** What is backed up is the table; the key is the database's. */
export const timestream: Reader = async scope => {
  const { session, resource, house } = scope
  if (!resource.arn.includes('/table/')) return tablesOf(scope)
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
