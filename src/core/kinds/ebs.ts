import { inOneAction, no, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { placedInRegion } from '../rules/placed-in-region.ts'

/** The snapshot keeps the key of its volume until it is copied. */
export const ebs = {
  id: 'ebs',
  name: 'EBS volume',
  family: 'ebs',
  backupType: 'EBS',
  optInKey: 'EBS',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes('H', [at.features]),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: inOneAction,
  incremental: yes('H', [at.features], 'a copy to a vault with another key is a full copy'),
  pointInTime: no('H', [at.features]),
  coldStorage: yes(
    'H',
    [at.options],
    'Snapshot Archive, monthly or rarer, becomes a full snapshot; an archived one cannot be copied',
  ),
  airGappedVault: yes('H', [at.features], 'source unencrypted or under a customer managed key'),

  copyWhen: {
    none: 'ok',
    awsOwned: 'n/a',
    awsManaged: 'blocked',
    customer: 'ok',
    sources: [at.encryption, at.crossAccount, at.messages, at.ebsShareKey],
  },
  keyMustBeShared: true,
  via: 'ec2',
  localBackupUses: 'the volume’s own key, or none',
  copyUses: 'the central vault’s key',

  states: { ok: ['in-use', 'available'], waits: [], sources: [at.creating] },
  absentIn: [],
  houseKey: 'required if encrypted',
  rules: [placedInRegion],
  sources: [at.encryption, at.ebsShareKey, at.messages],
} as const satisfies Kind
