import {
  BackupClient,
  type BackupJob,
  type CopyJob,
  DescribeBackupJobCommand,
  DescribeCopyJobCommand,
  DescribeRecoveryPointCommand,
  ListBackupJobsCommand,
  ListCopyJobsCommand,
} from '@aws-sdk/client-backup'
import pLimit from 'p-limit'
import { type BackupJobEvent, type CopyJobEvent, isFailure, outcomeOf } from '../core/event.ts'
import { type Fact, known, type Unknown, unknown } from '../core/fact.ts'
import { type FailedJob, failedJobOf } from '../core/failed-job.ts'
import { type House, vaultRegions } from '../core/house.ts'
import type { Resource } from '../core/resource.ts'
import { type Ask, pages, pick, read } from './read.ts'
import type { Aws } from './sessions.ts'

/** Searching an id that says nothing about its place asks this many accounts and Regions at most. */
const mostPlaces = 200
const atOnce = 20

const iso = (date: Date | undefined): string | null => date?.toISOString() ?? null

/** A state that is not known yet is still under way. */
const outcome = (kind: 'copy' | 'backup', it: CopyJob | BackupJob) =>
  outcomeOf(kind, it.State ?? '', it.StatusMessage || null, it.MessageCategory ?? null) ?? 'under way'

const common = (it: CopyJob | BackupJob, account: string, region: string) => ({
  state: it.State ?? '',
  account: it.AccountId ?? account,
  region,
  at: iso(it.CompletionDate) ?? iso(it.CreationDate),
  createdAt: iso(it.CreationDate),
  completedAt: iso(it.CompletionDate),
  resource: it.ResourceArn ?? null,
  backupType: it.ResourceType ?? null,
  message: it.StatusMessage || null,
  category: it.MessageCategory ?? null,
  role: it.IamRoleArn ?? null,
  bytes: it.BackupSizeInBytes ?? null,
  parent: it.ParentJobId ?? null,
  plan: it.CreatedBy?.BackupPlanArn ?? null,
})

/** A copy job as AWS Backup describes it, in the words of its events; account and Region are where it was asked for. */
export const copyJobEvent = (it: CopyJob, account: string, region: string): CopyJobEvent => ({
  kind: 'copy',
  id: it.CopyJobId ?? null,
  outcome: outcome('copy', it),
  ...common(it, account, region),
  recoveryPoint: it.SourceRecoveryPointArn ?? null,
  vault: it.SourceBackupVaultArn ?? null,
  destinationVault: it.DestinationBackupVaultArn ?? null,
  destinationRecoveryPoint: it.DestinationRecoveryPointArn ?? null,
})

export const backupJobEvent = (it: BackupJob, account: string, region: string): BackupJobEvent => ({
  kind: 'backup',
  id: it.BackupJobId ?? null,
  outcome: outcome('backup', it),
  ...common(it, account, region),
  recoveryPoint: it.RecoveryPointArn ?? null,
  vault: it.BackupVaultArn ?? null,
  startBy: iso(it.StartBy),
})

export type Described = { readonly event: BackupJobEvent | CopyJobEvent; readonly isParent: boolean }

/** What AWS Backup knows of the job of an event; events leave out much of it. */
export const describeJob = async (ask: Ask, kind: 'copy' | 'backup', id: string): Promise<Fact<Described>> => {
  const { account, region } = ask.session
  const client = () => ask.session.client(BackupClient)
  if (kind === 'copy') {
    const answer = await read(ask, 'backup:DescribeCopyJob', options =>
      client().send(new DescribeCopyJobCommand({ CopyJobId: id }), options),
    )
    return pick(answer, 'CopyJob', ({ CopyJob: it }) =>
      it?.CopyJobId ? { event: copyJobEvent(it, account, region), isParent: it.IsParent === true } : undefined,
    )
  }
  const answer = await read(ask, 'backup:DescribeBackupJob', options =>
    client().send(new DescribeBackupJobCommand({ BackupJobId: id }), options),
  )
  return pick(answer, 'BackupJobId', it =>
    it.BackupJobId ? { event: backupJobEvent(it, account, region), isParent: it.IsParent === true } : undefined,
  )
}

/** The jobs inside a composite one (a CloudFormation stack, an EKS cluster): the reason why it failed stands on them. */
export const childJobs = async (
  ask: Ask,
  kind: 'copy' | 'backup',
  parent: string,
): Promise<Fact<readonly (BackupJobEvent | CopyJobEvent)[]>> => {
  const { account, region } = ask.session
  const client = () => ask.session.client(BackupClient)
  const ByParentJobId = parent
  if (kind === 'copy') {
    const answer = await read(ask, 'backup:ListCopyJobs', options =>
      pages(
        NextToken => client().send(new ListCopyJobsCommand({ ByParentJobId, NextToken }), options),
        it => it.CopyJobs,
        it => it.NextToken,
      ),
    )
    return pick(answer, 'CopyJobs', ({ items }) => items.map(it => copyJobEvent(it, account, region)))
  }
  const answer = await read(ask, 'backup:ListBackupJobs', options =>
    pages(
      NextToken => client().send(new ListBackupJobsCommand({ ByParentJobId, NextToken }), options),
      it => it.BackupJobs,
      it => it.NextToken,
    ),
  )
  return pick(answer, 'BackupJobs', ({ items }) => items.map(it => backupJobEvent(it, account, region)))
}

