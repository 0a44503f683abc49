import type { Vault } from './fact.ts'
import { blocked, type Judgement, ok } from './rule.ts'

/** Whether the lock of a vault takes what is kept for so many days: AWS fails the job otherwise. */
export const judgeLock = (
  { name, minRetentionDays: min, maxRetentionDays: max }: Vault,
  what: 'backups' | 'copies',
  days: number,
  kept = 'the policy keeps them for',
): Judgement => {
  const bounds = [min === null ? '' : `at least ${min}`, max === null ? '' : `at most ${max}`].filter(Boolean)
  if (bounds.length === 0) return ok(`The vault ${name} sets no bounds to the retention.`)
  const says = `The vault ${name} takes ${what} kept for ${bounds.join(' and ')} days`
  return (min !== null && days < min) || (max !== null && days > max)
    ? blocked(`${says}; ${kept} ${days}.`, {
        say: 'Ask the CDX team to bring the policy’s retention and the vault’s lock together.',
      })
    : ok(`${says}; ${days} lies within.`)
}
