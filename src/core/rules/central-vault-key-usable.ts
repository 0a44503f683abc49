import type { Key } from '../fact.ts'
import { contextOf, type Need, serviceLinkedRole, viaOf } from '../key-policy/needs.ts'
import { encryption } from '../links.ts'
import { type About, blocked, ok, rule, unsure } from '../rule.ts'
import { judgeVaultKey } from '../vault-key.ts'

/** As far as https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceLinkedRolePolicyForBackup.html goes. */
const actions = ['kms:DescribeKey', 'kms:CreateGrant', 'kms:GenerateDataKeyWithoutPlaintext']

const calls = ({ account, region }: Key, { house, kind, resource }: About): readonly Need[] => {
  const { partition } = resource
  const { account: central } = house.central
  const principal = { arn: serviceLinkedRole(central, partition), account: central }
  const service = viaOf(kind.via ?? 'backup', partition, region, resource.region)
  return actions.map(action => {
    const via = action === 'kms:DescribeKey' ? undefined : service
    const key = { account, region, partition }
    return {
      leg: 'copy to central',
      key: 'vault',
      principal,
      action,
      weight: 'must',
      ...(via === undefined ? {} : { via }),
      context: contextOf({ principal, organisation: house.organisationId, action, via, key }),
      source: encryption,
    }
  })
}

/**
 * AWS’s default statement leaves the key to the account, whose role then may. Of a type that is fully managed AWS does
 * not say who calls the key, and its grants are not read: there nothing is certain but a yes.
 */
export const centralVaultKeyUsable = rule({
  id: 'central-vault-key-usable',
  title: 'The key policy of the central vault lets in the role that writes the copy',
  stage: 'copied',
  authority: 'aws',
  source: encryption,
  needs: ['centralVaultKey', 'centralVaultKeyPolicy'],
  applies: ({ to, kind }) => to === 'central' && kind.crossAccountCopy.value !== 'no',
  judge: ({ centralVaultKey: key, centralVaultKeyPolicy }, about) => {
    if (key.manager === 'AWS') return ok(`The policy of ${key.arn} is AWS’s own.`)
    const fix = {
      say: `Tell the CDX team: AWSServiceRoleForBackup of ${about.house.central.name} must be able to use the key.`,
    }
    const shut = about.kind.fullManagement.value === 'no' ? blocked : unsure
    return judgeVaultKey(key, centralVaultKeyPolicy, calls(key, about), fix, shut)
  },
})
