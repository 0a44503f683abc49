import { entryOf, type Field, filled, guide, linesOf, madeId, over, type Recipe, rules } from '../recipe.ts'

const places: readonly Field[] = [
  {
    id: 'subnets',
    label: 'Subnets',
    hint: 'One a line; two for Multi-AZ.',
    required: true,
    lines: true,
    from: 'SubnetIds',
    check: rules.subnets,
  },
  {
    id: 'securityGroups',
    label: 'Security groups',
    hint: 'One a line.',
    lines: true,
    from: 'SecurityGroupIds',
    check: rules.securityGroups,
  },
]

/** The nested configuration of the backup with what the form changes. */
const nested = (text: string | undefined, changes: Readonly<Record<string, unknown>>): string => {
  try {
    return JSON.stringify(over<unknown>(JSON.parse(text || '{}'), changes))
  } catch {
    return JSON.stringify(changes)
  }
}

const fileSystem = (kind: string, configuration: string): Recipe => ({
  kinds: [kind],
  makes: 'a new file system',
  fields: [
    ...places,
    ...(kind === 'fsx-lustre'
      ? []
      : [{ id: 'throughput', label: 'Throughput capacity in MB/s', check: rules.number } satisfies Field]),
    {
      id: 'key',
      label: 'KMS key',
      hint: 'Empty: the key that the file system had.',
      from: 'KmsKeyId',
      check: rules.key,
    },
  ],
  metadata: cooking => {
    const { throughput, subnets } = cooking.target.parameters
    const changes = {
      ...(throughput ? { ThroughputCapacity: Number(throughput) } : {}),
      ...(linesOf(subnets ?? '').length > 1 ? { PreferredSubnetId: linesOf(subnets ?? '')[0] } : {}),
    }
    const own = entryOf(cooking.point.metadata, configuration)
    return {
      ...filled(cooking, { subnets: 'SubnetIds', securityGroups: 'SecurityGroupIds', key: 'KmsKeyId' }, [
        'subnets',
        'securityGroups',
      ]),
      ...(own === undefined && Object.keys(changes).length === 0 ? {} : { [configuration]: nested(own, changes) }),
    }
  },
  verify: () => [
    ['fsx', 'describe-file-systems', '--file-system-ids', madeId, '--query', 'FileSystems[0].[Lifecycle,DNSName]'],
  ],
  afterwards: 'Clients mount the new DNS name.',
  source: guide('restoring-fsx'),
})

export const fsxWindows = fileSystem('fsx-windows', 'WindowsConfiguration')
export const fsxLustre = fileSystem('fsx-lustre', 'LustreConfiguration')
export const fsxOpenzfs: Recipe = {
  ...fileSystem('fsx-openzfs', 'OpenZFSConfiguration'),
  beforehand: () => 'AWS Backup does not restore a Multi-AZ file system of OpenZFS: that is done in FSx itself.',
}

export const fsxOntap: Recipe = {
  kinds: ['fsx-ontap'],
  makes: 'a new volume',
  fields: [
    {
      id: 'name',
      label: 'New volume name',
      required: true,
      check: value =>
        /^[A-Za-z_][A-Za-z0-9_]{0,202}$/.test(value)
          ? null
          : 'A volume name has up to 203 letters, digits and underscores and does not start with a digit.',
    },
    {
      id: 'svm',
      label: 'Storage virtual machine',
      required: true,
      check: value =>
        /^svm-[0-9a-f]{17,40}$/.test(value) ? null : 'A storage virtual machine looks like svm-0123456789abcdef0.',
    },
    { id: 'size', label: 'Size in MiB', required: true, check: rules.number },
    {
      id: 'junction',
      label: 'Junction path',
      check: value => (value.startsWith('/') ? null : 'A junction path starts with /.'),
    },
  ],
  metadata: ({ point, target: { parameters } }) => ({
    Name: parameters.name ?? '',
    OntapConfiguration: nested(entryOf(point.metadata, 'OntapConfiguration'), {
      storageVirtualMachineId: parameters.svm ?? '',
      sizeInMegabytes: Number(parameters.size ?? 0),
      ...(parameters.junction ? { junctionPath: parameters.junction } : {}),
    }),
  }),
  verify: () => [['fsx', 'describe-volumes', '--volume-ids', madeId, '--query', 'Volumes[0].[Lifecycle,Name]']],
  source: guide('restoring-fsx'),
}
