import { no, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { engineSupported } from '../rules/engine-supported.ts'

/** Instance-based clusters only; an elastic cluster is another service that AWS Backup does not know. */
export const documentdb = {
  id: 'documentdb',
  name: 'DocumentDB cluster',
  family: 'rds-cluster',
  backupType: 'DocumentDB',
  optInKey: 'DocumentDB',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes('H', [at.features, at.history], 'in opt-in Regions since 2026-08-26'),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: yes('H', [at.history]),
  incremental: no('H', [at.features]),
  pointInTime: no('H', [at.features]),
  coldStorage: no('H', [at.features]),
  airGappedVault: yes('H', [at.features, at.airGapped], 'encrypted clusters only'),

  copyWhen: {
    none: 'stays unencrypted',
    awsOwned: 'n/a',
    awsManaged: 'blocked',
    customer: 'ok',
    sources: [at.encryption, at.airGapped],
  },
  keyMustBeShared: true,
  via: 'rds',
  localBackupUses: 'the cluster’s own key, or none',
  copyUses: 'the central vault’s key where the cluster is encrypted',

  states: { ok: ['available'], waits: [], sources: [at.creating] },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [engineSupported],
  sources: [at.features, at.history, at.encryption],
} as const satisfies Kind
