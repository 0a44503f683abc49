import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { Table } from 'dynamodb-toolbox/table'
import { patience } from '../core/patience.ts'
import { expires, tableShape } from '../core/table-shape.ts'

export { expires, tableShape }

/**
 * One table for everything the bot remembers. `pk`/`sk` find one thing and its history; the sparse indexes `byQueue`
 * and `byOwner` list things by a queue (state, channel, due time) and by a person or resource.
 */
export const createTable = (
  name: string,
  client = new DynamoDBClient({ maxAttempts: 5, requestHandler: patience() }),
) => ({
  client,
  table: new Table({
    documentClient: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    name,
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
    indexes: {
      byQueue: {
        type: 'global',
        partitionKey: { name: 'queue', type: 'string' },
        sortKey: { name: 'queuedAt', type: 'string' },
      },
      byOwner: {
        type: 'global',
        partitionKey: { name: 'owner', type: 'string' },
        sortKey: { name: 'ownedAt', type: 'string' },
      },
    },
  }),
})

export type Store = ReturnType<typeof createTable>

/** `ACTIVE`, `CREATING`, … or `absent`. */
export const tableStatus = async ({ client, table }: Store): Promise<string> => {
  try {
    const { Table: found, $metadata } = await client.send(new DescribeTableCommand({ TableName: table.getName() }))
    // Neither there nor absent: an answer that AWS would not give, kept apart from a mistake of ours by its metadata.
    if (!found?.TableStatus) throw Object.assign(new Error('DescribeTable answered without a table'), { $metadata })
    return found.TableStatus
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return 'absent'
    throw error
  }
}

/** Makes the table when it is absent and waits until it can be used. */
export const ensureTable = async (store: Store): Promise<'there' | 'made'> => {
  if ((await tableStatus(store)) !== 'absent') return 'there'
  const TableName = store.table.getName()
  await store.client.send(new CreateTableCommand({ TableName, ...tableShape }))
  await waitUntilTableExists({ client: store.client, maxWaitTime: 60, minDelay: 1 }, { TableName })
  await store.client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: expires, Enabled: true },
    }),
  )
  return 'made'
}
