import { crossAccount } from '../links.ts'
import { advice, blocked, ok, rule, unsure } from '../rule.ts'

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
  unread: (detail, { house, resource: { account } }) => {
    const fix = { say: 'Whoever administers the account lets the bot call organizations:DescribeOrganization.' }
    return house.accounts.some(({ id }) => id === account)
      ? advice(`That account ${account} is in the organisation rests on organisation.json alone. ${detail}`, fix)
      : unsure(
          `Whether account ${account} is in the organisation is not known: organisation.json does not list it. ${detail}`,
          fix,
        )
  },
})
