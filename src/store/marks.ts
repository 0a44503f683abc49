import { Entity } from 'dynamodb-toolbox/entity'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { item, string } from 'dynamodb-toolbox/schema'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import type { Store } from './table.ts'

/** `until`: up to when its jobs have been looked through. `tried`: when it was last visited in vain since. ISO 8601. */
export type Mark = {
  readonly account: string
  readonly region: string
  readonly until: string | null
  readonly tried: string | null
}

/** How far the sweep has come in each account and Region. */
export const createMarks = ({ table }: Pick<Store, 'table'>) => {
  const entity = new Entity({
    name: 'Mark',
    table,
    timestamps: false,
    schema: item({
      account: string().key(),
      region: string().key(),
      until: string().optional(),
      tried: string().optional(),
    }),
    computeKey: ({ account, region }: { account: string; region: string }) => ({
      pk: 'SWEEP',
      sk: `MARK#${account}#${region}`,
    }),
  })
  return {
    all: async (): Promise<readonly Mark[]> => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ partition: 'SWEEP', range: { beginsWith: 'MARK#' } })
        .entities(entity)
        .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
        .send()
      return Items.map(({ account, region, until = null, tried = null }) => ({ account, region, until, tried }))
    },
    set: async (account: string, region: string, until: string): Promise<void> => {
      await entity.build(PutItemCommand).item({ account, region, until }).send()
    },
    tried: async (account: string, region: string, tried: string): Promise<void> => {
      await entity.build(UpdateItemCommand).item({ account, region, tried }).send()
    },
  }
}
