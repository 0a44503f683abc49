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

export const GetDatabase$: StaticOperationSchema = [
  9,
  at,
  'GetDatabase',
  { http: ['POST', '/get-database', 200] },
  [3, at, 'GetDatabaseInput', 0, ['ApplicationId', 'ComponentId', 'DatabaseId', 'DatabaseArn'], [0, 0, 0, 0]],
  [3, at, 'GetDatabaseOutput', 0, ['Database', 'Tags'], [() => Database$, tags]],
]
export const GetDatabaseCommand = commandOf<{ DatabaseArn: string }, { Database?: Database; Tags?: Tags }>(GetDatabase$)
