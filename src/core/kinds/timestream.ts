import { no, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'

/** The unit is the table; the key is its database’s. Closed to new customers since 2025-06-20. */
export const timestream = {
  id: 'timestream',
  name: 'Timestream for LiveAnalytics table',
  family: 'timestream',
  backupType: 'Timestream',
  optInKey: 'Timestream',

  fullManagement: yes('H', [at.features]),
  crossAccountCopy: yes('H', [at.features], 'not in opt-in Regions'),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: yes('L', [at.features], 'nothing says otherwise'),
  incremental: yes('H', [at.timestream]),
  pointInTime: no('H', [at.features]),
  coldStorage: yes('H', [at.options]),
  airGappedVault: yes('H', [at.features]),

  copyWhen: { none: 'ok', awsOwned: 'ok', awsManaged: 'ok', customer: 'ok', sources: [at.encryption, at.crossAccount] },
  keyMustBeShared: false,
  via: null,
  localBackupUses: 'the local vault’s key',
  copyUses: 'the central vault’s key',

  states: { ok: ['ACTIVE'], waits: [], sources: [at.timestream] },
  absentIn: ['eu-west-3', 'ap-southeast-1'],
  houseKey: 'not mentioned',
  rules: [],
  sources: [at.timestream, at.features, at.timestreamClosed],
} as const satisfies Kind
