import { inOneAction, no, yes } from '../cell.ts'
import { fromVault } from '../copies.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { versioningEnabled } from '../rules/versioning-enabled.ts'

/** A bucket’s default encryption says nothing about objects that were stored before under another key. */
export const s3 = {
  id: 's3',
  name: 'S3 bucket',
  family: 's3',
  backupType: 'S3',
  optInKey: 'S3',

  fullManagement: yes('H', [at.features]),
  crossAccountCopy: yes('H', [at.features], 'in the China Regions since 2026-08-27 only'),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: inOneAction,
  incremental: yes('H', [at.features], 'by object; copies too'),
  pointInTime: yes(
    'H',
    [at.continuous],
    'up to 35 days; needs EventBridge notifications; the copy is a plain snapshot',
  ),
  coldStorage: no('H', [at.s3], 'has a lower-cost warm tier instead'),
  airGappedVault: yes('H', [at.features]),

  ...fromVault,

  states: { ok: [], waits: [], sources: [at.s3] },
  absentIn: [],
  houseKey: 'optional',
  rules: [versioningEnabled],
  sources: [at.s3, at.features, at.encryption],
} as const satisfies Kind
