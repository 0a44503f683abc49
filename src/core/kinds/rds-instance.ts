import { no, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { engineSupported } from '../rules/engine-supported.ts'
import { optionsAllowCopy } from '../rules/options-allow-copy.ts'
import { placedInRegion } from '../rules/placed-in-region.ts'

/** A DB instance, Multi-AZ or not. A member of a cluster is not backed up by itself; the cluster is. */
export const rdsInstance = {
  id: 'rds-instance',
  name: 'RDS DB instance',
  family: 'rds-instance',
  backupType: 'RDS',
  optInKey: 'RDS',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes('H', [at.features]),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: yes('H', [at.history], 'since 2025-10-23'),
  incremental: yes('H', [at.rds], 'keep the previous copy until the new one is done'),
  pointInTime: yes('H', [at.continuous], 'the copy is a plain snapshot'),
  coldStorage: no('H', [at.features]),
  airGappedVault: no('H', [at.features], 'was in the preview, is blank in every table since'),

  copyWhen: {
    none: 'ok',
    awsOwned: 'unknown',
    awsManaged: 'blocked',
    customer: 'ok',
    sources: [at.encryption, at.rdsCopySnapshot, at.rdsShareEncrypted, at.messages],
  },
  keyMustBeShared: true,
  via: 'rds',
  localBackupUses: 'the instance’s own key, or none',
  copyUses: 'the central vault’s key',

  states: { ok: ['available'], waits: [], sources: [at.creating] },
  absentIn: [],
  houseKey: 'required',
  rules: [engineSupported, optionsAllowCopy, placedInRegion],
  sources: [at.rds, at.rdsEncryption, at.features],
} as const satisfies Kind
