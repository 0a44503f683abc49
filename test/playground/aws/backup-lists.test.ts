import { Backup } from '@aws-sdk/client-backup'
import { describe, expect, it } from 'vitest'
import { as, central, data, failing, placeIn, serve, shop, the } from './started.ts'

const running = serve()
const backup = (account = shop) => new Backup(as(running.url, account))
const BackupVaultName = 'local-backup-vault'
const ownPoint = () => the(placeIn(running.world, shop).backup.RecoveryPoints[0]?.RecoveryPointArn)

describe('lists of AWS Backup', () => {
  it('hold the vaults of a type', async () => {
    const names = async (input: object) =>
      ((await backup(central).listBackupVaults(input)).BackupVaultList ?? []).map(vault => vault.BackupVaultName)
    const { BackupVaults } = placeIn(running.world, central).backup
    const types = ['BACKUP_VAULT', 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT'] as const
    for (const ByVaultType of types) {
      const ofType = BackupVaults.filter(({ VaultType }) => VaultType === ByVaultType)
      expect(ofType).toHaveLength(1)
      expect(await names({ ByVaultType })).toEqual(ofType.map(vault => vault.BackupVaultName))
    }
    expect(await names({ ByShared: true })).toEqual([])
  })

  it('do not show the vault of this account for that of another', async () => {
    const input = { BackupVaultName, BackupVaultAccountId: data }
    for (const call of [
      () => backup().listRecoveryPointsByBackupVault(input),
      () => backup().listProtectedResourcesByBackupVault(input),
      () => backup().describeBackupVault(input),
      () => backup().describeRecoveryPoint({ ...input, RecoveryPointArn: ownPoint() }),
      () => backup().getRecoveryPointRestoreMetadata({ ...input, RecoveryPointArn: ownPoint() }),
    ])
      expect((await failing(call())).name).toBe('ResourceNotFoundException')
  })

  it('hold at least 20 recovery points of a database, where a size is asked for', async () => {
    const of = (ResourceArn: string, MaxResults: number) =>
      backup().listRecoveryPointsByResource({ ResourceArn, MaxResults })
    const database = `arn:aws:rds:eu-central-1:${shop}:db:shop-orders`
    expect((await failing(of(database, 19))).name).toBe('InvalidParameterValueException')
    expect((await of(database, 20)).RecoveryPoints).not.toEqual([])
    expect((await of(`arn:aws:ec2:eu-central-1:${shop}:volume/vol-0280c157b4de26ade`, 1)).RecoveryPoints).toHaveLength(
      1,
    )
  })

  it('keep what is in a locked vault', async () => {
    const { BackupVaults, RecoveryPoints } = placeIn(running.world, shop).backup
    const vault = the(BackupVaults.find(each => each.BackupVaultName === BackupVaultName))
    const before = RecoveryPoints.length
    const remove = () => backup().deleteRecoveryPoint({ BackupVaultName, RecoveryPointArn: ownPoint() })
    vault.Locked = true
    expect((await failing(remove())).name).toBe('InvalidRequestException')
    expect(RecoveryPoints).toHaveLength(before)
    vault.Locked = false
    await remove()
    expect(RecoveryPoints).toHaveLength(before - 1)
  })

  it('hold the recovery points of a plan, and the restore jobs of a test', async () => {
    const points = await backup().listRecoveryPointsByBackupVault({ BackupVaultName, ByBackupPlanId: 'no-plan' })
    expect(points.RecoveryPoints).toEqual([])
    expect(await backup(central).listRestoreJobs()).toMatchObject({ RestoreJobs: [{}] })
    for (const input of [{ ByParentJobId: 'none' }, { ByRestoreTestingPlanArn: 'none' }])
      expect((await backup(central).listRestoreJobs(input)).RestoreJobs).toEqual([])
  })

  it('are settled for an organization by its management account alone', async () => {
    const GlobalSettings = { isCrossAccountBackupEnabled: 'false' }
    expect((await failing(backup().updateGlobalSettings({ GlobalSettings }))).name).toBe('InvalidRequestException')
    expect(running.world.organisation.crossAccountBackup).toBe(true)
  })
})
