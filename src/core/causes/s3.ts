import type { Cause } from '../cause.ts'
import { links } from './links.ts'

/** Only S3. */
export const s3 = [
  {
    id: 'ACC_BUCKET_VERSIONING_PERM',
    example: 'Customer credential miss permission to get bucket versioning for bucket.',
    pattern: /miss permission to get bucket versioning for bucket/i,
    jobs: ['backup'],
    types: ['S3'],
    category: 'ACCESS_DENIED',
    because:
      'The backup role may not ask whether the bucket has versioning: s3:GetBucketVersioning is missing from the role, or the bucket policy denies it.',
    whoActs: 'resource team',
    rerun: 'back up again',
    fix: 'Look for a Deny in the bucket policy. The backup role needs AWSBackupServiceRolePolicyForS3Backup.',
    confidence: 'high',
    sources: [links.dashboards],
  },
  {
    id: 'S3_OPTIONS',
    example:
      'Periodic/snapshot backup for bucket team-a-invoices has different backup options than the continuous backup.',
    pattern:
      /Periodic\/snapshot backup for bucket (?<bucket>\S{1,63}) has different backup options than the continuous backup/i,
    jobs: ['backup'],
    types: ['S3'],
    because:
      'A warning: the scheduled backup of this bucket took over the options (ACLs, tags) of its continuous backup, because the two differ.',
    whoActs: 'CDX',
    rerun: 'not needed',
    fix: 'Give both backup rules the same options.',
    confidence: 'high',
    sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html'],
  },
] satisfies readonly Cause[]
