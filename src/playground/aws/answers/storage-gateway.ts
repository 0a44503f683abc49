import type { StorageGateway } from '@aws-sdk/client-storage-gateway'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/storagegateway/latest/APIReference/ — a cached volume is not found as a stored one. */
export const storageGatewayAnswers = {
  DescribeCachediSCSIVolumes: ({ VolumeARNs = [] }, { place }) => ({
    CachediSCSIVolumes: VolumeARNs.map(arn => found(place.storagegateway.CachediSCSIVolumes, arn)),
  }),

  DescribeStorediSCSIVolumes: ({ VolumeARNs = [] }, { place }) => ({
    StorediSCSIVolumes: VolumeARNs.map(arn => found(place.storagegateway.StorediSCSIVolumes, arn)),
  }),

  ListVolumes: ({ GatewayARN, Limit: size = 100, Marker }, { place: { storagegateway } }) => {
    const { CachediSCSIVolumes, StorediSCSIVolumes } = storagegateway
    const gatewayOf = (arn: string) => arn.replace(/\/volume\/.*$/, '')
    const volumes = [...CachediSCSIVolumes, ...StorediSCSIVolumes].filter(
      it => !GatewayARN || gatewayOf(it.VolumeARN ?? '') === GatewayARN,
    )
    const onBadToken = () => refuse('InvalidGatewayRequestException', 'The specified marker is invalid.')
    const { items, next } = page(volumes, { size, token: Marker, onBadToken })
    const VolumeInfos = items.map(({ VolumeARN = '', VolumeId, VolumeType, VolumeSizeInBytes }) => ({
      VolumeARN,
      VolumeId,
      GatewayARN: gatewayOf(VolumeARN),
      GatewayId: /gateway\/([^/]+)/.exec(VolumeARN)?.[1],
      VolumeType,
      VolumeSizeInBytes,
    }))
    return { VolumeInfos, ...(next ? { Marker: next } : {}) }
  },

  ListTagsForResource: ({ ResourceARN = '' }, { place }) => {
    const { CachediSCSIVolumes, StorediSCSIVolumes, Tags } = place.storagegateway
    found([...CachediSCSIVolumes, ...StorediSCSIVolumes], ResourceARN)
    return { ResourceARN, Tags: Tags[ResourceARN] ?? [] }
  },
} satisfies AnswersOf<StorageGateway>

const found = <T extends { VolumeARN?: string | undefined }>(volumes: readonly T[], arn: string): T => {
  const volume = volumes.find(each => each.VolumeARN === arn)
  if (volume) return volume
  throw refuse('InvalidGatewayRequestException', 'The specified volume was not found.', {
    members: { error: { errorCode: 'VolumeNotFound', errorDetails: {} } },
  })
}
