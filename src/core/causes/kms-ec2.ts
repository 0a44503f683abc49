import type { Cause } from '../cause.ts'
import { awsManagedKey, disabledKey, vaultKey } from './key-readings.ts'
import { links } from './links.ts'

/** EC2 and EBS cannot use a key. */
export const kmsEc2 = [
  {
    id: 'KMS_AMI_KEY_NOT_ACCESSIBLE',
    example:
      'AMI snapshot copy failed with error: Given key ID is not accessible. You must have DescribeKey permissions on the default key',
    variants: [
      'AMI snapshot copy failed with error: Given key ID is not accessible. You must have DescribeKey permissions on the default CMK',
    ],
    pattern: /AMI snapshot copy failed with error:.{0,200}Given key ID is not accessible/i,
    jobs: ['copy'],
    types: ['EC2'],
    category: 'KMS_KEY_ERROR',
    because:
      "The copy could not use the key of a snapshot behind the AMI. Each volume of the instance can have its own key, and one that the central account may not use is enough. The mention of a default key is EC2's stock wording.",
    whoActs: 'resource team',
    rerun: 'copy again',
    fix: 'Go through the keys of all attached volumes: let the central account use each customer managed one, and re-encrypt volumes that use aws/ebs.',
    snippet: 'if customer managed',
    rules: [
      'source-encryption-can-be-copied',
      'key-enabled',
      'key-shared-with-central',
      'central-vault-key-enabled',
      'central-vault-key-usable',
    ],
    beyond:
      'A recovery point keeps the key it was taken with: if the resource changed its key since, take a new backup and copy that.',
    readings: [...vaultKey, awsManagedKey, disabledKey],
    confidence: 'high',
    sources: [links.dashboards, 'https://github.com/aws-samples/aws-backup-automation/issues/2'],
  },
  {
    id: 'KMS_EBS_KEY_NOT_ACCESSIBLE',
    example: 'Given key ID is not accessible',
    pattern: /^(?!.*AMI snapshot copy failed).*\bGiven key ID is not accessible\b/i,
    jobs: ['copy', 'backup'],
    types: ['EBS', 'EC2', 'Storage Gateway'],
    category: 'KMS_KEY_ERROR',
    because:
      "The snapshot copy could not use the volume's key. Its policy does not let the central account's AWSServiceRoleForBackup use it, or the key is disabled, awaiting deletion, or the AWS managed key aws/ebs. More rarely it is the destination vault's key.",
    whoActs: 'resource team',
    rerun: 'copy again',
    fix: 'Customer managed and enabled: let the central account use it. Disabled or pending deletion: enable it. aws/ebs: move the volume to a customer managed key.',
    snippet: 'if customer managed',
    rules: [
      'source-encryption-can-be-copied',
      'key-enabled',
      'key-shared-with-central',
      'central-vault-key-enabled',
      'central-vault-key-usable',
    ],
    beyond:
      'A recovery point keeps the key it was taken with: if the resource changed its key since, take a new backup and copy that.',
    readings: [
      { when: { job: 'backup' }, snippet: 'never', rules: ['key-enabled', 'backup-role-can-use-key'] },
      ...vaultKey,
      awsManagedKey,
      disabledKey,
    ],
    confidence: 'high',
    sources: [
      links.dashboards,
      links.copyErrors,
      links.fieldReport,
      'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html',
    ],
  },
  {
    id: 'KMS_AMI_MANAGED_KEY',
    example: "Snapshots encrypted with the AWS managed key can't be shared. Specify another snapshot.",
    variants: ["Snapshots encrypted with the AWS Managed CMK can't be shared. Specify another snapshot."],
    pattern: /Snapshots encrypted with the AWS Managed (?:key|CMK) can'?t be shared/i,
    jobs: ['copy'],
    types: ['EC2'],
    category: 'ACCESS_DENIED',
    because:
      'A snapshot behind the AMI is encrypted with the AWS managed key aws/ebs. Its policy cannot be changed, so the snapshot cannot be shared with the central account.',
    whoActs: 'resource team',
    rerun: 'never this recovery point',
    fix: 'Move the volumes to a customer managed key. To save this one backup: copy it inside the account into a vault with a customer managed key, and copy from there.',
    rules: ['source-encryption-can-be-copied'],
    confidence: 'high',
    sources: [links.dashboards],
  },
  {
    id: 'KMS_EBS_DEFAULT_KEY',
    example: 'Encrypted snapshots with Amazon EBS default key cannot be shared',
    variants: ['Encrypted snapshots with EBS default key cannot be shared'],
    pattern: /Encrypted snapshots with (?:Amazon )?EBS default key cannot be shared/i,
    jobs: ['copy'],
    types: ['EBS'],
    category: 'ACCESS_DENIED',
    because:
      'The snapshot is encrypted with the AWS managed key aws/ebs. Its policy cannot be changed, so the snapshot cannot be shared with the central account.',
    whoActs: 'resource team',
    rerun: 'never this recovery point',
    fix: "Move the volume to a customer managed key, and make such a key the account's default for EBS encryption. To save this one backup: copy it inside the account into a vault with a customer managed key, and copy from there.",
    rules: ['source-encryption-can-be-copied'],
    confidence: 'high',
    sources: [links.dashboards],
  },
  {
    id: 'KMS_KEY_ID_NOT_EXIST',
    example: 'Given key ID does not exist',
    pattern: /Given key ID does not exist/i,
    jobs: ['backup', 'copy'],
    types: ['EBS', 'EC2'],
    category: 'RESOURCE_NOT_FOUND',
    because: 'The key is gone, or its id was looked up in the wrong Region or account.',
    whoActs: 'resource team',
    rerun: 'never this recovery point',
    fix: 'If the key was deleted, data under it is lost and only a copy under another key can be restored: move the volume to a living key. Otherwise correct the Region or give the full ARN.',
    rules: ['key-enabled', 'key-in-region'],
    confidence: 'high',
    sources: [links.dashboards],
  },
] satisfies readonly Cause[]
