import type { Key } from '../fact.ts'
import type { KindOfKey } from './needs.ts'

/** Why no statement in this key's policy can help, and what does instead. */
export type Instead = { readonly because: string; readonly steps: readonly string[] }

const now =
  "For the recovery point at hand: copy it inside this account into a vault whose customer managed key the central account may use, then copy that copy to the central vault. Tomorrow's backup will need it again."

const volume =
  'For good: copy a snapshot of the volume with a customer managed key, make a new volume of it and swap the two; make that key the default for EBS encryption in the Region.'
const cluster =
  'For good: copy a cluster snapshot with a customer managed key, restore a new cluster from it and switch over.'
const database =
  'For good: copy a DB snapshot with a customer managed key, restore a new DB instance from it and switch over.'
const other = 'For good: make a new resource with a customer managed key, move the data and switch over.'

/** https://docs.aws.amazon.com/ebs/latest/userguide/how-ebs-encryption-works.html, https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html */
export const forGood = ({ id, via }: KindOfKey): string =>
  via === 'ec2' ? volume : via !== 'rds' ? other : id.startsWith('rds-instance') ? database : cluster

const states: Readonly<Record<string, string>> = {
  Disabled: 'Enable the key (kms:EnableKey), then ask again.',
  PendingDeletion:
    'Cancel the deletion (kms:CancelKeyDeletion) and enable the key before its waiting period ends: afterwards nothing that it encrypts can be read.',
  PendingReplicaDeletion: 'The replica waits for its deletion: cancel it, or use another key.',
  PendingImport: 'Import the key material, then ask again.',
  Unavailable: 'Connect the custom key store of the key again, then ask again.',
}

/** Where a policy cannot help: an AWS managed key, a key that is not enabled, one of another kind. `null`: it can. */
export const insteadOf = (key: Key, kinds: readonly KindOfKey[]): Instead | null => {
  if (key.manager === 'AWS')
    return {
      because: `${key.arn} is an AWS managed key: nobody can change its policy, and no other account can use it.`,
      steps: [now, ...new Set(kinds.map(forGood))],
    }
  if (key.state !== 'Enabled')
    return {
      because: `The key is ${key.state}, and only an enabled key can be used, whatever its policy says.`,
      steps: [states[key.state] ?? `Bring the key from ${key.state} to Enabled, then ask again.`],
    }
  if (key.spec !== 'SYMMETRIC_DEFAULT' || key.usage !== 'ENCRYPT_DECRYPT')
    return {
      because: `The key is ${key.spec} for ${key.usage}; backups need a symmetric key for ENCRYPT_DECRYPT.`,
      steps: [...new Set(kinds.map(forGood))],
    }
  return null
}

export const lockedOut =
  'Only AWS Support can give this key back to its account; until then, use another customer managed key.'

/** For a key of another account than the resource's. */
export const foreign = ({ arn, account }: Pick<Key, 'arn' | 'account'>, resource: string): readonly string[] => [
  `Ask the owners of account ${account} to let account ${resource} and the central account use the key: policy ${arn} shows them the statements for the central account.`,
  `For good: use a key of account ${resource}.`,
]
