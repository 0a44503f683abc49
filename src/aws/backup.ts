import {
  BackupClient,
  DescribeGlobalSettingsCommand,
  type DescribeGlobalSettingsCommandOutput,
  DescribeRegionSettingsCommand,
  ListCopyJobsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  type RecoveryPointByBackupVault,
  type RecoveryPointCreator,
} from '@aws-sdk/client-backup'
import { type CopyJob, type Fact, type Facts, known, type RecoveryPoint } from '../core/fact.ts'
import type { Schedule } from '../core/schedule.ts'
import { type Answer, type Ask, pages, pick, read, seen, within } from './read.ts'
import type { Aws } from './sessions.ts'
import { trouble } from './trouble.ts'

export type Settings = { readonly optIn: Fact<Facts['optIn']>; readonly management: Fact<Facts['management']> }

const life = 60_000

/** A read that checks share for a minute. It outlives the check that began it, so it has a deadline of its own; a failure is not kept. */
export const shareable = async <A>(
  aws: Aws,
  ask: Ask,
  call: string,
  what: string,
  load: (own: Ask) => Promise<Answer<A>>,
): Promise<Answer<A>> => {
  const { account, region } = ask.session
  const shared = aws.cache(
    `${call} ${account} ${region} ${what}`,
    () => load({ session: ask.session, signal: AbortSignal.timeout(8_000) }),
    answer => (answer.known ? aws.now() + life : 0),
  )
  return within(ask.signal, shared).catch(error => trouble(error, call, ask.session))
}

/** Opt-in and full management per AWS Backup type, in this account and Region. */
export const regionSettings = async (aws: Aws, ask: Ask): Promise<Settings> => {
  const call = 'backup:DescribeRegionSettings'
  const answer = await shareable(aws, ask, call, '', own =>
    read(own, call, options => own.session.client(BackupClient).send(new DescribeRegionSettingsCommand({}), options)),
  )
  return {
    optIn: pick(answer, 'ResourceTypeOptInPreference', it => it.ResourceTypeOptInPreference),
    management: pick(answer, 'ResourceTypeManagementPreference', it => it.ResourceTypeManagementPreference),
  }
}

/** Whether the organisation has cross-account backup switched on. */
export const crossAccountBackup = async (aws: Aws, ask: Ask): Promise<Fact<boolean>> => {
  const call = 'backup:DescribeGlobalSettings'
  const answer = await shareable(aws, ask, call, '', own =>
    read(own, call, options => own.session.client(BackupClient).send(new DescribeGlobalSettingsCommand({}), options)),
  )
  const said = (it: DescribeGlobalSettingsCommandOutput) => it.GlobalSettings?.isCrossAccountBackupEnabled
  const field = 'GlobalSettings.isCrossAccountBackupEnabled'
  return pick(answer, field, it => (said(it) === undefined ? undefined : said(it) === 'true'), said)
}

const iso = (date: Date | undefined): string | null => date?.toISOString() ?? null
const newest = <T extends { CreationDate?: Date | undefined }>(items: readonly T[]): T | undefined =>
  items.reduce<T | undefined>(
    (best, it) => (!best || (it.CreationDate ?? 0) > (best.CreationDate ?? 0) ? it : best),
    undefined,
  )

const scheduleOf = (by: RecoveryPointCreator | undefined): { readonly schedule?: Schedule } =>
  by?.BackupRuleCron ? { schedule: { cron: by.BackupRuleCron, timeZone: by.BackupRuleTimezone ?? 'UTC' } } : {}

/** The call that lists the points of a vault. */
export const listPointsCall = 'backup:ListRecoveryPointsByBackupVault'

const pointFrom = (it: RecoveryPointByBackupVault): Fact<RecoveryPoint> =>
  known(
    {
      arn: it.RecoveryPointArn ?? '',
      vault: it.BackupVaultName ?? '',
      status: it.Status ?? 'unknown',
      createdAt: iso(it.CreationDate) ?? '',
      ...(it.CompletionDate ? { completedAt: it.CompletionDate.toISOString() } : {}),
      ...(it.CreatedBy?.BackupPlanId ? { plan: it.CreatedBy.BackupPlanId } : {}),
      ...scheduleOf(it.CreatedBy),
      encrypted: it.IsEncrypted ?? null,
      key: it.EncryptionKeyArn ?? null,
      deleteAt: iso(it.CalculatedLifecycle?.DeleteAt),
    },
    ...seen(listPointsCall, {
      RecoveryPointArn: it.RecoveryPointArn,
      Status: it.Status,
      CreationDate: iso(it.CreationDate),
    }),
  )

const noPoint = (): Fact<null> => known(null, ...seen(listPointsCall, { RecoveryPoints: 'none' }))

/** The recovery points of a resource in one vault of the session's account and Region. */
export const pointsIn = (ask: Ask, vault: string, resourceArn: string) =>
  read(ask, listPointsCall, options =>
    pages(
      NextToken =>
        ask.session.client(BackupClient).send(
          new ListRecoveryPointsByBackupVaultCommand({
            BackupVaultName: vault,
            ByResourceArn: resourceArn,
            MaxResults: 1000,
            NextToken,
          }),
          options,
        ),
      it => it.RecoveryPoints,
      it => it.NextToken,
    ),
  )

/** The newest recovery point of a resource in one vault; `null` when there is none. */
export const newestPoint = async (
  ask: Ask,
  vault: string,
  resourceArn: string,
): Promise<Fact<RecoveryPoint | null>> => {
  const answer = await pointsIn(ask, vault, resourceArn)
  if (!answer.known) return answer.why === 'not found' ? noPoint() : answer
  const point = newest(answer.value.items)
  return point?.RecoveryPointArn ? pointFrom({ BackupVaultName: vault, ...point }) : noPoint()
}

/** The newest copy job of a resource into the central account. */
export const lastCopy = async (ask: Ask, resourceArn: string, central: string): Promise<Fact<CopyJob | null>> => {
  const call = 'backup:ListCopyJobs'
  const answer = await read(ask, call, options =>
    pages(
      NextToken =>
        ask.session
          .client(BackupClient)
          .send(new ListCopyJobsCommand({ ByResourceArn: resourceArn, NextToken }), options),
      it => it.CopyJobs,
      it => it.NextToken,
    ),
  )
  if (!answer.known) return answer
  const job = newest(answer.value.items.filter(it => it.DestinationBackupVaultArn?.split(':')[4] === central))
  if (!job?.CopyJobId) return known(null, ...seen(call, { CopyJobs: 'none' }))
  return known(
    {
      id: job.CopyJobId,
      state: job.State ?? 'unknown',
      message: job.StatusMessage ?? null,
      createdAt: iso(job.CreationDate) ?? '',
      completedAt: iso(job.CompletionDate),
      ...(job.SourceRecoveryPointArn ? { source: job.SourceRecoveryPointArn } : {}),
      ...scheduleOf(job.CreatedBy),
    },
    ...seen(call, {
      CopyJobId: job.CopyJobId,
      State: job.State,
      CreationDate: iso(job.CreationDate),
      StatusMessage: job.StatusMessage ?? 'none',
    }),
  )
}
