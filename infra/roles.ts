import type { CfnCondition } from 'aws-cdk-lib'
import { Stack } from 'aws-cdk-lib'
import { CfnRole } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import type { Permission } from '../src/aws/permissions.ts'
import { vaultRegions } from '../src/core/house.ts'
import { explain } from './explained.ts'
import { inHome } from './forward.ts'
import { botName, type Plan } from './plan.ts'

/** Only the bot's worker, from within the organisation, with the external id where there is one. */
const trust = (plan: Plan) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: plan.workRoleArn },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: {
          'aws:PrincipalOrgID': plan.house.organisationId,
          ...(plan.house.externalId === null ? {} : { 'sts:ExternalId': plan.house.externalId }),
        },
      },
    },
  ],
})

const getRole = 'iam:GetRole'

/** What may be read: anything of the account, but of its roles only the two that copies depend on. */
export const readStatements = (scope: Construct, { house }: Plan, list: readonly Permission[]) => {
  const { partition, account } = Stack.of(scope)
  const role = (path: string) => `arn:${partition}:iam::${account}:role/${path}`
  const Action = [...new Set(list.map(it => it.action))].filter(it => it !== getRole).toSorted()
  const Resource = [
    role(house.member.backupRole),
    role('aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup'),
  ]
  const ofRoles = { Sid: 'RolesOfBackups', Effect: 'Allow', Action: getRole, Resource }
  return [
    { Sid: 'Read', Effect: 'Allow', Action, Resource: '*' },
    ...(list.some(it => it.action === getRole) ? [ofRoles] : []),
  ]
}

/** The role that the bot reads an account with: the list of src/aws/permissions.ts and nothing else. */
export const readRole = (scope: Construct, plan: Plan, list: readonly Permission[], home?: CfnCondition) => {
  const { readRole: roleName } = plan.house
  if (roleName === null) return
  const role = new CfnRole(scope, 'ReadRole', {
    roleName,
    description: `${botName} reads with it whether resources are backed up. It changes nothing.`,
    assumeRolePolicyDocument: trust(plan),
    maxSessionDuration: 3600,
    policies: [
      {
        policyName: 'read',
        policyDocument: { Version: '2012-10-17', Statement: readStatements(scope, plan, list) },
      },
    ],
  })
  inHome(role, home)
  explain(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'The bot is asked about any resource of the account; every action is named, and only reads descriptions.',
  )
}

type Vaults = { readonly from: readonly string[]; readonly into: readonly string[] }

/** The vaults that a copy may leave and enter: to the central account, and for a restore into any local one. */
const vaultsOf = (scope: Construct, { house }: Plan): { readonly member: Vaults; readonly central: Vaults } => {
  const { partition, account } = Stack.of(scope)
  const vaults = (owner: string, names: readonly (string | null)[], regions = house.regions) =>
    regions.flatMap(region =>
      names.flatMap(name => (name ? [`arn:${partition}:backup:${region}:${owner}:backup-vault:${name}`] : [])),
    )
  const central = vaults(
    house.central.account,
    [house.central.vault, house.central.airGappedVault],
    vaultRegions(house),
  )
  const locals = vaults('*', [house.member.vault])
  return {
    // A recovery point of a local vault is copied into another one where its restore goes elsewhere.
    member: { from: vaults(account, [house.member.vault]), into: [...central, ...locals] },
    central: { from: central, into: locals },
  }
}

/** The role that acts when a person pressed the button for it; there is none unless organisation.json names it. */
export const actRole = (
  scope: Construct,
  plan: Plan,
  list: readonly Permission[],
  home: CfnCondition,
  where: 'member' | 'central',
) => {
  const { actRole: roleName, member, organisationId } = plan.house
  if (roleName === null) return
  const { partition, account } = Stack.of(scope)
  const vaults = vaultsOf(scope, plan)[where]
  const special: Readonly<Record<string, object>> = {
    'iam:PassRole': {
      Resource: `arn:${partition}:iam::${account}:role/${member.backupRole}`,
      Condition: { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } },
    },
    'backup:CopyFromBackupVault': { Resource: vaults.from },
    'backup:CopyIntoBackupVault': {
      Resource: vaults.into,
      Condition: { StringEquals: { 'aws:ResourceOrgID': organisationId } },
    },
  }
  const actions = list.map(it => it.action).toSorted()
  const role = new CfnRole(scope, 'ActRole', {
    roleName,
    description: `${botName} acts with it when a person who may pressed the button for it.`,
    assumeRolePolicyDocument: trust(plan),
    maxSessionDuration: 3600,
    policies: [
      {
        policyName: 'act',
        policyDocument: {
          Version: '2012-10-17',
          Statement: actions.map(Action => ({ Effect: 'Allow', Action, ...(special[Action] ?? { Resource: '*' }) })),
        },
      },
    ],
  })
  inHome(role, home)
  explain(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'A recovery point bears the ARN of its service (a snapshot, an image, …), so no pattern tells those of AWS Backup.',
  )
  for (const vault of vaults.into.filter(it => it.includes(':*:')))
    explain(
      role,
      `AwsSolutions-IAM5[Resource::${vault}]`,
      'The local vaults of the accounts of one organisation, which the condition names: what is restored is copied there first.',
    )
}
