import { vaultLock } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const retentionWithinVaultLock = rule({
  id: 'retention-within-vault-lock',
  title: 'The copy’s retention lies within the vault’s lock',
  stage: 'copied',
  authority: 'aws',
  source: vaultLock,
  needs: ['centralVault'],
  judge: ({ centralVault: { name, minRetentionDays: min, maxRetentionDays: max } }, { house: { central } }) => {
    const days = central.retentionDays
    const bounds = [min === null ? '' : `at least ${min}`, max === null ? '' : `at most ${max}`].filter(Boolean)
    if (bounds.length === 0) return ok(`The vault ${name} sets no bounds to the retention.`)
    const says = `The vault ${name} takes copies kept for ${bounds.join(' and ')} days`
    return (min !== null && days < min) || (max !== null && days > max)
      ? blocked(`${says}; the policy keeps them for ${days}.`, {
          say: 'Ask the CDX team to bring the policy’s retention and the vault’s lock together.',
        })
      : ok(`${says}; ${days} lies within.`)
  },
})
