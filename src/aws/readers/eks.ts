import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks'
import { noParts, tagsFrom } from '../describe.ts'
import { narrow, pick, read } from '../read.ts'
import type { Reader } from './reader.ts'

export const eks: Reader = async scope => {
  const { session, resource, house } = scope
  const answer = await read(scope, 'eks:DescribeCluster', options =>
    session.client(EKSClient).send(new DescribeClusterCommand({ name: resource.name }), options),
  )
  const cluster = narrow(answer, `cluster ${resource.name}`, it => it.cluster)
  return {
    kind: 'eks',
    notes: [
      'The persistent volumes of an EKS cluster cannot be listed from outside Kubernetes; check each EBS volume and EFS file system by itself.',
    ],
    facts: {
      tags: tagsFrom(cluster, 'tags', house.tag.key, it => it.tags ?? {}),
      state: pick(cluster, 'status', it => it.status),
      encryption: cluster.known ? noParts('the backup of the cluster state takes the key of the vault') : cluster,
      authenticationMode: pick(cluster, 'accessConfig.authenticationMode', it => it.accessConfig?.authenticationMode),
    },
  }
}
