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
  'create-time': volume => [volume.CreateTime],
  'multi-attach-enabled': volume => [volume.MultiAttachEnabled ?? false],
  'attachment.attach-time': volume => attachments(volume).map(each => each.AttachTime),
  'attachment.delete-on-termination': volume => attachments(volume).map(each => each.DeleteOnTermination ?? false),
  'attachment.device': volume => attachments(volume).map(each => each.Device),
  'attachment.status': volume => attachments(volume).map(each => each.State),
}
export const instanceFilters: FilterTable<Instance> = {
  'instance-id': instance => [instance.InstanceId],
  'instance-state-name': instance => [instance.State?.Name],
  'instance-type': instance => [instance.InstanceType],
  'image-id': instance => [instance.ImageId],
  'vpc-id': instance => [instance.VpcId],
  architecture: instance => [instance.Architecture],
  'availability-zone': instance => [instance.Placement?.AvailabilityZone],
  'private-ip-address': instance => [instance.PrivateIpAddress],
  'subnet-id': instance => [instance.SubnetId],
  'root-device-name': instance => [instance.RootDeviceName],
  'root-device-type': instance => [instance.RootDeviceType],
  'block-device-mapping.volume-id': instance => (instance.BlockDeviceMappings ?? []).map(each => each.Ebs?.VolumeId),
}
export const snapshotFilters: FilterTable<Ec2['Snapshots'][number]> = {
  'snapshot-id': snapshot => [snapshot.SnapshotId],
  description: snapshot => [snapshot.Description],
  progress: snapshot => [snapshot.Progress],
  'start-time': snapshot => [snapshot.StartTime],
  'storage-tier': snapshot => [snapshot.StorageTier],
  'volume-size': snapshot => [String(snapshot.VolumeSize)],
  'volume-id': snapshot => [snapshot.VolumeId],
  status: snapshot => [snapshot.State],
  encrypted: snapshot => [snapshot.Encrypted ?? false],
  'owner-id': snapshot => [snapshot.OwnerId],
}
export const imageFilters: FilterTable<Ec2['Images'][number]> = {
  'image-id': image => [image.ImageId],
  name: image => [image.Name],
  architecture: image => [image.Architecture],
  'creation-date': image => [image.CreationDate],
  'image-type': image => [image.ImageType],
  'is-public': image => [image.Public ?? false],
  'root-device-type': image => [image.RootDeviceType],
  state: image => [image.State],
  'owner-id': image => [image.OwnerId],
}
export const vpcFilters: FilterTable<Ec2['Vpcs'][number]> = {
  'vpc-id': vpc => [vpc.VpcId],
  state: vpc => [vpc.State],
  'owner-id': vpc => [vpc.OwnerId],
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
