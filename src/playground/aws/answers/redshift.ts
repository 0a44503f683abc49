import type { Redshift } from '@aws-sdk/client-redshift'
import type { RedshiftServerless } from '@aws-sdk/client-redshift-serverless'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/redshift/latest/APIReference/API_DescribeClusters.html */
export const redshiftAnswers = {
  DescribeClusters: (input, { place }) => {
    const { ClusterIdentifier, MaxRecords = 100, Marker, TagKeys = [], TagValues = [] } = input
    // Identifiers are stored in lower case; any of the keys and any of the values will do.
    const chosen = place.redshift.Clusters.filter(
      ({ ClusterIdentifier: id, Tags = [] }) =>
        (!ClusterIdentifier || id === ClusterIdentifier.toLowerCase()) &&
        (TagKeys.length === 0 || Tags.some(({ Key = '' }) => TagKeys.includes(Key))) &&
        (TagValues.length === 0 || Tags.some(({ Value = '' }) => TagValues.includes(Value))),
    )
    if (ClusterIdentifier && chosen.length === 0)
      throw refuse('ClusterNotFoundFault', `Cluster ${ClusterIdentifier} not found.`)
    if (MaxRecords < 20 || MaxRecords > 100)
      throw refuse('InvalidParameterValue', 'MaxRecords must be between 20 and 100')
    const onBadToken = () => refuse('InvalidParameterValue', 'Invalid Marker')
    const { items, next } = page(chosen, { size: MaxRecords, token: Marker, onBadToken })
    return { Clusters: items, ...(next ? { Marker: next } : {}) }
  },
} satisfies AnswersOf<Redshift>

/** https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/ */
export const redshiftServerlessAnswers = {
  ListNamespaces: ({ maxResults = 100, nextToken }, { place }) => {
    const { items, next } = page(place.redshiftServerless.Namespaces, {
      size: maxResults,
      token: nextToken,
      onBadToken: () => refuse('ValidationException', 'Invalid nextToken'),
    })
    return { namespaces: items, ...(next ? { nextToken: next } : {}) }
  },

  ListTagsForResource: ({ resourceArn = '' }, { place }) => {
    if (!place.redshiftServerless.Namespaces.some(each => each.namespaceArn === resourceArn)) {
      throw refuse('ResourceNotFoundException', `The resource ${resourceArn} was not found.`, {
        members: { resourceName: resourceArn },
      })
    }
    const tags = place.redshiftServerless.Tags[resourceArn] ?? []
    return { tags: tags.map(({ Key, Value }) => ({ key: Key, value: Value })) }
  },
} satisfies AnswersOf<RedshiftServerless>
