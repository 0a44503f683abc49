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
  'availability-zone-id': volume => [volume.AvailabilityZoneId],
  'fast-restored': volume => [volume.FastRestored ?? false],
  'operator.managed': volume => [volume.Operator?.Managed ?? false],
  'operator.principal': volume => [volume.Operator?.Principal],
}
const disks = (of: Instance) => of.BlockDeviceMappings ?? []
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
  'block-device-mapping.attach-time': instance => disks(instance).map(each => each.Ebs?.AttachTime),
  'block-device-mapping.delete-on-termination': instance =>
    disks(instance).map(each => each.Ebs?.DeleteOnTermination ?? false),
  'block-device-mapping.device-name': instance => disks(instance).map(each => each.DeviceName),
  'block-device-mapping.status': instance => disks(instance).map(each => each.Ebs?.Status),
  'block-device-mapping.volume-id': instance => disks(instance).map(each => each.Ebs?.VolumeId),
  'client-token': instance => [instance.ClientToken],
  'dns-name': instance => [instance.PublicDnsName],
  'ebs-optimized': instance => [instance.EbsOptimized ?? false],
  'ena-support': instance => [instance.EnaSupport ?? false],
  hypervisor: instance => [instance.Hypervisor],
  'iam-instance-profile.arn': instance => [instance.IamInstanceProfile?.Arn],
  'iam-instance-profile.id': instance => [instance.IamInstanceProfile?.Id],
  'instance-lifecycle': instance => [instance.InstanceLifecycle],
  'instance-state-code': instance => [instance.State?.Code?.toString()],
  'instance.group-id': instance => (instance.SecurityGroups ?? []).map(each => each.GroupId),
  'instance.group-name': instance => (instance.SecurityGroups ?? []).map(each => each.GroupName),
  'ip-address': instance => [instance.PublicIpAddress],
  'key-name': instance => [instance.KeyName],
  'launch-time': instance => [instance.LaunchTime],
  'monitoring-state': instance => [instance.Monitoring?.State],
  platform: instance => [instance.Platform],
  'platform-details': instance => [instance.PlatformDetails],
  'private-dns-name': instance => [instance.PrivateDnsName],
  'reservation-id': instance => [reservationOf(instance)],
  'source-dest-check': instance => [instance.SourceDestCheck ?? false],
  tenancy: instance => [instance.Placement?.Tenancy],
  'virtualization-type': instance => [instance.VirtualizationType],
}
/** Each instance has a reservation of its own. */
export const reservationOf = ({ InstanceId = '' }: Instance): string => `r-${InstanceId.slice(2)}`

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
  'owner-alias': snapshot => [snapshot.OwnerAlias],
  'transfer-type': snapshot => [snapshot.TransferType],
}
const blocks = (of: Ec2['Images'][number]) => of.BlockDeviceMappings ?? []
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
  'block-device-mapping.delete-on-termination': image => blocks(image).map(each => each.Ebs?.DeleteOnTermination),
  'block-device-mapping.device-name': image => blocks(image).map(each => each.DeviceName),
  'block-device-mapping.encrypted': image => blocks(image).map(each => each.Ebs?.Encrypted),
  'block-device-mapping.snapshot-id': image => blocks(image).map(each => each.Ebs?.SnapshotId),
  'block-device-mapping.volume-size': image => blocks(image).map(each => each.Ebs?.VolumeSize?.toString()),
  'block-device-mapping.volume-type': image => blocks(image).map(each => each.Ebs?.VolumeType),
  'boot-mode': image => [image.BootMode],
  description: image => [image.Description],
  'ena-support': image => [image.EnaSupport ?? false],
  hypervisor: image => [image.Hypervisor],
  'owner-alias': image => [image.ImageOwnerAlias],
  platform: image => [image.Platform],
  'root-device-name': image => [image.RootDeviceName],
  'source-image-id': image => [image.SourceImageId],
  'source-image-region': image => [image.SourceImageRegion],
  'source-instance-id': image => [image.SourceInstanceId],
  'virtualization-type': image => [image.VirtualizationType],
}
type Vpc = Ec2['Vpcs'][number]
const blocksOf4 = (of: Vpc) => of.CidrBlockAssociationSet ?? []
const blocksOf6 = (of: Vpc) => of.Ipv6CidrBlockAssociationSet ?? []
export const vpcFilters: FilterTable<Vpc> = {
  'vpc-id': vpc => [vpc.VpcId],
  state: vpc => [vpc.State],
  'owner-id': vpc => [vpc.OwnerId],
  'is-default': vpc => [vpc.IsDefault ?? false],
  cidr: vpc => [vpc.CidrBlock],
  'cidr-block-association.association-id': vpc => blocksOf4(vpc).map(each => each.AssociationId),
  'cidr-block-association.cidr-block': vpc => blocksOf4(vpc).map(each => each.CidrBlock),
  'cidr-block-association.state': vpc => blocksOf4(vpc).map(each => each.CidrBlockState?.State),
  'dhcp-options-id': vpc => [vpc.DhcpOptionsId],
  'ipv6-cidr-block-association.association-id': vpc => blocksOf6(vpc).map(each => each.AssociationId),
  'ipv6-cidr-block-association.ipv6-cidr-block': vpc => blocksOf6(vpc).map(each => each.Ipv6CidrBlock),
  'ipv6-cidr-block-association.ipv6-pool': vpc => blocksOf6(vpc).map(each => each.Ipv6Pool),
  'ipv6-cidr-block-association.state': vpc => blocksOf6(vpc).map(each => each.Ipv6CidrBlockState?.State),
}
export const endpointFilters: FilterTable<Ec2['VpcEndpoints'][number]> = {
  'vpc-endpoint-id': endpoint => [endpoint.VpcEndpointId],
  'vpc-endpoint-type': endpoint => [endpoint.VpcEndpointType],
  'vpc-endpoint-state': endpoint => [endpoint.State],
  'vpc-id': endpoint => [endpoint.VpcId],
  'service-name': endpoint => [endpoint.ServiceName],
  'service-region': endpoint => [endpoint.ServiceRegion],
  'ip-address-type': endpoint => [endpoint.IpAddressType],
}
