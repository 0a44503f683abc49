import { no, yes } from '../cell.ts'
import { fromVault } from '../copies.ts'
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

  ...fromVault,

  states: { ok: ['ACTIVE'], waits: [], sources: [at.timestream] },
  absentIn: ['eu-west-3', 'ap-southeast-1'],
  houseKey: 'not mentioned',
  rules: [],
  sources: [at.timestream, at.features, at.timestreamClosed],
} as const satisfies Kind
