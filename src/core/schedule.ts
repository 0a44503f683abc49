import { Cron } from 'croner'

/** When a backup rule runs: AWS's cron expression, `cron(0 5 ? * * *)`, and the time zone that it is read in. */
export type Schedule = { readonly cron: string; readonly timeZone: string }

/** Minutes, hours, day of month, month, day of week (1 or SUN to 7 or SAT), year. */
const fieldsOf = (cron: string): readonly string[] =>
  (/^cron\((.*)\)$/.exec(cron.trim())?.[1] ?? cron).trim().split(/\s+/)

const clockFor = ({ cron, timeZone }: Schedule): Cron | undefined => {
  const [minute, hour, day, month, weekday, year, ...more] = fieldsOf(cron)
  if (year === undefined || more.length > 0 || /[089]/.test(weekday ?? '')) return undefined
  // The last day of the week, which AWS counts from Sunday.
  const last = weekday === 'L' ? '7' : weekday
  const timezone = timeZone === '' ? 'UTC' : timeZone
  try {
    const clock = new Cron(`0 ${minute} ${hour} ${day} ${month} ${last} ${year}`, {
      timezone,
      alternativeWeekdays: true,
      sloppyRanges: true,
    })
    // A time zone is looked at only when a time is reckoned.
    clock.nextRun(new Date(0))
    return clock
  } catch {
    return undefined
  }
}

/** The last one made: nearly every resource follows one schedule. */
let held: { readonly of: string; readonly clock: Cron | undefined } | undefined
const clockOf = (schedule: Schedule): Cron | undefined => {
  const of = JSON.stringify([schedule.cron, schedule.timeZone])
  if (held?.of !== of) held = { of, clock: clockFor(schedule) }
  return held.clock
}

export type Runs = { readonly last: Date | null; readonly next: Date | null }

/**
 * The last run up to `at` and the first one after it; `undefined` where the expression or the time zone is not
 * understood. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export const runsAround = (schedule: Schedule, at: Date): Runs | undefined => {
  const clock = clockOf(schedule)
  if (clock === undefined) return undefined
  // A run of this very moment is past.
  const [last = null] = clock.previousRuns(1, new Date(at.getTime() + 1000))
  return { last, next: clock.nextRun(at) }
}

// Making one costs a hundred times what using it costs.
const formats = new Map<string, Intl.DateTimeFormat>()
const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const there = formats.get(timeZone)
  if (there) return there
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  formats.set(timeZone, made)
  return made
}

/** `29 Nov 05:00 Europe/Berlin`; `at` says in which year we are. */
export const clockTime = (time: Date, timeZone: string, at: Date): string => {
  const zone = timeZone === '' ? 'UTC' : timeZone
  const partsOf = (date: Date) =>
    Object.fromEntries(
      formatOf(zone)
        .formatToParts(date)
        .map(({ type, value }) => [type, value]),
    )
  const { year, month, day, hour, minute } = partsOf(time)
  return `${day} ${month}${year === partsOf(at).year ? '' : ` ${year}`} ${hour}:${minute} ${zone}`
}

/** A moment of the past as people read it: `28 Nov 05:00 UTC, 9 h ago`. */
export const ago = (iso: string, at: Date): string => {
  const time = new Date(iso)
  return Number.isNaN(time.getTime()) ? iso : `${clockTime(time, 'UTC', at)}, ${span(time, at)} ago`
}

const minute = 60_000
const hour = 60 * minute

/** How long it is between two moments, whichever comes first: `40 min`, `9 h`, `3 days`. */
export const span = (one: Date, other: Date): string => {
  const ms = Math.abs(one.getTime() - other.getTime())
  if (ms < hour) return `${Math.round(ms / minute)} min`
  return ms < 48 * hour ? `${Math.round(ms / hour)} h` : `${Math.round(ms / (24 * hour))} days`
}
