import { type Cooking, filled, guide, idOf, linesOf, madeId, type Recipe, rules, type ShellWord } from '../recipe.ts'

const place = [
  { id: 'instanceType', label: 'Instance type', from: 'InstanceType', check: rules.instanceType },
  { id: 'vpc', label: 'VPC', from: 'VpcId', check: rules.vpc },
  { id: 'subnet', label: 'Subnet', required: true as const, from: 'SubnetId', check: rules.subnet },
  {
    id: 'securityGroups',
    label: 'Security groups',
    hint: 'One a line.',
    lines: true as const,
    from: 'SecurityGroupIds',
    check: rules.securityGroups,
  },
]
const names = { instanceType: 'InstanceType', vpc: 'VpcId', subnet: 'SubnetId', securityGroups: 'SecurityGroupIds' }
const look: readonly ShellWord[] = [
  'ec2',
  'describe-instances',
  '--instance-ids',
  madeId,
  '--query',
  'Reservations[0].Instances[0].[State.Name,PrivateIpAddress]',
]

export const ec2: Recipe = {
  kinds: ['ec2'],
  makes: 'a new instance',
  fields: [
    ...place,
    {
      id: 'profile',
      label: 'Instance profile',
      hint: 'That of the backup, or none; AWS Backup takes no other.',
      from: 'IamInstanceProfileName',
      choices: ['UseBackedUpValue', 'none'],
    },
  ],
  metadata: cooking => ({
    ...filled(cooking, names, ['securityGroups']),
    // The interfaces of the original name its subnet and groups, and win over what is asked here.
    NetworkInterfaces: null,
    ...(cooking.target.parameters.profile === 'none'
      ? { IamInstanceProfileName: null }
      : cooking.target.parameters.profile === 'UseBackedUpValue'
        ? { IamInstanceProfileName: 'UseBackedUpValue' }
        : {}),
  }),
  beforehand: ({ resource, target }) =>
    resource.account === target.account && resource.region === target.region
      ? null
      : 'In another account or Region the keys of the original volumes may be out of reach: then put BlockDeviceMappings with a key of the target account into the metadata, by device.',
  verify: () => [look],
  afterwards:
    'The instance has a new id and address: put it behind the load balancer or into DNS, then stop the old one.',
  sure: true,
  source: guide('restoring-ec2'),
}

export const vmware: Recipe = {
  kinds: ['vmware'],
  makes: 'a new EC2 instance from the virtual machine',
  fields: place.map(field => (field.id === 'instanceType' ? { ...field, required: true as const } : field)),
  metadata: cooking => ({ RestoreTo: 'EC2Instance', ...filled(cooking, names, ['securityGroups']) }),
  verify: () => [look],
  afterwards:
    'Back into VMware it goes only through the AWS Backup console, where the hypervisor and its path are chosen.',
  source: guide('restoring-vm'),
}

const clusterOf = ({
  resource,
  target: { mode, parameters },
}: {
  readonly resource: Cooking['resource']
  readonly target: Pick<Cooking['target'], 'mode' | 'parameters'>
}): string => (mode === 'overwrite' ? idOf({ resource }) : (parameters.cluster ?? ''))

export const eks: Recipe = {
  kinds: ['eks'],
  makes: 'the objects and volumes of a cluster, in one that exists',
  overwrites: 'Nothing is overwritten: objects that exist in the cluster are skipped.',
  spares: true,
  fields: [
    {
      id: 'cluster',
      label: 'Target cluster',
      mode: 'new',
      hint: 'It must exist, in the target account and Region.',
      required: true,
      from: 'clusterName',
      check: rules.cluster,
    },
    {
      id: 'namespaces',
      label: 'Namespaces',
      hint: 'At most five, one a line; empty restores the whole cluster.',
      lines: true,
      check: rules.namespaces,
    },
  ],
  beforehand: () =>
    'EBS volumes inside need an Availability Zone and buckets a target: give them as nestedRestoreJobs in the metadata, by the ARN of each nested recovery point (list-recovery-points-by-backup-vault --by-parent-recovery-point-arn); or set restoreKubernetesManifestsOnly to true.',
  metadata: ({ resource, target: { mode, parameters } }) => ({
    clusterName: clusterOf({ resource, target: { mode, parameters } }),
    newCluster: 'false',
    ...(parameters.namespaces
      ? { namespaceLevelRestore: 'true', namespaces: JSON.stringify(linesOf(parameters.namespaces)) }
      : {}),
  }),
  verify: cooking => [
    ['eks', 'describe-cluster', '--name', clusterOf(cooking), '--query', 'cluster.[status,endpoint]'],
  ],
  sure: true,
  source: guide('restoring-eks'),
}

export const cloudformation: Recipe = {
  kinds: ['cloudformation'],
  makes: 'a change set with the template of the backup',
  fields: [
    { id: 'name', label: 'Stack name', required: true, check: rules.stack },
    { id: 'changeSet', label: 'Change set name', required: true, check: rules.stack },
  ],
  named: 'name',
  metadata: cooking => filled(cooking, { name: 'StackName', changeSet: 'ChangeSetName' }),
  verify: ({ target: { parameters } }) => [
    [
      'cloudformation',
      'describe-change-set',
      '--stack-name',
      parameters.name ?? '',
      '--change-set-name',
      parameters.changeSet ?? '',
      '--query',
      '[Status,StatusReason]',
    ],
  ],
  beforehand: () =>
    'A try that fails leaves the stack in REVIEW_IN_PROGRESS: delete it before the next one. Resources with fixed names must not exist yet.',
  afterwards:
    'The composite itself is not restored: read the change set and execute it, then restore each nested recovery point (list-recovery-points-by-backup-vault --by-parent-recovery-point-arn) by a request of its own.',
  source: guide('restore-application-stacks'),
}
