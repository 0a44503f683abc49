import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols'
import type { StaticErrorSchema, StaticOperationSchema, StaticStructureSchema } from '@smithy/types'
import { clientOf, commandOf } from './client.ts'

// What the bot reads of Systems Manager for SAP, written as the SDK's packages write AWS's model of a service.
// https://docs.aws.amazon.com/ssmsap/latest/APIReference/API_Operations.html
const at = 'com.amazonaws.ssmsap'

const error = (name: string, status: number): StaticErrorSchema => [
  -3,
  at,
  name,
  { error: 'client', httpError: status },
  ['Message'],
  [0],
]
export const ResourceNotFoundException$ = error('ResourceNotFoundException', 404)
export const ValidationException$ = error('ValidationException', 400)

export const SsmSapClient = clientOf({
  serviceId: 'Ssm Sap',
  name: 'ssm-sap',
  namespace: at,
  protocol: AwsRestJsonProtocol,
  errors: [ResourceNotFoundException$, ValidationException$],
})

type Tags = Record<string, string>
const tags = 128 // a map of text to text

export type Database = {
  ApplicationId?: string
  ComponentId?: string
  DatabaseId?: string
  DatabaseName?: string
  /** SYSTEM | TENANT. */
  DatabaseType?: string
  Arn?: string
  /** RUNNING | STARTING | STOPPED | WARNING | UNKNOWN | ERROR. */
  Status?: string
}
export const Database$: StaticStructureSchema = [
  3,
  at,
  'Database',
  0,
  ['ApplicationId', 'ComponentId', 'DatabaseId', 'DatabaseName', 'DatabaseType', 'Arn', 'Status'],
  [0, 0, 0, 0, 0, 0, 0],
]

type DatabaseSummary = Omit<Database, 'DatabaseName' | 'Status'> & { Tags?: Tags }
const DatabaseSummary$: StaticStructureSchema = [
  3,
  at,
  'DatabaseSummary',
  0,
  ['ApplicationId', 'ComponentId', 'DatabaseId', 'DatabaseType', 'Arn', 'Tags'],
  [0, 0, 0, 0, 0, tags],
]

export const GetDatabase$: StaticOperationSchema = [
  9,
  at,
  'GetDatabase',
  { http: ['POST', '/get-database', 200] },
  [3, at, 'GetDatabaseInput', 0, ['ApplicationId', 'ComponentId', 'DatabaseId', 'DatabaseArn'], [0, 0, 0, 0]],
  [3, at, 'GetDatabaseOutput', 0, ['Database', 'Tags'], [() => Database$, tags]],
]
export const ListDatabases$: StaticOperationSchema = [
  9,
  at,
  'ListDatabases',
  { http: ['POST', '/list-databases', 200] },
  [3, at, 'ListDatabasesInput', 0, ['ApplicationId', 'ComponentId', 'NextToken', 'MaxResults'], [0, 0, 0, 1]],
  [3, at, 'ListDatabasesOutput', 0, ['Databases', 'NextToken'], [[1, at, 'Databases', 0, () => DatabaseSummary$], 0]],
]

export const GetDatabaseCommand = commandOf<{ DatabaseArn: string }, { Database?: Database; Tags?: Tags }>(GetDatabase$)
type ListDatabasesInput = {
  ApplicationId?: string | undefined
  ComponentId?: string | undefined
  NextToken?: string | undefined
  MaxResults?: number | undefined
}
export const ListDatabasesCommand = commandOf<
  ListDatabasesInput,
  { Databases?: DatabaseSummary[]; NextToken?: string }
>(ListDatabases$)
