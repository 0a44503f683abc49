import type { Cause, Reading } from '../cause.ts'

export const keptKey =
  'A recovery point keeps the key it was taken with: if the resource changed its key since, take a new backup and copy that.'

/** Of a key that was refused, and of which the message does not say why or whose it is. */
export const refusedKey = {
  rules: [
    'source-encryption-can-be-copied',
    'key-enabled',
    'key-shared-with-central',
    'central-vault-key-enabled',
    'central-vault-key-usable',
  ],
  beyond: keptKey,
} satisfies Partial<Cause>

/** What the check can add to a refused key: then no statement in a policy helps. */
export const awsManagedKey = {
  when: { blocked: 'source-encryption-can-be-copied' },
  because:
    'The resource is encrypted with an AWS managed key. Its policy cannot be changed, so the central account can never use it.',
  whoActs: 'resource team',
  fix: 'Move the resource to a customer managed key, then take a new backup.',
  rerun: 'never this recovery point',
  snippet: 'never',
} satisfies Reading

export const disabledKey = {
  when: { blocked: 'key-enabled' },
  because: 'The key is not enabled, so nothing that is encrypted with it can be read or copied.',
  whoActs: 'resource team',
  fix: 'Enable the key. If its deletion is pending, cancel that first; the key comes back disabled.',
  snippet: 'never',
} satisfies Reading

/** What the check can add to a refused key of which the message does not say whose it is: that of the central vault. */
export const vaultKey = (['central-vault-key-enabled', 'central-vault-key-usable'] as const).map(blocked => ({
  when: { blocked },
  because: 'The key of the central vault cannot be used, so no copy can be written under it.',
  whoActs: 'CDX' as const,
  fix: 'Check the key of the central vault: its state, and whether its policy lets in AWSServiceRoleForBackup.',
  snippet: 'never' as const,
})) satisfies readonly Reading[]
