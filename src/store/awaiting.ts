import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import type { NoticeFailure } from '../core/notice.ts'
import { noticeItems } from './notice-items.ts'
import { subjectOf } from './notice-rows.ts'
import type { Store } from './table.ts'

/** Whether any failure of a resource waits for a completed job to make it good. */
export const createAwaiting = (store: Pick<Store, 'table'>) => {
  const { failure } = noticeItems(store)
  return async (about: Pick<NoticeFailure, 'account' | 'resource' | 'recoveryPoint'>): Promise<boolean> => {
    const { Items = [] } = await store.table
      .build(QueryCommand)
      .query({ partition: `RESOURCE#${subjectOf(about)}`, range: { beginsWith: 'FAILED#' } })
      .entities(failure)
      .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
      .send()
    return Items.some(row => row.landedAt === undefined)
  }
}
