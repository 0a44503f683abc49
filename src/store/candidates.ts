import { Entity } from 'dynamodb-toolbox/entity'
import { $add, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { item, number, string } from 'dynamodb-toolbox/schema'
import type { Store } from './table.ts'

/** Messages that nobody has explained yet, by their shape; what the catalogue of causes grows from. */
export const createCandidates = ({ table }: Pick<Store, 'table'>) => {
  const entity = new Entity({
    name: 'Candidate',
    table,
    timestamps: false,
    schema: item({
      shape: string().key(),
      owner: string(),
      ownedAt: string(),
      message: string(),
      job: string().optional(),
      by: string(),
      times: number(),
    }),
    computeKey: ({ shape }: { shape: string }) => ({ pk: `CANDIDATE#${shape}`, sk: 'CANDIDATE' }),
  })
  return {
    /** How often this shape of message has been recorded, this time included. */
    record: async (
      it: { readonly shape: string; readonly message: string; readonly job: string | null; readonly by: string },
      now: Date,
    ): Promise<number> => {
      const { Attributes } = await entity
        .build(UpdateItemCommand)
        .item({
          shape: it.shape,
          owner: 'CANDIDATES',
          ownedAt: now.toISOString(),
          message: it.message.slice(0, 2000),
          ...(it.job === null ? {} : { job: it.job }),
          by: it.by,
          times: $add(1),
        })
        .options({ returnValues: 'ALL_NEW' })
        .send()
      return Attributes?.times ?? 1
    },
  }
}
