import { DeleteItemCommand } from 'dynamodb-toolbox/entity/actions/delete'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { $add, $remove, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import { despiteConflicts, unlessRefused } from './conflict.ts'
import { noticeItems, queueName } from './notice-items.ts'
import { type NoticeKey, noticeId, noticeKey } from './notice-rows.ts'
import { secondsFrom } from './seen.ts'
import type { Store } from './table.ts'

const kept = 35 * 24 * 60 * 60 * 1000
const page = 500

/** A message of a notice: written down, and once Slack has it with its `ts`. `shows` is a digest of its blocks. */
export type Post = {
  readonly what: string
  readonly channel: string
  readonly at: string
  readonly ts?: string | undefined
  readonly shows?: string | undefined
}
export type Lease = { readonly nextAt: number }

/** What waits to be told, what was told, and who may speak in a channel. */
export const createOutbox = (store: Pick<Store, 'table'>) => {
  const { table } = store
  const items = noticeItems(store)
  const keyOf = (id: string): NoticeKey => noticeKey(id) ?? { group: id, n: 0 }
  const partOf = ({ group, n }: NoticeKey) => ({
    partition: `GROUP#${group}`,
    range: { beginsWith: `POST#${String(n).padStart(6, '0')}#` },
  })

  const posts = async (id: string): Promise<Map<string, Post>> => {
    const { Items = [] } = await table
      .build(QueryCommand)
      .query(partOf(keyOf(id)))
      .entities(items.post)
      .options({ consistent: true })
      .send()
    return new Map(Items.map(({ what, channel, at, ts, shows }) => [what, { what, channel, at, ts, shows }]))
  }

  const forget = async (id: string): Promise<void> => {
    for (const what of (await posts(id)).keys())
      await items.post
        .build(DeleteItemCommand)
        .key({ ...keyOf(id), what })
        .send()
  }

  return {
    /** Notices whose time has come, oldest first. */
    due: async (now: Date): Promise<{ id: string; channel: string }[]> => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ index: 'byQueue', partition: queueName, range: { lte: now.toISOString() } })
        .entities(items.notice)
        .options({ limit: page })
        .send()
      return Items.map(row => ({ id: noticeId(row), channel: row.channel }))
    },

    posts,

    /** Must come before the post itself: a record without `ts` says that Slack may have the message. */
    intend: async (id: string, post: Post, now: Date): Promise<void> => {
      await items.post
        .build(PutItemCommand)
        .item({ ...keyOf(id), ...post, expires: secondsFrom(now, kept) })
        .send()
    },

    posted: async (id: string, what: string, ts: string, shows: string): Promise<void> => {
      await items.post
        .build(UpdateItemCommand)
        .item({ ...keyOf(id), what, ts, shows })
        .send()
    },

    forget,

    /** The notice is drawn as of `changes`, and comes up again at `next`. `false`: it has changed meanwhile and stays. */
    settle: async (
      id: string,
      changes: number,
      more: { readonly next: string | null; readonly closedAt: string | null },
    ): Promise<boolean> => {
      const write = items.notice
        .build(UpdateItemCommand)
        .item({
          ...keyOf(id),
          queue: more.next === null ? $remove() : queueName,
          queuedAt: more.next ?? $remove(),
          drawn: changes,
          attempts: $remove(),
          undelivered: $remove(),
          ...(more.closedAt === null ? {} : { closedAt: more.closedAt }),
        })
        .options({ condition: { attr: 'changes', eq: changes } })
      return (await unlessRefused(() => write.send())) !== undefined
    },

    postpone: async (id: string, until: Date, undelivered?: string): Promise<void> => {
      const write = items.notice.build(UpdateItemCommand).item({
        ...keyOf(id),
        attempts: $add(1),
        queue: queueName,
        queuedAt: until.toISOString(),
        ...(undelivered === undefined ? {} : { undelivered }),
      })
      await despiteConflicts(() => write.send())
    },

    /** To another channel, with new messages. */
    reroute: async (id: string, from: string, to: string, now: Date): Promise<void> => {
      await forget(id)
      const write = items.notice.build(UpdateItemCommand).item({
        ...keyOf(id),
        channel: to,
        insteadOf: from,
        changes: $add(1),
        queue: queueName,
        queuedAt: now.toISOString(),
      })
      await despiteConflicts(() => write.send())
    },

    /** The right to speak in a channel until `now + lease` ms; `undefined` while somebody else has it. */
    take: async (channel: string, holder: string, now: Date, lease: number): Promise<Lease | undefined> => {
      const write = items.channel
        .build(UpdateItemCommand)
        .item({
          channel,
          holder,
          until: now.getTime() + lease,
          nextAt: $add(0),
          expires: secondsFrom(now, kept),
        })
        .options({
          condition: {
            or: [
              { attr: 'holder', exists: false },
              // The SDK asks again when an answer was lost.
              { attr: 'holder', eq: holder },
              { attr: 'until', lt: now.getTime() },
            ],
          },
          returnValues: 'ALL_NEW',
        })
      const taken = await unlessRefused(() => write.send())
      return taken && { nextAt: taken.Attributes?.nextAt ?? 0 }
    },

    /** Keeps the right and says when the next message may go, before one goes. `false`: the right is lost. */
    keep: async (channel: string, holder: string, now: Date, lease: number, nextAt: number): Promise<boolean> => {
      const write = items.channel
        .build(UpdateItemCommand)
        .item({ channel, until: now.getTime() + lease, nextAt })
        .options({ condition: { attr: 'holder', eq: holder } })
      return (await unlessRefused(() => write.send())) !== undefined
    },

    /** Gives the right back; without `nextAt` the next message may go when it last might. */
    leave: async (channel: string, holder: string, nextAt?: number): Promise<void> => {
      const write = items.channel
        .build(UpdateItemCommand)
        .item({ channel, holder: $remove(), ...(nextAt === undefined ? {} : { nextAt }) })
        .options({ condition: { attr: 'holder', eq: holder } })
      await unlessRefused(() => write.send())
    },
  }
}
