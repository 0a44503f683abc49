import type { Family } from './resource.ts'
import type { AnyRule } from './rule.ts'

/** One cell of the documentation's table, with its source. L: inferred, or documents contradict each other. */
export type Cell<V extends string = 'yes' | 'no' | 'unknown'> = {
  readonly value: V
  readonly confidence: 'H' | 'M' | 'L'
  /** Where AWS says so; two links where documents disagree. */
  readonly sources: readonly string[]
  readonly note?: string
}

/** What a copy into the central vault makes of the source's encryption. */
export type CopyOutcome = 'ok' | 'stays unencrypted' | 'blocked' | 'unknown' | 'n/a'

/** What we know of one resource type: the row of the documentation's table. Data and its own rules, nothing else. */
export type Kind = {
  /** An id of the capability matrix. */
  readonly id: string
  /** For people: `EBS volume`. */
  readonly name: string
  readonly family: Family
  /** AWS Backup's own name of the type, also the key in DescribeRegionSettings. */
  readonly backupType: string
  readonly optInKey: string
  readonly fullManagement: Cell
  readonly crossAccountCopy: Cell
  readonly crossRegionCopy: Cell
  readonly bothInOneAction: Cell
  readonly incremental: Cell
  readonly pointInTime: Cell
  readonly coldStorage: Cell
  readonly airGappedVault: Cell
  /** A cross-account copy into a vault with a customer managed key, by the encryption of the source. */
  readonly copyWhen: {
    readonly none: CopyOutcome
    readonly awsOwned: CopyOutcome
    readonly awsManaged: CopyOutcome
    readonly customer: CopyOutcome
    readonly sources: readonly string[]
  }
  /** The source's customer managed key must let the central account use it. */
  readonly keyMustBeShared: boolean
  /** The service through which the copy uses the source key (kms:ViaService); `null` where it never does. */
  readonly via: 'ec2' | 'rds' | 'fsx' | null
  readonly localBackupUses: string
  readonly copyUses: string
  /** States in which a backup can start; `waits` are queued by AWS. Any other known state blocks. */
  readonly states: {
    readonly ok: readonly string[]
    readonly waits: readonly string[]
    readonly sources: readonly string[]
  }
  /** Regions of the organisation where the type is not offered; empty when it is offered everywhere. */
  readonly absentIn: readonly string[]
  /** What the CDX guide demands of the resource's key. */
  readonly houseKey: 'required' | 'required if encrypted' | 'optional' | 'not mentioned'
  readonly rules: readonly AnyRule[]
  readonly sources: readonly string[]
}
