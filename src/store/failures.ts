import { createHash } from 'node:crypto'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate'
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite'
import { $add, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import { type Landing, lands, type NoticeFailure, startsAnew } from '../core/notice.ts'
import { despiteConflicts, failedParts, inTurn, unlessRefused } from './conflict.ts'
import { given, isSooner, joining, kept, touched } from './joining.ts'
import { noticeItems, queueName } from './notice-items.ts'
import {
  type FailureRow,
  hashOf,
  type KeptFailure,
  keptAs,
  landingOf,
  type NoticeKey,
  type NoticeRow,
  noticeKey,
  subjectOf,
} from './notice-rows.ts'
import { createSeen, secondsFrom } from './seen.ts'
import type { Store } from './table.ts'

const attempts = 12
const mostRemembered = 200

/** The failures and what has become of them: which notice each joined, what has landed since. */
export const createFailureStore = (store: Pick<Store, 'table'>) => {
  const { table } = store
  const items = noticeItems(store)
  const seen = createSeen(store)
  const turn = inTurn()
  const { opened, counted, keptIn } = joining(items)

  const latest = async (group: string): Promise<NoticeRow | undefined> => {
    const { Items = [] } = await table
      .build(QueryCommand)
      .query({ partition: `GROUP#${group}`, range: { beginsWith: 'NOTICE#' } })
      .entities(items.notice)
      .options({ consistent: true, reverse: true, limit: 1 })
      .send()
    return Items[0]
  }

  const landingsOf = async (failure: NoticeFailure): Promise<boolean> => {
    const { Items = [] } = await table
      .build(QueryCommand)
      .query({ partition: `RESOURCE#${subjectOf(failure, failure.job)}`, range: { beginsWith: 'LANDED#' } })
      .entities(items.landing)
      .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
      .send()
    return Items.some(row => lands(landingOf(failure.account, failure.resource, row), failure))
  }

  /** Marks one failure as made good and counts it, once. */
  const landOne = async (failure: Pick<FailureRow, 'subject' | 'job' | 'owner'>, now: Date): Promise<boolean> => {
    const key = noticeKey(failure.owner.replace('NOTICE#', ''))
    if (!key) return false
    try {
      await despiteConflicts(() =>
        execute(
          items.failure
            .build(UpdateTransaction)
            .item({ subject: failure.subject, job: failure.job, landedAt: now.toISOString() })
            .options({ condition: { attr: 'landedAt', exists: false } }),
          items.notice
            .build(UpdateTransaction)
            .item({ ...key, landed: $add(1), ...touched(now) })
            .options({ condition: { attr: 'group', exists: true } }),
        ),
      )
      return true
    } catch (error) {
      if (failedParts(error)?.includes('ConditionalCheckFailed')) return false
      throw error
    }
  }

  /** A completed copy may have come in between, or the process may have died before it looked. */
  const settleOne = async (failure: NoticeFailure, now: Date): Promise<void> => {
    const subject = subjectOf(failure, failure.job)
    const { Item } = await items.failure
      .build(GetItemCommand)
      .key({ subject, job: failure.job })
      .options({ consistent: true })
      .send()
    if (!Item) return
    if (Item.landedAt === undefined && (await landingsOf(failure))) await landOne(Item, now)
    const key = noticeKey(Item.owner.replace('NOTICE#', ''))
    if (key) await wake(key, now)
  }

  /** A notice that nobody could be told is tried again at once when its event is replayed. `false`: it was told since. */
  const wake = async (key: NoticeKey, now: Date): Promise<boolean> => {
    const write = items.notice
      .build(UpdateItemCommand)
      .item({ ...key, queue: queueName, queuedAt: now.toISOString() })
      .options({ condition: { attr: 'undelivered', exists: true } })
    return (await unlessRefused(() => write.send())) !== undefined
  }

  // The conditions of the write tell when this is out of date.
  const remembered = new Map<string, NoticeRow>()
  const remember = (name: string, row: NoticeRow | undefined) => {
    remembered.delete(name)
    if (row) remembered.set(name, row)
    for (const oldest of remembered.keys()) {
      if (remembered.size <= mostRemembered) break
      remembered.delete(oldest)
    }
  }
  const current = async (name: string, failure: NoticeFailure): Promise<NoticeRow | undefined> => {
    const known = remembered.get(name)
    if (known && !startsAnew({ closedAt: null, lastAt: known.lastAt }, failure)) return known
    const row = await latest(name)
    remember(name, row?.closedAt === undefined ? row : undefined)
    return row
  }

  const join = async (failure: NoticeFailure, channel: string, now: Date): Promise<'joined' | 'known' | 'late'> => {
    const name = hashOf(failure.group)
    if (await landingsOf(failure)) return 'late'
    for (let attempt = 1; ; attempt++) {
      const row = await current(name, failure)
      const anew = row === undefined || startsAnew({ closedAt: row.closedAt ?? null, lastAt: row.lastAt }, failure)
      const key = { group: name, n: (row?.n ?? 0) + (anew ? 1 : 0) }
      const group = anew ? opened(key, failure, channel, now) : counted(row, failure, now)
      try {
        await despiteConflicts(() => execute(seen.part(failure.seen, now), keptIn(key, failure, now), group))
        const lastAt = row && row.lastAt > failure.at ? row.lastAt : failure.at
        if (row && !anew)
          remember(name, { ...row, lastAt, ...(isSooner(row, failure) ? { deadline: failure.deadline } : {}) })
        if (await landingsOf(failure)) await settleOne(failure, now)
        return 'joined'
      } catch (error) {
        const failed = failedParts(error)
        if (failed?.slice(0, 2).includes('ConditionalCheckFailed')) {
          await settleOne(failure, now)
          return 'known'
        }
        remembered.delete(name)
        // Somebody else opened, closed or hastened the notice since it was read.
        if (failed?.[2] !== 'ConditionalCheckFailed' || attempt === attempts) throw error
      }
    }
  }

  return {
    /**
     * Counts a failure in its group, once for each `seen` and each job. `late`: a completed copy has made it good
     * already. Throws when DynamoDB does not answer; the same failure may then come again.
     */
    join: (failure: NoticeFailure, channel: string, now: Date) =>
      turn(failure.group, () => join(failure, channel, now)),

    /** Remembers a completed job and marks what it makes good; the number of failures that it did. */
    land: async (landing: Landing, now: Date): Promise<number> => {
      const subject = subjectOf(landing)
      const what = createHash('sha256')
        .update(JSON.stringify([landing.kind, landing.vault, landing.recoveryPoint]))
        .digest('base64url')
        .slice(0, 16)
      const write = items.landing
        .build(PutItemCommand)
        .item({
          subject,
          what,
          kind: landing.kind,
          vault: given(landing.vault),
          recoveryPoint: given(landing.recoveryPoint),
          takenAt: given(landing.takenAt),
          at: landing.at,
          expires: secondsFrom(now, kept),
        })
        .options({
          condition: {
            or: [
              { attr: 'at', exists: false },
              { attr: 'at', lt: landing.at },
            ],
          },
        })
      await unlessRefused(() => write.send())
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ partition: `RESOURCE#${subject}`, range: { beginsWith: 'FAILED#' } })
        .entities(items.failure)
        .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
        .send()
      const good = Items.filter(row => row.landedAt === undefined && lands(landing, keptAs(row)))
      let count = 0
      for (const row of good) if (await landOne(row, now)) count++
      return count
    },

    wake: async (id: string, now: Date): Promise<boolean> => {
      const key = noticeKey(id)
      return key !== undefined && (await wake(key, now))
    },

    /** The failures of a notice, first come first, at most `limit`; `open`: only those that have not landed. */
    of: async (id: string, limit: number, which: 'all' | 'open' = 'all'): Promise<KeptFailure[]> => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ index: 'byOwner', partition: `NOTICE#${id}` })
        .entities(items.failure)
        .options({ limit: which === 'all' ? limit : 1000, maxPages: which === 'all' ? 1 : 50 })
        .send()
      return Items.filter(row => which === 'all' || row.landedAt === undefined)
        .slice(0, limit)
        .map(keptAs)
    },
  }
}
