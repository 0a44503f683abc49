import type { Deps } from '../../commands/command.ts'
import { gather } from '../aws/gather.ts'
import type { Ask } from '../aws/read.ts'
import type { Jobs } from '../aws/sweep.ts'
import {
  isCovered,
  isDue,
  memberVault,
  noBackup,
  type Place,
  reasonOf,
  resourceAt,
  withoutJob,
} from '../core/coverage.ts'
import { type Fact, known } from '../core/fact.ts'
import { judge } from '../core/judge.ts'
import type { Resource } from '../core/resource.ts'
import type { Store } from '../store/table.ts'
import { createUncovered } from '../store/uncovered.ts'
import type { Notices } from './notify.ts'
import type { Log } from './run.ts'

export type CoverageOptions = {
  readonly deps: Deps
  readonly store: Pick<Store, 'table'>
  readonly notices: Pick<Notices, 'failed' | 'landed'>
  readonly log: Log
}

/** Checked and told in one place in one sweep; the next sweep goes on with the rest. */
const most = 20
/** Seen first in one place in one sweep. */
const mostSeen = 500
const patience = 10_000

/**
 * What is tagged but was never backed up: no job, so no event tells of it. A resource is told once, when it has been
 * without a backup for a whole day of the schedule under the bot's eyes.
 */
export const createCoverage = ({ deps, store, notices, log }: CoverageOptions) => {
  const { house, aws, now } = deps
  const uncovered = createUncovered(store)

  const reasonFor = async (resource: Resource) => {
    const reading = await gather(aws, house, resource, { to: 'central', signal: AbortSignal.timeout(patience) })
    const verdict = judge(reading, { house, to: 'central', checkedAt: now().toISOString() })
    return { reason: reasonOf(reading, verdict, resource), verdict }
  }

  /** A backup has come since: good for the notice that told of it. */
  const covered = async (place: Place, arn: string): Promise<void> => {
    const resource = resourceAt(arn, place)
    const at = now().toISOString()
    const it = {
      kind: 'backup',
      account: place.account,
      resource: arn,
      recoveryPoint: null,
      takenAt: null,
      at,
    } as const
    if (resource) await notices.landed({ ...it, vault: memberVault(resource, house) })
  }

  /** How many were told now. The jobs must be all of the last days. */
  return async (ask: Ask, place: Place, { backups }: Pick<Jobs, 'backups'>): Promise<Fact<number>> => {
    const { taggedResources, lastBackups } = await import('../aws/coverage.ts')
    const tagged = await taggedResources(ask, house.tag)
    if (!tagged.known) return tagged
    const jobless = withoutJob(tagged.value.items, backups, place)
    const last = jobless.length > 0 ? await lastBackups(ask) : known(new Map<string, string | null>())
    if (!last.known) return last
    const isBare = (arn: string) => !isCovered(last.value.get(arn), now())
    const bare = new Map(jobless.filter(it => isBare(it.arn)).map(it => [it.arn, it]))

    const marks = await uncovered.of(place)
    const marked = new Set(marks.map(it => it.arn))
    const unseen = [...bare.keys()].filter(arn => !marked.has(arn))
    for (const arn of unseen.slice(0, mostSeen)) await uncovered.see(place, arn, now())
    if (tagged.value.whole)
      for (const { arn, told } of marks.filter(it => !bare.has(it.arn))) {
        if (told && tagged.value.items.includes(arn)) await covered(place, arn)
        await uncovered.forget(place, arn)
      }

    let count = 0
    for (const mark of marks.filter(it => bare.has(it.arn) && isDue(it, house.member.schedule, now())).slice(0, most)) {
      if (ask.signal.aborted) break
      const resource = bare.get(mark.arn)
      if (!resource) continue
      const { reason, verdict } = await reasonFor(resource)
      // Tagged is the instance, backed up the cluster.
      const isElsewhere = verdict.resource.arn !== mark.arn && !isBare(verdict.resource.arn)
      if (reason !== 'nothing' && !isElsewhere) {
        const failure = noBackup(
          { resource, since: mark.since, reason, type: verdict.resource.type },
          { house, now: now() },
        )
        if ((await notices.failed(failure)) === 'joined') count++
        log.info('a tagged resource has no backup', { resource: mark.arn, cause: failure.cause.id })
      }
      await uncovered.told(place, mark.arn)
    }
    return known(count)
  }
}
