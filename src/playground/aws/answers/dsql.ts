import type { DSQL } from '@aws-sdk/client-dsql'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/aurora-dsql/latest/APIReference/API_GetCluster.html */
export const dsqlAnswers = {
  GetCluster: ({ identifier = '' }, { place }) => {
    const cluster = place.dsql.Clusters.find(each => each.identifier === identifier)
    if (!cluster) {
      throw refuse('ResourceNotFoundException', `Cluster '${identifier}' not found`, {
        members: { resourceId: identifier, resourceType: 'cluster' },
      })
    }
    return cluster
  },
} satisfies AnswersOf<DSQL>
