import type { CloudFormation } from '@aws-sdk/client-cloudformation'
import type { Call } from '../call.ts'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/ */
export const cloudformationAnswers = {
  DescribeStacks: ({ StackName, NextToken }, call) => {
    const stacks = StackName ? [stackOf(call, StackName)] : call.place.cloudformation.Stacks
    const { items, next } = page(stacks, { size: 100, token: NextToken, onBadToken })
    return { Stacks: items, ...(next ? { NextToken: next } : {}) }
  },

  ListStackResources: ({ StackName = '', NextToken }, call) => {
    const { StackId = '' } = stackOf(call, StackName)
    const resources = call.place.cloudformation.Resources[StackId] ?? []
    const { items, next } = page(resources, { size: 100, token: NextToken, onBadToken })
    return { StackResourceSummaries: items, ...(next ? { NextToken: next } : {}) }
  },
} satisfies AnswersOf<CloudFormation>

const onBadToken = () => refuse('ValidationError', 'Invalid NextToken')

const stackOf = ({ place }: Call, name: string) => {
  const stack = place.cloudformation.Stacks.find(each => each.StackName === name || each.StackId === name)
  if (!stack) throw refuse('ValidationError', `Stack with id ${name} does not exist`)
  return stack
}
