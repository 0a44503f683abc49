import type { KnownBlock } from '@slack/types'
import type { Notice } from '../src/core/notice.ts'
import { type CopyState, copyStates, isOver, type Retry, type RetryCopy } from '../src/core/retry.ts'
import { buttons, code, context, join, type Mrkdwn, mrk, prose, section, within } from './kit.ts'
import { again } from './notice.ts'

const says: Record<CopyState, (n: number) => string> = {
  landed: n => `${n} landed`,
  started: n => `${n} running`,
  waiting: n => `${n} waiting for room: AWS Backup runs five at once`,
  failed: n => `${n} failed again`,
  refused: n => `${n} refused by AWS`,
}
const order: readonly CopyState[] = ['landed', 'started', 'waiting', 'failed', 'refused']
const listed = 10

const person = (id: string): Mrkdwn => (/^[UW][A-Z0-9]{2,20}$/.test(id) ? { mrkdwn: `<@${id}>` } : prose(id))

const countOf = (copies: readonly RetryCopy[]): string => {
  const counts = new Map(copyStates.map(state => [state, copies.filter(it => it.state === state).length]))
  return order
    .flatMap(state => {
      const n = counts.get(state) ?? 0
      return n > 0 ? [says[state](n)] : []
    })
    .join(', ')
}

/** How a retry goes, in the notice's thread; edited until every copy has ended. */
export const retryBlocks = (retry: Pick<Retry, 'by'>, copies: readonly RetryCopy[]): KnownBlock[] => {
  const over = isOver(copies)
  const bad = copies.filter(it => it.state === 'failed' || it.state === 'refused')
  const symbol = !over ? ':hourglass_flowing_sand:' : bad.length ? ':x:' : ':white_check_mark:'
  const noun = copies.length === 1 ? 'copy' : 'copies'
  return within(
    [
      section(
        mrk`${{ mrkdwn: symbol }} ${person(retry.by)} started ${copies.length} ${noun} again: ${countOf(copies)}.`,
      ),
      ...(bad.length
        ? [
            section(
              join(
                bad
                  .slice(0, listed)
                  .map(it => mrk`• ${code(it.order.resource ?? it.order.recoveryPoint)}: ${prose(it.say ?? it.state)}`),
                '\n',
              ),
            ),
          ]
        : []),
      ...(bad.length > listed ? [context(mrk`and ${bad.length - listed} more`)] : []),
    ],
    0,
  )
}

const copiesAre = (n: number): string => `${n} ${n === 1 ? 'copy is' : 'copies are'}`

/** The answer to typed words, which start nothing in AWS: only a button does that says so. */
export const retryOfferBlocks = (notice: Notice): KnownBlock[] => {
  const left = notice.count - notice.landed
  return [
    section(
      mrk`${left} ${left === 1 ? 'copy' : 'copies'} of notice ${code(notice.id)} ${left === 1 ? 'has' : 'have'} not landed. The button starts ${left === 1 ? 'it' : 'them'} again.`,
    ),
    ...buttons(again(notice)),
  ]
}

/** The presser's own answer. `underWay`: copies that an earlier press started. */
export const retryStartedBlocks = (started: number, underWay: number, skipped: readonly string[]): KnownBlock[] => [
  section(
    started > 0
      ? mrk`:hourglass_flowing_sand: ${copiesAre(started)} being started again; the thread of the notice tells how it goes.`
      : mrk`:hourglass_flowing_sand: ${copiesAre(underWay)} under way already, so nothing more is started; the thread of the notice tells how it goes.`,
  ),
  ...(started > 0 && underWay > 0 ? [context(mrk`${copiesAre(underWay)} under way already.`)] : []),
  ...(skipped.length ? [context(mrk`Left out: ${prose(skipped.slice(0, 5).join(' '))}`)] : []),
]
