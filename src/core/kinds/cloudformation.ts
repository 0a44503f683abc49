import { no, open, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'

/** A composite: the template, and a backup of every supported resource in the stack, each by its own rules. */
export const cloudformation = {
  id: 'cloudformation',
  name: 'CloudFormation stack',
  family: 'cloudformation',
  backupType: 'CloudFormation',
  optInKey: 'CloudFormation',

  fullManagement: open(
    'M',
    [at.encryption, at.features, at.regionSettings],
    'the encryption page says yes, the feature table is blank; the template part behaves as if managed',
  ),
  crossAccountCopy: open(
    'L',
    [at.features, at.cloudformation],
    'blank in the table; the page on stacks says that composites can be copied, without what cannot be',
  ),
  crossRegionCopy: yes('H', [at.features], 'nested types keep their own limits'),
  bothInOneAction: open('L', [at.features]),
  incremental: open('H', [at.features], 'by nested type'),
  pointInTime: no('H', [at.cloudformation], 'nor for nested S3 and RDS'),
  coldStorage: yes('H', [at.options]),
  airGappedVault: no('H', [at.features]),

  copyWhen: {
    none: 'n/a',
    awsOwned: 'n/a',
    awsManaged: 'n/a',
    customer: 'n/a',
    sources: [at.encryption, at.cloudformation],
  },
  keyMustBeShared: false,
  via: null,
  localBackupUses: 'the template the local vault’s key, what is inside by its own rule',
  copyUses: 'by nested type',

  states: {
    ok: [
      'CREATE_COMPLETE',
      'ROLLBACK_COMPLETE',
      'UPDATE_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE',
      'IMPORT_COMPLETE',
      'IMPORT_ROLLBACK_COMPLETE',
    ],
    waits: [],
    sources: [at.cloudformation],
  },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [],
  sources: [at.cloudformation, at.features, at.encryption],
} as const satisfies Kind
