import { BackupClient, ListCopyJobsCommand } from '@aws-sdk/client-backup'
import { type Fact, known } from '../core/fact.ts'
import { type FailedJob, failedJobOf } from '../core/failed-job.ts'
import { copyJobEvent } from './jobs.ts'
import { type Ask, pages, read } from './read.ts'

/** The failed copy jobs of one resource, or of a whole account and Region; AWS Backup keeps jobs for 30 days. */
export const failedCopies = async (ask: Ask, resourceArn?: string): Promise<Fact<readonly FailedJob[]>> => {
  const { account, region } = ask.session
  const asked = { ByState: 'FAILED', ...(resourceArn ? { ByResourceArn: resourceArn } : {}) } as const
  const answer = await read(ask, 'backup:ListCopyJobs', options =>
    pages(
      NextToken => ask.session.client(BackupClient).send(new ListCopyJobsCommand({ ...asked, NextToken }), options),
      it => it.CopyJobs,
      it => it.NextToken,
      5,
    ),
  )
  return answer.known ? known(answer.value.items.map(it => failedJobOf(copyJobEvent(it, account, region)))) : answer
}
