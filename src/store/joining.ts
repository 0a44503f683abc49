import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut'
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate'
import { $add } from 'dynamodb-toolbox/entity/actions/update'
import type { NoticeFailure } from '../core/notice.ts'
import { type noticeItems, queueName } from './notice-items.ts'
import { type NoticeKey, type NoticeRow, noticeId, subjectOf } from './notice-rows.ts'
import { secondsFrom } from './seen.ts'

export const kept = 35 * 24 * 60 * 60 * 1000

export const cut = (text: string, max: number) => text.slice(0, max)
export const given = <T>(value: T | null): T | undefined => value ?? undefined

/** What makes a notice be drawn again. */
export const touched = (now: Date) => ({ changes: $add(1), queue: queueName, queuedAt: now.toISOString() })

export const isSooner = (
  row: Pick<NoticeRow, 'deadline'>,
  failure: NoticeFailure,
): failure is NoticeFailure & { readonly deadline: string } =>
  failure.deadline !== null && (row.deadline === undefined || failure.deadline < row.deadline)

/** The parts of the one write with which a failure joins a notice. */
export const joining = (items: ReturnType<typeof noticeItems>) => ({
  /** The first failure of a new notice. */
  opened: (key: NoticeKey, failure: NoticeFailure, channel: string, now: Date) =>
    items.notice
      .build(PutTransaction)
      .item({
        ...key,
        name: cut(failure.group, 1000),
        kind: failure.kind,
        account: failure.account,
        channel,
        cause: {
          id: failure.cause.id,
          because: cut(failure.cause.because, 1500),
          fix: failure.cause.fix === null ? undefined : cut(failure.cause.fix, 1500),
          again: failure.cause.again,
        },
        key: given(failure.key),
        first: { job: failure.job, region: failure.region, resource: given(failure.resource) },
        count: 1,
        landed: 0,
        deadline: given(failure.deadline),
        lastAt: failure.at,
        changes: 1,
        queue: queueName,
        queuedAt: now.toISOString(),
        expires: secondsFrom(now, kept),
      })
      .options({ condition: { attr: 'group', exists: false } }),

  /** One more of an open notice. */
  counted: (row: NoticeRow, failure: NoticeFailure, now: Date) => {
    const open = [
      { attr: 'group', exists: true },
      { attr: 'closedAt', exists: false },
    ] as const
    return items.notice
      .build(UpdateTransaction)
      .item({
        group: row.group,
        n: row.n,
        count: $add(1),
        ...touched(now),
        ...(failure.at > row.lastAt ? { lastAt: failure.at } : {}),
        ...(isSooner(row, failure) ? { deadline: failure.deadline } : {}),
        expires: secondsFrom(now, kept),
      })
      .options({
        condition: {
          and: isSooner(row, failure)
            ? [
                ...open,
                {
                  or: [
                    { attr: 'deadline', exists: false },
                    { attr: 'deadline', gt: failure.deadline },
                  ],
                },
              ]
            : [...open],
        },
      })
  },

  keptIn: (key: NoticeKey, failure: NoticeFailure, now: Date) =>
    items.failure
      .build(PutTransaction)
      .item({
        subject: subjectOf(failure, failure.job),
        job: failure.job,
        owner: `NOTICE#${noticeId(key)}`,
        ownedAt: `${now.toISOString()}#${failure.job}`,
        kind: failure.kind,
        account: failure.account,
        region: failure.region,
        resource: given(failure.resource),
        message: failure.message === null ? undefined : cut(failure.message, 2000),
        vault: given(failure.vault),
        sourceVault: given(failure.sourceVault),
        recoveryPoint: given(failure.recoveryPoint),
        role: given(failure.role),
        at: failure.at,
        deadline: given(failure.deadline),
        expires: secondsFrom(now, kept),
      })
      .options({ condition: { attr: 'job', exists: false } }),
})
