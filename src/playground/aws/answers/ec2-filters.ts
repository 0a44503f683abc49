import type { Place } from '../../world.ts'
import type { FilterTable } from './filters.ts'

type Ec2 = Place['ec2']
type Volume = Ec2['Volumes'][number]
type Instance = Ec2['Instances'][number]

const attachments = (of: Volume) => of.Attachments ?? []
export const volumeFilters: FilterTable<Volume> = {
  'volume-id': volume => [volume.VolumeId],
  status: volume => [volume.State],
  encrypted: volume => [volume.Encrypted ?? false],
  size: volume => [String(volume.Size)],
  'volume-type': volume => [volume.VolumeType],
  'availability-zone': volume => [volume.AvailabilityZone],
  'snapshot-id': volume => [volume.SnapshotId],
  'attachment.instance-id': volume => attachments(volume).map(each => each.InstanceId),
  'attachment.device': volume => attachments(volume).map(each => each.Device),
  'attachment.status': volume => attachments(volume).map(each => each.State),
}
export const instanceFilters: FilterTable<Instance> = {
  'instance-id': instance => [instance.InstanceId],
  'instance-state-name': instance => [instance.State?.Name],
  'instance-type': instance => [instance.InstanceType],
  'image-id': instance => [instance.ImageId],
  'vpc-id': instance => [instance.VpcId],
  'root-device-type': instance => [instance.RootDeviceType],
  'block-device-mapping.volume-id': instance => (instance.BlockDeviceMappings ?? []).map(each => each.Ebs?.VolumeId),
}
export const snapshotFilters: FilterTable<Ec2['Snapshots'][number]> = {
  'snapshot-id': snapshot => [snapshot.SnapshotId],
  'volume-id': snapshot => [snapshot.VolumeId],
  status: snapshot => [snapshot.State],
  encrypted: snapshot => [snapshot.Encrypted ?? false],
  'owner-id': snapshot => [snapshot.OwnerId],
}
export const imageFilters: FilterTable<Ec2['Images'][number]> = {
  'image-id': image => [image.ImageId],
  name: image => [image.Name],
  state: image => [image.State],
  'owner-id': image => [image.OwnerId],
}
export const vpcFilters: FilterTable<Ec2['Vpcs'][number]> = {
  'vpc-id': vpc => [vpc.VpcId],
  state: vpc => [vpc.State],
  'is-default': vpc => [vpc.IsDefault ?? false],
  cidr: vpc => [vpc.CidrBlock],
}
export const endpointFilters: FilterTable<Ec2['VpcEndpoints'][number]> = {
  'vpc-endpoint-id': endpoint => [endpoint.VpcEndpointId],
  'vpc-endpoint-type': endpoint => [endpoint.VpcEndpointType],
  'vpc-endpoint-state': endpoint => [endpoint.State],
  'vpc-id': endpoint => [endpoint.VpcId],
  'service-name': endpoint => [endpoint.ServiceName],
}
