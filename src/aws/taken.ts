import { type Fact, known } from '../core/fact.ts'
import type { Target } from '../core/restore.ts'
import { type Ask, seen, sessionWithin } from './read.ts'
import type { Aws } from './sessions.ts'
import type { Look } from './taken/look.ts'

const rdsCluster = async () => (await import('./taken/rds.ts')).cluster
const dynamodbTable = async () => (await import('./taken/dynamodb.ts')).table

const looks: Readonly<Record<string, () => Promise<Look>>> = {
  'rds-instance': async () => (await import('./taken/rds.ts')).instance,
  aurora: rdsCluster,
  'rds-multi-az-cluster': rdsCluster,
  documentdb: rdsCluster,
  neptune: rdsCluster,
  'dynamodb-advanced': dynamodbTable,
  'dynamodb-basic': dynamodbTable,
  redshift: async () => (await import('./taken/redshift.ts')).cluster,
  timestream: async () => (await import('./taken/timestream.ts')).table,
  cloudformation: async () => (await import('./taken/cloudformation.ts')).stack,
}

/** Whether something of this kind has the name already in the target account and Region; `null`: nobody can be asked. */
export const isTaken = async (
  aws: Aws,
  kind: string,
  { account, region, parameters }: Pick<Target, 'account' | 'region' | 'parameters'>,
  name: string,
  signal: AbortSignal,
): Promise<Fact<boolean> | null> => {
  const look = await looks[kind]?.()
  if (look === undefined) return null
  const ask: Ask = { session: await sessionWithin(signal, aws, account, region), signal }
  const answer = await look(ask, { name, parameters })
  if (answer.known) return known(true, ...seen(answer.call, { name }))
  return answer.why === 'not found' ? known(false) : answer
}
