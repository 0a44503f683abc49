import { isRecord } from './aws/schema.ts'
import type { Ask, Reply } from './dynamo.ts'

const conditional = ['PutItem', 'UpdateItem', 'DeleteItem']

/**
 * `ReturnValuesOnConditionCheckFailure: ALL_OLD` on a single write, which dynalite does not know: the item as it is
 * comes with the error. Undefined when the request does not ask for it.
 */
export const returnOldItem = async (operation: string, text: string, ask: Ask): Promise<Reply | undefined> => {
  if (!conditional.includes(operation) || !text.includes('ReturnValuesOnConditionCheckFailure')) return undefined
  const { ReturnValuesOnConditionCheckFailure: wanted, ...input } = JSON.parse(text) as Record<string, unknown>
  const reply = await ask(operation, input)
  if (wanted !== 'ALL_OLD' || !isConditionFailed(reply)) return reply
  const Item = await itemNow(input, ask)
  return Item ? { ...reply, body: { ...reply.body, Item } } : reply
}

export const isConditionFailed = (reply: Reply): boolean => String(reply.body.__type).includes('ConditionalCheckFailed')

/** The item that a write is about, as it is in the table. */
export const itemNow = async (
  write: Record<string, unknown>,
  ask: Ask,
): Promise<Record<string, unknown> | undefined> => {
  const { TableName } = write
  const { Item } = (await ask('GetItem', { TableName, Key: await keyOf(write, ask), ConsistentRead: true })).body
  return isRecord(Item) ? Item : undefined
}

export const keyOf = async (write: Record<string, unknown>, ask: Ask): Promise<Record<string, unknown>> => {
  if (isRecord(write.Key)) return write.Key
  const item = isRecord(write.Item) ? write.Item : {}
  const { Table } = (await ask('DescribeTable', { TableName: write.TableName })).body
  const schema = isRecord(Table) && Array.isArray(Table.KeySchema) ? Table.KeySchema : []
  return Object.fromEntries(schema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]))
}
