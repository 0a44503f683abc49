import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Annotations, App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { type House, vaultRegions } from '../src/core/house.ts'
import { BadSettings, loadOrganisation, organisationFile } from '../src/organisation.ts'
import { BotStack } from './bot-stack.ts'
import { CentralStack } from './central-stack.ts'
import { ManagementStack } from './management-stack.ts'
import { MemberStack, memberTemplate } from './member-stack.ts'
import { planOf } from './plan.ts'

const flags: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf8'),
)

/** CDK's recommended behaviour, and its own validation of the templates as errors. */
export const context = { ...flags, '@aws-cdk/core:validateAgainstDefaultRules': true }

/** Every stack of the system. `outdir`: where the templates are written. */
export const createStacks = (house: House, outdir: string) => {
  const plan = planOf(house)
  const app = new App({ context, outdir, autoSynth: false })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  const bot = new BotStack(app, 'backup-bot', plan, memberTemplate(plan, context))
  const member = new MemberStack(app, 'backup-bot-member', plan)
  // Its role is made in the home Region. Where a Region's copies go into another one, the central account's calls are
  // refused in the Region of the key, and only there EventBridge sees them.
  const central = [...new Set([plan.home, ...house.regions, ...vaultRegions(house)])].map(
    region => new CentralStack(app, `backup-bot-central-${region}`, plan, region),
  )
  const management =
    house.management && house.readRole !== null && house.management.account !== house.central.account
      ? new ManagementStack(app, 'backup-bot-management', plan, house.management.account)
      : null
  if (plan.units.length === 0)
    Annotations.of(bot).addWarningV2(
      'backup-bot:no-units',
      'deployment.organisationalUnits is empty in organisation.json: no account gets the read role.',
    )
  return { app, bot, member, central, management, plan }
}

/** Writes all templates; a mistake in organisation.json, or a finding of cdk-nag or CDK's own rules, is exit 2 or 1. */
export const synth = (): void => {
  try {
    const house = loadOrganisation(organisationFile(process.env))
    createStacks(house, 'infra/cdk.out').app.synth()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = error instanceof BadSettings ? 2 : 1
  }
}
