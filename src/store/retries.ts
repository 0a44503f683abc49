import { Entity } from 'dynamodb-toolbox/entity'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { $add, $get, $remove, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { UpdateAttributesCommand } from 'dynamodb-toolbox/entity/actions/updateAttributes'
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
      again: number().optional(),
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

  const copiesOf = async (notice: string) => {
    const { Items = [] } = await table
      .build(QueryCommand)
      .query({ partition: `RETRY#${notice}`, range: { beginsWith: 'COPY#' } })
      .entities(copy)
      .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
      .send()
    return Items
  }

  const takeUp = async (order: CopyOrder, from: CopyState | undefined, row: { notice: string; expires: number }) => {
    const write = copy
      .build(UpdateAttributesCommand)
      .item({
        ...row,
        token: order.token,
        order,
        state: 'waiting',
        job: $remove(),
        say: $remove(),
        ...(from === 'failed' ? { again: $add(1) } : {}),
      })
      .options({ condition: from === undefined ? { attr: 'token', exists: false } : { attr: 'state', eq: from } })
    return (await unlessRefused(() => write.send())) !== undefined
  }

  return {
    /** Begins, or goes on: takes up what is new, what AWS refused and what failed; says how many copies that are. */
    begin: async (it: Retry, orders: readonly CopyOrder[], now: Date): Promise<number> => {
      const { notice, by, at } = it
      const expires = secondsFrom(now, kept)
      const states = new Map((await copiesOf(notice)).map(each => [each.token, each.state]))
      let taken = 0
      for (const order of orders) {
        const from = states.get(order.token)
        const open = from === undefined || from === 'refused' || from === 'failed'
        if (open && (await takeUp(order, from, { notice, expires }))) taken += 1
      }
      // Also where nothing was: whoever took them up may have stopped before they were queued.
      const who = taken > 0 ? { by, at } : { by: $get('by', by), at: $get('at', at) }
      await retry
        .build(UpdateItemCommand)
        .item({ notice, ...who, queue: queueName, queuedAt: now.toISOString(), expires })
        .send()
      return taken
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
      const { by, at } = Item
      const copies = (await copiesOf(notice)).map(({ order, again, state, job = null, say = null }) => ({
        state,
        job,
        say,
        order: again === undefined ? order : { ...order, again },
      }))
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
