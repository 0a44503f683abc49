import { DescribeImagesCommand, DescribeSnapshotsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { type Ask, pick, read } from '../read.ts'
import type { SourceOf } from './source.ts'

// A copied snapshot names a volume that does not exist: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html
const real = (id: string | undefined) => (id === 'vol-ffffffff' ? undefined : id)

const volume = async (ask: Ask, id: string) => {
  const answer = await read(ask, 'ec2:DescribeSnapshots', options =>
    ask.session.client(EC2Client).send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }), options),
  )
  return pick(answer, 'VolumeId', it => real(it.Snapshots?.[0]?.VolumeId))
}

const instance = async (ask: Ask, id: string) => {
  const answer = await read(ask, 'ec2:DescribeImages', options =>
    ask.session.client(EC2Client).send(new DescribeImagesCommand({ ImageIds: [id] }), options),
  )
  return pick(answer, 'SourceInstanceId', it => it.Images?.[0]?.SourceInstanceId)
}

/** The volume of a snapshot, the instance of an image; `resource` is `snapshot/snap-…` or `image/ami-…`. */
export const sourceInEc2: SourceOf = async (ask, resource) => {
  const [what, id = ''] = resource.split('/')
  return what === 'image'
    ? { family: 'ec2', name: await instance(ask, id) }
    : { family: 'ebs', name: await volume(ask, id) }
}
