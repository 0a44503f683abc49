import { backupPolicies } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

export const regionCovered = rule({
  id: 'region-covered',
  title: 'The backup policy runs in the Region',
  stage: 'selected',
  authority: 'aws',
  source: backupPolicies,
  needs: [],
  judge: (_, { resource: { region }, house: { regions, name } }) =>
    region === ''
      ? unsure('The Region of the resource is not known, so nobody can say whether the backup policy runs there.', {
          say: 'Give the Region with --region, or let the bot read it.',
        })
      : regions.includes(region)
        ? ok(`The backup policy of ${name} runs in ${region}.`)
        : blocked(`The backup policy of ${name} does not run in ${region}, only in ${regions.join(', ')}.`, {
            say: 'Ask the CDX team to extend the backup policy to the Region, or move the resource.',
          }),
})
