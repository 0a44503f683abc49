import { vaultLock } from '../links.ts'
import { rule } from '../rule.ts'
import { judgeLock } from '../vault-lock.ts'

export const localRetentionWithinVaultLock = rule({
  id: 'local-retention-within-vault-lock',
  title: 'The backup’s retention lies within the local vault’s lock',
  stage: 'backed up',
  authority: 'aws',
  source: vaultLock,
  needs: ['memberVault'],
  judge: ({ memberVault }, { house: { member } }) => judgeLock(memberVault, 'backups', member.retentionDays),
})
