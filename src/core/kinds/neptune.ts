import { no, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { engineSupported } from '../rules/engine-supported.ts'

/** Neptune Analytics graphs are another service that AWS Backup does not know. */
export const neptune = {
  id: 'neptune',
  name: 'Neptune DB cluster',
  family: 'rds-cluster',
  backupType: 'Neptune',
  optInKey: 'Neptune',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes('H', [at.features], 'not in opt-in Regions'),
  crossRegionCopy: yes(
    'H',
    [at.features],
    'of the opt-in Regions only in af-south-1, ap-east-1, ap-southeast-3, il-central-1, me-south-1 and me-central-1',
  ),
  bothInOneAction: yes('H', [at.history]),
  incremental: no('H', [at.features]),
  pointInTime: no('H', [at.features]),
  coldStorage: no('H', [at.features]),
  airGappedVault: yes('H', [at.features], 'encrypted clusters only; not in ap-southeast-3'),

  copyWhen: {
    none: 'stays unencrypted',
    awsOwned: 'n/a',
    awsManaged: 'blocked',
    customer: 'ok',
    sources: [at.encryption, at.rdsCopyClusterSnapshot, at.airGapped],
  },
  keyMustBeShared: true,
  via: 'rds',
  localBackupUses: 'the cluster’s own key, or none',
  copyUses: 'the central vault’s key where the cluster is encrypted',

  states: { ok: ['available'], waits: [], sources: [at.creating] },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [engineSupported],
  sources: [at.features, at.encryption],
} as const satisfies Kind
