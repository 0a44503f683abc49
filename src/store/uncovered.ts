import { Entity } from 'dynamodb-toolbox/entity'
import { DeleteItemCommand } from 'dynamodb-toolbox/entity/actions/delete'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { boolean, item, string } from 'dynamodb-toolbox/schema'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import type { Place, Uncovered } from '../core/coverage.ts'
import { unlessRefused } from './conflict.ts'
import type { Store } from './table.ts'

/** Tagged resources without a backup: when each was first seen, and whether it was told. Kept until there is one. */
export const createUncovered = ({ table }: Pick<Store, 'table'>) => {
  const entity = new Entity({
    name: 'Uncovered',
    table,
    timestamps: false,
    schema: item({ place: string().key(), arn: string().key(), since: string(), told: boolean().default(false) }),
    computeKey: ({ place, arn }: { place: string; arn: string }) => ({ pk: `UNCOVERED#${place}`, sk: arn }),
  })
  const nameOf = ({ account, region }: Place) => `${account}#${region}`

  return {
    of: async (place: Place): Promise<readonly Uncovered[]> => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ partition: `UNCOVERED#${nameOf(place)}` })
        .entities(entity)
        .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
        .send()
      return Items.map(({ arn, since, told }) => ({ arn, since, told }))
    },
    /** The first sight stays, whoever else sees it. */
    see: async (place: Place, arn: string, since: Date): Promise<void> => {
      const write = entity
        .build(PutItemCommand)
        .item({ place: nameOf(place), arn, since: since.toISOString() })
        .options({ condition: { attr: 'arn', exists: false } })
      await unlessRefused(() => write.send())
    },
    told: async (place: Place, arn: string): Promise<void> => {
      await entity
        .build(UpdateItemCommand)
        .item({ place: nameOf(place), arn, told: true })
        .send()
    },
    forget: async (place: Place, arn: string): Promise<void> => {
      await entity
        .build(DeleteItemCommand)
        .key({ place: nameOf(place), arn })
        .send()
    },
  }
}
