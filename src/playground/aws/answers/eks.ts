import type { EKS } from '@aws-sdk/client-eks'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html */
export const eksAnswers = {
  DescribeCluster: ({ name }, { place }) => {
    const cluster = place.eks.Clusters.find(each => each.name === name)
    if (!cluster) throw refuse('ResourceNotFoundException', `No cluster found for name: ${name}.`)
    return { cluster }
  },
} satisfies AnswersOf<EKS>
