import { familyOf, parseArn } from './arn.ts'
import type { BackupJobEvent } from './event.ts'
import type { House } from './house.ts'
import type { NoticeFailure } from './notice.ts'
import type { Resource } from './resource.ts'
import { runsAround, type Schedule } from './schedule.ts'
import { isMistake } from './trouble.ts'
import type { Finding, Reading, Verdict } from './verdict.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour
/** A whole day of a schedule, and an hour for the job to be listed. */
const due = day + hour
/** The bot does not know the plans' schedules: what is older than a week is late for a daily and for a weekly one. */
const late = 8 * day

export type Place = { readonly account: string; readonly region: string }

/** A tagged resource without a backup, and since when the bot knows of it. ISO 8601. */
export type Uncovered = { readonly arn: string; readonly since: string; readonly told: boolean }

/** The resource, where AWS Backup takes its type; a bucket's ARN names neither account nor Region. */
export const resourceAt = (arn: string, { account, region }: Place): Resource | undefined => {
  const parsed = parseArn(arn)
  const of = isMistake(parsed) ? undefined : familyOf(parsed)
  if (isMistake(parsed) || !of || (parsed.account !== '' && parsed.account !== account)) return undefined
  return { arn, partition: parsed.partition, account, region, ...of }
}

/** Those of which no backup job is known, whatever became of it: a job's failure is told by itself. */
export const withoutJob = (
  tagged: readonly string[],
  backups: readonly Pick<BackupJobEvent, 'resource'>[],
  place: Place,
): readonly Resource[] => {
  const worked = new Set(backups.map(it => it.resource))
  return tagged.flatMap(arn => (worked.has(arn) ? [] : (resourceAt(arn, place) ?? [])))
}

/** Whether AWS Backup has a backup of it that is no older than a schedule allows. `last`: ISO 8601. */
export const isCovered = (last: string | null | undefined, now: Date): boolean =>
  typeof last === 'string' && now.getTime() - Date.parse(last) < late

/** A day has passed, and with it a run of the schedule, where that is known. */
export const isDue = ({ since, told }: Uncovered, schedule: Schedule | null | undefined, now: Date): boolean => {
  const runs = schedule ? runsAround(schedule, new Date(now.getTime() - hour)) : undefined
  const hasRun = runs === undefined || (runs.last !== null && runs.last.getTime() > Date.parse(since))
  return !told && hasRun && now.getTime() - Date.parse(since) > due
}

/** What the check says of it: nothing to tell, because it is gone or not to be backed up after all; or the obstacle. */
export const reasonOf = (reading: Reading, verdict: Verdict, asked: Resource): Finding | 'unknown' | 'nothing' => {
  const { tags } = reading.facts
  const isGone = reading.missing?.why === 'not found' || (tags?.known === false && tags.why === 'not found')
  const followed = verdict.resource.arn !== asked.arn
  const stages = verdict.findings.filter(it => it.authority === 'aws' && it.stage !== 'copied')
  const blocked = stages.filter(it => it.outcome === 'blocked')
  // The tag was taken off since it was listed. A cluster whose instance alone is tagged is another matter.
  const untagged = stages.some(it => it.rule === 'tag-enabled' && it.outcome !== 'ok' && it.outcome !== 'unknown')
  if (isGone || (untagged && !followed)) return 'nothing'
  return blocked[0] ?? 'unknown'
}

/** A resource without a backup as a notice tells it, one notice for each reason, type and account. */
export const noBackup = (
  { resource, since, reason, type }: { resource: Resource; since: string; reason: Finding | 'unknown'; type: string },
  { house, now }: { readonly house: House; readonly now: Date },
): NoticeFailure => {
  const { arn, account, region } = resource
  const vault = memberVault(resource, house)
  const tag = `${house.tag.key}=${house.tag.enabled}`
  const id = reason === 'unknown' ? 'no-backup-job' : reason.rule
  return {
    seen: `no backup/${account}/${region}/${arn}/${since}`,
    // The check's reason speaks of one type; that nothing is in the way can be said of all of them at once.
    group: [`no backup: ${reason === 'unknown' ? id : `${id} ${type}`}`, vault, account].join('|'),
    kind: 'no backup',
    job: `no backup since ${since}`,
    account,
    region,
    resource: arn,
    message: `Tagged ${tag} for more than a day.`,
    cause:
      reason === 'unknown'
        ? {
            id,
            because: `Tagged ${tag} for more than a day, but AWS Backup has started no job, and the check finds nothing in the way.`,
            fix: `Look at the backup policy of account ${account}: whether it covers ${region}, and whether its vault (${house.member.vault}) and its role (${house.member.backupRole}) exist under these names. A service control policy that denies tag:GetResources has the same effect.`,
          }
        : { id, because: reason.because, fix: reason.fix.say },
    key: null,
    vault,
    sourceVault: null,
    recoveryPoint: null,
    role: null,
    at: now.toISOString(),
    deadline: null,
  }
}

export const memberVault = (
  { partition, account, region }: Pick<Resource, 'partition' | 'account' | 'region'>,
  house: House,
): string => `arn:${partition}:backup:${region}:${account}:backup-vault:${house.member.vault}`
