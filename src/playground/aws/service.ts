import { NormalizedSchema } from '@smithy/core/schema'
import { quietSdk } from '../../aws/quiet.ts'
import type { Stored } from '../world.ts'
import type { Call } from './call.ts'
import { ec2Query } from './protocols/ec2.ts'
import { json10, json11 } from './protocols/json.ts'
import type { Protocol } from './protocols/protocol.ts'
import { query } from './protocols/query.ts'
import { restJson } from './protocols/rest-json.ts'
import { restXml } from './protocols/rest-xml.ts'

export type Operation = {
  readonly name: string
  /** Method, URI pattern and status of a REST operation. */
  readonly http: readonly [string, string, number] | undefined
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
}

/** One AWS service, told by the schemas and settings that its SDK client exports. */
export type Service = {
  /** IAM's prefix of the service: `kms`, `elasticfilesystem`. */
  readonly prefix: string
  /** The service in the SigV4 credential scope. */
  readonly signingName: string
  readonly namespace: string
  readonly xmlNamespace: string
  readonly queryCompatible: boolean
  readonly protocol: Protocol
  readonly operations: ReadonlyMap<string, Operation>
  /** Modelled errors by shape name, and by their code on the wire where that differs. */
  readonly errors: ReadonlyMap<string, ErrorShape>
  readonly answers: Readonly<Record<string, Answer | undefined>>
}

type ErrorShape = {
  readonly name: string
  readonly code: string
  readonly status: number
  readonly server: boolean
  readonly schema: NormalizedSchema
}

export type Answer = (input: never, call: Call) => unknown

/**
 * Answers typed by the operations of an aggregated SDK client (`KMS`, `EC2`): the input is what the command takes, the
 * output what it gives, with dates as text where they come from the world.
 */
export type AnswersOf<Client> = {
  readonly [Name in keyof Client as Capitalize<Name & string>]?: Client[Name] extends (
    input: infer Input,
    options: infer _Options,
    callback: (error: infer _Error, output?: infer Output) => void,
  ) => void
    ? (input: Input, call: Call) => Loose<Output> | Promise<Loose<Output>>
    : never
}

type Loose<Output> = Stored<Omit<NonNullable<Output>, '$metadata'>> | Omit<NonNullable<Output>, '$metadata'>

const protocols: Readonly<Record<string, Protocol>> = {
  'aws.protocols#awsJson1_0': json10,
  'aws.protocols#awsJson1_1': json11,
  'aws.protocols#restJson1': restJson,
  'aws.protocols#awsQuery': query,
  'aws.protocols#ec2Query': ec2Query,
  'aws.protocols#restXml': restXml,
}

type ClientConfig = {
  readonly protocol: { getShapeId(): string }
  readonly protocolSettings: unknown
  readonly defaultSigningName?: string
}

/** Reads a client module's exported schemas; throws when an answer is given for an operation that AWS does not have. */
export const service = (
  module: Readonly<Record<string, unknown>>,
  Client: new (config: { region: string }) => { readonly config: unknown },
  answers: Readonly<Record<string, Answer | undefined>>,
): Service => {
  quietSdk()
  const config = new Client({ region: 'eu-central-1' }).config as ClientConfig
  const settings = config.protocolSettings as Readonly<Record<string, unknown>>
  const protocol = protocols[config.protocol.getShapeId()]
  const signingName = config.defaultSigningName
  if (!protocol || !signingName) throw new Error(`No protocol for ${config.protocol.getShapeId()}`)
  const operations = new Map<string, Operation>()
  const errors = new Map<string, ErrorShape>()
  for (const schema of Object.values(module)) {
    if (!Array.isArray(schema)) continue
    if (schema[0] === 9) operations.set(schema[2], operationOf(schema))
    if (schema[0] === -3) {
      const shape = errorOf(schema)
      errors.set(shape.name, shape)
      if (!errors.has(shape.code)) errors.set(shape.code, shape)
    }
  }
  for (const name of Object.keys(answers)) {
    if (!operations.has(name)) throw new Error(`${signingName} has no operation ${name}`)
  }
  return {
    prefix: signingName,
    signingName,
    namespace: String(settings.defaultNamespace),
    xmlNamespace: String(settings.xmlNamespace ?? ''),
    queryCompatible: settings.awsQueryCompatible === true,
    protocol,
    operations,
    errors,
    answers,
  }
}

const operationOf = (schema: unknown[]): Operation => {
  const traits = schema[3] as { http?: [string, string, number] } | 0
  return {
    name: String(schema[2]),
    http: traits ? traits.http : undefined,
    input: NormalizedSchema.of(schema[4] as never),
    output: NormalizedSchema.of(schema[5] as never),
  }
}

const errorOf = (schema: unknown[]): ErrorShape => {
  const traits = (schema[3] || {}) as { awsQueryError?: [string, number]; httpError?: number; error?: string }
  const server = traits.error === 'server'
  return {
    name: String(schema[2]),
    code: traits.awsQueryError?.[0] ?? String(schema[2]),
    status: traits.awsQueryError?.[1] ?? traits.httpError ?? (server ? 500 : 400),
    server,
    schema: NormalizedSchema.of(schema as never),
  }
}
