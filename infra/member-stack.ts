import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Aws, BootstraplessSynthesizer, CfnCondition, Fn, type IStackSynthesizer, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { acts, memberReads } from '../src/aws/permissions.ts'
import { forwardEvents } from './forward.ts'
import { continuousPoints, endedJobs, keyRefusals } from './patterns.ts'
import { botName, type Plan } from './plan.ts'
import { actRole, readRole } from './roles.ts'

/** What every member account gets, in every Region; its roles in one of them only. */
export class MemberStack extends Stack {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id, {
      description: `${botName}: the read role of the account, and the rules that forward the events of AWS Backup.`,
      // A StackSet's template can use no assets and no bootstrap bucket.
      synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
      analyticsReporting: false,
    })
    const home = new CfnCondition(this, 'IsHome', { expression: Fn.conditionEquals(Aws.REGION, plan.home) })
    readRole(this, plan, memberReads, home)
    actRole(this, plan, acts, home, 'member')
    forwardEvents(
      this,
      plan,
      [
        { id: 'Jobs', about: 'Backup, copy and restore jobs that ended.', pattern: endedJobs },
        { id: 'Points', about: 'Continuous recovery points that stopped.', pattern: continuousPoints },
        { id: 'Refusals', about: 'KMS refused AWS Backup a key.', pattern: keyRefusals(plan.house), trail: true },
      ],
      home,
    )
  }
}

/** The template as text, for the StackSet. */
export const memberTemplate = (plan: Plan, context: Readonly<Record<string, unknown>>): string => {
  const outdir = mkdtempSync(join(tmpdir(), 'member-'))
  const app = new App({ context, outdir, autoSynth: false })
  new MemberStack(app, 'member', plan)
  const { template } = app.synth().getStackByName('member')
  rmSync(outdir, { recursive: true })
  return JSON.stringify(template)
}
