import { BackupClient, ListProtectedResourcesCommand } from '@aws-sdk/client-backup'
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import { type Fact, known } from '../core/fact.ts'
import type { House } from '../core/house.ts'
import { type Ask, pages, read } from './read.ts'

/** Of 100 resources each: 10,000 in one account and Region. */
const mostPages = 100

type List<T> = { readonly items: readonly T[]; readonly whole: boolean }

/** ARNs of everything in one account and Region that bears the tag, of whatever service: as AWS Backup selects. */
export const taggedResources = async (ask: Ask, { key, enabled }: House['tag']): Promise<Fact<List<string>>> => {
  const answer = await read(ask, 'tag:GetResources', options =>
    pages(
      PaginationToken =>
        ask.session.client(ResourceGroupsTaggingAPIClient).send(
          new GetResourcesCommand({
            TagFilters: [{ Key: key, Values: [enabled] }],
            ResourcesPerPage: 100,
            PaginationToken,
          }),
          options,
        ),
      it => it.ResourceTagMappingList,
      it => it.PaginationToken,
      mostPages,
    ),
  )
  if (!answer.known) return answer
  const { items, whole } = answer.value
  return known({ items: items.flatMap(it => it.ResourceARN ?? []), whole })
}

/** When AWS Backup last backed up each resource of one account and Region; ISO 8601 by ARN. */
export const lastBackups = async (ask: Ask): Promise<Fact<ReadonlyMap<string, string | null>>> => {
  const answer = await read(ask, 'backup:ListProtectedResources', options =>
    pages(
      NextToken =>
        ask.session
          .client(BackupClient)
          .send(new ListProtectedResourcesCommand({ MaxResults: 1000, NextToken }), options),
      it => it.Results,
      it => it.NextToken,
      mostPages,
    ),
  )
  if (!answer.known) return answer
  return known(new Map(answer.value.items.map(it => [it.ResourceArn ?? '', it.LastBackupTime?.toISOString() ?? null])))
}
