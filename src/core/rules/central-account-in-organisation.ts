import { crossAccount } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const centralAccountInOrganisation = rule({
  id: 'central-account-in-organisation',
  title: 'The central account is in the same organisation',
  stage: 'copied',
  authority: 'aws',
  source: crossAccount,
  needs: ['centralOrganisation'],
  judge: ({ centralOrganisation: id }, { house: { organisationId, central } }) =>
    id === organisationId
      ? ok(`${central.name} is in the organisation ${organisationId}.`)
      : blocked(
          `${central.name} (${central.account}) is in ${id ?? 'no organisation'}, not in ${organisationId}: AWS Backup copies only within one organisation.`,
          { say: 'Ask the CDX team to correct central.account or organisationId.' },
        ),
})
