import { airGapped, crossAccount, kmsKeyStates, messages, troubleshooting, vaultKeyKnowledge } from '../links.ts'

/** Pages that several causes go back to. */
export const links = {
  dashboards: messages,
  troubleshooting,
  limits: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html',
  crossAccount,
  events: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html',
  airGapped,
  keyState: kmsKeyStates,
  serviceLinkedRole:
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackup.html',
  virtualMachines: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/vm-troubleshooting.html',
  putKeyPolicy: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html',
  copyBackupFsx: 'https://docs.aws.amazon.com/fsx/latest/APIReference/API_CopyBackup.html',
  fieldReport:
    'https://www.tecracer.com/blog/2024/04/automating-cross-account-/-cross-region-backups-with-aws-backup-in-aws-organizations.html',
  copyErrors: vaultKeyKnowledge,
  crossAccountErrors: 'https://repost.aws/knowledge-center/backup-troubleshoot-cross-account-copy',
} as const
