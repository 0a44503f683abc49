import { crossAccount } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const centralVaultNotDefault = rule({
  id: 'central-vault-not-default',
  title: 'The copy does not go into a vault called Default',
  stage: 'copied',
  authority: 'aws',
  source: crossAccount,
  needs: ['centralVault'],
  judge: ({ centralVault }) =>
    centralVault.name.toLowerCase() === 'default'
      ? blocked('AWS Backup does not copy from another account into the vault Default.', {
          say: 'Ask the CDX team to copy into a vault of their own making.',
        })
      : ok(`${centralVault.name} is not the vault Default.`),
})
