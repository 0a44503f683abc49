import { no, open } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'

/** No row in AWS’s table, and no copying or sharing of Redshift snapshots in AWS Backup’s own policies. */
export const redshift = {
  id: 'redshift',
  name: 'Redshift cluster',
  family: 'redshift',
  backupType: 'Redshift',
  optInKey: 'Redshift',

  fullManagement: no('H', [at.encryption]),
  crossAccountCopy: no(
    'M',
    [at.backupRolePolicy, at.copyRolePolicy, at.features],
    'no row in the table; AWS Backup’s policies can create, describe, delete and tag, not copy or share',
  ),
  crossRegionCopy: no('M', [at.backupRolePolicy, at.copyRolePolicy, at.features], 'no row in the table'),
  bothInOneAction: no('M', [at.copyRolePolicy]),
  incremental: open('L', [at.features]),
  pointInTime: no('M', [at.redshift]),
  coldStorage: no('M', [at.options]),
  airGappedVault: no('M', [at.features]),

  copyWhen: {
    none: 'n/a',
    awsOwned: 'n/a',
    awsManaged: 'n/a',
    customer: 'n/a',
    sources: [at.encryption, at.redshiftEncryption],
  },
  keyMustBeShared: false,
  via: null,
  localBackupUses: 'the cluster’s own key, or none',
  copyUses: 'no copy is possible',

  states: { ok: ['available'], waits: [], sources: [at.redshift] },
  absentIn: [],
  houseKey: 'required',
  rules: [],
  sources: [at.redshift, at.encryption, at.copyRolePolicy],
} as const satisfies Kind
