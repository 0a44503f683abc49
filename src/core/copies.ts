import type { Kind } from './kind.ts'
import * as at from './links.ts'

/** What a copy does with keys, where several types share it. */
type Copies = Pick<Kind, 'copyWhen' | 'keyMustBeShared' | 'via' | 'localBackupUses' | 'copyUses'>

/** Fully managed types: the backup is under the vault's key, whatever the resource is under. */
export const fromVault = {
  copyWhen: { none: 'ok', awsOwned: 'ok', awsManaged: 'ok', customer: 'ok', sources: [at.encryption, at.crossAccount] },
  keyMustBeShared: false,
  via: null,
  localBackupUses: 'the local vault’s key',
  copyUses: 'the central vault’s key',
} as const satisfies Copies

/** Every FSx file system is encrypted; its backup keeps the key. */
export const fsxCopies = {
  copyWhen: {
    none: 'n/a',
    awsOwned: 'n/a',
    awsManaged: 'blocked',
    customer: 'ok',
    sources: [at.encryption, at.crossAccount, at.copyRolePolicy],
  },
  keyMustBeShared: true,
  via: 'fsx',
  localBackupUses: 'the file system’s own key',
  copyUses: 'the central vault’s key',
} as const satisfies Copies

const gulf = ['me-south-1', 'me-central-1']
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'fsx-windows': gulf,
  'fsx-lustre': gulf,
  'fsx-openzfs': gulf,
  'fsx-ontap': [...gulf, 'ap-southeast-6', 'cn-north-1', 'cn-northwest-1'],
}
/** The one of these Regions that AWS excepts from copies of a type to another Region. */
export const exceptedFromRegions = (kind: string, ...regions: readonly string[]): string | undefined =>
  regions.find(it => exceptions[kind]?.includes(it))
