import {
  DescribeCachediSCSIVolumesCommand,
  DescribeStorediSCSIVolumesCommand,
  ListTagsForResourceCommand,
  StorageGatewayClient,
} from '@aws-sdk/client-storage-gateway'
import { byKey, tagMap, tagsFrom, unencrypted, whole } from '../describe.ts'
import { type Answer, narrow, pages, pick, read } from '../read.ts'
import { isNamed } from '../trouble.ts'
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

export const storageGateway: Reader = async scope => {
  const { session, resource, house } = scope
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
