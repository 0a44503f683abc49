import type { Reading } from '../cause.ts'

/**
 * What a refused feature mostly means for one type.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html
 */
export const typeReadings = [
  {
    when: { job: 'copy', types: ['DynamoDB'] },
    because: 'A DynamoDB table can be copied only when its backup was taken with the advanced features on.',
    whoActs: 'CDX',
    fix: 'Turn the advanced features for DynamoDB on in the account and Region, then take a new backup and copy that.',
    rules: ['advanced-features-on'],
  },
  {
    when: { job: 'copy', types: ['RDS'] },
    because:
      'An RDS Multi-AZ DB cluster cannot be copied by AWS Backup. For a plain DB instance, this combination of account and Region was refused.',
    fix: 'Check the resource for what it is. For a Multi-AZ DB cluster copy or export a snapshot with RDS itself; for a DB instance copy to the account first, then to the Region.',
  },
  {
    when: { job: 'copy', types: ['FSx'] },
    because: 'An ONTAP FlexGroup volume cannot be copied by AWS Backup; FlexVol volumes and the other FSx types can.',
    fix: 'Check the volume for its style. Replicate a FlexGroup volume with SnapMirror.',
    rules: ['type-can-be-copied', 'volume-flexvol', 'storage-type-allows-copy'],
  },
  {
    when: { job: 'copy', types: ['Redshift', 'Redshift Serverless'] },
    because: 'AWS Backup does not copy Redshift backups to another account or Region.',
    fix: "For a copy elsewhere use Redshift's own snapshots.",
  },
] satisfies readonly Reading[]
