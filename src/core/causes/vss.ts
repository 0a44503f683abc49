import type { Cause } from '../cause.ts'
import { links } from './links.ts'

/** Windows VSS: the job mostly ends COMPLETED with one of these messages. */
export const vss = [
  {
    id: 'VSS_AGENT',
    example: 'Windows VSS Backup attempt failed because ec2-vss-agent.exe is not installed in the Instance',
    pattern: /ec2-vss-agent\.exe is not installed/i,
    jobs: ['backup'],
    types: ['EC2'],
    category: 'VSS_ERROR',
    because:
      'The VSS components are not installed on the instance. The backup exists but is only crash-consistent, as after a power cut.',
    whoActs: 'resource team',
    rerun: 'back up again',
    fix: 'Install the AWS VSS components on the instance (ec2-vss-agent.exe comes with them).',
    confidence: 'high',
    sources: [links.dashboards, 'https://repost.aws/knowledge-center/backup-troubleshoot-vss-failures'],
  },
  {
    id: 'VSS_FALLBACK',
    example: 'Windows VSS Backup Job Error encountered, trying for regular backup',
    pattern: /Windows VSS Backup Job Error encountered, trying for regular backup/i,
    jobs: ['backup'],
    types: ['EC2'],
    category: 'VSS_ERROR',
    because:
      'The application-consistent (VSS) snapshot failed, and AWS Backup took an ordinary one. The backup exists but is only crash-consistent, as after a power cut.',
    whoActs: 'resource team',
    rerun: 'back up again',
    fix: 'Check the instance profile, the SSM agent and the VSS components on the instance.',
    confidence: 'high',
    sources: [links.dashboards, 'https://repost.aws/knowledge-center/backup-troubleshoot-vss-failures'],
  },
  {
    id: 'VSS_OS',
    example:
      'Windows VSS Backup attempt failed because of unsupported Windows Server version. Supported Versions are Windows Server 2012 or later.',
    pattern: /Windows VSS Backup attempt failed because of unsupported Windows Server version/i,
    jobs: ['backup'],
    types: ['EC2'],
    category: 'VSS_ERROR',
    because:
      'This Windows version cannot take VSS snapshots; Windows Server 2012 is the oldest that can. The backup exists but is only crash-consistent, as after a power cut.',
    whoActs: 'resource team',
    rerun: 'back up again',
    fix: 'Upgrade Windows, or switch VSS off for this instance.',
    confidence: 'high',
    sources: [links.dashboards, 'https://repost.aws/knowledge-center/backup-troubleshoot-vss-failures'],
  },
  {
    id: 'VSS_PRIVILEGES',
    example: 'Windows VSS Backup attempt failed because of insufficient privileges to perform this operation',
    pattern: /Windows VSS Backup attempt failed because of insufficient privileges/i,
    jobs: ['backup'],
    types: ['EC2'],
    category: 'VSS_ERROR',
    because:
      'The instance profile does not allow VSS snapshots. The backup exists but is only crash-consistent, as after a power cut.',
    whoActs: 'resource team',
    rerun: 'back up again',
    fix: 'Give the instance profile the permissions for VSS snapshots (AWSEC2VssSnapshotPolicy).',
    confidence: 'high',
    sources: [links.dashboards, 'https://repost.aws/knowledge-center/backup-troubleshoot-vss-failures'],
  },
  {
    id: 'VSS_STATE',
    example:
      'Windows VSS Backup attempt failed because either Instance or SSM Agent has invalid state or insufficient privileges.',
    pattern: /Windows VSS Backup attempt failed because either Instance or SSM Agent has invalid state/i,
    jobs: ['backup'],
    types: ['EC2'],
    category: 'VSS_ERROR',
    because:
      'The instance is not running, or its SSM agent is offline or not permitted. The backup exists but is only crash-consistent, as after a power cut.',
    whoActs: 'resource team',
    rerun: 'back up again',
    fix: 'Start the instance, bring the SSM agent online, and check the instance profile.',
    confidence: 'high',
    sources: [links.dashboards, 'https://repost.aws/knowledge-center/backup-troubleshoot-vss-failures'],
  },
  {
    id: 'VSS_TIMEOUT',
    example: 'Windows VSS Backup attempt failed because of timeout on VSS enabled snapshot creation',
    pattern: /Windows VSS Backup attempt failed because of timeout/i,
    jobs: ['backup'],
    types: ['EC2'],
    category: 'VSS_ERROR',
    because:
      'The VSS snapshot took too long, mostly because the disks were busy. The backup exists but is only crash-consistent, as after a power cut.',
    whoActs: 'resource team',
    rerun: 'back up again',
    fix: 'Move the backup to a quieter hour.',
    confidence: 'high',
    sources: [links.dashboards, 'https://repost.aws/knowledge-center/backup-troubleshoot-vss-failures'],
  },
] satisfies readonly Cause[]
