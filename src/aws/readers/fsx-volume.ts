import { DescribeVolumesCommand, FSxClient } from '@aws-sdk/client-fsx'
import { type Facts, unknown } from '../../core/fact.ts'
import { tagMap, tagsFrom } from '../describe.ts'
import { narrow, pick, read } from '../read.ts'
import { describeFileSystem, encryptionOf } from './fsx.ts'
import type { Reader } from './reader.ts'

/** An ONTAP volume with the key of its file system. An OpenZFS volume leads to its file system, which is what is backed up. */
export const fsxVolume: Reader = async scope => {
  const { session, resource, house } = scope
  const idInArn = /volume\/(fs-[0-9a-f]+)\//.exec(resource.arn)?.[1]
  const early = idInArn ? describeFileSystem(scope, idInArn) : undefined
  const answer = await read(scope, 'fsx:DescribeVolumes', options =>
    session.client(FSxClient).send(new DescribeVolumesCommand({ VolumeIds: [resource.name] }), options),
  )
  const volume = narrow(answer, `volume ${resource.name}`, it => it.Volumes?.[0])
  const id = (volume.known && volume.value.FileSystemId) || idInArn || ''
  if (volume.known && volume.value.VolumeType === 'OPENZFS') {
    const arn = `arn:${resource.partition}:fsx:${resource.region}:${resource.account}:file-system/${id}`
    return {
      follow: { ...resource, family: 'fsx', name: id, arn },
      note: `${resource.name} is an OpenZFS volume; AWS Backup protects its file system ${id}, so the file system was checked.`,
    }
  }
  const nowhere = unknown('aws error', `The file system of the volume ${resource.name} is not known.`)
  const system = await (early ?? (id ? describeFileSystem(scope, id) : nowhere))
  const ownState = pick(volume, 'Lifecycle', it => it.Lifecycle)
  const systemState = pick(system, 'FileSystem.Lifecycle', it => it.Lifecycle)
  const systemIsFine = systemState.known && /^(AVAILABLE|UPDATING)$/i.test(systemState.value)
  return {
    kind: 'fsx-ontap',
    ...(volume.known && volume.value.ResourceARN ? { resource: { ...resource, arn: volume.value.ResourceARN } } : {}),
    facts: {
      tags: tagsFrom(volume, 'Tags', house.tag.key, it => tagMap(it.Tags)),
      // A volume can only be backed up while its file system is there; the worse of the two states is told.
      state: ownState.known && !systemIsFine ? systemState : ownState,
      encryption: encryptionOf(resource.name, system),
      storageType: pick(system, 'StorageType', it => it.StorageType),
      ontapVolume: pick(volume, 'OntapConfiguration', ({ OntapConfiguration: it }): Facts['ontapVolume'] | undefined =>
        it?.OntapVolumeType && it.VolumeStyle && it.FlexCacheEndpointType
          ? { type: it.OntapVolumeType, style: it.VolumeStyle, flexCache: it.FlexCacheEndpointType }
          : undefined,
      ),
    },
  }
}
