import { partitionOf } from '../arn.ts'
import type { House } from '../house.ts'
import { kindOf } from '../kinds/index.ts'
import { type Cooking, over, type Recipe } from '../restore/recipe.ts'
import { recipeOf } from '../restore/recipes/index.ts'
import { keepDays, needsCopy, type Request } from '../restore/request.ts'

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartCopyJob.html */
export type StartCopyJob = {
  readonly RecoveryPointArn: string
  readonly SourceBackupVaultName: string
  readonly DestinationBackupVaultArn: string
  readonly IamRoleArn: string
  readonly IdempotencyToken: string
  readonly Lifecycle: { readonly DeleteAfterDays: number }
}
/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html */
export type StartRestoreJob = {
  readonly RecoveryPointArn: string
  readonly Metadata: Readonly<Record<string, string>>
  readonly IamRoleArn: string
  readonly IdempotencyToken: string
  readonly ResourceType?: string
}
/** A call with the account and Region where it must be made. */
export type Call<Input> = { readonly account: string; readonly region: string; readonly input: Input }

const roleIn = (account: string, arn: string, house: House): string =>
  `arn:${partitionOf(arn)}:iam::${account}:role/${house.member.backupRole}`
/** One token until the leg has failed: pressing twice, or again after a crash, starts one job. */
export const tokenOf = (request: Request, which: 'copy' | 'restore'): string => {
  const state = which === 'copy' ? 'copying back' : 'restoring'
  return `${request.id}-${which}-${request.history.filter(it => it.move === 'fail' && it.before === state).length + 1}`
}

/** The recovery point's own metadata with the form's over it. */
const metadataOf = (recipe: Recipe, cooking: Cooking): Readonly<Record<string, string>> => {
  const all = over<string | null>(cooking.point.metadata, recipe.metadata(cooking))
  return Object.fromEntries(Object.entries(all).filter((it): it is [string, string] => it[1] !== null))
}

export const startCopyJob = (request: Request, house: House): Call<StartCopyJob> | null => {
  if (!needsCopy(request)) return null
  const { point, target } = request
  return {
    account: point.account,
    region: point.region,
    input: {
      RecoveryPointArn: point.arn,
      SourceBackupVaultName: point.vault,
      DestinationBackupVaultArn: `arn:${partitionOf(point.arn)}:backup:${target.region}:${target.account}:backup-vault:${house.member.vault}`,
      IamRoleArn: roleIn(point.account, point.arn, house),
      IdempotencyToken: tokenOf(request, 'copy'),
      Lifecycle: { DeleteAfterDays: keepDays(house) },
    },
  }
}

/** The recovery point that can be restored now; `null`: it must be copied back first. */
export const knownPoint = (request: Request): string | null =>
  needsCopy(request) ? request.legs.copy.done : request.point.arn

export const recipeFor = (request: Request): Recipe => {
  const recipe = recipeOf(request.resource.kind)
  if (recipe === undefined)
    throw new Error(`Request ${request.id} is of the type ${request.resource.kind}, which is not known.`)
  return recipe
}

export const restoreInput = (request: Request, house: House, point: string): StartRestoreJob => {
  const { target, resource } = request
  const type = resource.kind === 'storage-gateway' ? 'EBS' : kindOf(resource.kind)?.backupType
  return {
    RecoveryPointArn: point,
    Metadata: metadataOf(recipeFor(request), { ...request, token: tokenOf(request, 'restore') }),
    IamRoleArn: roleIn(target.account, point, house),
    IdempotencyToken: tokenOf(request, 'restore'),
    // The API takes no spaces here; it reads the type off the recovery point then.
    ...(type !== undefined && /^[a-zA-Z0-9._-]{1,50}$/.test(type) ? { ResourceType: type } : {}),
  }
}

export const startRestoreJob = (request: Request, house: House): Call<StartRestoreJob> | null => {
  const point = knownPoint(request)
  const { account, region } = request.target
  return point === null ? null : { account, region, input: restoreInput(request, house, point) }
}
