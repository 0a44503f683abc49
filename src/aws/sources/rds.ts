import { DescribeDBClusterSnapshotsCommand, DescribeDBSnapshotsCommand, RDSClient } from '@aws-sdk/client-rds'
import { type Ask, pick, read } from '../read.ts'
import type { SourceOf } from './source.ts'

const instance = async (ask: Ask, id: string) => {
  const answer = await read(ask, 'rds:DescribeDBSnapshots', options =>
    ask.session.client(RDSClient).send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: id }), options),
  )
  return pick(answer, 'DBInstanceIdentifier', it => it.DBSnapshots?.[0]?.DBInstanceIdentifier)
}

const cluster = async (ask: Ask, id: string) => {
  const answer = await read(ask, 'rds:DescribeDBClusterSnapshots', options =>
    ask.session
      .client(RDSClient)
      .send(new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: id }), options),
  )
  return pick(answer, 'DBClusterIdentifier', it => it.DBClusterSnapshots?.[0]?.DBClusterIdentifier)
}

/** The DB instance or cluster of a snapshot; `resource` is `snapshot:…` or `cluster-snapshot:…`. */
export const sourceInRds: SourceOf = async (ask, resource) => {
  const id = resource.slice(resource.indexOf(':') + 1)
  return resource.startsWith('cluster-snapshot:')
    ? { family: 'rds-cluster', name: await cluster(ask, id) }
    : { family: 'rds-instance', name: await instance(ask, id) }
}
