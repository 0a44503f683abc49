import { no, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { engineSupported } from '../rules/engine-supported.ts'

/** Aurora, MySQL- or PostgreSQL-compatible. Since 2026-02-18 a cluster made without a key choice is under an AWS owned key. */
export const aurora = {
  id: 'aurora',
  name: 'Aurora DB cluster',
  family: 'rds-cluster',
  backupType: 'Aurora',
  optInKey: 'Aurora',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes('H', [at.features]),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: yes('H', [at.history], 'since 2025-10-23'),
  incremental: no('H', [at.features], 'snapshots are full; only continuous backup is incremental'),
  pointInTime: yes('H', [at.continuous], 'the copy is a plain snapshot'),
  coldStorage: no('H', [at.features]),
  airGappedVault: yes('H', [at.features, at.airGapped], 'encrypted clusters only'),

  copyWhen: {
    none: 'stays unencrypted',
    awsOwned: 'unknown',
    awsManaged: 'blocked',
    customer: 'ok',
    sources: [at.encryption, at.auroraEncryption, at.auroraCopy, at.rdsCopyClusterSnapshot],
  },
  keyMustBeShared: true,
  via: 'rds',
  localBackupUses: 'the cluster’s own key, or none',
  copyUses: 'the central vault’s key where the cluster is encrypted',

  states: { ok: ['available'], waits: [], sources: [at.creating] },
  absentIn: [],
  houseKey: 'required',
  rules: [engineSupported],
  sources: [at.features, at.auroraEncryption, at.encryption],
} as const satisfies Kind
