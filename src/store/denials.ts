import { Entity } from 'dynamodb-toolbox/entity'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { $add, $set, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { item, number, string } from 'dynamodb-toolbox/schema'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import { withProof } from '../core/notice-failure.ts'
import { despiteConflicts } from './conflict.ts'
import { noticeItems, queueName } from './notice-items.ts'
import { hashOf } from './notice-rows.ts'
import { secondsFrom } from './seen.ts'
import type { Store } from './table.ts'

const days = 24 * 60 * 60 * 1000
/** How long one refusal proves the cause of a failed copy. */
const proves = 1 * days
const kept = 3 * days

/** A refusal of AWS Backup's own call on a key. */
export type Denied = { readonly key: string; readonly call: string; readonly principal: string; readonly at: string }

/** Keys that CloudTrail saw refused, and the groups of failures that are about them; either may come first. */
export const createDenials = (store: Pick<Store, 'table'>) => {
  const { table } = store
  const { notice } = noticeItems(store)
  const denied = new Entity({
    name: 'Denied',
    table,
    timestamps: false,
    schema: item({ key: string().key(), call: string(), principal: string(), at: string(), expires: number() }),
    computeKey: ({ key }: { key: string }) => ({ pk: `KEY#${key}`, sk: 'DENIED' }),
  })
  const blamed = new Entity({
    name: 'Blamed',
    table,
    timestamps: false,
    schema: item({ key: string().key(), group: string().key(), at: string(), expires: number() }),
    computeKey: ({ key, group }: { key: string; group: string }) => ({ pk: `KEY#${key}`, sk: `GROUP#${group}` }),
  })
  return {
    record: async (it: Denied, now: Date): Promise<void> => {
      await denied
        .build(PutItemCommand)
        .item({ ...it, expires: secondsFrom(now, kept) })
        .send()
    },

    /** The last refusal of the key, not older than a day. */
    of: async (key: string, now: Date): Promise<Denied | undefined> => {
      const { Item } = await denied.build(GetItemCommand).key({ key }).options({ consistent: true }).send()
      if (!Item || now.getTime() - Date.parse(Item.at) > proves) return undefined
      return { key, call: Item.call, principal: Item.principal, at: Item.at }
    },

    /** Remembers that a group's cause is about this key. */
    blame: async (key: string, group: string, now: Date): Promise<void> => {
      await blamed
        .build(PutItemCommand)
        .item({ key, group, at: now.toISOString(), expires: secondsFrom(now, kept) })
        .send()
    },

    /** Groups whose cause is about this key. */
    groups: async (key: string): Promise<readonly string[]> => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ partition: `KEY#${key}`, range: { beginsWith: 'GROUP#' } })
        .entities(blamed)
        .options({ consistent: true, maxPages: 10 })
        .send()
      return Items.map(it => it.group)
    },

    /** Adds a proof to the cause of the group's open notice, once. */
    confirm: async (group: string, proof: string, now: Date): Promise<void> => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ partition: `GROUP#${hashOf(group)}`, range: { beginsWith: 'NOTICE#' } })
        .entities(notice)
        .options({ consistent: true, reverse: true, limit: 1 })
        .send()
      const row = Items[0]
      if (!row || row.closedAt !== undefined || row.cause.because.includes(proof)) return
      const cause = { ...row.cause, because: withProof(row.cause.because, proof).slice(0, 1500) }
      const write = notice.build(UpdateItemCommand).item({
        group: row.group,
        n: row.n,
        cause: $set(cause),
        changes: $add(1),
        queue: queueName,
        queuedAt: now.toISOString(),
      })
      await despiteConflicts(() => write.send())
    },
  }
}
