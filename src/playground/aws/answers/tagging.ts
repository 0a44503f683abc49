import type { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api'
import { resourcesAt } from '../../panel/resources.ts'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

const invalid = (sentence: string) => refuse('InvalidParameterException', sentence)

/** `rds`, or `rds:db`: a service, or one type of its resources. */
const isOfType = (arn: string, filter: string): boolean => {
  const [service, type] = filter.split(':')
  const [, , of, , , ...rest] = arn.split(':')
  return of === service && (type === undefined || rest.join(':').split(/[:/]/)[0] === type)
}

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
export const taggingAnswers = {
  GetResources: (input, { place, account, region, world }) => {
    const { ResourcesPerPage: size = 50, TagFilters = [], ResourceTypeFilters = [], ResourceARNList } = input
    if (size < 1 || size > 100) throw invalid('ResourcesPerPage must be between 1 and 100')
    if (TagFilters.length > 50) throw invalid('TagFilters may hold at most 50 filters')
    if (ResourceARNList && (TagFilters.length > 0 || ResourceTypeFilters.length > 0 || input.PaginationToken))
      throw invalid('ResourceARNList cannot be used together with other filters')
    if (TagFilters.some(({ Key }) => !Key)) throw invalid('TagFilters: a filter must have a key')
    const found = resourcesAt(place, { account, region, partition: world.partition }).filter(
      // A resource that never had a tag is not known here.
      ({ arn, tags }) =>
        tags.length > 0 &&
        (ResourceARNList === undefined || ResourceARNList.includes(arn)) &&
        (ResourceTypeFilters.length === 0 || ResourceTypeFilters.some(it => isOfType(arn, it ?? ''))) &&
        TagFilters.every(({ Key, Values = [] }) =>
          tags.some(tag => tag.Key === Key && (Values.length === 0 || Values.includes(tag.Value ?? ''))),
        ),
    )
    const { items, next } = page(found, {
      size,
      token: input.PaginationToken,
      onBadToken: () => refuse('PaginationTokenExpiredException', 'The pagination token is not valid'),
    })
    return {
      // Empty on the last page, not absent.
      PaginationToken: next ?? '',
      ResourceTagMappingList: items.map(({ arn, tags }) => ({
        ResourceARN: arn,
        Tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
      })),
    }
  },
} satisfies AnswersOf<ResourceGroupsTaggingAPI>
