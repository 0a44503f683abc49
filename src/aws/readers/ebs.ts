import { DescribeVolumesCommand, EC2Client, type Volume } from '@aws-sdk/client-ec2'
import { byKey, placeOf, tagMap, tagsFrom, unencrypted, whole } from '../describe.ts'
import { narrow, pick, read } from '../read.ts'
import type { Reader } from './reader.ts'

/** How AWS says that a volume is encrypted; `undefined` where it does not say. */
export const byOfVolume = ({ Encrypted, KmsKeyId }: Volume) => {
  if (Encrypted === false) return unencrypted
  return Encrypted && KmsKeyId ? byKey(KmsKeyId) : undefined
}

export const ebs: Reader = async scope => {
  const { session, resource, house } = scope
  const answer = await read(scope, 'ec2:DescribeVolumes', options =>
    session.client(EC2Client).send(new DescribeVolumesCommand({ VolumeIds: [resource.name] }), options),
  )
  const volume = narrow(answer, `volume ${resource.name}`, it => it.Volumes?.[0])
  return {
    kind: 'ebs',
    facts: {
      tags: tagsFrom(volume, 'Tags', house.tag.key, it => tagMap(it.Tags)),
      state: pick(volume, 'State', it => it.State),
      encryption: pick(
        volume,
        'KmsKeyId',
        it => whole(resource.name, byOfVolume(it)),
        it => it.KmsKeyId ?? `Encrypted: ${it.Encrypted}`,
      ),
      placement: pick(volume, 'AvailabilityZone', it => placeOf(session.region, it.AvailabilityZone, it.OutpostArn)),
    },
  }
}
