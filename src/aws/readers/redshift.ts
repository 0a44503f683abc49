import { type Cluster, DescribeClustersCommand, RedshiftClient } from '@aws-sdk/client-redshift'
import { awsOwned, byKey, tagMap, tagsFrom, unencrypted, whole } from '../describe.ts'
import { narrow, pick, read } from '../read.ts'
import type { Reader } from './reader.ts'

const byOf = ({ Encrypted, KmsKeyId }: Cluster) => {
  if (Encrypted === undefined) return undefined
  if (!Encrypted) return unencrypted
  return KmsKeyId ? byKey(KmsKeyId) : awsOwned
}

export const redshift: Reader = async scope => {
  const { session, resource, house } = scope
  const answer = await read(scope, 'redshift:DescribeClusters', options =>
    session.client(RedshiftClient).send(new DescribeClustersCommand({ ClusterIdentifier: resource.name }), options),
  )
  const cluster = narrow(answer, `cluster ${resource.name}`, it => it.Clusters?.[0])
  return {
    kind: 'redshift',
    facts: {
      tags: tagsFrom(cluster, 'Tags', house.tag.key, it => tagMap(it.Tags)),
      state: pick(cluster, 'ClusterStatus', it => it.ClusterStatus),
      encryption: pick(
        cluster,
        'KmsKeyId',
        it => whole(resource.name, byOf(it)),
        it => it.KmsKeyId ?? `Encrypted: ${it.Encrypted}`,
      ),
    },
  }
}
