import { no, yes } from '../cell.ts'
import { fromVault } from '../copies.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { everyRegionBackedUp } from '../rules/every-region-backed-up.ts'

/** A multi-Region cluster needs a backup in each of its Regions. */
export const auroraDsql = {
  id: 'aurora-dsql',
  name: 'Aurora DSQL cluster',
  family: 'dsql',
  backupType: 'DSQL',
  optInKey: 'DSQL',

  fullManagement: yes('H', [at.features]),
  crossAccountCopy: yes('H', [at.features]),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: yes('L', [at.features], 'nothing says otherwise'),
  incremental: no('H', [at.dsql], 'always full'),
  pointInTime: no('H', [at.features]),
  coldStorage: yes('M', [at.features, at.options], 'ticked in the feature table, absent from the list of plan options'),
  airGappedVault: yes('H', [at.features]),

  ...fromVault,

  states: { ok: ['ACTIVE', 'IDLE'], waits: [], sources: [at.dsql] },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [everyRegionBackedUp],
  sources: [at.dsql, at.features, at.backupRolePolicy],
} as const satisfies Kind
