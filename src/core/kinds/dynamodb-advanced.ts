import { no, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { advancedFeaturesOn } from '../rules/advanced-features-on.ts'

/** A table in an account and Region where the advanced features are on. */
export const dynamodbAdvanced = {
  id: 'dynamodb-advanced',
  name: 'DynamoDB table (advanced features on)',
  family: 'dynamodb',
  backupType: 'DynamoDB',
  optInKey: 'DynamoDB',

  fullManagement: yes('H', [at.features]),
  crossAccountCopy: yes('H', [at.features]),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: yes(
    'M',
    [at.history],
    'inferred: AWS lifted the two-step rule for the RDS family only, so the others had none',
  ),
  incremental: no('H', [at.options], 'full each time'),
  pointInTime: no('H', [at.dynamodb]),
  coldStorage: yes('H', [at.options]),
  airGappedVault: yes('H', [at.features]),

  copyWhen: { none: 'ok', awsOwned: 'ok', awsManaged: 'ok', customer: 'ok', sources: [at.encryption, at.crossAccount] },
  keyMustBeShared: false,
  via: null,
  localBackupUses: 'the local vault’s key',
  copyUses: 'the central vault’s key',

  states: { ok: ['ACTIVE', 'UPDATING'], waits: [], sources: [at.troubleshooting] },
  absentIn: [],
  houseKey: 'optional',
  rules: [advancedFeaturesOn],
  sources: [at.dynamodb, at.features, at.encryption, at.dynamodbEncryption],
} as const satisfies Kind
