import { parsePolicy } from '../key-policy/document.ts'
import { evaluate } from '../key-policy/evaluate.ts'
import { contextOf } from '../key-policy/needs.ts'
import { crossAccount } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'
import { isMistake } from '../trouble.ts'

const action = 'backup:CopyIntoBackupVault'

export const centralVaultPolicyAllowsCopy = rule({
  id: 'central-vault-policy-allows-copy',
  title: 'The access policy of the central vault lets the account copy into it',
  stage: 'copied',
  authority: 'aws',
  source: crossAccount,
  needs: ['centralVault', 'centralVaultPolicy'],
  judge: ({ centralVault, centralVaultPolicy }, { house, resource: { account, region, partition } }) => {
    const fix = { say: `Ask the CDX team to allow ${action} into ${centralVault.name} for account ${account}.` }
    if (centralVaultPolicy === null)
      return blocked(`The vault ${centralVault.name} has no access policy, so no other account may copy into it.`, fix)
    const document = parsePolicy(centralVaultPolicy)
    if (isMistake(document)) return unsure(`${centralVault.name}: ${document.mistake}`, fix)
    const principal = { arn: `arn:${partition}:iam::${account}:role/${house.member.backupRole}`, account }
    const there = { account: house.central.account, region: centralVault.arn.split(':')[3] ?? region, partition }
    const { allowed, because, statement } = evaluate(document, {
      principal,
      action,
      resource: centralVault.arn,
      context: contextOf({ principal, organisation: house.organisationId, action, via: undefined, key: there }),
    })
    const field = statement === undefined ? 'Policy' : `Policy.Statement[${statement}]`
    const evidence = [{ call: 'backup:GetBackupVaultAccessPolicy', field, value: because }]
    const says = `${centralVault.name}: ${because}`
    if (allowed === true) return { ...ok(says), evidence }
    return allowed === false ? blocked(says, fix, { evidence }) : unsure(says, fix, { evidence })
  },
})
