import { Entity } from 'dynamodb-toolbox/entity'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { $remove, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { any, item, number, string } from 'dynamodb-toolbox/schema'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import { type CopyOrder, type CopyState, copyStates, type Retry, type RetryCopy } from '../core/retry.ts'
import { unlessRefused } from './conflict.ts'
import { secondsFrom } from './seen.ts'
import type { Store } from './table.ts'

const kept = 35 * 24 * 60 * 60 * 1000
const queueName = 'retries'

/** Copies that are being made again: one retry a notice, which a later press goes on with. */
export const createRetries = ({ table }: Pick<Store, 'table'>) => {
  const retry = new Entity({
    name: 'Retry',
    table,
    timestamps: false,
    schema: item({
      notice: string().key(),
      by: string(),
      at: string(),
      queue: string().optional(),
      queuedAt: string().optional(),
      expires: number(),
    }),
    computeKey: ({ notice }: { notice: string }) => ({ pk: `RETRY#${notice}`, sk: 'RETRY' }),
  })
  const copy = new Entity({
    name: 'RetryCopy',
    table,
    timestamps: false,
    schema: item({
      notice: string().key(),
      token: string().key(),
      order: any().castAs<CopyOrder>(),
      state: string().enum(...copyStates),
      job: string().optional(),
      say: string().optional(),
      expires: number(),
    }),
    computeKey: ({ notice, token }: { notice: string; token: string }) => ({
      pk: `RETRY#${notice}`,
      sk: `COPY#${token}`,
    }),
  })

  return {
    /** Begins, or goes on: copies that are there already keep their state, unless AWS refused them. */
    begin: async (it: Retry, orders: readonly CopyOrder[], now: Date): Promise<void> => {
      const expires = secondsFrom(now, kept)
      for (const order of orders) {
        const write = copy
          .build(PutItemCommand)
          .item({ notice: it.notice, token: order.token, order, state: 'waiting', expires })
          .options({
            condition: {
              or: [
                { attr: 'token', exists: false },
                { attr: 'state', eq: 'refused' },
              ],
            },
          })
        await unlessRefused(() => write.send())
      }
      await retry
        .build(UpdateItemCommand)
        .item({ ...it, queue: queueName, queuedAt: now.toISOString(), expires })
        .send()
    },

    /** Notices whose copies are under way, oldest first. */
    going: async (): Promise<readonly string[]> => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ index: 'byQueue', partition: queueName })
        .entities(retry)
        .options({ limit: 200 })
        .send()
      return Items.map(it => it.notice)
    },

    read: async (
      notice: string,
    ): Promise<{ readonly retry: Retry; readonly copies: readonly RetryCopy[] } | undefined> => {
      const { Item } = await retry.build(GetItemCommand).key({ notice }).options({ consistent: true }).send()
      if (!Item) return undefined
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ partition: `RETRY#${notice}`, range: { beginsWith: 'COPY#' } })
        .entities(copy)
        .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
        .send()
      const { by, at } = Item
      const copies = Items.map(({ order, state, job = null, say = null }) => ({ order, state, job, say }))
      return { retry: { notice, by, at }, copies }
    },

    /** Only where it still is in the state `from`. */
    move: async (
      notice: string,
      token: string,
      from: CopyState,
      to: { readonly state: CopyState; readonly job?: string; readonly say?: string },
    ): Promise<boolean> => {
      const write = copy
        .build(UpdateItemCommand)
        .item({ notice, token, ...to })
        .options({ condition: { attr: 'state', eq: from } })
      return (await unlessRefused(() => write.send())) !== undefined
    },

    end: async (notice: string): Promise<void> => {
      await retry.build(UpdateItemCommand).item({ notice, queue: $remove(), queuedAt: $remove() }).send()
    },
  }
}
