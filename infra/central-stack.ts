import { Aws, BootstraplessSynthesizer, CfnCondition, Fn, type IStackSynthesizer, Stack, Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { acts, centralReads, managementReads, memberReads } from '../src/aws/permissions.ts'
import { forwardEvents } from './forward.ts'
import { centralReadings, centralRefusals, continuousPoints, endedJobs } from './patterns.ts'
import { botName, type Plan } from './plan.ts'
import { actRole, readRole } from './roles.ts'

/** The same for the central account, one stack a Region; its roles in the home Region only. */
export class CentralStack extends Stack {
  constructor(scope: Construct, id: string, plan: Plan, region: string) {
    super(scope, id, {
      stackName: `${botName}-central`,
      env: { account: plan.house.central.account, region },
      description: `${botName}: the read role of the central account, and the rules that forward its events.`,
      // It has no assets, so the account needs no bootstrap.
      synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
      analyticsReporting: false,
    })
    const home = new CfnCondition(this, 'IsHome', { expression: Fn.conditionEquals(Aws.REGION, plan.home) })
    // There is one read role an account.
    const isManagement = plan.house.management?.account === plan.house.central.account
    // Resources may be backed up there too, and the StackSet leaves it out.
    const isMember = plan.house.accounts.some(it => it.id === plan.house.central.account)
    const reads = [...centralReads, ...(isManagement ? managementReads : []), ...(isMember ? memberReads : [])]
    readRole(this, plan, reads, home)
    actRole(this, plan, acts, home, 'central')
    forwardEvents(
      this,
      plan,
      [
        { id: 'Jobs', about: 'Backup, copy and restore jobs that ended.', pattern: endedJobs },
        { id: 'Points', about: 'Continuous recovery points that stopped.', pattern: continuousPoints },
        {
          id: 'Refusals',
          about: 'KMS refused a key of the backups.',
          pattern: centralRefusals(plan.house),
          trail: true,
        },
        {
          id: 'Readings',
          about: 'Somebody else than AWS read data with the central key.',
          pattern: centralReadings(plan.house),
          trail: true,
        },
      ],
      home,
    )
    for (const [key, value] of Object.entries(plan.tags)) Tags.of(this).add(key, value)
  }
}
