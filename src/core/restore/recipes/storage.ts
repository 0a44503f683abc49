import { type Field, filled, guide, idOf, linesOf, madeId, type Recipe, rules } from '../recipe.ts'

const zone: Field = {
  id: 'zone',
  label: 'Availability Zone',
  required: true,
  from: 'availabilityZone',
  check: rules.zone,
}
const volume: readonly Field[] = [
  zone,
  {
    id: 'volumeType',
    label: 'Volume type',
    from: 'volumeType',
    choices: ['gp3', 'gp2', 'io2', 'io1', 'st1', 'sc1', 'standard'],
  },
  {
    id: 'volumeSize',
    label: 'Size in GiB',
    hint: 'Not below the size of the backup.',
    from: 'volumeSize',
    check: rules.number,
  },
  { id: 'key', label: 'KMS key', hint: 'Empty: the key of the recovery point.', check: rules.key },
]

export const ebs: Recipe = {
  kinds: ['ebs', 'storage-gateway'],
  makes: 'a new EBS volume',
  fields: volume,
  metadata: cooking => ({
    ...filled(cooking, {
      zone: 'availabilityZone',
      volumeType: 'volumeType',
      volumeSize: 'volumeSize',
      key: 'kmsKeyId',
    }),
    ...(cooking.target.parameters.key ? { encrypted: 'true' } : {}),
  }),
  verify: () => [['ec2', 'describe-volumes', '--volume-ids', madeId, '--query', 'Volumes[0].[State,Size,Encrypted]']],
  afterwards: 'Detach the old volume, attach the new one under the same device name, and mount it.',
  sure: true,
  source: guide('restoring-ebs'),
}

export const s3: Recipe = {
  kinds: ['s3'],
  makes: 'objects in a bucket',
  overwrites: 'Nothing is overwritten: objects that the bucket has are skipped, and deleted ones come back.',
  spares: true,
  fields: [
    {
      id: 'bucket',
      label: 'Target bucket',
      mode: 'new',
      hint: 'It must exist, in the target account and Region, with versioning on.',
      required: true,
      check: rules.bucket,
    },
    {
      id: 'items',
      label: 'Objects or prefixes',
      hint: 'At most five, one a line; empty restores everything.',
      lines: true,
      check: rules.items,
    },
    {
      id: 'key',
      label: 'KMS key',
      hint: 'Empty: as the objects were encrypted; from another Region, with S3’s own key.',
      check: rules.key,
    },
  ],
  metadata: ({ token, resource, target: { mode, region, parameters, pointInTime } }) => ({
    DestinationBucketName: mode === 'overwrite' ? idOf({ resource }) : (parameters.bucket ?? ''),
    NewBucket: 'false',
    CreationToken: token,
    ...(parameters.key
      ? { Encrypted: 'true', EncryptionType: 'SSE-KMS', KMSKey: parameters.key }
      : // The original keys do not exist in another Region.
        { Encrypted: 'true', EncryptionType: region === resource.region ? 'original' : 'SSE-S3' }),
    ...(parameters.items ? { ItemsToRestore: JSON.stringify(linesOf(parameters.items)) } : {}),
    ...(pointInTime === null ? {} : { RestoreTime: pointInTime }),
  }),
  verify: ({ resource, target: { mode, parameters } }) => [
    [
      's3api',
      'list-objects-v2',
      '--bucket',
      mode === 'overwrite' ? idOf({ resource }) : (parameters.bucket ?? ''),
      '--max-items',
      '20',
      '--query',
      'Contents[].[Key,Size,LastModified]',
    ],
  ],
  sure: true,
  source: guide('restoring-s3'),
}

export const efs: Recipe = {
  kinds: ['efs'],
  makes: 'a new file system, or a folder in an existing one',
  overwrites:
    'Nothing is overwritten: the files appear in a new folder aws-backup-restore_… at the root of the original.',
  spares: true,
  fields: [
    {
      id: 'fileSystem',
      label: 'Existing file system',
      mode: 'new',
      hint: 'Empty: a new file system is made.',
      check: value => (/^fs-[0-9a-f]{8,40}$/.test(value) ? null : 'A file system looks like fs-0123456789abcdef0.'),
    },
    {
      id: 'items',
      label: 'Folders or files',
      hint: 'At most five paths, one a line; empty restores everything.',
      lines: true,
      check: rules.fileItems,
    },
    { id: 'performance', label: 'Performance mode', from: 'PerformanceMode', choices: ['generalPurpose', 'maxIO'] },
    {
      id: 'key',
      label: 'KMS key',
      hint: 'For a new file system; empty: aws/elasticfilesystem.',
      check: rules.key,
    },
  ],
  metadata: ({ token, resource, target: { mode, parameters } }) => {
    const { fileSystem = '', key = '', items = '' } = parameters
    const into = mode === 'overwrite' ? idOf({ resource }) : fileSystem
    return {
      'file-system-id': into === '' ? idOf({ resource }) : into,
      newFileSystem: String(into === ''),
      Encrypted: 'true',
      CreationToken: into === '' ? token : null,
      PerformanceMode: parameters.performance || 'generalPurpose',
      ...(key === '' ? { KmsKeyId: null } : { KmsKeyId: key }),
      ...(items === '' ? {} : { ItemsToRestore: JSON.stringify(linesOf(items)) }),
    }
  },
  verify: () => [
    [
      'efs',
      'describe-file-systems',
      '--file-system-id',
      madeId,
      '--query',
      'FileSystems[0].[LifeCycleState,SizeInBytes.Value]',
    ],
  ],
  afterwards: 'A new file system has no mount targets yet: make them, and move the files to their place.',
  sure: true,
  source: guide('restoring-efs'),
}
