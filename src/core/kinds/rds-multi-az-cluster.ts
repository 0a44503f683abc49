import { no, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { engineSupported } from '../rules/engine-supported.ts'

/** MySQL or PostgreSQL with two readable standbys. Not to be mixed up with a Multi-AZ DB instance, which copies well. */
export const rdsMultiAzCluster = {
  id: 'rds-multi-az-cluster',
  name: 'RDS Multi-AZ DB cluster',
  family: 'rds-cluster',
  backupType: 'RDS',
  optInKey: 'RDS',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: no(
    'H',
    [at.rds, at.features],
    'the table has a tick whose footnote takes it back: no copy at all, not even within the account',
  ),
  crossRegionCopy: no('H', [at.rds]),
  bothInOneAction: no('H', [at.features]),
  incremental: yes('M', [at.features]),
  pointInTime: no('H', [at.features]),
  coldStorage: no('H', [at.features]),
  airGappedVault: no('H', [at.features]),

  copyWhen: { none: 'n/a', awsOwned: 'n/a', awsManaged: 'n/a', customer: 'n/a', sources: [at.rds, at.rdsShare] },
  keyMustBeShared: false,
  via: null,
  localBackupUses: 'the cluster’s own key, or none',
  copyUses: 'no copy is possible',

  states: { ok: ['available'], waits: [], sources: [at.creating] },
  absentIn: [],
  houseKey: 'required',
  rules: [engineSupported],
  sources: [at.rds, at.features, at.rdsShare],
} as const satisfies Kind
