import {
  BackupClient,
  DescribeRecoveryPointCommand,
  type DescribeRecoveryPointCommandOutput,
  GetRecoveryPointRestoreMetadataCommand,
  ListProtectedResourcesByBackupVaultCommand,
  type RecoveryPointByBackupVault,
} from '@aws-sdk/client-backup'
import { type Fact, known, unknown } from '../core/fact.ts'
import { type House, vaultRegionOf } from '../core/house.ts'
import type { ChosenPoint, Point } from '../core/restore.ts'
import { listPointsCall, pointsIn, shareable } from './backup.ts'
import { type Ask, pages, pick, read, seen, sessionWithin } from './read.ts'
import type { Aws } from './sessions.ts'
import { where } from './trouble.ts'

/** A recovery point as the lists show it; `type` is AWS Backup's name of the resource's type. */
export type ListedPoint = ChosenPoint & { readonly type: string }
export type Listed = {
  /** Newest first. */
  readonly points: readonly ListedPoint[]
  /** Vaults that could not be read, each with its reason. */
  readonly unread: readonly string[]
}

type Place = { readonly account: string; readonly region: string }
type Vault = Place & { readonly name: string }

/** Where recovery points of an account's resources can be: its local vault, the central one and the air-gapped one. */
const vaultsOf = (house: House, { account, region }: Place): readonly Vault[] => [
  { account, region, name: house.member.vault },
  ...[house.central.vault, house.central.airGappedVault].flatMap(name =>
    name === null ? [] : [{ account: house.central.account, region: vaultRegionOf(house, region), name }],
  ),
]

type Described = Partial<
  Pick<DescribeRecoveryPointCommandOutput, keyof RecoveryPointByBackupVault & keyof DescribeRecoveryPointCommandOutput>
>
const pointOf = (it: Described, { account, region, name }: Vault): ListedPoint | undefined =>
  it.RecoveryPointArn && it.CreationDate
    ? {
        arn: it.RecoveryPointArn,
        vault: it.BackupVaultName ?? name,
        account,
        region,
        createdAt: it.CreationDate.toISOString(),
        expiresAt: it.CalculatedLifecycle?.DeleteAt?.toISOString() ?? null,
        key: it.EncryptionKeyArn ?? null,
        bytes: it.BackupSizeInBytes ?? null,
        metadata: {},
        resource: it.ResourceArn ?? '',
        status: it.Status ?? 'unknown',
        type: it.ResourceType ?? '',
      }
    : undefined

const inVault = async (aws: Aws, vault: Vault, arn: string, signal: AbortSignal): Promise<Fact<ListedPoint[]>> => {
  const ask = { session: await sessionWithin(signal, aws, vault.account, vault.region), signal }
  const answer = await shareable(aws, ask, listPointsCall, `${vault.name} ${arn}`, own =>
    pointsIn(own, vault.name, arn),
  )
  // A vault that is not there holds nothing.
  if (!answer.known && answer.why === 'not found') return known([])
  return pick(answer, 'RecoveryPoints', it => it.items.flatMap(point => pointOf(point, vault) ?? []))
}

/** The recovery points of a resource in its local vault and in the central ones, of one Region. Rejects with `WorldFault` only. */
export const listPoints = async (
  aws: Aws,
  house: House,
  { arn, account, region }: Place & { readonly arn: string },
  signal: AbortSignal,
): Promise<Listed> => {
  const found = await Promise.all(vaultsOf(house, { account, region }).map(vault => inVault(aws, vault, arn, signal)))
  const points = found.flatMap(it => (it.known ? it.value : []))
  return {
    points: points.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt)),
    unread: found.flatMap(it => (it.known ? [] : [it.detail])),
  }
}

/** One recovery point as it is now, looked for in each vault where it may be. */
export const describePoint = async (
  aws: Aws,
  house: House,
  { arn, account, region }: Pick<Point, 'arn' | 'account' | 'region'>,
  signal: AbortSignal,
): Promise<Fact<ListedPoint & { readonly encrypted: boolean | null }>> => {
  const call = 'backup:DescribeRecoveryPoint'
  const ask: Ask = { session: await sessionWithin(signal, aws, account, region), signal }
  const names =
    account === house.central.account
      ? [house.central.vault, house.central.airGappedVault].flatMap(name => name ?? [])
      : [house.member.vault]
  const found = await Promise.all(
    names.map(async (name): Promise<Fact<ListedPoint & { readonly encrypted: boolean | null }>> => {
      const answer = await read(ask, call, options =>
        ask.session
          .client(BackupClient)
          .send(new DescribeRecoveryPointCommand({ BackupVaultName: name, RecoveryPointArn: arn }), options),
      )
      if (!answer.known) return answer
      const { value } = answer
      const point = pointOf(value, { account, region, name })
      const { Status, ResourceArn, EncryptionKeyArn = 'none' } = value
      return point === undefined
        ? unknown('aws error', `${call} ${answer.from} answered without RecoveryPointArn or CreationDate.`)
        : known(
            { ...point, encrypted: value.IsEncrypted ?? null },
            ...seen(call, { Status, ResourceArn, EncryptionKeyArn }),
          )
    }),
  )
  return (
    found.find(it => it.known) ??
    // Only where every vault was read is it gone.
    found.find(it => !it.known && it.why !== 'not found') ??
    unknown('not found', `The recovery point ${arn} is not in ${names.join(' or ')} ${where(ask.session)}.`)
  )
}

/** What StartRestoreJob would be given again, as AWS Backup kept it. */
export const restoreMetadata = async (
  aws: Aws,
  { arn, vault, account, region }: Pick<Point, 'arn' | 'vault' | 'account' | 'region'>,
  signal: AbortSignal,
): Promise<Fact<Readonly<Record<string, string>>>> => {
  const ask: Ask = { session: await sessionWithin(signal, aws, account, region), signal }
  const answer = await read(ask, 'backup:GetRecoveryPointRestoreMetadata', options =>
    ask.session
      .client(BackupClient)
      .send(new GetRecoveryPointRestoreMetadataCommand({ BackupVaultName: vault, RecoveryPointArn: arn }), options),
  )
  return pick(answer, 'RestoreMetadata', it => it.RestoreMetadata ?? {})
}

/** The ARNs of what the central vault of a Region keeps recovery points of. */
export const keptResources = async (
  aws: Aws,
  { central }: House,
  region: string,
  signal: AbortSignal,
): Promise<Fact<readonly string[]>> => {
  const call = 'backup:ListProtectedResourcesByBackupVault'
  const ask: Ask = { session: await sessionWithin(signal, aws, central.account, region), signal }
  const answer = await shareable(aws, ask, call, central.vault, own =>
    read(own, call, options =>
      pages(
        NextToken =>
          own.session.client(BackupClient).send(
            new ListProtectedResourcesByBackupVaultCommand({
              BackupVaultName: central.vault,
              MaxResults: 1000,
              NextToken,
            }),
            options,
          ),
        it => it.Results,
        it => it.NextToken,
      ),
    ),
  )
  return pick(answer, 'Results', it => it.items.flatMap(({ ResourceArn }) => ResourceArn ?? []))
}
