import { inOneAction, no, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { noMarketplaceCode } from '../rules/no-marketplace-code.ts'
import { placedInRegion } from '../rules/placed-in-region.ts'
import { rootDeviceEbs } from '../rules/root-device-ebs.ts'

/** Backed up as an AMI: every attached volume becomes a snapshot under its own key, so every volume is judged. */
export const ec2 = {
  id: 'ec2',
  name: 'EC2 instance',
  family: 'ec2',
  backupType: 'EC2',
  optInKey: 'EC2',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes('H', [at.features], 'not for an instance with an AWS Marketplace product code'),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: inOneAction,
  incremental: yes('H', [at.features]),
  pointInTime: no('H', [at.features]),
  coldStorage: no('H', [at.features]),
  airGappedVault: yes('H', [at.features], 'the key rule of EBS holds for every volume'),

  copyWhen: {
    none: 'ok',
    awsOwned: 'n/a',
    awsManaged: 'blocked',
    customer: 'ok',
    sources: [at.encryption, at.crossAccount, at.services, at.messages],
  },
  keyMustBeShared: true,
  via: 'ec2',
  localBackupUses: 'each snapshot its own volume’s key, or none; the AMI itself is not encrypted',
  copyUses: 'the central vault’s key, for every snapshot',

  states: { ok: ['running', 'stopped'], waits: [], sources: [at.creating] },
  absentIn: [],
  houseKey: 'required if encrypted',
  rules: [rootDeviceEbs, noMarketplaceCode, placedInRegion],
  sources: [at.services, at.crossAccount, at.creating, at.messages],
} as const satisfies Kind
