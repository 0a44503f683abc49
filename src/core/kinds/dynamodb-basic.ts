import { no } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { advancedFeaturesOn } from '../rules/advanced-features-on.ts'

/** A table in an account and Region where the advanced features are off. */
export const dynamodbBasic = {
  id: 'dynamodb-basic',
  name: 'DynamoDB table (advanced features off)',
  family: 'dynamodb',
  backupType: 'DynamoDB',
  optInKey: 'DynamoDB',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: no('H', [at.features]),
  crossRegionCopy: no('H', [at.features]),
  bothInOneAction: no('H', [at.features]),
  incremental: no('H', [at.features]),
  pointInTime: no('H', [at.dynamodb], 'the table’s own point-in-time recovery is another thing'),
  coldStorage: no('H', [at.features]),
  airGappedVault: no('H', [at.features]),

  copyWhen: { none: 'n/a', awsOwned: 'n/a', awsManaged: 'n/a', customer: 'n/a', sources: [at.encryption, at.features] },
  keyMustBeShared: false,
  via: null,
  localBackupUses: 'the table’s own key',
  copyUses: 'no copy is possible',

  states: { ok: ['ACTIVE', 'UPDATING'], waits: [], sources: [at.troubleshooting] },
  absentIn: [],
  houseKey: 'optional',
  rules: [advancedFeaturesOn],
  sources: [at.dynamodb, at.features],
} as const satisfies Kind
