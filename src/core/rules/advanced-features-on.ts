import { days } from '../days.ts'
import { dynamodb } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

export const advancedFeaturesOn = rule({
  id: 'advanced-features-on',
  title: 'The advanced features for DynamoDB are on',
  stage: 'copied',
  authority: 'aws',
  source: dynamodb,
  needs: ['management', 'optIn'],
  judge: ({ management, optIn }, { kind, resource: { account, region }, house: { member } }) => {
    const on = Object.hasOwn(management, 'DynamoDB') ? management.DynamoDB : undefined
    const fix = {
      say: `Turn on the advanced features for DynamoDB under AWS Backup settings in ${region}; recovery points made before stay as they are.`,
    }
    if (on === true && kind.id === 'dynamodb-advanced')
      // AWS's page asks for both settings of the account itself, whosoever's opt-in selects the table.
      return optIn.DynamoDB !== true
        ? unsure(
            `The advanced features for DynamoDB are on in account ${account}, ${region}, where DynamoDB itself is not opted in: AWS asks for both.`,
            { say: `Opt DynamoDB in under AWS Backup settings in ${region}, too.` },
          )
        : ok(`The advanced features for DynamoDB are on in account ${account}, ${region}.`)
    if (on === undefined || on)
      return unsure(`AWS Backup’s settings in ${region} do not tell whether DynamoDB’s advanced features are on.`, fix)
    return blocked(
      `The advanced features for DynamoDB are off in account ${account}, ${region}: the table is backed up, but cannot be copied at all. The local recovery point, kept for ${days(member.retentionDays)}, is all the protection there is. A backup policy of the organisation does not switch them on by itself.`,
      fix,
    )
  },
})
