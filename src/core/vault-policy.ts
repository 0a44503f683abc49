import type { House } from './house.ts'
import type { PolicyDocument } from './key-policy/document.ts'
import { type Answer, evaluate } from './key-policy/evaluate.ts'
import { contextOf } from './key-policy/needs.ts'

export const copyIntoVault = 'backup:CopyIntoBackupVault'

/** Whether the access policy of a vault lets the backup role of an account copy into it. `vault`: its ARN. */
export const mayCopyInto = (policy: PolicyDocument, vault: string, from: string, house: House): Answer => {
  const [, partition = 'aws', , region = '', account = ''] = vault.split(':')
  const principal = { arn: `arn:${partition}:iam::${from}:role/${house.member.backupRole}`, account: from }
  const there = { account, region, partition }
  const call = { principal, organisation: house.organisationId, action: copyIntoVault, via: undefined, key: there }
  return evaluate(policy, { principal, action: copyIntoVault, resource: vault, context: contextOf(call) })
}
