import { DSQLClient, GetClusterCommand, type GetClusterCommandOutput } from '@aws-sdk/client-dsql'
import { awsOwned, byKey, tagsFrom, whole } from '../describe.ts'
import { pick, read } from '../read.ts'
import type { Reader } from './reader.ts'

const byOf = ({ encryptionDetails: it }: GetClusterCommandOutput) => {
  if (it?.encryptionType === 'AWS_OWNED_KMS_KEY') return awsOwned
  return it?.kmsKeyArn ? byKey(it.kmsKeyArn) : undefined
}

/** An ACTIVE cluster that cannot reach its key is told so beside its status: https://docs.aws.amazon.com/aurora-dsql/latest/APIReference/API_EncryptionDetails.html */
const stateOf = ({ status, encryptionDetails: it }: GetClusterCommandOutput) =>
  it?.encryptionStatus === 'KMS_KEY_INACCESSIBLE' ? it.encryptionStatus : status

export const dsql: Reader = async scope => {
  const { session, resource, house } = scope
  const cluster = await read(scope, 'dsql:GetCluster', options =>
    session.client(DSQLClient).send(new GetClusterCommand({ identifier: resource.name }), options),
  )
  return {
    kind: 'aurora-dsql',
    facts: {
      tags: tagsFrom(cluster, 'tags', house.tag.key, it => it.tags ?? {}),
      state: pick(cluster, 'status', stateOf),
      encryption: pick(
        cluster,
        'encryptionDetails.kmsKeyArn',
        it => whole(resource.name, byOf(it)),
        it => it.encryptionDetails?.kmsKeyArn ?? it.encryptionDetails?.encryptionType,
      ),
      peers: pick(cluster, 'multiRegionProperties.clusters', it =>
        (it.multiRegionProperties?.clusters ?? []).filter(arn => arn !== it.arn),
      ),
    },
  }
}
