import { inOneAction, no, yes } from '../cell.ts'
import { fromVault } from '../copies.ts'
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
  bothInOneAction: inOneAction,
  incremental: no('H', [at.options], 'full each time'),
  pointInTime: no('H', [at.dynamodb]),
  coldStorage: yes('H', [at.options]),
  airGappedVault: yes('H', [at.features]),

  ...fromVault,

  states: { ok: ['ACTIVE', 'UPDATING'], waits: [], sources: [at.troubleshooting] },
  absentIn: [],
  houseKey: 'optional',
  rules: [advancedFeaturesOn],
  sources: [at.dynamodb, at.features, at.encryption, at.dynamodbEncryption],
} as const satisfies Kind
