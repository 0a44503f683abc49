import type { Key } from '../fact.ts'
import { contextOf, type Need, viaOf } from '../key-policy/needs.ts'
import { airGapped } from '../links.ts'
import { type About, blocked, rule } from '../rule.ts'
import { judgeVaultKey } from '../vault-key.ts'

const actions = [
  'kms:DescribeKey',
  'kms:CreateGrant',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
]

const calls = ({ account: owner, region: there }: Key, { house, resource }: About): readonly Need[] => {
  const { account, region, partition } = resource
  const principal = { arn: `arn:${partition}:iam::${account}:role/${house.member.backupRole}`, account }
  const via = viaOf('backup', partition, region, there)
  const key = { account: owner, region: there, partition }
  return actions.map(action => ({
    leg: 'copy to central',
    key: 'vault',
    principal,
    action,
    weight: 'must',
    via,
    context: contextOf({ principal, organisation: house.organisationId, action, via, key }),
    source: airGapped,
  }))
}

/** Into a vault under a key of its own the copying role itself writes; a vault under AWS's own key is not asked about. */
export const airGappedVaultKeyUsable = rule({
  id: 'air-gapped-vault-key-usable',
  title: 'The key of the air-gapped vault is enabled and lets in the role that copies',
  stage: 'copied',
  authority: 'aws',
  source: airGapped,
  needs: ['centralVaultKey', 'centralVaultKeyPolicy'],
  optional: true,
  applies: ({ to }) => to === 'air-gapped',
  judge: ({ centralVaultKey: key, centralVaultKeyPolicy }, about) => {
    const fix = { say: `Tell the CDX team: ${about.house.member.backupRole} must be able to use the key of the vault.` }
    if (key.state !== 'Enabled')
      return blocked(`The vault’s key ${key.arn} is in state ${key.state}: no copy can be written under it.`, fix)
    return judgeVaultKey(key, centralVaultKeyPolicy, calls(key, about), fix, blocked)
  },
})
