import { no, yes } from '../cell.ts'
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
  bothInOneAction: yes(
    'M',
    [at.history],
    'inferred: AWS lifted the two-step rule for the RDS family only, so the others had none',
  ),
  incremental: yes('H', [at.features]),
  pointInTime: no('H', [at.features]),
  coldStorage: yes('H', [at.options]),
  airGappedVault: yes('H', [at.features]),

  copyWhen: { none: 'ok', awsOwned: 'ok', awsManaged: 'ok', customer: 'ok', sources: [at.encryption, at.crossAccount] },
  keyMustBeShared: false,
  via: null,
  localBackupUses: 'the local vault’s key',
  copyUses: 'the central vault’s key',

  states: { ok: ['available'], waits: ['updating'], sources: [at.creating] },
  absentIn: [],
  houseKey: 'optional',
  rules: [],
  sources: [at.encryption, at.features, at.creating],
} as const satisfies Kind
