import * as backup from '@aws-sdk/client-backup'
import type { Place } from '../../world.ts'
import type { Call } from '../call.ts'
import { project } from '../project.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'
import { isWithin, pageOf } from './backup-list.ts'
import { vaultNamed } from './backup-vaults.ts'

type Point = Place['backup']['RecoveryPoints'][number]

export const recoveryPointAnswers = {
  ListRecoveryPointsByResource: (input, call) => {
    if (input.ResourceArn?.split(':')[2] === 'rds' && (input.MaxResults ?? 1000) < 20)
      throw refuse('InvalidParameterValueException', 'MaxResults must be at least 20 for Amazon RDS.')
    const points = pointsOf(call).filter(point => point.ResourceArn === input.ResourceArn)
    const { items, NextToken } = pageOf(points, input)
    const RecoveryPoints = items.map(point =>
      project<backup.RecoveryPointByResource>(backup.RecoveryPointByResource$, point),
    )
    return { RecoveryPoints, ...NextToken }
  },

  ListRecoveryPointsByBackupVault: (input, call) => {
    vaultNamed(call, input.BackupVaultName, input.BackupVaultAccountId)
    const points = pointsOf(call).filter(
      point =>
        point.BackupVaultName === input.BackupVaultName &&
        (input.ByResourceArn === undefined || point.ResourceArn === input.ByResourceArn) &&
        (input.ByBackupPlanId === undefined || point.CreatedBy?.BackupPlanId === input.ByBackupPlanId) &&
        (input.ByResourceType === undefined || point.ResourceType === input.ByResourceType) &&
        (input.ByParentRecoveryPointArn === undefined ||
          point.ParentRecoveryPointArn === input.ByParentRecoveryPointArn) &&
        isWithin(point.CreationDate, input.ByCreatedAfter, input.ByCreatedBefore),
    )
    const { items, NextToken } = pageOf(points, input)
    const RecoveryPoints = items.map(point =>
      project<backup.RecoveryPointByBackupVault>(backup.RecoveryPointByBackupVault$, point),
    )
    return { RecoveryPoints, ...NextToken }
  },

  ListProtectedResourcesByBackupVault: (input, call) => {
    vaultNamed(call, input.BackupVaultName, input.BackupVaultAccountId)
    const inside = pointsOf(call).filter(point => point.BackupVaultName === input.BackupVaultName)
    const { items, NextToken } = pageOf(latestOf(inside), input)
    return { Results: items, ...NextToken }
  },

  ListProtectedResources: (input, call) => {
    const { items, NextToken } = pageOf(latestOf(pointsOf(call)), input)
    return { Results: items, ...NextToken }
  },

  DescribeRecoveryPoint: (input, call) =>
    pointIn(call, input.BackupVaultName, input.RecoveryPointArn, input.BackupVaultAccountId),

  DeleteRecoveryPoint: (input, call) => {
    const point = pointIn(call, input.BackupVaultName, input.RecoveryPointArn)
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
    if (vaultNamed(call, input.BackupVaultName).Locked)
      throw refuse('InvalidRequestException', `Recovery point ${input.RecoveryPointArn} is in a locked backup vault.`)
    const points = call.place.backup.RecoveryPoints
    points.splice(points.indexOf(point), 1)
    return {}
  },

  GetRecoveryPointRestoreMetadata: (input, call) => {
    const point = pointIn(call, input.BackupVaultName, input.RecoveryPointArn, input.BackupVaultAccountId)
    return {
      BackupVaultArn: point.BackupVaultArn,
      RecoveryPointArn: point.RecoveryPointArn,
      RestoreMetadata: call.place.backup.RestoreMetadata[point.RecoveryPointArn ?? ''] ?? {},
      ResourceType: point.ResourceType,
    }
  },

  DescribeProtectedResource: ({ ResourceArn }, call) => {
    const last = pointsOf(call).find(point => point.ResourceArn === ResourceArn)
    if (!last) throw refuse('ResourceNotFoundException', `Resource ${ResourceArn} is not protected.`, { status: 400 })
    return shownAsProtected(last)
  },
} satisfies AnswersOf<backup.Backup>

/** A resource by its newest recovery point. */
const shownAsProtected = (last: Point) => ({
  ResourceArn: last.ResourceArn,
  ResourceType: last.ResourceType,
  LastBackupTime: last.CreationDate,
  ...(last.ResourceName ? { ResourceName: last.ResourceName } : {}),
  LastBackupVaultArn: last.BackupVaultArn,
  LastRecoveryPointArn: last.RecoveryPointArn,
})

/** Newest first, as AWS Backup lists them. */
const pointsOf = ({ place }: Call): Point[] =>
  [...place.backup.RecoveryPoints].sort((a, b) => String(b.CreationDate).localeCompare(String(a.CreationDate)))

/** Of points, newest first: each resource with its last one. */
const latestOf = (points: readonly Point[]) =>
  [...new Map(points.toReversed().map(point => [point.ResourceArn, point])).values()].map(shownAsProtected)

/** One recovery point of a vault; throws AWS Backup's own error. */
export const pointIn = (call: Call, vault: string | undefined, arn: string | undefined, owner?: string): Point => {
  vaultNamed(call, vault, owner)
  const point = call.place.backup.RecoveryPoints.find(
    each => each.BackupVaultName === vault && each.RecoveryPointArn === arn,
  )
  if (!point) throw refuse('ResourceNotFoundException', `Recovery point ${arn} cannot be found.`, { status: 400 })
  return point
}
