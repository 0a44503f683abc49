import { createHash } from 'node:crypto'
import type { KnownBlock } from '@slack/types'
import { failureBlocks, landedBlocks, moreBlocks, noticeBlocks } from '../../blocks/notice.ts'
import { retryBlocks } from '../../blocks/retry.ts'

import { allLanded, isMuted, type Notice, toldEach } from '../core/notice.ts'
import type { Retry, RetryCopy } from '../core/retry.ts'
import type { KeptFailure } from '../store/notice-rows.ts'
import type { Post } from '../store/outbox.ts'

const listed = 20
/** So many failures of a notice are read to draw it. */
export const drawnFrom = toldEach + listed

/** One message that a notice should have. */
export type Wanted = { readonly what: string; readonly blocks: readonly KnownBlock[]; readonly edits: boolean }

export const digest = (blocks: readonly KnownBlock[]) =>
  createHash('sha256').update(JSON.stringify(blocks)).digest('base64url').slice(0, 22)

export const root = 'root' as const
const retried = 'retry'
const replyOf = (job: string) => `job/${job}`

/**
 * All messages of a notice as it stands: the root, the first failures, the rest, how a retry goes, the last word.
 * Muted: no new ones but the retry's, which somebody asked for.
 */
export const wantedOf = (
  notice: Notice,
  failures: readonly KeptFailure[],
  again: { readonly retry: Retry; readonly copies: readonly RetryCopy[] } | undefined,
  posts: ReadonlyMap<string, Post>,
  accountName: string | undefined,
  now: Date,
): readonly Wanted[] => {
  const told = failures.filter(it => posts.has(replyOf(it.job)))
  const untold = failures.filter(it => !posts.has(replyOf(it.job)))
  const each = [...told, ...untold].slice(0, Math.max(toldEach, told.length))
  const rest = failures.filter(it => !each.includes(it)).slice(0, listed)
  const all: Wanted[] = [
    { what: root, blocks: noticeBlocks(notice, accountName, now), edits: true },
    ...(notice.count > 1 || failures.some(it => it.message !== null)
      ? each.map(it => ({ what: replyOf(it.job), blocks: failureBlocks(it), edits: false }))
      : []),
    ...(rest.length ? [{ what: 'more', blocks: moreBlocks(notice, each.length, rest), edits: true }] : []),
    ...(again ? [{ what: retried, blocks: retryBlocks(again.retry, again.copies), edits: true }] : []),
    ...(allLanded(notice) ? [{ what: 'landed', blocks: landedBlocks(notice), edits: false }] : []),
  ]
  return isMuted(notice, now) ? all.filter(it => it.what === retried || posts.get(it.what)?.ts) : all
}
