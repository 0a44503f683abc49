import type { KnownBlock } from '@slack/types'
import type { House } from '../src/core/house.ts'
import {
  type Actor,
  type Moved,
  type MoveName,
  movesOpenTo,
  type Person,
  type Reminder,
  type Request,
} from '../src/core/restore.ts'
import { bold, buttons, code, context, join, mrk, prose, section, within } from './kit.ts'
import { person, pressOf, title, told, words } from './request.ts'

/** `45 min`, `3 h`, `2 d`. */
const age = (since: string, now: string): string => {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / 60_000))
  if (minutes === 0) return 'New'
  return minutes < 90
    ? `${minutes} min old`
    : minutes < 48 * 60
      ? `${Math.round(minutes / 60)} h old`
      : `${Math.round(minutes / 1440)} d old`
}

/** One line of the timeline, for the card's thread. */
export const movedBlocks = (it: Moved): KnownBlock[] => [context(told(it))]

export type ListOf = {
  readonly requests: readonly Request[]
  readonly now: string
  readonly title: string
  readonly viewer: Actor
  /** Said where there is none. */
  readonly empty?: string
}

/** A list for the App Home and for `/backup requests`: oldest or newest first as given, each with its age. */
export const requestList = ({ requests, now, title: head, viewer, empty = 'There are none.' }: ListOf): KnownBlock[] =>
  within(
    [
      section(mrk`${bold(head)}`),
      ...(requests.length === 0 ? [context(mrk`${empty}`)] : []),
      ...requests.flatMap(request => [
        section(
          mrk`${title(request)}\n${age(request.createdAt, now)}, by ${person(request.requester.id, request.requester.name)}: ${prose(request.reason.slice(0, 200))}`,
        ),
        ...buttons(
          { label: 'Show', words: words('show', request.id) },
          ...movesOpenTo(request, viewer)
            .filter(move => move === 'approve' || move === 'withdraw')
            .map(move => pressOf(move, request, false)),
        ),
      ]),
    ],
    0,
  )

const toRequester: { readonly [M in MoveName | 'file']: string } = {
  file: 'Your request is with the CDX team.',
  approve: 'Your request is approved.',
  decline: 'Your request was declined.',
  withdraw: 'Your request is withdrawn.',
  copy: 'The recovery point is being copied back.',
  copied: 'The recovery point is copied back; the restore comes next.',
  restore: 'The restore has started.',
  finish: 'It is restored.',
  fail: 'Something failed; the CDX team has it back and tries again.',
  expire: 'Your request was closed.',
}

/** The direct message to whoever asked, after each move. */
export const requesterMessage = (request: Request): KnownBlock[] => {
  const last = request.history.at(-1)
  const partly = last?.move === 'approve' && request.state === 'filed'
  const says = partly
    ? mrk`One colleague has approved your request; ${request.approvalsNeeded - request.approvals.length} more must.`
    : mrk`${toRequester[last?.move ?? 'file']}`
  const made = request.legs.restore.done
  const me: Person = { kind: 'person', id: request.requester.id, name: request.requester.name, cdx: false }
  const row = buttons(
    { label: 'Show', words: words('show', request.id) },
    ...movesOpenTo(request, me).map(move => pressOf(move, request, false)),
  )
  return within(
    [
      section(
        join(
          [
            mrk`${title(request)}`,
            says,
            ...(last?.reason ? [mrk`*Because* ${prose(last.reason)}`] : []),
            ...(made ? [mrk`*Restored as* ${code(made)}`] : []),
          ],
          '\n',
        ),
      ),
      ...row,
    ],
    row.length,
  )
}

/** A reminder in the CDX channel, or the warning before the recovery point goes. */
export const reminderBlocks = (reminder: Reminder, request: Request, house: House): KnownBlock[] => [
  section(
    mrk`${reminder.what === 'expires soon' ? mrk`:warning:` : mrk`:alarm_clock:`} ${
      request.urgency === 'urgent' ? { mrkdwn: `<!subteam^${house.slack.cdxGroup}> ` } : mrk``
    }${prose(reminder.say)}`,
  ),
  ...buttons({ label: 'Show', words: words('show', request.id) }),
]
