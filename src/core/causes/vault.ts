import type { Cause } from '../cause.ts'
import { links } from './links.ts'

/** The vault: its key, its policy, its lock, its existence. */
export const vault = [
  {
    id: 'VAULT_DEFAULT_KEY',
    example:
      'Copy job failed because the destination Backup vault is encrypted with the default Backup service managed key. The contents of this vault cannot be copied. Only the contents of a Backup vault encrypted by an AWS KMS key may be copied.',
    pattern: /destination Backup vault is encrypted with the default Backup service managed key/i,
    jobs: ['copy'],
    types: ['EBS', 'EC2', 'RDS', 'Aurora', 'DocumentDB', 'Neptune', 'FSx', 'Storage Gateway'],
    category: 'ACCESS_DENIED',
    because:
      'The destination vault is encrypted with the AWS managed key aws/backup. A resource type that AWS Backup does not fully manage can be copied to another account only into a vault with a customer managed key.',
    whoActs: 'CDX',
    rerun: 'copy again',
    fix: 'Point the copy at a vault that was created with a customer managed key. The key of an existing vault cannot be changed.',
    rules: ['central-vault-has-customer-key'],
    confidence: 'high',
    sources: [
      links.dashboards,
      links.fieldReport,
      'https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html',
    ],
  },
  {
    id: 'SGW_NEEDS_CMK_VAULT',
    example:
      'UnsupportedOperation : Storage Gateway backup copies require a user-created backup vault and key at destination.',
    pattern: /Storage Gateway backup copies require a user-created backup vault and key/i,
    jobs: ['copy'],
    types: ['Storage Gateway'],
    category: 'UNSUPPORTED_OPERATION',
    because:
      'A Storage Gateway volume can be copied only into a vault that somebody created with a customer managed key; this copy points at the default vault or at one with aws/backup.',
    whoActs: 'CDX',
    rerun: 'copy again',
    fix: 'Point the copy at a vault of your own with a customer managed key.',
    rules: ['central-vault-has-customer-key'],
    confidence: 'high',
    sources: [links.dashboards],
  },
  {
    id: 'ACC_VAULT_POLICY',
    example: 'Access Denied trying to call AWS Backup service',
    variants: ['Access Denied trying to call AWS Backup service.'],
    pattern: /Access Denied trying to call AWS Backup service/i,
    jobs: ['copy'],
    category: 'ACCESS_DENIED',
    because:
      "The copy may not enter the destination vault: backup:CopyIntoBackupVault is missing from the vault's access policy for this account or organisation, missing from the role that copies, or denied by an SCP.",
    whoActs: 'CDX',
    rerun: 'copy again',
    fix: 'Allow backup:CopyIntoBackupVault on the destination vault to the organisation or the source account. If it is allowed there, look at the copying role and at SCPs.',
    rules: ['central-vault-policy-allows-copy'],
    beyond:
      'If it fails again with the same words, look at SCPs and at the IAM policy of the copying role, which the check does not see.',
    confidence: 'high',
    sources: [
      links.dashboards,
      'https://repost.aws/knowledge-center/backup-resolve-access-denied-error',
      links.fieldReport,
    ],
  },
  {
    id: 'NF_VAULT',
    example:
      'Backup job failed because backup vault arn:aws:backup:eu-west-1:111122223333:backup-vault:local-vault does not exist.',
    pattern: /backup vault (?<vaultArn>arn:\S{1,300}) does not exist/i,
    jobs: ['backup'],
    category: 'RESOURCE_NOT_FOUND',
    guessed: true,
    because:
      'The backup plan names a vault that does not exist in this account and Region. Backup policies do not check that.',
    whoActs: 'CDX',
    rerun: 'back up again',
    fix: 'Create the local vault (with Control Tower: register the OU again), or correct the name in the plan.',
    rules: ['member-vault-exists'],
    confidence: 'high',
    sources: [links.events],
  },
  {
    id: 'NF_CRYOPOD',
    example: 'Could not find cryopod',
    pattern: /Could not find cryopod/i,
    jobs: ['copy', 'backup'],
    category: 'RESOURCE_NOT_FOUND',
    because:
      'AWS calls a vault a cryopod internally: the vault that the job should write into does not exist there or cannot be seen.',
    whoActs: 'CDX',
    rerun: 'copy again',
    fix: "Compare the destination vault's ARN letter by letter, account and Region included.",
    rules: ['central-vault-exists'],
    readings: [{ when: { job: 'backup' }, rules: [] }],
    confidence: 'medium',
    sources: [links.dashboards],
  },
  {
    id: 'LIF_RETENTION',
    example:
      'Copy job failed. The retention specified in the job is not within the range specified for the target Backup Vault.',
    pattern: /retention specified in the job is not within the range specified for the target Backup Vault/i,
    jobs: ['copy'],
    category: 'INVALID_LIFECYCLE',
    because:
      "The vault lock of the destination vault refuses the copy's retention: it is shorter than the minimum, longer than the maximum, or endless.",
    whoActs: 'CDX',
    rerun: 'copy again',
    fix: 'Set the retention of the copy inside the range of the vault lock; while the lock can still be changed, its range can follow instead.',
    rules: ['retention-within-vault-lock'],
    confidence: 'high',
    sources: [links.dashboards],
  },
  {
    id: 'LIF_RETENTION_BACKUP',
    example: 'The retention specified in the job is not within the range specified for the Backup Vault.',
    pattern: /retention [^.]{0,200}not within the range specified for the (?:target )?Backup Vault/i,
    jobs: ['backup'],
    category: 'INVALID_LIFECYCLE',
    guessed: true,
    because: 'The vault lock of the local vault refuses the retention of this backup.',
    whoActs: 'CDX',
    rerun: 'back up again',
    fix: "Set the retention of the backup inside the range of the local vault's lock.",
    rules: ['local-retention-within-vault-lock'],
    confidence: 'low',
    sources: [links.dashboards],
  },
] satisfies readonly Cause[]
