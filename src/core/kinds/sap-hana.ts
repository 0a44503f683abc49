import { no, open, yes } from '../cell.ts'
import { fromVault } from '../copies.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'

/** A database registered in Systems Manager for SAP. */
export const sapHana = {
  id: 'sap-hana',
  name: 'SAP HANA database on EC2',
  family: 'sap-hana',
  backupType: 'SAP HANA on Amazon EC2',
  optInKey: 'SAP HANA on Amazon EC2',

  fullManagement: yes('H', [at.features]),
  crossAccountCopy: yes('H', [at.features, at.sapHana], 'full backups only; continuous (log) backups cannot be copied'),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: open('L', [at.features]),
  incremental: open('H', [at.features], 'only through continuous backup'),
  pointInTime: yes('H', [at.sapHana]),
  coldStorage: yes('H', [at.options]),
  airGappedVault: no('H', [at.features]),

  ...fromVault,

  states: { ok: ['RUNNING'], waits: [], sources: [at.sapHana] },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [],
  sources: [at.sapHana, at.features],
} as const satisfies Kind
