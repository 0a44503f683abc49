import { Entity } from 'dynamodb-toolbox/entity'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { item, string } from 'dynamodb-toolbox/schema'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import type { Store } from './table.ts'

/** Up to when the jobs of each account and Region have been looked through; ISO 8601. */
export const createMarks = ({ table }: Pick<Store, 'table'>) => {
  const entity = new Entity({
    name: 'Mark',
    table,
    timestamps: false,
    schema: item({ account: string().key(), region: string().key(), until: string() }),
    computeKey: ({ account, region }: { account: string; region: string }) => ({
      pk: 'SWEEP',
      sk: `MARK#${account}#${region}`,
    }),
  })
  return {
    all: async (): Promise<readonly { account: string; region: string; until: string }[]> => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ partition: 'SWEEP', range: { beginsWith: 'MARK#' } })
        .entities(entity)
        .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
        .send()
      return Items.map(({ account, region, until }) => ({ account, region, until }))
    },
    set: async (account: string, region: string, until: string): Promise<void> => {
      await entity.build(PutItemCommand).item({ account, region, until }).send()
    },
  }
}
