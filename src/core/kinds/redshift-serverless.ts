import { no } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'

/** The unit is the namespace. */
export const redshiftServerless = {
  id: 'redshift-serverless',
  name: 'Redshift Serverless namespace',
  family: 'redshift-serverless',
  backupType: 'Redshift Serverless',
  optInKey: 'Redshift Serverless',

  fullManagement: no(
    'M',
    [at.features, at.encryption, at.redshiftServerless],
    'its own page says full management; the tables say no',
  ),
  crossAccountCopy: no('H', [at.features]),
  crossRegionCopy: no('H', [at.features]),
  bothInOneAction: no('H', [at.features]),
  incremental: no('M', [at.features]),
  pointInTime: no('H', [at.features]),
  coldStorage: no('H', [at.features]),
  airGappedVault: no('H', [at.features]),

  copyWhen: { none: 'n/a', awsOwned: 'n/a', awsManaged: 'n/a', customer: 'n/a', sources: [at.encryption, at.features] },
  keyMustBeShared: false,
  via: null,
  localBackupUses: 'the namespace’s own key',
  copyUses: 'no copy is possible',

  states: { ok: ['AVAILABLE'], waits: [], sources: [at.redshiftServerless] },
  absentIn: [],
  houseKey: 'required',
  rules: [],
  sources: [at.redshiftServerless, at.features, at.encryption],
} as const satisfies Kind
