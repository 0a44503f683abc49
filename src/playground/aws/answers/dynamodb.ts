import type { DynamoDB } from '@aws-sdk/client-dynamodb'
import type { Place, World } from '../../world.ts'
import type { Identity } from '../identity.ts'
import type { Decoded } from '../protocols/protocol.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** Tables of the world, control plane only; the bot's own table is answered by a real implementation. */
export const dynamodbAnswers = {
  DescribeTable: ({ TableName = '' }, { place }) => {
    const Table = place.dynamodb.Tables.find(table => table.TableName === TableName || table.TableArn === TableName)
    if (!Table) throw refuse('ResourceNotFoundException', `Requested resource not found: Table: ${TableName} not found`)
    return { Table }
  },

  ListTables: ({ ExclusiveStartTableName: after = '', Limit = 100 }, { place }) => {
    const names = place.dynamodb.Tables.flatMap(({ TableName }) => TableName ?? []).toSorted()
    const left = names.filter(name => name > after)
    const TableNames = left.slice(0, Limit)
    const last = left.length > Limit ? TableNames.at(-1) : undefined
    return { TableNames, ...(last ? { LastEvaluatedTableName: last } : {}) }
  },

  ListTagsOfResource: ({ ResourceArn = '' }, { place }) => {
    if (!place.dynamodb.Tables.some(table => table.TableArn === ResourceArn)) {
      throw refuse('ResourceNotFoundException', `Requested resource not found: ResourcArn: ${ResourceArn} not found`)
    }
    return { Tags: place.dynamodb.Tags[ResourceArn] ?? [] }
  },
} satisfies AnswersOf<DynamoDB>

/** In the bot's account, whatever is not about a table of the world is about the bot's own. */
export const isTableOfBot = (world: World, identity: Identity, place: Place, { input }: Decoded): boolean => {
  if (identity.account !== world.bot.account) return false
  const asked = [input.TableName, input.ResourceArn].filter(each => typeof each === 'string')
  return !place.dynamodb.Tables.some(({ TableName, TableArn }) =>
    asked.some(name => name === TableName || name === TableArn),
  )
}
