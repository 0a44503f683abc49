import type { Cause } from '../cause.ts'
import { awsManagedKey, disabledKey, keptKey } from './key-readings.ts'
import { links } from './links.ts'

/** RDS, Aurora, DocumentDB and Neptune cannot use a key. */
export const kmsRds = [
  {
    id: 'KMS_RDS_SOURCE_KEY',
    example:
      'The source snapshot KMS key [arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-aaaa-bbbb-cccc-0123456789ab] does not exist, is not enabled or you do not have permissions to access it.',
    variants: [
      'The source snapshot KMS key does not exist, is not enabled or you do not have permissions to access it',
      'An error occurred (KMSKeyNotAccessibleFault) when calling the CopyDBClusterSnapshot operation: The source snapshot KMS key [arn:aws:kms:eu-west-1:111122223333:key/0f1e2d3c-aaaa-bbbb-cccc-0123456789ab] does not exist, is not enabled or you do not have permissions to access it.',
    ],
    pattern:
      /source snapshot KMS key\s?(?:\[(?:(?<keyArn>arn:[^\]\s]{1,200})|[^\]]{0,200})\]\s?)?does not exist, is not enabled or you do not have permissions? to access it/i,
    jobs: ['copy', 'backup'],
    types: ['RDS', 'Aurora', 'DocumentDB', 'Neptune'],
    category: 'KMS_KEY_ERROR',
    guessed: true,
    because:
      "The copy could not use the key of the source snapshot. Either the database is encrypted with an AWS managed key, which cannot be shared, or the key's policy does not let the central account's AWSServiceRoleForBackup use it; kms:CreateGrant is the action most often forgotten.",
    whoActs: 'resource team',
    rerun: 'copy again',
    fix: 'Let the central account use the customer managed key, kms:CreateGrant included. If it is aws/rds, move the database to a customer managed key.',
    snippet: 'if customer managed',
    rules: ['source-encryption-can-be-copied', 'key-enabled', 'key-shared-with-central'],
    beyond: keptKey,
    readings: [
      {
        when: { job: 'backup' },
        because:
          "The local backup could not use the database's key: the member account's own backup role is not allowed on it, or the key is disabled. A backup by hand can still succeed, because it takes another way.",
        fix: "Allow the member account's backup role on the key, in the key policy or through IAM.",
        snippet: 'never',
        rules: ['key-enabled', 'backup-role-can-use-key'],
      },
      awsManagedKey,
      disabledKey,
    ],
    confidence: 'high',
    sources: [
      links.troubleshooting,
      links.copyErrors,
      links.fieldReport,
      'https://github.com/awslabs/aurora-snapshot-tool/issues/29',
      'https://github.com/awslabs/aurora-snapshot-tool/issues/26',
    ],
  },
  {
    id: 'KMS_RDS_TARGET_KEY',
    example: 'The target KMS key [None] does not exist, is not enabled or you do not have permissions to access it.',
    pattern:
      /target KMS key\s?(?:\[(?:(?<keyArn>arn:[^\]\s]{1,200})|[^\]]{0,200})\]\s?)?does not exist, is not enabled or you do not have permissions? to access it/i,
    jobs: ['copy'],
    types: ['RDS', 'Aurora', 'DocumentDB', 'Neptune'],
    category: 'KMS_KEY_ERROR',
    guessed: true,
    because:
      'RDS could not use the key that should encrypt the copy, which is the key of the destination vault: wrong Region, disabled, or not allowed to the role that copies.',
    whoActs: 'CDX',
    rerun: 'copy again',
    fix: "Check the destination vault's key in the destination Region: its state and its policy.",
    rules: ['central-vault-has-customer-key', 'central-vault-key-enabled', 'central-vault-key-usable'],
    confidence: 'medium',
    sources: ['https://github.com/awslabs/rds-snapshot-tool/issues/70'],
  },
  {
    id: 'KMS_RDS_SPECIFIED_KEY',
    example: 'Specified KMS key [None] does not exist, is not enabled or you do not have permissions to access it.',
    pattern:
      /Specified KMS key\s?(?:\[(?:(?<keyArn>arn:[^\]\s]{1,200})|[^\]]{0,200})\]\s?)?does not exist, is not enabled or you do not have permissions? to access it/i,
    jobs: ['copy', 'restore'],
    types: ['RDS', 'Aurora'],
    category: 'KMS_KEY_ERROR',
    guessed: true,
    because:
      'RDS cannot use the key that was named for the new snapshot or database. Often the source is encrypted with an AWS managed key.',
    whoActs: 'CDX',
    rerun: 'copy again',
    fix: 'Name a customer managed key of the same account and Region that the calling role may use.',
    rules: ['source-encryption-can-be-copied'],
    readings: [{ when: { job: 'restore' }, whoActs: 'requester', rules: [] }],
    confidence: 'medium',
    sources: ['https://github.com/awslabs/aurora-snapshot-tool/issues/25'],
  },
  {
    id: 'KMS_RDS_NEED_NEW_KEY_XREGION',
    example: 'Must specify new KMS key for cross region encrypted snapshot copy.',
    pattern: /Must specify new KMS key for cross[- ]region encrypted snapshot copy/i,
    jobs: ['copy'],
    types: ['RDS', 'Aurora'],
    category: 'KMS_KEY_ERROR',
    guessed: true,
    because:
      'An encrypted snapshot went to another Region without a key that lives there. A key works in its own Region only.',
    whoActs: 'CDX',
    rerun: 'copy again',
    fix: 'Give the destination vault a customer managed key of its Region, or a replica of the multi-Region key.',
    rules: ['central-vault-has-customer-key', 'central-vault-key-enabled', 'central-vault-key-usable'],
    confidence: 'medium',
    sources: ['https://github.com/1Strategy/rds-oracle-cross-account-cross-region-dr/issues/1'],
  },
] satisfies readonly Cause[]
