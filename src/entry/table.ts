import { onlyAws } from '../aws/foreign.ts'
import { createTable, type Store } from '../store/table.ts'

/** The bot's table, which only DynamoDB answers for. An item that is not there, or a write, is answered {}; nothing else is. */
export const openTable = (name: string): Store => {
  const store = createTable(name)
  onlyAws(store.client, { mayBe: (operation, text) => text === '{}' && !/^(?:Query|DescribeTable)$/.test(operation) })
  return store
}
