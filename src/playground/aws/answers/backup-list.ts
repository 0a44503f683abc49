import { page } from '../page.ts'
import { refuse } from '../refusal.ts'

/** A page of any of AWS Backup's lists: 1,000 items where nothing smaller is asked for. */
export const pageOf = <T>(
  items: readonly T[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
) => {
  const { MaxResults: size = 1000, NextToken: token } = input
  if (size < 1 || size > 1000) throw refuse('InvalidParameterValueException', 'MaxResults must be between 1 and 1000.')
  const { items: shown, next } = page(items, {
    size,
    token,
    onBadToken: () => refuse('InvalidParameterValueException', 'Invalid NextToken.'),
  })
  return { items: shown, NextToken: next ? { NextToken: next } : {} }
}

export const isWithin = (moment: string | undefined, after: Date | undefined, before: Date | undefined): boolean => {
  const at = Date.parse(moment ?? '')
  return (after === undefined || at > after.getTime()) && (before === undefined || at < before.getTime())
}

/** Newest first, as AWS Backup lists jobs. */
export const newestFirst = <T extends { CreationDate?: string | undefined }>(jobs: readonly T[]): T[] =>
  [...jobs].sort((a, b) => String(b.CreationDate).localeCompare(String(a.CreationDate)))

export type JobFilters = {
  ByState?: string | undefined
  ByCreatedAfter?: Date | undefined
  ByCreatedBefore?: Date | undefined
  ByCompleteAfter?: Date | undefined
  ByCompleteBefore?: Date | undefined
  ByResourceArn?: string | undefined
  ByResourceType?: string | undefined
  ByAccountId?: string | undefined
  ByMessageCategory?: string | undefined
}

type Job = {
  State?: string | undefined
  CreationDate?: string | undefined
  CompletionDate?: string | undefined
  ResourceArn?: string | undefined
  ResourceType?: string | undefined
  AccountId?: string | undefined
  MessageCategory?: string | undefined
}

/** The filters that backup jobs and copy jobs have in common. `AGGREGATE_ALL`, `ANY` and `*` stand for everything. */
export const fits = (job: Job, by: JobFilters): boolean =>
  same(by.ByState, job.State) &&
  same(by.ByResourceArn, job.ResourceArn) &&
  same(by.ByResourceType, job.ResourceType) &&
  same(by.ByAccountId, job.AccountId) &&
  same(by.ByMessageCategory, job.MessageCategory) &&
  isWithin(job.CreationDate, by.ByCreatedAfter, by.ByCreatedBefore) &&
  ((by.ByCompleteAfter ?? by.ByCompleteBefore) === undefined ||
    (job.CompletionDate !== undefined && isWithin(job.CompletionDate, by.ByCompleteAfter, by.ByCompleteBefore)))

/** A state that is none; `states` are those of AWS's own list. */
export const mustBeState = (state: string | undefined, states: Readonly<Record<string, string>>): void => {
  if (state !== undefined && !Object.hasOwn(states, state))
    throw refuse('InvalidParameterValueException', `Invalid job state: ${state}`)
}

export const same = (wanted: string | undefined, value: string | undefined): boolean =>
  wanted === undefined || wanted === 'AGGREGATE_ALL' || wanted === 'ANY' || wanted === '*' || wanted === value
