import type { Cause } from '../cause.ts'
import { links } from './links.ts'
import { typeReadings } from './type-readings.ts'

const inTwoSteps =
  'If the next copy fails with the same words, AWS does not do what its table of features says: copy in two steps, first to the account, then to the Region.'

/** The type, or the resource as it is set up, cannot do what the job asks. */
export const type = [
  {
    id: 'UNS_COPY_FEATURE',
    example:
      'Copy job from eu-central-1 to eu-west-1 cannot be initiated for DynamoDB resources. Feature is not supported for provided resource type.',
    variants: [
      'Copy job from us-west-2 to us-east-1 cannot be initiated for RDS resources. Feature is not supported for provided resource type.',
      'Copy job from eu-north-1 to eu-central-1 cannot be initiated for Aurora resources. Feature is not supported for provided resource type.',
    ],
    pattern:
      /Copy job from (?<from>[a-z0-9-]{1,30}) to (?<to>[a-z0-9-]{1,30}) cannot be initiated for (?<type>[^.]{1,60}?) resources/i,
    jobs: ['copy'],
    category: 'UNSUPPORTED_OPERATION',
    because:
      'This resource type cannot be copied that way. Likely today: a DynamoDB table without advanced features, Redshift, an RDS Multi-AZ DB cluster, an ONTAP FlexGroup volume, a CloudFormation stack to another account, or an opt-in Region.',
    whoActs: 'CDX',
    rerun: 'never this recovery point',
    fix: "Check the resource for what its type can do. Otherwise use the service's own export or copy, or copy in two steps: first the account, then the Region.",
    rules: ['type-can-be-copied', 'copy-in-one-action'],
    beyond: inTwoSteps,
    readings: typeReadings,
    confidence: 'high',
    sources: [
      links.crossAccountErrors,
      links.fieldReport,
      'https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html',
      'https://aws.amazon.com/about-aws/whats-new/2025/10/aws-backup-single-action-database-snapshot-copy-regions',
    ],
  },
  {
    id: 'UNS_FEATURE',
    example: 'Feature is not supported for provided resource type.',
    pattern: /^(?!.*cannot be initiated for).*Feature is not supported for provided resource type/i,
    jobs: ['copy', 'backup'],
    category: 'UNSUPPORTED_OPERATION',
    because:
      'This resource type, as it is set up, does not have the feature that the job asks for. On a copy: a DynamoDB table without advanced features, Redshift, an RDS Multi-AZ DB cluster, or an ONTAP FlexGroup volume.',
    whoActs: 'CDX',
    rerun: 'not needed',
    fix: "Check the resource for what its type can do; where the type cannot be copied, use the service's own export.",
    rules: ['type-can-be-copied'],
    beyond: inTwoSteps,
    // That the type can be copied says nothing about a backup.
    readings: [{ when: { job: 'backup' }, rules: [] }, ...typeReadings],
    confidence: 'high',
    sources: [links.dashboards],
  },
  {
    id: 'UNS_RESOURCE_TYPE',
    example: 'Unsupported resource type',
    pattern: /unsupported resource type/i,
    jobs: ['backup', 'copy'],
    category: 'RESOURCE_NOT_SUPPORTED',
    because: 'AWS Backup does not support this type, not in this Region, or its service opt-in is off here.',
    whoActs: 'CDX',
    rerun: 'after diagnosis',
    fix: "Turn the opt-in on in this Region; for plans of the organisation the management account's opt-in counts. If the type is not supported, change the resource's backup tag and protect it another way.",
    rules: ['type-offered', 'type-opted-in'],
    confidence: 'high',
    sources: [links.dashboards, links.troubleshooting],
  },
  {
    id: 'UNS_OPTION_GROUP',
    example: 'The snapshot requires a target option group with the following options: TDE',
    pattern: /snapshot requires a target option group with the following options:?\s?(?<options>[^.]{0,200})/i,
    jobs: ['copy'],
    types: ['RDS'],
    because:
      'The snapshot needs an option group that the destination does not have, and AWS Backup does not bring one along.',
    whoActs: 'resource team',
    rerun: 'copy again',
    fix: "Create the option group in the destination before the next copy. A snapshot with TDE cannot be shared across accounts at all: use the database's own export.",
    rules: ['options-allow-copy'],
    confidence: 'high',
    sources: [
      'https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html',
      links.troubleshooting,
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/share-encrypted-snapshot.html',
    ],
  },
  {
    id: 'ACC_MARKETPLACE',
    example: 'Images from AWS Marketplace cannot be copied to another AWS account.',
    pattern: /Images from AWS Marketplace cannot be copied to another AWS account/i,
    jobs: ['copy'],
    types: ['EC2'],
    category: 'ACCESS_DENIED',
    because: 'The AMI carries an AWS Marketplace product code, and such images cannot leave the account.',
    whoActs: 'resource team',
    rerun: 'not needed',
    fix: 'No policy changes that. Back up the data volumes instead, or rebuild the instance from an image of your own.',
    rules: ['no-marketplace-code'],
    confidence: 'high',
    sources: [links.dashboards],
  },
] satisfies readonly Cause[]
