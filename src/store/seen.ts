import { Entity } from 'dynamodb-toolbox/entity'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut'
import { item, number, string } from 'dynamodb-toolbox/schema'
import { unlessRefused } from './conflict.ts'
import type { Store } from './table.ts'

/** For the attribute that time to live watches: seconds since 1970. */
export const secondsFrom = (now: Date, more: number): number => Math.floor((now.getTime() + more) / 1000)

const remembered = 35 * 24 * 60 * 60 * 1000

/** What was done already, by a key of the caller's: makes work that may come twice happen once. */
export const createSeen = ({ table }: Pick<Store, 'table'>) => {
  const entity = new Entity({
    name: 'Seen',
    table,
    timestamps: false,
    schema: item({ key: string().key(), at: string(), expires: number() }),
    computeKey: ({ key }: { key: string }) => ({ pk: `SEEN#${key}`, sk: 'SEEN' }),
  })
  const record = (key: string, now: Date) => ({ key, at: now.toISOString(), expires: secondsFrom(now, remembered) })
  const absent = { condition: { attr: 'key', exists: false } } as const

  return {
    has: async (key: string): Promise<boolean> => {
      const { Item } = await entity.build(GetItemCommand).key({ key }).options({ consistent: true }).send()
      return Item !== undefined
    },
    /** `false` when it was marked before. */
    first: async (key: string, now: Date): Promise<boolean> => {
      const write = entity.build(PutItemCommand).item(record(key, now)).options(absent)
      return (await unlessRefused(() => write.send())) !== undefined
    },
    /** The same as a part of a transaction, which fails as a whole when it was marked before. */
    part: (key: string, now: Date) => entity.build(PutTransaction).item(record(key, now)).options(absent),
  }
}
