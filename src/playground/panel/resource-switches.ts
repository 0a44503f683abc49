import { BackupClient, DeleteRecoveryPointCommand, StartCopyJobCommand } from '@aws-sdk/client-backup'
import { PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import { type House, vaultRegionOf } from '../../core/house.ts'
import { type Place, placeOf, type World } from '../world.ts'
import { administrator } from './admin.ts'
import type { Entry, Target } from './switches.ts'
import { canTag, setTag } from './tags.ts'

type Where = { readonly account: string; readonly region: string }

/** The newest recovery point of the resource in the member's vault. */
export const newestPoint = (world: World, { account, region }: Where, arn: string) =>
  placeOf(world, account, region)
    .backup.RecoveryPoints.filter(it => it.ResourceArn === arn)
    .toSorted((a, b) => String(a.CreationDate).localeCompare(String(b.CreationDate)))
    .at(-1)

/** The copy that the organisation's backup plan would start. */
export const startCopy = (world: World, house: House, url: string, at: Where, arn: string) => {
  const point = newestPoint(world, at, arn)
  if (!point) throw new Error(`${arn} has no recovery point.`)
  const { partition } = world
  return new BackupClient(administrator(url, at)).send(
    new StartCopyJobCommand({
      SourceBackupVaultName: point.BackupVaultName,
      RecoveryPointArn: point.RecoveryPointArn,
      DestinationBackupVaultArn: `arn:${partition}:backup:${vaultRegionOf(house, at.region)}:${house.central.account}:backup-vault:${house.central.vault}`,
      IamRoleArn: `arn:${partition}:iam::${at.account}:role/${house.member.backupRole}`,
      Lifecycle: { DeleteAfterDays: house.central.retentionDays },
    }),
  )
}

/** Versioning, the tag, recovery points and copies of one resource. */
export const resourceSwitches = (world: World, house: House, url: string): readonly Entry[] => {
  const before = new Map<string, string>()
  const deleted = new Map<string, Place['backup']['RecoveryPoints']>()
  const settings = (target: Target) => administrator(url, target)
  const bucket = ({ held }: Target) => held.arn.split(':::')[1] ?? ''
  const setVersioning = (target: Target, Status: 'Enabled' | 'Suspended') =>
    new S3Client({ ...settings(target), forcePathStyle: true }).send(
      new PutBucketVersioningCommand({ Bucket: bucket(target), VersioningConfiguration: { Status } }),
    )
  const tagOf = ({ held }: Target) => held.tags.find(tag => tag.Key === house.tag.key)?.Value
  const tag = (target: Target, value: string | null) =>
    setTag(settings(target), target.held.arn, house.tag.key, value, target.held.tags)

  return [
    {
      id: 'versioning-on',
      of: ({ held }) =>
        held.versioning && held.versioning !== 'Enabled'
          ? { label: 'Turn versioning on', hint: 's3:PutBucketVersioning' }
          : undefined,
      flip: target => setVersioning(target, 'Enabled'),
    },
    {
      id: 'versioning-off',
      of: ({ held }) =>
        held.versioning === 'Enabled' ? { label: 'Suspend versioning', hint: 's3:PutBucketVersioning' } : undefined,
      flip: target => setVersioning(target, 'Suspended'),
    },
    {
      id: 'remove-tag',
      of: target =>
        canTag(target.held.arn) && tagOf(target) !== undefined
          ? { label: 'Remove the tag', hint: `takes ${house.tag.key}=${tagOf(target)} away` }
          : undefined,
      flip: async target => {
        before.set(target.held.arn, tagOf(target) ?? house.tag.enabled)
        await tag(target, null)
      },
    },
    {
      id: 'put-tag',
      of: target =>
        canTag(target.held.arn) && tagOf(target) === undefined
          ? { label: 'Put the tag on', hint: `${house.tag.key}=${before.get(target.held.arn) ?? house.tag.enabled}` }
          : undefined,
      flip: target => tag(target, before.get(target.held.arn) ?? house.tag.enabled),
    },
    {
      id: 'delete-point',
      of: target =>
        newestPoint(world, target, target.held.arn)
          ? { label: 'Delete the newest recovery point', hint: 'backup:DeleteRecoveryPoint in the local vault' }
          : undefined,
      flip: async target => {
        const point = newestPoint(world, target, target.held.arn)
        if (!point) return
        const { BackupVaultName, RecoveryPointArn } = point
        await new BackupClient(settings(target)).send(
          new DeleteRecoveryPointCommand({ BackupVaultName, RecoveryPointArn }),
        )
        deleted.set(target.held.arn, [...(deleted.get(target.held.arn) ?? []), point])
      },
    },
    {
      id: 'put-point',
      of: ({ held }) =>
        deleted.has(held.arn)
          ? { label: 'Put the recovery points back', hint: 'In AWS nothing brings a deleted one back' }
          : undefined,
      flip: async target => {
        const points = deleted.get(target.held.arn) ?? []
        placeOf(world, target.account, target.region).backup.RecoveryPoints.push(...points)
        deleted.delete(target.held.arn)
      },
    },
    {
      id: 'copy-now',
      of: target =>
        newestPoint(world, target, target.held.arn)
          ? { label: 'Copy it now', hint: 'backup:StartCopyJob to the central vault, as the backup plan does' }
          : undefined,
      flip: target => startCopy(world, house, url, target, target.held.arn),
    },
  ]
}
