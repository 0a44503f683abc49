import type { Reading } from '../cause.ts'

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