/** The job of that id, of one of these kinds, in one account and Region. */
const jobAt = async (ask: Ask, id: string, kinds: readonly ('copy' | 'backup')[]): Promise<Fact<FailedJob>> => {
  const answers = await Promise.all(kinds.map(kind => describeJob(ask, kind, id)))
  const found = answers.find(it => it.known)
  return found ? known(failedJobOf(found.value.event)) : notFoundLast(answers)
}

/** Of several reasons, the one that is not a plain `not found`. */
const notFoundLast = (answers: readonly (Unknown | { known: true })[]): Unknown => {
  const reasons = answers.flatMap(it => (it.known ? [] : [it]))
  return reasons.find(it => it.why !== 'not found') ?? reasons[0] ?? unknown('not found', 'There is no such job.')
}

type Place = { readonly account: string; readonly region: string }

/** The members' accounts, and the central one, where copies back to them begin. */
const placesOf = (house: Searched, { account, region }: Partial<Place>): readonly Place[] => {
  const regions = region ? [region] : house.regions
  const inCentral = region ? [region] : [...new Set([...house.regions, ...vaultRegions(house)])]
  const within = (id: string) =>
    (id === house.central.account ? inCentral : regions).map(it => ({ account: id, region: it }))
  const members = house.accounts.map(it => it.id)
  const accounts = account ? [account] : members.length === 0 ? [] : [...new Set([...members, house.central.account])]
  return accounts.flatMap(within)
}

type Searched = Pick<House, 'accounts' | 'central' | 'regions'>

/** The job of that id, looked for wherever the words leave open. Rejects with `WorldFault` only. */
export const findJob = async (
  aws: Aws,
  house: Searched,
  id: string,
  where: Partial<Place>,
  signal: AbortSignal,
): Promise<Fact<FailedJob>> => {
  const places = placesOf(house, where)
  if (places.length === 0) return unknown('no reader', 'The organisation names no account to look in. Add --account.')
  if (places.length > mostPlaces)
    return unknown('no reader', `That id could be in any of ${places.length} places. Add --account and --region.`)
  const limit = pLimit(atOnce)
  const members = new Set(house.accounts.map(it => it.id))
  // What AWS Backup does for itself in the central account is nobody's to explain, and not for the bot to read.
  const kindsIn = (account: string) =>
    account === house.central.account && !members.has(account) ? (['copy'] as const) : (['copy', 'backup'] as const)
  const found = await Promise.all(
    places.map(({ account, region }) =>
      limit(async () => jobAt({ session: await aws.session(account, region), signal }, id, kindsIn(account))),
    ),
  )
  return found.find(it => it.known) ?? notFoundLast(found)
}

/** The newest failed copy or backup job of a resource; `null` when none of the jobs that AWS keeps has failed. */
export const latestFailure = async (ask: Ask, resource: Resource): Promise<Fact<FailedJob | null>> => {
  const { session } = ask
  const client = () => session.client(BackupClient)
  const ByResourceArn = resource.arn
  const [copies, backups] = await Promise.all([
    read(ask, 'backup:ListCopyJobs', options =>
      pages(
        NextToken => client().send(new ListCopyJobsCommand({ ByResourceArn, NextToken }), options),
        it => it.CopyJobs,
        it => it.NextToken,
      ),
    ),
    read(ask, 'backup:ListBackupJobs', options =>
      pages(
        NextToken => client().send(new ListBackupJobsCommand({ ByResourceArn, NextToken }), options),
        it => it.BackupJobs,
        it => it.NextToken,
      ),
    ),
  ])
  const jobs = [
    ...(copies.known ? copies.value.items.map(it => copyJobEvent(it, session.account, session.region)) : []),
    ...(backups.known ? backups.value.items.map(it => backupJobEvent(it, session.account, session.region)) : []),
  ]
  const failed = jobs.filter(isFailure).toSorted((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
  if (failed[0]) return known(failedJobOf(failed[0]))
  // What was not read may hold the failure.
  if (!copies.known) return copies
  return backups.known ? known(null) : backups
}

/** When the local recovery point of a failed job was made and when it goes. */
export const localPoint = async (ask: Ask, job: FailedJob) => {
  if (!job.vault || !job.point) return unknown('not found', 'The job names no local recovery point.')
  const [BackupVaultName, RecoveryPointArn] = [job.vault, job.point]
  return read(ask, 'backup:DescribeRecoveryPoint', options =>
    ask.session
      .client(BackupClient)
      .send(new DescribeRecoveryPointCommand({ BackupVaultName, RecoveryPointArn }), options),
  )
}
