import { BootstraplessSynthesizer, type IStackSynthesizer, Stack, Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { managementReads, memberReads } from '../src/aws/permissions.ts'
import { botName, type Plan } from './plan.ts'
import { readRole } from './roles.ts'

/** The read role of the management account, into which StackSets do not deploy. */
export class ManagementStack extends Stack {
  constructor(scope: Construct, id: string, plan: Plan, account: string) {
    super(scope, id, {
      stackName: `${botName}-management`,
      env: { account, region: plan.home },
      description: `${botName}: the read role of the management account.`,
      // It has no assets, so the account needs no bootstrap.
      synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
      analyticsReporting: false,
    })
    // Resources may be backed up there too.
    const isMember = plan.house.accounts.some(it => it.id === account)
    readRole(this, plan, [...managementReads, ...(isMember ? memberReads : [])])
    for (const [key, value] of Object.entries(plan.tags)) Tags.of(this).add(key, value)
  }
}
