import { createHash } from 'node:crypto'
import type { FormattedItem } from 'dynamodb-toolbox/entity'
import type { Landing, Notice, NoticeFailure } from '../core/notice.ts'
import type { noticeItems } from './notice-items.ts'

/** A failure as it is kept: what the thread tells and what another try needs. */
export type KeptFailure = Omit<NoticeFailure, 'seen' | 'group' | 'cause' | 'key'>
type Items = ReturnType<typeof noticeItems>
export type FailureRow = FormattedItem<Items['failure']>
export type NoticeRow = FormattedItem<Items['notice']>
export type NoticeKey = { readonly group: string; readonly n: number }

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const hashOf = (group: string): string =>
  [...createHash('sha256').update(group).digest().subarray(0, 10)].map(byte => alphabet[byte % 32]).join('')
/** What people and buttons call a notice. */
export const noticeId = ({ group, n }: NoticeKey): string => `G-${group}-${n}`
export const noticeKey = (id: string): NoticeKey | undefined => {
  const [, group, n] = /^G-([0-9A-Z]{10})-(\d{1,6})$/i.exec(id.trim()) ?? []
  return group && n ? { group: group.toUpperCase(), n: Number(n) } : undefined
}

/** What a failure and the job that makes it good have in common. */
export const subjectOf = (it: Pick<NoticeFailure, 'account' | 'resource' | 'recoveryPoint'>, otherwise = '') =>
  `${it.account}#${it.resource ?? it.recoveryPoint ?? otherwise}`

export const keptAs = (row: FailureRow): KeptFailure => ({
  kind: row.kind,
  job: row.job,
  account: row.account,
  region: row.region,
  resource: row.resource ?? null,
  message: row.message ?? null,
  vault: row.vault ?? null,
  sourceVault: row.sourceVault ?? null,
  recoveryPoint: row.recoveryPoint ?? null,
  role: row.role ?? null,
  at: row.at,
  deadline: row.deadline ?? null,
})

export const landingOf = (account: string, resource: string | null, row: FormattedItem<Items['landing']>): Landing => ({
  kind: row.kind,
  account,
  resource,
  vault: row.vault ?? null,
  recoveryPoint: row.recoveryPoint ?? null,
  takenAt: row.takenAt ?? null,
  at: row.at,
})

export const noticeOf = (row: NoticeRow, muted: Notice['muted']): Notice => ({
  id: noticeId(row),
  group: row.name,
  kind: row.kind,
  account: row.account,
  channel: row.channel,
  insteadOf: row.insteadOf ?? null,
  cause: { ...row.cause, fix: row.cause.fix ?? null },
  key: row.key ?? null,
  first: { ...row.first, resource: row.first.resource ?? null },
  count: row.count,
  landed: row.landed,
  deadline: row.deadline ?? null,
  lastAt: row.lastAt,
  closedAt: row.closedAt ?? null,
  acknowledged: row.acknowledged ?? null,
  muted,
})
