import { type DBCluster, DescribeDBClustersCommand, ListTagsForResourceCommand, RDSClient } from '@aws-sdk/client-rds'
import type { Fact, Facts } from '../../core/fact.ts'
import { unknown } from '../../core/fact.ts'
import { tagMap, tagsFrom, whole } from '../describe.ts'
import { type Answer, narrow, pick, read } from '../read.ts'
import { byOfStorage, shownStorage } from './rds-instance.ts'
import type { Reader, Scope } from './reader.ts'

/** Four products share the cluster ARN; only the engine tells them apart. */
export const kindOfEngine = (engine: string): string | undefined => {
  if (/^aurora/.test(engine)) return 'aurora'
  if (/^(mysql|postgres)$/.test(engine)) return 'rds-multi-az-cluster'
  if (engine === 'docdb') return 'documentdb'
  return engine === 'neptune' ? 'neptune' : undefined
}

// The rds client answers for DocumentDB and Neptune too; that it gives their tags is not documented, hence the second way:
// that there are none is believed of Aurora and RDS only.
const tagsOf = async (scope: Scope, cluster: Answer<DBCluster>): Promise<Fact<Facts['tags']>> => {
  const first = scope.house.tag.key
  const { TagList, Engine = '' } = cluster.known ? cluster.value : {}
  if (!cluster.known || TagList?.length || (TagList && !/^(docdb|neptune)$/.test(Engine)))
    return tagsFrom(cluster, 'TagList', first, it => tagMap(it.TagList))
  const answer = await read(scope, 'rds:ListTagsForResource', options =>
    scope.session.client(RDSClient).send(new ListTagsForResourceCommand({ ResourceName: scope.resource.arn }), options),
  )
  return tagsFrom(answer, 'TagList', first, it => tagMap(it.TagList))
}

export const rdsCluster: Reader = async scope => {
  const { session, resource } = scope
  const answer = await read(scope, 'rds:DescribeDBClusters', options =>
    session.client(RDSClient).send(new DescribeDBClustersCommand({ DBClusterIdentifier: resource.name }), options),
  )
  const cluster = narrow(answer, `DB cluster ${resource.name}`, it => it.DBClusters?.[0])
  const engine = pick(cluster, 'Engine', it => it.Engine)
  const kind = engine.known ? kindOfEngine(engine.value) : 'aurora'
  const strange = unknown(
    'no reader',
    `The cluster's engine is ${engine.known ? engine.value : 'not known'}, which is none of Aurora, RDS Multi-AZ cluster, DocumentDB or Neptune.`,
  )
  return {
    kind: kind ?? 'aurora',
    facts: {
      state: kind ? pick(cluster, 'Status', it => it.Status) : strange,
      encryption: kind ? pick(cluster, 'KmsKeyId', it => whole(resource.name, byOfStorage(it)), shownStorage) : strange,
      engine,
    },
    later: tagsOf(scope, cluster).then(tags => ({ tags })),
  }
}
