import {
  DescribeCachediSCSIVolumesCommand,
  DescribeStorediSCSIVolumesCommand,
  ListTagsForResourceCommand,
  ListVolumesCommand,
  StorageGatewayClient,
} from '@aws-sdk/client-storage-gateway'
import { byKey, tagMap, tagsFrom, unencrypted, whole } from '../describe.ts'
import { type Answer, narrow, pages, pick, read } from '../read.ts'
import { isNamed } from '../trouble.ts'
import { holding } from './holder.ts'
import type { Reader, Scope } from './reader.ts'

type Volume = { readonly KMSKey?: string | undefined; readonly VolumeStatus?: string | undefined }

// Which of the two calls answers depends on the gateway, and nothing in the ARN tells.
const describe = async (scope: Scope): Promise<Answer<Volume>> => {
  const client = () => scope.session.client(StorageGatewayClient)
  const VolumeARNs = [scope.resource.arn]
  const cached = await read(scope, 'storagegateway:DescribeCachediSCSIVolumes', options =>
    client()
      .send(new DescribeCachediSCSIVolumesCommand({ VolumeARNs }), options)
      .catch(error => {
        if (isNamed(error, 'InvalidGatewayRequestException')) return { CachediSCSIVolumes: undefined }
        throw error
      }),
  )
  if (!cached.known || cached.value.CachediSCSIVolumes)
    return narrow(cached, `volume ${scope.resource.name}`, it => it.CachediSCSIVolumes?.[0])
  const stored = await read(scope, 'storagegateway:DescribeStorediSCSIVolumes', options =>
    client().send(new DescribeStorediSCSIVolumesCommand({ VolumeARNs }), options),
  )
  return narrow(stored, `volume ${scope.resource.name}`, it => it.StorediSCSIVolumes?.[0])
}

const volumesOf = async (scope: Scope) => {
  const { session, resource } = scope
  const answer = await read(scope, 'storagegateway:ListVolumes', options =>
    pages(
      Marker =>
        session
          .client(StorageGatewayClient)
          .send(new ListVolumesCommand({ GatewayARN: resource.arn, Marker }), options),
      it => it.VolumeInfos,
      it => it.Marker,
    ),
  )
  const volumes = (answer.known ? answer.value.items : []).flatMap(({ VolumeARN, VolumeId }) =>
    VolumeARN && VolumeId ? [{ ...resource, arn: VolumeARN, name: VolumeId }] : [],
  )
  return holding(resource, { kind: 'storage-gateway', is: 'a gateway', parts: 'its volumes' }, answer, volumes)
}

export const storageGateway: Reader = async scope => {
  const { session, resource, house } = scope
  if (!resource.arn.includes('/volume/')) return volumesOf(scope)
  const [volume, tags] = await Promise.all([
    describe(scope),
    read(scope, 'storagegateway:ListTagsForResource', options =>
      pages(
        Marker =>
          session
            .client(StorageGatewayClient)
            .send(new ListTagsForResourceCommand({ ResourceARN: resource.arn, Marker }), options),
        it => it.Tags,
        it => it.Marker,
      ),
    ),
  ])
  return {
    kind: 'storage-gateway',
    facts: {
      tags: tagsFrom(tags, 'Tags', house.tag.key, it => tagMap(it.items)),
      state: pick(volume, 'VolumeStatus', it => it.VolumeStatus),
      encryption: pick(
        volume,
        'KMSKey',
        it => whole(resource.name, it.KMSKey ? byKey(it.KMSKey) : unencrypted),
        it => it.KMSKey ?? 'absent',
      ),
    },
  }
}
