import {
  DescribeDatabaseCommand,
  DescribeTableCommand,
  ListTablesCommand,
  ListTagsForResourceCommand,
  TimestreamWriteClient,
} from '@aws-sdk/client-timestream-write'
import { byKey, tagMap, tagsFrom, whole } from '../describe.ts'
import { narrow, pages, pick, read } from '../read.ts'
import type { Session } from '../sessions.ts'
import { holding } from './holder.ts'
import type { Reader, Scope } from './reader.ts'

type Context = { readonly endpointV2?: { readonly url: URL } }
type Next = (args: { readonly request: { hostname?: string } }) => Promise<never>
type Told = { readonly serviceConfiguredEndpoint?: () => Promise<string | undefined> }

/** The SDK asks where to call and goes there, also from a place that AWS_ENDPOINT_URL names; there it must stay. */
const clientIn = (session: Session): TimestreamWriteClient => {
  const client = session.client(TimestreamWriteClient)
  const { serviceConfiguredEndpoint = async () => undefined } = client.config as Told
  const stay = (next: Next, context: Context) => async (args: Parameters<Next>[0]) => {
    const { endpointV2 } = context
    if (endpointV2 && (await serviceConfiguredEndpoint())) args.request.hostname = endpointV2.url.hostname
    return next(args)
  }
  client.middlewareStack.addRelativeTo(stay as never, {
    name: 'stay',
    relation: 'before',
    toMiddleware: 'hostHeaderMiddleware',
    override: true,
  })
  return client
}

const tablesOf = async (scope: Scope) => {
  const { session, resource } = scope
  const answer = await read(scope, 'timestream:ListTables', options =>
    pages(
      NextToken => clientIn(session).send(new ListTablesCommand({ DatabaseName: resource.name, NextToken }), options),
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
  const client = () => clientIn(session)
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
