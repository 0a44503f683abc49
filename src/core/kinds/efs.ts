import { inOneAction, no, yes } from '../cell.ts'
import { fromVault } from '../copies.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'

/** The file system may be unencrypted; its backup never is. */
export const efs = {
  id: 'efs',
  name: 'EFS file system',
  family: 'efs',
  backupType: 'EFS',
  optInKey: 'EFS',

  fullManagement: yes('H', [at.features]),
  crossAccountCopy: yes('H', [at.features]),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: inOneAction,
  incremental: yes('H', [at.features]),
  pointInTime: no('H', [at.features]),
  coldStorage: yes('H', [at.options]),
  airGappedVault: yes('H', [at.features]),

  ...fromVault,

  states: { ok: ['available'], waits: ['updating'], sources: [at.creating] },
  absentIn: [],
  houseKey: 'optional',
  rules: [],
  sources: [at.encryption, at.features, at.creating],
} as const satisfies Kind
