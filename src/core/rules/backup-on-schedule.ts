import type { Facts } from '../fact.ts'
import type { House } from '../house.ts'
import { plans } from '../links.ts'
import { isContinuous } from '../recovery-point.ts'
import { advice, ok, rule } from '../rule.ts'
import { ago, clockTime, runsAround, type Schedule, span } from '../schedule.ts'

type Past = Pick<Facts, 'localPoint' | 'centralPoint' | 'lastCopy'>

const scheduleIn = ({ localPoint, centralPoint, lastCopy }: Past, { member }: House): Schedule | null =>
  localPoint?.schedule ?? lastCopy?.schedule ?? centralPoint?.schedule ?? member.schedule ?? null

/** A job that has not started by then is given up, where the rule says nothing else. */
const startWindow = 8 * 60 * 60 * 1000

export const backupOnSchedule = rule({
  id: 'backup-on-schedule',
  title: 'A recovery point has appeared since the last scheduled run',
  stage: 'backed up',
  authority: 'aws',
  source: plans,
  needs: ['localPoint', 'centralPoint', 'lastCopy'],
  optional: true,
  judge: (past, { kind, house, at, resource }) => {
    const schedule = scheduleIn(past, house)
    if (schedule === null)
      return ok(
        'When the next backup is due is not known: AWS Backup names no schedule for this resource yet, and organisation.json has none (member.schedule).',
      )
    const { cron, timeZone } = schedule
    const now = runsAround(schedule, at)
    const settled = runsAround(schedule, new Date(at.getTime() - startWindow))?.last ?? null
    if (now === undefined)
      return ok(`When the next backup is due is not known: the bot does not understand ${cron} in ${timeZone}.`)
    const what = kind.crossAccountCopy.value === 'no' ? 'backup' : 'backup, and its copy,'
    const due =
      now.next === null
        ? `The schedule ${cron} has no further run.`
        : `The next ${what} is due ${clockTime(now.next, timeZone, at)} (in ${span(now.next, at)}).`
    const points = [past.localPoint, past.centralPoint].flatMap(it => it ?? [])
    const newest = points
      .map(it => it.createdAt)
      .toSorted()
      .at(-1)
    if (settled === null || points.some(isContinuous) || (newest !== undefined && new Date(newest) >= settled))
      return ok(due)
    const since = `since the scheduled run of ${clockTime(settled, timeZone, at)} (${span(settled, at)} ago)`
    return advice(
      `No recovery point has appeared ${since}${newest === undefined ? '' : `; the newest is of ${ago(newest, at)}`}. A job that has not started within its start window, 8 hours by default, is given up; one that has started may take up to its completion window, 7 days by default. ${due}`,
      {
        say: 'Ask why. A resource or a tag that is younger than that run is only waiting.',
        then: `explain ${resource.arn}`,
      },
    )
  },
})
