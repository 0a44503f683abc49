import { randomBytes, randomUUID } from 'node:crypto'
import type { Lifecycle } from '@aws-sdk/client-backup'
import { placeOf, type World } from '../world.ts'
import type { StartedJob } from './call.ts'
import { type CopyJob, type CopyOutcome, decideCopy, never } from './copy.ts'
import { copyEvent, restoreEvent } from './events.ts'
import type { Faults } from './faults.ts'

/** Milliseconds that a job stays as it was created, and then as running. */
export type JobTimes = { readonly created: number; readonly running: number }

/** Copy and restore jobs that were started here; each moves on by itself, decided by the world at its end. */
export const createJobs = (
  world: World,
  times: JobTimes = { created: 1000, running: 3000 },
  onEvent: (event: Record<string, unknown>) => void = () => {},
  faults?: Pick<Faults, 'takeCopy'>,
) => {
  const timers = new Set<NodeJS.Timeout>()
  const after = (ms: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, ms)
    timer.unref()
    timers.add(timer)
  }

  const copy = (started: StartedJob) => {
    const job = placeOf(world, started.account, started.region).backup.CopyJobs.find(
      each => each.CopyJobId === started.id,
    )
    if (!job) return
    after(times.created, () => {
      job.State = 'RUNNING'
      onEvent(copyEvent(job))
      after(times.running, () => {
        finishCopy(world, job, faults?.takeCopy() ? fatal : undefined)
        onEvent(copyEvent(job))
      })
    })
  }

  const restore = (started: StartedJob) => {
    const place = placeOf(world, started.account, started.region)
    const job = place.backup.RestoreJobs.find(each => each.RestoreJobId === started.id)
    if (!job) return
    after(times.created, () => {
      Object.assign(job, { Status: 'RUNNING', PercentDone: '0.00%' })
      onEvent(restoreEvent(job, started))
      after(times.running, () => {
        const CompletionDate = new Date().toISOString()
        const CreatedResourceArn = restored(job.SourceResourceArn ?? '', started)
        Object.assign(job, { Status: 'COMPLETED', PercentDone: '100.00%', CompletionDate, CreatedResourceArn })
        onEvent(restoreEvent(job, started))
      })
    })
  }

  return {
    start: (started: StartedJob) => (started.kind === 'copy' ? copy(started) : restore(started)),
    stop: () => {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

const fatal: CopyOutcome = {
  state: 'FAILED',
  message: 'Copy job encountered a fatal error. Please contact AWS Support for further assistance.',
  category: 'FATAL_ERROR',
}

/** Settles a copy job, and on success puts the copied recovery point into the destination vault. */
const finishCopy = (world: World, job: CopyJob, fault: CopyOutcome | undefined) => {
  const outcome = fault ?? decideCopy(world, job)
  const now = new Date()
  job.CompletionDate = now.toISOString()
  job.State = outcome.state
  if (outcome.state === 'FAILED') {
    Object.assign(job, { StatusMessage: outcome.message, MessageCategory: outcome.category })
    return
  }
  const [, partition, , region = '', account = '', , name] = job.DestinationBackupVaultArn?.split(':') ?? []
  const RecoveryPointArn = `arn:${partition}:backup:${region}:${account}:recovery-point:${randomUUID()}`
  job.DestinationRecoveryPointArn = RecoveryPointArn
  job.MessageCategory = 'SUCCESS'
  placeOf(world, account, region).backup.RecoveryPoints.push({
    RecoveryPointArn,
    BackupVaultName: name,
    BackupVaultArn: job.DestinationBackupVaultArn,
    SourceBackupVaultArn: job.SourceBackupVaultArn,
    ResourceArn: job.ResourceArn,
    ...(job.ResourceName ? { ResourceName: job.ResourceName } : {}),
    ResourceType: job.ResourceType,
    IamRoleArn: `arn:${partition}:iam::${account}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`,
    Status: 'COMPLETED',
    CreationDate: job.CreationDate,
    CompletionDate: now.toISOString(),
    BackupSizeInBytes: job.BackupSizeInBytes,
    IsEncrypted: true,
    ...(outcome.vaultKey ? { EncryptionKeyArn: outcome.vaultKey } : {}),
    ...keptAs(job.DestinationRecoveryPointLifecycle, now),
    StorageClass: 'WARM',
    IsParent: false,
  })
}

/** ARN of what a restore makes where it runs: a new id where AWS gives ids, else the name asked for. */
const restored = (source: string, { account, region, name }: StartedJob): string => {
  const [, partition, service, oldRegion, oldAccount, ...what] = source.split(':')
  const arn = ['arn', partition, service, oldRegion && region, oldAccount && account, ...what].join(':')
  const id = /^(.*[/:](?:vol|i|fs|fsvol)-)[0-9a-f]{8,17}$/.exec(arn)
  if (id) return `${id[1]}${randomBytes(9).toString('hex').slice(0, 17)}`
  return name ? arn.replace(/[^/:]*$/, name) : `${arn}-restored`
}

/** When a recovery point of now moves and is deleted. */
const keptAs = (lifecycle: Lifecycle | undefined, now: Date) => {
  const { DeleteAfterDays = never, MoveToColdStorageAfterDays = never } = lifecycle ?? {}
  const at = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString()
  const CalculatedLifecycle = {
    ...(MoveToColdStorageAfterDays === never ? {} : { MoveToColdStorageAt: at(MoveToColdStorageAfterDays) }),
    ...(DeleteAfterDays === never ? {} : { DeleteAt: at(DeleteAfterDays) }),
  }
  return lifecycle ? { Lifecycle: lifecycle, CalculatedLifecycle } : {}
}
