import { Aws } from 'aws-cdk-lib'
import type { Deployment, House } from '../src/core/house.ts'

export const botName = 'backup-bot'

/** Names and places that several stacks must agree on; everything of the organisation comes from organisation.json. */
export const planOf = (house: House) => {
  const given: Partial<Deployment> = house.deployment ?? {}
  const account = given.account ?? house.central.account
  const region = given.region ?? house.regions[0] ?? 'us-east-1'
  return {
    house,
    account,
    region,
    units: given.organisationalUnits ?? [],
    url: new URL(given.url ?? 'https://backup-bot.example.com'),
    certificate: given.certificate ?? null,
    topics: given.vaultTopics ?? [],
    /** Where the roles of an account are made: IAM has no Regions, a StackSet has. */
    home: house.regions.includes(region) ? region : (house.regions[0] ?? region),
    busArn: `arn:${Aws.PARTITION}:events:${region}:${account}:event-bus/${botName}`,
    workRole: `${botName}-work`,
    slackRole: `${botName}-slack`,
    workRoleArn: `arn:${Aws.PARTITION}:iam::${account}:role/${botName}-work`,
    forwardRole: `${botName}-forward`,
    tags: { application: botName },
  }
}

export type Plan = ReturnType<typeof planOf>
