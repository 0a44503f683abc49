import {
  BackupClient,
  DescribeCopyJobCommand,
  type Lifecycle,
  ListCopyJobsCommand,
  StartCopyJobCommand,
} from '@aws-sdk/client-backup'
import type { Fact } from '../core/fact.ts'
import { type CopyLifecycle, type CopyOrder, serviceOf, tokenOfTry } from '../core/retry.ts'
import { type Ask, pages, pick, read } from './read.ts'

const lifecycleOf = (it: Lifecycle = {}): CopyLifecycle => ({
  deleteAfter: it.DeleteAfterDays ?? null,
  moveToColdStorageAfter: it.MoveToColdStorageAfterDays ?? null,
  archive: it.OptInToArchiveForSupportedResources ?? null,
})

/** What the failed job was given and the events do not tell; through the read role. */
export const originalOf = async (
  ask: Ask,
  job: string,
): Promise<Fact<Pick<CopyOrder, 'destinationVault' | 'role' | 'lifecycle' | 'backupType'>>> => {
  const answer = await read(ask, 'backup:DescribeCopyJob', options =>
    ask.session.client(BackupClient).send(new DescribeCopyJobCommand({ CopyJobId: job }), options),
  )
  return pick(answer, 'CopyJob', ({ CopyJob: it }) =>
    it?.DestinationBackupVaultArn && it.IamRoleArn
      ? {
          destinationVault: it.DestinationBackupVaultArn,
          role: it.IamRoleArn,
          backupType: it.ResourceType ?? '',
          lifecycle: lifecycleOf(it.DestinationRecoveryPointLifecycle),
        }
      : undefined,
  )
}

/** How many copies run or wait in the session's account and Region, by service. */
export const runningCopies = async (ask: Ask, since: Date): Promise<Fact<ReadonlyMap<string, number>>> => {
  const answer = await read(ask, 'backup:ListCopyJobs', options =>
    pages(
      NextToken =>
        ask.session
          .client(BackupClient)
          .send(new ListCopyJobsCommand({ ByCreatedAfter: since, MaxResults: 1000, NextToken }), options),
      it => it.CopyJobs,
      it => it.NextToken,
    ),
  )
  return pick(answer, 'CopyJobs', ({ items }) => {
    const count = new Map<string, number>()
    for (const { State = '', ResourceType = '' } of items) {
      const service = serviceOf(ResourceType)
      if (State === 'CREATED' || State === 'RUNNING') count.set(service, (count.get(service) ?? 0) + 1)
    }
    return count
  })
}

/** Starts the copy, through a session of the act role; the id of the new job, or of the one that the token started before. */
export const startCopy = async (ask: Ask, order: CopyOrder): Promise<Fact<string>> => {
  const { deleteAfter, moveToColdStorageAfter, archive = null } = order.lifecycle
  const lifecycle = {
    ...(deleteAfter === null ? {} : { DeleteAfterDays: deleteAfter }),
    ...(moveToColdStorageAfter === null ? {} : { MoveToColdStorageAfterDays: moveToColdStorageAfter }),
    ...(archive === null ? {} : { OptInToArchiveForSupportedResources: archive }),
  }
  const answer = await read(ask, 'backup:StartCopyJob', options =>
    ask.session.client(BackupClient).send(
      new StartCopyJobCommand({
        RecoveryPointArn: order.recoveryPoint,
        SourceBackupVaultName: order.sourceVault,
        DestinationBackupVaultArn: order.destinationVault,
        IamRoleArn: order.role,
        IdempotencyToken: tokenOfTry(order),
        ...(Object.keys(lifecycle).length > 0 ? { Lifecycle: lifecycle } : {}),
      }),
      options,
    ),
  )
  return pick(answer, 'CopyJobId', it => it.CopyJobId)
}
