import { vaultRegionOf } from '../house.ts'
import { parsePolicy } from '../key-policy/document.ts'
import { crossAccount } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'
import { isMistake } from '../trouble.ts'
import { copyIntoVault, mayCopyInto } from '../vault-policy.ts'

export const centralVaultPolicyAllowsCopy = rule({
  id: 'central-vault-policy-allows-copy',
  title: 'The access policy of the central vault lets the account copy into it',
  stage: 'copied',
  authority: 'aws',
  source: crossAccount,
  needs: ['centralVault', 'centralVaultPolicy'],
  judge: ({ centralVault, centralVaultPolicy }, { house, resource: { account, region } }) => {
    const place = `${centralVault.name} in ${vaultRegionOf(house, region)}`
    const fix = { say: `Ask the CDX team to allow ${copyIntoVault} into ${place} for account ${account}.` }
    if (centralVaultPolicy === null)
      return blocked(`The vault ${centralVault.name} has no access policy, so no other account may copy into it.`, fix)
    const document = parsePolicy(centralVaultPolicy)
    if (isMistake(document)) return unsure(`${centralVault.name}: ${document.mistake}`, fix)
    const { allowed, because, statement } = mayCopyInto(document, centralVault.arn, account, house)
    const field = statement === undefined ? 'Policy' : `Policy.Statement[${statement}]`
    const evidence = [{ call: 'backup:GetBackupVaultAccessPolicy', field, value: because }]
    const says = `${centralVault.name}: ${because}`
    if (allowed === true) return { ...ok(says), evidence }
    return allowed === false ? blocked(says, fix, { evidence }) : unsure(says, fix, { evidence })
  },
})
