import {
  DescribeDataRepositoryAssociationsCommand,
  DescribeFileSystemsCommand,
  DescribeVolumesCommand,
  type FileSystem,
  FSxClient,
} from '@aws-sdk/client-fsx'
import { type Encryption, type Fact, type FactTable, unknown } from '../../core/fact.ts'
import { awsOwned, byKey, tagMap, tagsFrom, whole } from '../describe.ts'
import { type Answer, complete, narrow, pages, pick, read } from '../read.ts'
import { holding } from './holder.ts'
import type { Reader, Scope } from './reader.ts'

const kinds: Readonly<Record<string, string>> = {
  WINDOWS: 'fsx-windows',
  LUSTRE: 'fsx-lustre',
  ONTAP: 'fsx-ontap',
  OPENZFS: 'fsx-openzfs',
}

export const describeFileSystem = async (scope: Scope, id: string): Promise<Answer<FileSystem>> => {
  const answer = await read(scope, 'fsx:DescribeFileSystems', options =>
    scope.session.client(FSxClient).send(new DescribeFileSystemsCommand({ FileSystemIds: [id] }), options),
  )
  return narrow(answer, `file system ${id}`, it => it.FileSystems?.[0])
}

const byOfFileSystem = (it: FileSystem) => {
  if (it.KmsKeyId) return byKey(it.KmsKeyId)
  return it.LustreConfiguration?.DeploymentType?.startsWith('SCRATCH') ? awsOwned : undefined
}

export const encryptionOf = (of: string, system: Answer<FileSystem>): Fact<Encryption> =>
  pick(
    system,
    'KmsKeyId',
    it => whole(of, byOfFileSystem(it)),
    it => it.KmsKeyId ?? 'absent',
  )

// Two ways to be linked to S3, an older field and newer associations: https://docs.aws.amazon.com/fsx/latest/LustreGuide/overview-dra-data-repo.html
const lustre = async (scope: Scope, system: Answer<FileSystem>): Promise<FactTable> => {
  const older = system.known && system.value.LustreConfiguration?.DataRepositoryConfiguration ? 1 : 0
  const answer = await read(scope, 'fsx:DescribeDataRepositoryAssociations', options =>
    pages(
      NextToken =>
        scope.session.client(FSxClient).send(
          new DescribeDataRepositoryAssociationsCommand({
            Filters: [{ Name: 'file-system-id', Values: [scope.resource.name] }],
            NextToken,
          }),
          options,
        ),
      it => it.Associations,
      it => it.NextToken,
    ),
  )
  return { dataRepositories: pick(complete(answer), 'Associations', it => it.length + older) }
}

// AWS Backup protects the volumes of ONTAP, neither the file system nor its virtual machines: their tags select nothing.
const ontap = async (scope: Scope, is: string, filter: 'file-system-id' | 'storage-virtual-machine-id') => {
  const { resource } = scope
  const answer = await read(scope, 'fsx:DescribeVolumes', options =>
    pages(
      NextToken =>
        scope.session
          .client(FSxClient)
          .send(
            new DescribeVolumesCommand({ Filters: [{ Name: filter, Values: [resource.name] }], NextToken }),
            options,
          ),
      it => it.Volumes,
      it => it.NextToken,
    ),
  )
  const volumes = (answer.known ? answer.value.items : []).flatMap(it =>
    it.VolumeId && it.ResourceARN && !it.OntapConfiguration?.StorageVirtualMachineRoot
      ? [{ ...resource, family: 'fsx-volume' as const, arn: it.ResourceARN, name: it.VolumeId }]
      : [],
  )
  return holding(resource, { kind: 'fsx-ontap', is, parts: 'its volumes' }, answer, volumes)
}

export const fsx: Reader = async scope => {
  const { resource, house } = scope
  if (resource.name.startsWith('svm-')) return ontap(scope, 'a storage virtual machine', 'storage-virtual-machine-id')
  const system = await describeFileSystem(scope, resource.name)
  const type = pick(system, 'FileSystemType', it => it.FileSystemType)
  if (type.known && type.value === 'ONTAP') return ontap(scope, 'an ONTAP file system', 'file-system-id')
  const isLustre = type.known && type.value === 'LUSTRE'
  const kind = type.known ? kinds[type.value] : undefined
  const strange = type.known
    ? unknown('no reader', `The type of ${resource.name} is ${type.value}, which is none of those that the bot knows.`)
    : type
  return {
    kind: kind ?? 'fsx-windows',
    facts: {
      tags: tagsFrom(system, 'Tags', house.tag.key, it => tagMap(it.Tags)),
      state: kind ? pick(system, 'Lifecycle', it => it.Lifecycle) : strange,
      encryption: kind ? encryptionOf(resource.name, system) : strange,
      storageType: pick(system, 'StorageType', it => it.StorageType),
      ...(isLustre
        ? {
            deploymentType: pick(
              system,
              'LustreConfiguration.DeploymentType',
              it => it.LustreConfiguration?.DeploymentType,
            ),
          }
        : {}),
    },
    ...(isLustre ? { later: lustre(scope, system) } : {}),
  }
}
