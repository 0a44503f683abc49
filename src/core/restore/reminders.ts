import type { House } from '../house.ts'
import { isOver } from './moves.ts'
import { needsCopy, type Request } from './request.ts'

/** Something to be said once: `key` is the same however often it is asked for. */
export type Reminder = {
  readonly key: string
  readonly what: 'nobody has acted' | 'expires soon'
  /** ISO 8601. */
  readonly due: string
  readonly say: string
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const morning = 9
const staleAfterDays = 14

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** The wall clock of a zone at a moment, as if it were UTC, in milliseconds. */
const wallClock = (moment: number, timeZone: string): number => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment)
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find(it => it.type === type)?.value)
  return Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'))
}

/** The moment at which a zone's clock shows this; twice, because the first guess may lie across a change of the clock. */
const momentOf = (wall: number, timeZone: string): number => {
  const guess = wall - (wallClock(wall, timeZone) - wall)
  return wall - (wallClock(guess, timeZone) - guess)
}

const isWorkday = (wall: number): boolean => ![0, 6].includes(new Date(wall).getUTCDay())

/** The first nine o'clock from Monday to Friday after a moment, in milliseconds; public holidays are not known. */
export const nextWorkingMorning = (after: number, timeZone: string): number => {
  const wall = wallClock(after, timeZone)
  const midnight = wall - (((wall % day) + day) % day)
  for (let days = 0; ; days++) {
    const nine = midnight + days * day + morning * hour
    if (isWorkday(nine) && nine > wall) return momentOf(nine, timeZone)
  }
}

const lastMoved = (request: Request): number => Date.parse(request.history.at(-1)?.at ?? request.createdAt)

/** Whom a request waits for: the CDX team, unless a job of AWS runs or it is over. */
export const waitsForCdx = ({ state, legs }: Request): boolean =>
  state === 'filed' || state === 'approved' || (state === 'copying back' && legs.copy.done !== null)

/** The latest moment up to now at which somebody should have been reminded; `null`: none yet. */
const reminderDue = (request: Request, now: number, timeZone: string): number | null => {
  const first =
    request.urgency === 'urgent' ? lastMoved(request) + 30 * minute : nextWorkingMorning(lastMoved(request), timeZone)
  if (first > now) return null
  let due = first
  for (let next = nextWorkingMorning(due, timeZone); next <= now; next = nextWorkingMorning(next, timeZone)) due = next
  return due
}

/** The recovery point goes before anything is restored: 48 hours ahead, or a quarter of its life where that is shorter. */
export const expiresSoon = (request: Request, now: string): boolean => {
  const { point, legs } = request
  const safe = needsCopy(request) && legs.copy.done !== null
  if (isOver(request.state) || safe || point.expiresAt === null) return false
  const end = Date.parse(point.expiresAt)
  const left = end - Date.parse(now)
  return left <= Math.min(48 * hour, (end - Date.parse(point.createdAt)) / 4)
}

/**
 * What must be said now, at most one of each sort: after 30 minutes for an urgent request, on the next working morning
 * for any other, and on each one after that. Whoever says it remembers the key.
 */
export const dueReminders = (request: Request, now: string, house: House): readonly Reminder[] => {
  const { id, point } = request
  const due = waitsForCdx(request) ? reminderDue(request, Date.parse(now), house.restore.timeZone ?? 'UTC') : null
  const waiting: readonly Reminder[] =
    due === null
      ? []
      : [
          {
            key: `${id}#waiting#${request.version}#${iso(due)}`,
            what: 'nobody has acted',
            due: iso(due),
            say: `Nobody has acted on ${id} since ${request.history.at(-1)?.at ?? request.createdAt}; it is ${request.state}.`,
          },
        ]
  const end = point.expiresAt
  return end !== null && expiresSoon(request, now)
    ? [
        ...waiting,
        {
          key: `${id}#expires#${end}`,
          what: 'expires soon',
          due: now,
          say: `The recovery point of ${id} expires at ${end}; after that it cannot be restored.`,
        },
      ]
    : waiting
}

/** Why a request has to be closed as expired; `null`: it has not. The sentence is the reason of the move. */
export const stale = (request: Request, now: string): string | null => {
  const { state, point, legs } = request
  if (state !== 'filed' && state !== 'approved') return null
  const safe = needsCopy(request) && legs.copy.done !== null
  if (!safe && point.expiresAt !== null && point.expiresAt <= now)
    return `The recovery point expired at ${point.expiresAt}.`
  return Date.parse(now) - lastMoved(request) >= staleAfterDays * day
    ? `Nobody acted on it for ${staleAfterDays} days.`
    : null
}
