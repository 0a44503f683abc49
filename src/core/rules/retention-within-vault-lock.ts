import { vaultLock } from '../links.ts'
import { rule } from '../rule.ts'
import { judgeLock } from '../vault-lock.ts'

export const retentionWithinVaultLock = rule({
  id: 'retention-within-vault-lock',
  title: 'The copy’s retention lies within the vault’s lock',
  stage: 'copied',
  authority: 'aws',
  source: vaultLock,
  needs: ['centralVault'],
  judge: ({ centralVault }, { house: { central } }) => judgeLock(centralVault, 'copies', central.retentionDays),
})
