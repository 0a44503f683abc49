import { crossAccount } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const accountInOrganisation = rule({
  id: 'account-in-organisation',
  title: 'The account is in the organisation',
  stage: 'copied',
  authority: 'aws',
  source: crossAccount,
  needs: ['memberOrganisation'],
  judge: ({ memberOrganisation: id }, { house: { organisationId }, resource: { account } }) =>
    id === organisationId
      ? ok(`Account ${account} is in the organisation ${organisationId}.`)
      : blocked(
          `Account ${account} is in ${id ?? 'no organisation'}, not in ${organisationId}: AWS Backup copies only within one organisation.`,
          { say: 'Ask the CDX team to bring the account into the organisation, or to correct organisationId.' },
        ),
})
