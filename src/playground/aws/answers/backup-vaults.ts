import { type Backup, BackupVaultListMember$ } from '@aws-sdk/client-backup'
import type { Place } from '../../world.ts'
import type { Call } from '../call.ts'
import { project } from '../project.ts'
import { refuse } from '../refusal.ts'
import { isRecord } from '../schema.ts'
import type { AnswersOf } from '../service.ts'
import { pageOf } from './backup-list.ts'

export const vaultAnswers = {
  DescribeBackupVault: ({ BackupVaultName, BackupVaultAccountId }, call) => {
    const vault = vaultNamed(call, BackupVaultName, BackupVaultAccountId)
    const points = call.place.backup.RecoveryPoints.filter(point => point.BackupVaultName === BackupVaultName)
    return { ...vault, NumberOfRecoveryPoints: points.length }
  },

  ListBackupVaults: (input, { place }) => {
    // No vault of the world is shared with another account.
    const vaults = place.backup.BackupVaults.filter(
      ({ VaultType = 'BACKUP_VAULT' }) => input.ByShared !== true && (input.ByVaultType ?? VaultType) === VaultType,
    )
    const { items, NextToken } = pageOf(vaults, input)
    return { BackupVaultList: items.map(vault => project(BackupVaultListMember$, vault)), ...NextToken }
  },

  GetBackupVaultAccessPolicy: ({ BackupVaultName }, call) => {
    const vault = vaultNamed(call, BackupVaultName)
    const policy = call.place.backup.AccessPolicies[BackupVaultName ?? '']
    if (policy === undefined) {
      throw refuse('ResourceNotFoundException', `Backup vault ${BackupVaultName} has no access policy.`, {
        status: 400,
      })
    }
    return {
      BackupVaultName: vault.BackupVaultName,
      BackupVaultArn: vault.BackupVaultArn,
      Policy: typeof policy === 'string' ? policy : JSON.stringify(policy),
    }
  },

  PutBackupVaultAccessPolicy: ({ BackupVaultName = '', Policy }, call) => {
    vaultNamed(call, BackupVaultName)
    call.place.backup.AccessPolicies[BackupVaultName] = checked(Policy)
    return {}
  },

  DeleteBackupVaultAccessPolicy: ({ BackupVaultName = '' }, call) => {
    vaultNamed(call, BackupVaultName)
    delete call.place.backup.AccessPolicies[BackupVaultName]
    return {}
  },
} satisfies AnswersOf<Backup>

/** A vault of the caller's account and Region; throws AWS Backup's own error. */
export const vaultNamed = (
  { place, account }: Pick<Call, 'place' | 'account'>,
  name: string | undefined,
  owner = account,
): Place['backup']['BackupVaults'][number] => {
  const vault = owner === account && place.backup.BackupVaults.find(each => each.BackupVaultName === name)
  if (!vault) throw noVault(name)
  return vault
}

const noVault = (name: string | undefined) =>
  refuse('ResourceNotFoundException', `Backup vault ${name} does not exist.`, { status: 400 })

const checked = (policy: string | undefined): string => {
  try {
    const document: unknown = JSON.parse(policy ?? '')
    if (isRecord(document) && document.Statement !== undefined) return policy ?? ''
  } catch {
    // Refused below.
  }
  throw refuse('InvalidParameterValueException', 'Policy is not a valid JSON policy document.')
}
