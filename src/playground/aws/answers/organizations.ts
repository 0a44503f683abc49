import type { Organizations } from '@aws-sdk/client-organizations'
import type { Call } from '../call.ts'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/ */
export const organizationsAnswers = {
  DescribeOrganization: (_input, call) => {
    mustBeMember(call)
    const { id, management } = call.world.organisation
    const arn = `arn:${call.world.partition}:organizations::${management}`
    return {
      Organization: {
        Id: id,
        Arn: `${arn}:organization/${id}`,
        FeatureSet: 'ALL',
        MasterAccountArn: `${arn}:account/${id}/${management}`,
        MasterAccountId: management,
        MasterAccountEmail: `${management}@example.com`,
        AvailablePolicyTypes: [],
      },
    }
  },

  ListDelegatedAdministrators: ({ ServicePrincipal, MaxResults = 20, NextToken }, call) => {
    mustBeMember(call)
    const { id, management, backupAdministrators } = call.world.organisation
    if (![management, ...backupAdministrators].includes(call.account))
      throw refuse('AccessDeniedException', "You don't have permissions to access this resource.")
    const chosen =
      ServicePrincipal === undefined || ServicePrincipal === 'backup.amazonaws.com' ? backupAdministrators : []
    const { items, next } = page(chosen, {
      size: MaxResults,
      token: NextToken,
      onBadToken: () => refuse('InvalidInputException', 'You specified an invalid next token.'),
    })
    return {
      DelegatedAdministrators: items.map(Id => ({
        Id,
        Arn: `arn:${call.world.partition}:organizations::${management}:account/${id}/${Id}`,
        Name: call.world.accounts[Id]?.name ?? Id,
        Status: 'ACTIVE' as const,
        JoinedMethod: 'CREATED' as const,
      })),
      ...(next ? { NextToken: next } : {}),
    }
  },
} satisfies AnswersOf<Organizations>

const mustBeMember = ({ world, account }: Call) => {
  if (world.accounts[account]?.outside)
    throw refuse('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.')
}
