import { DescribeInstancesCommand, DescribeVolumesCommand, EC2Client, type Volume } from '@aws-sdk/client-ec2'
import { type EncryptedPart, type Encryption, type Fact, known, unknown } from '../../core/fact.ts'
import { placeOf, tagMap, tagsFrom } from '../describe.ts'
import { narrow, pages, pick, read, seen } from '../read.ts'
import { byOfVolume } from './ebs.ts'
import type { Reader, Scope } from './reader.ts'

const partOf = (volume: Volume): EncryptedPart | undefined => {
  const by = byOfVolume(volume)
  return volume.VolumeId && by ? { of: volume.VolumeId, by } : undefined
}

const encryptionOf = async (scope: Scope, ids: readonly string[]): Promise<Fact<Encryption>> => {
  const call = 'ec2:DescribeVolumes'
  if (ids.length === 0)
    return known({ parts: [] }, { call: 'ec2:DescribeInstances', field: 'BlockDeviceMappings', value: 'no EBS volume' })
  const answer = await read(scope, call, options =>
    pages(
      NextToken =>
        scope.session.client(EC2Client).send(new DescribeVolumesCommand({ VolumeIds: [...ids], NextToken }), options),
      it => it.Volumes,
      it => it.NextToken,
    ),
  )
  if (!answer.known) return answer
  const parts = answer.value.items.flatMap(volume => partOf(volume) ?? [])
  const missing = ids.filter(id => !parts.some(part => part.of === id))
  if (missing.length > 0)
    return unknown('aws error', `${call} ${answer.from} did not say how ${missing.join(', ')} is encrypted.`)
  const evidence = parts.map(({ of, by }) => `${of}: ${by.kind === 'key' ? by.id : by.kind}`)
  return known({ parts }, ...evidence.flatMap(value => seen(call, { KmsKeyId: value })))
}

/** An image holds a snapshot of every attached volume, so each volume's own key counts. */
export const ec2: Reader = async scope => {
  const { session, resource, house } = scope
  const answer = await read(scope, 'ec2:DescribeInstances', options =>
    session.client(EC2Client).send(new DescribeInstancesCommand({ InstanceIds: [resource.name] }), options),
  )
  const instance = narrow(answer, `instance ${resource.name}`, it => it.Reservations?.[0]?.Instances?.[0])
  const encryption = instance.known
    ? await encryptionOf(
        scope,
        (instance.value.BlockDeviceMappings ?? []).flatMap(it => it.Ebs?.VolumeId ?? []),
      )
    : instance
  return {
    kind: 'ec2',
    facts: {
      tags: tagsFrom(instance, 'Tags', house.tag.key, it => tagMap(it.Tags)),
      state: pick(instance, 'State.Name', it => it.State?.Name),
      encryption,
      placement: pick(instance, 'Placement.AvailabilityZone', it =>
        placeOf(session.region, it.Placement?.AvailabilityZone, it.OutpostArn),
      ),
      rootDevice: pick(instance, 'RootDeviceType', it => it.RootDeviceType),
      productCodes: pick(instance, 'ProductCodes', it =>
        (it.ProductCodes ?? []).flatMap(({ ProductCodeId, ProductCodeType }) =>
          ProductCodeId && ProductCodeType !== 'devpay' ? [ProductCodeId] : [],
        ),
      ),
    },
  }
}
