import { features } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

/** The Regions whose column of AWS's table the kinds' `absentIn` was read from, and the types found in every column. */
const read = ['eu-central-1', 'eu-west-1', 'eu-west-3', 'ap-southeast-1', 'us-east-1']
const everywhere = ['s3', 'ebs', 'ec2', 'rds-instance', 'aurora', 'dynamodb-basic', 'dynamodb-advanced', 'efs']

export const typeOffered = rule({
  id: 'type-offered',
  title: 'AWS Backup supports the type in the Region',
  stage: 'selected',
  authority: 'aws',
  source: features,
  needs: [],
  applies: ({ resource }) => resource.region !== '',
  judge: (_, { kind, resource: { region } }) => {
    if (kind.absentIn.includes(region))
      return blocked(`AWS Backup does not support the type ${kind.name} in ${region}.`, {
        say: 'Keep the data in a Region that has it, or export it on a schedule of your own.',
      })
    return read.includes(region) || everywhere.includes(kind.id)
      ? ok(`AWS Backup supports the type ${kind.name} in ${region}.`)
      : unsure(`Whether AWS Backup supports the type ${kind.name} in ${region} is not in the bot’s table.`, {
          say: `Look it up for ${region} in AWS’s table of features by Region.`,
        })
  },
})
