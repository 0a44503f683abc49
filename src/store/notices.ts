import { DeleteItemCommand } from 'dynamodb-toolbox/entity/actions/delete'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { $set, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import { type Mark, muteFor, type Notice } from '../core/notice.ts'
import { despiteConflicts, unlessRefused } from './conflict.ts'
import { touched } from './joining.ts'
import { noticeItems } from './notice-items.ts'
import { type NoticeRow, noticeKey, noticeOf } from './notice-rows.ts'
import { secondsFrom } from './seen.ts'
import type { Store } from './table.ts'

/** The notices themselves: reading one, and what people do with it. */
export const createNoticeStore = (store: Pick<Store, 'table'>) => {
  const { table } = store
  const items = noticeItems(store)

  const mutedBy = async (group: string): Promise<Notice['muted']> => {
    const { Item } = await items.mute.build(GetItemCommand).key({ group }).options({ consistent: true }).send()
    return Item ? { by: Item.by, at: Item.at, until: Item.until } : null
  }

  const rowOf = async (id: string): Promise<NoticeRow | undefined> => {
    const key = noticeKey(id)
    if (!key) return undefined
    const { Item } = await items.notice.build(GetItemCommand).key(key).options({ consistent: true }).send()
    return Item
  }

  const read = async (id: string): Promise<{ notice: Notice; row: NoticeRow } | undefined> => {
    const row = await rowOf(id)
    return row && { notice: noticeOf(row, await mutedBy(row.group)), row }
  }

  /** Every notice of the group that is still open is drawn again: a mute holds back all of them. */
  const redrawOpen = async (group: string, now: Date): Promise<void> => {
    const { Items = [] } = await table
      .build(QueryCommand)
      .query({ partition: `GROUP#${group}`, range: { beginsWith: 'NOTICE#' } })
      .entities(items.notice)
      .options({ consistent: true, reverse: true, limit: 5 })
      .send()
    for (const { n } of Items.filter(row => row.closedAt === undefined)) {
      const write = items.notice.build(UpdateItemCommand).item({ group, n, ...touched(now) })
      await despiteConflicts(() => write.send())
    }
  }

  return {
    read,

    /** Something that a notice tells of has changed. */
    redraw: async (id: string, now: Date): Promise<void> => {
      const key = noticeKey(id)
      if (!key) return
      const write = items.notice
        .build(UpdateItemCommand)
        .item({ ...key, ...touched(now) })
        .options({ condition: { attr: 'group', exists: true } })
      await unlessRefused(() => write.send())
    },

    /** The first one stays, whoever presses later. `undefined`: there is no such notice. */
    acknowledge: async (id: string, mark: Mark, now: Date): Promise<Notice | undefined> => {
      const key = noticeKey(id)
      if (!key) return undefined
      const write = items.notice
        .build(UpdateItemCommand)
        .item({ ...key, acknowledged: $set(mark), ...touched(now) })
        .options({
          condition: {
            and: [
              { attr: 'group', exists: true },
              { attr: 'acknowledged', exists: false },
            ],
          },
        })
      await unlessRefused(() => write.send())
      return (await read(id))?.notice
    },

    /** Silences the cause for this key or vault and account, for a day. */
    mute: async (id: string, mark: Mark, now: Date): Promise<Notice | undefined> => {
      const row = await rowOf(id)
      if (!row) return undefined
      const until = new Date(now.getTime() + muteFor).toISOString()
      await items.mute
        .build(PutItemCommand)
        .item({ group: row.group, ...mark, until, expires: secondsFrom(now, 2 * muteFor) })
        .send()
      await redrawOpen(row.group, now)
      return (await read(id))?.notice
    },

    unmute: async (id: string, now: Date): Promise<Notice | undefined> => {
      const row = await rowOf(id)
      if (!row) return undefined
      await items.mute.build(DeleteItemCommand).key({ group: row.group }).send()
      await redrawOpen(row.group, now)
      return (await read(id))?.notice
    },
  }
}
