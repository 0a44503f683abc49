import type { House } from './house.ts'
import type { Kind } from './kind.ts'

const fsxWindow =
  'Maintenance and backup windows: AWS Backup’s job fails in the three hours before the file system’s own.'

const ofKind: Readonly<Record<string, readonly string[]>> = {
  s3: [
    'Objects that were stored under another key than the bucket’s default: the backup role must be able to decrypt those, too. SSE-C objects and those in Glacier Flexible Retrieval or Deep Archive are left out of the backup.',
    'Whether the backup role carries AWSBackupServiceRolePolicyForS3Backup.',
  ],
  ec2: [
    'EC2 Allowed AMIs in the central account: if it is on, it must allow this account’s images.',
    'Instance store volumes: AWS Backup does not capture them, and says nothing.',
    'Automation that takes back shared images or snapshots while a copy runs: it breaks the copy.',
  ],
  'rds-instance': [
    'Maintenance and backup windows: AWS Backup’s job fails within an hour of the instance’s own windows.',
  ],
  aurora: ['The other Regions of a global database: each cluster there needs its own tag and backup.'],
  'dynamodb-advanced': [
    'The replicas of a global table: each needs its own tag, and the advanced features of its Region.',
  ],
  efs: ['The file system policy: one that denies elasticfilesystem:Backup stops the backup.'],
  'fsx-windows': [fsxWindow],
  'fsx-lustre': [fsxWindow],
  'fsx-ontap': ['Whether the volume is online, and how full its SSD tier is: backups stop at 98 percent.'],
  'fsx-openzfs': [
    fsxWindow,
    'A separate opt-in for OpenZFS: AWS’s guide speaks of one, its settings show one for all of FSx.',
  ],
  'aurora-dsql': ['The clusters in other Regions: each needs its own backup.'],
  vmware: [
    'Disks of the virtual machine: raw device mappings, NVMe and independent disks are not captured.',
    'The version of vSphere: AWS Backup takes 6.7, 7.0 and 8.',
  ],
  'sap-hana': [
    'The Backint agent and its credentials on the instance.',
    'Whether the instance is registered twice: then each ARN is backed up by itself.',
  ],
  cloudformation: [
    'Resources of the stack that AWS Backup does not support: they are not in the backup.',
    'How deep stacks are nested: AWS Backup takes ten layers.',
  ],
  eks: [
    'Storage that came to the cluster after the last completed backup and was not made by the EBS CSI driver.',
    'Storage outside the CSI drivers, buckets with a prefix and file systems of another account: they are left out.',
  ],
}

/** What nobody outside can see, as sentences with their subject before the colon; they belong to every answer, also to a `yes`. */
export const uncheckedOf = (kind: Kind, house: House): readonly string[] => [
  'SCPs and RCPs of the organisation: a member account cannot read its service and resource control policies.',
  'Tag policies of the organisation: one that refuses the recovery point’s tags fails the copy.',
  'Access policy of the local vault: a Deny in it can stop backups into it and copies out of it.',
  `IAM policies and permissions boundary of ${house.member.backupRole}: the role runs the jobs, so they may stop them.`,
  ...(house.management == null
    ? [
        'Opt-in of the management account: for plans of an organisation policy it counts, not the member account’s. The bot reads it where organisation.json names that account (management).',
      ]
    : []),
  ...(kind.fullManagement.value === 'yes'
    ? [
        `The key policy of the local vault: whether ${house.member.backupRole} may use the key; and AWS’s pages disagree whether it must let the central account in, which does not arise with the one organisation-wide key.`,
      ]
    : []),
  ...(ofKind[kind.id] ?? []),
]
