import { BackupClient, DescribeBackupVaultCommand, GetBackupVaultAccessPolicyCommand } from '@aws-sdk/client-backup'
import { type Fact, known, unknown, type Vault } from '../core/fact.ts'
import type { Destination, House } from '../core/house.ts'
import { shareable } from './backup.ts'
import { type Answer, type Ask, read, seen } from './read.ts'
import type { Aws } from './sessions.ts'
import { isNamed, where } from './trouble.ts'

/** A backup vault of the session's account and Region, by name. */
export const vaultNamed = async (aws: Aws, ask: Ask, name: string): Promise<Fact<Vault>> => {
  const call = 'backup:DescribeBackupVault'
  const answer = await shareable(aws, ask, call, name, own =>
    read(own, call, options =>
      own.session.client(BackupClient).send(new DescribeBackupVaultCommand({ BackupVaultName: name }), options),
    ),
  )
  if (!answer.known)
    return answer.why === 'not found'
      ? unknown('not found', `There is no backup vault ${name} ${where(ask.session)}.`)
      : answer
  const it = answer.value
  if (!it.BackupVaultArn) return unknown('aws error', `${call} ${answer.from} answered without BackupVaultArn.`)
  const vault = {
    name: it.BackupVaultName ?? name,
    arn: it.BackupVaultArn,
    key: it.EncryptionKeyType === 'AWS_OWNED_KMS_KEY' ? null : (it.EncryptionKeyArn ?? null),
    type: it.VaultType ?? 'BACKUP_VAULT',
    ...(it.VaultState ? { state: it.VaultState } : {}),
    locked: it.Locked === true,
    minRetentionDays: it.MinRetentionDays ?? null,
    maxRetentionDays: it.MaxRetentionDays ?? null,
  }
  const { BackupVaultArn, EncryptionKeyArn = 'none', Locked = false } = it
  return known(vault, ...seen(call, { BackupVaultArn, EncryptionKeyArn, Locked }))
}

const policyOf = async (aws: Aws, ask: Ask, name: string): Promise<Answer<string | null>> => {
  const call = 'backup:GetBackupVaultAccessPolicy'
  return shareable<string | null>(aws, ask, call, name, own =>
    read<string | null>(own, call, async options => {
      try {
        const { Policy } = await own.session
          .client(BackupClient)
          .send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName: name }), options)
        if (Policy === undefined) throw new Error('the answer has no Policy')
        return Policy
      } catch (error) {
        // AWS Backup's answer for a vault without a policy, and for no vault at all.
        if (isNamed(error, 'ResourceNotFoundException')) return null
        throw error
      }
    }),
  )
}

/** The central vault of the session's Region and its access policy, for the destination that was asked for. */
export const destination = (
  aws: Aws,
  ask: Ask,
  { central }: House,
  to: Destination,
): { readonly vault: Promise<Fact<Vault>>; readonly policy: Promise<Fact<string | null>> } => {
  const name = to === 'air-gapped' ? central.airGappedVault : central.vault
  if (name === null) {
    const none = unknown(
      'not found',
      'The organisation file names no logically air-gapped vault (central.airGappedVault).',
    )
    return { vault: Promise.resolve(none), policy: Promise.resolve(none) }
  }
  const vault = vaultNamed(aws, ask, name)
  return { vault, policy: vaultPolicyOf(aws, ask, name, vault) }
}

/** The access policy of a vault; `null`: it has none, which counts only where the vault itself was found. */
export const vaultPolicyOf = async (
  aws: Aws,
  ask: Ask,
  name: string,
  vault: Promise<Fact<Vault>>,
): Promise<Fact<string | null>> => {
  const answer = await policyOf(aws, ask, name)
  if (!answer.known) return answer
  if (answer.value !== null) return known(answer.value, ...seen(answer.call, { Policy: answer.value }))
  const there = await vault
  return there.known ? known(null, ...seen(answer.call, { Policy: 'none' })) : there
}
