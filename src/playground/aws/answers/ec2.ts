import type { EC2 } from '@aws-sdk/client-ec2'
import type { Call } from '../call.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'
import {
  endpointFilters,
  imageFilters,
  instanceFilters,
  reservationOf,
  snapshotFilters,
  volumeFilters,
  vpcFilters,
} from './ec2-filters.ts'
import { byId, pageOf, wordingOf } from './ec2-ids.ts'
import { filtered } from './filters.ts'

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ */
export const ec2Answers = {
  DescribeVolumes: (input, { place }) => {
    const chosen = byId(place.ec2.Volumes, input.VolumeIds, 'VolumeId', 'vol')
    const { items, NextToken } = pageOf(filtered(chosen, input.Filters, volumeFilters), input, input.VolumeIds)
    return { Volumes: items, ...NextToken }
  },

  DescribeInstances: (input, call) => {
    const chosen = byId(call.place.ec2.Instances, input.InstanceIds, 'InstanceId', 'i')
    const { items, NextToken } = pageOf(filtered(chosen, input.Filters, instanceFilters), input, input.InstanceIds)
    const Reservations = items.map(instance => ({
      ReservationId: reservationOf(instance),
      OwnerId: call.account,
      Groups: [],
      Instances: [instance],
    }))
    return { Reservations, ...NextToken }
  },

  DescribeSnapshots: (input, call) => {
    const chosen = byId(call.place.ec2.Snapshots, input.SnapshotIds, 'SnapshotId', 'snap')
    const owned = chosen.filter(
      ({ OwnerId }) => !input.OwnerIds || input.OwnerIds.some(owner => owner === 'self' || owner === OwnerId),
    )
    const { items, NextToken } = pageOf(filtered(owned, input.Filters, snapshotFilters), input, input.SnapshotIds)
    return { Snapshots: items, ...NextToken }
  },

  DescribeImages: (input, call) => {
    const chosen = byId(call.place.ec2.Images, input.ImageIds, 'ImageId', 'ami')
    const owned = chosen.filter(
      ({ OwnerId }) => !input.Owners || input.Owners.some(owner => owner === 'self' || owner === OwnerId),
    )
    const { items, NextToken } = pageOf(filtered(owned, input.Filters, imageFilters), input, input.ImageIds)
    return { Images: items, ...NextToken }
  },

  DescribeVpcs: (input, { place }) => {
    const chosen = byId(place.ec2.Vpcs, input.VpcIds, 'VpcId', 'vpc')
    const { items, NextToken } = pageOf(filtered(chosen, input.Filters, vpcFilters), input, input.VpcIds)
    return { Vpcs: items, ...NextToken }
  },

  DescribeVpcEndpoints: (input, { place }) => {
    const chosen = byId(place.ec2.VpcEndpoints, input.VpcEndpointIds, 'VpcEndpointId', 'vpce')
    const { items, NextToken } = pageOf(filtered(chosen, input.Filters, endpointFilters), input, input.VpcEndpointIds)
    return { VpcEndpoints: items, ...NextToken }
  },

  CreateTags: ({ Resources = [], Tags = [] }, call) => {
    if (Tags.some(tag => tag.Key?.startsWith('aws:'))) {
      throw refuse('InvalidParameterValue', "Tag keys starting with 'aws:' are reserved for internal use")
    }
    if (Tags.some(({ Key }) => !Key)) throw refuse('InvalidParameterValue', 'Tag key must not be empty.')
    const tagged = Resources.map(id => {
      const record = taggable(call, id)
      const kept = (record.Tags ?? []).filter(tag => !Tags.some(({ Key }) => Key === tag.Key))
      return { record, tags: [...kept, ...Tags.map(({ Key, Value = '' }) => ({ Key, Value }))] }
    })
    if (tagged.some(({ tags }) => tags.filter(({ Key }) => !Key?.startsWith('aws:')).length > 50))
      throw refuse('TagLimitExceeded', 'More than 50 tags specified')
    for (const { record, tags } of tagged) record.Tags = tags
    return {}
  },

  DeleteTags: ({ Resources = [], Tags }, call) => {
    for (const record of Resources.map(id => taggable(call, id))) {
      // A tag without a value goes whatever its value is; no list of tags at all takes every tag.
      const goes = (key?: string, value?: string) =>
        !Tags || Tags.some(tag => tag.Key === key && (tag.Value === undefined || tag.Value === value))
      record.Tags = (record.Tags ?? []).filter(tag => !goes(tag.Key, tag.Value))
    }
    return {}
  },
} satisfies AnswersOf<EC2>

const taggable = ({ place: { ec2 } }: Call, id: string) => {
  const record =
    ec2.Volumes.find(each => each.VolumeId === id) ??
    ec2.Instances.find(each => each.InstanceId === id) ??
    ec2.Snapshots.find(each => each.SnapshotId === id) ??
    ec2.Images.find(each => each.ImageId === id) ??
    ec2.Vpcs.find(each => each.VpcId === id) ??
    ec2.VpcEndpoints.find(each => each.VpcEndpointId === id)
  if (record) return record
  const [, missing, message] = wordingOf(id.split('-')[0] ?? '')
  throw refuse(missing, message(id))
}
