import type { Refusal } from '../refusal.ts'
import type { Operation, Service } from '../service.ts'

/** A request off the wire. `path` is raw (still percent-encoded), header names are lower case. */
export type WireRequest = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export type WireAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Decoded = { readonly operation: Operation; readonly input: Record<string, unknown> }

/** One of AWS's wire protocols, seen from the server. */
export type Protocol = {
  /** The words that differ by protocol. */
  readonly words: Words
  /** Undefined when the service has no such operation. Throws a Refusal when the request cannot be read. */
  decode(service: Service, request: WireRequest): Decoded | undefined
  /** `output` fits the operation's output schema, dates as `Date`. */
  answer(service: Service, operation: Operation, output: Record<string, unknown>, requestId: string): WireAnswer
  refuse(service: Service, refusal: Refusal, requestId: string): WireAnswer
}

/** The codes and statuses with which services of one protocol answer troubles that are not their own. */
type Words = {
  readonly unknownKey: readonly [code: string, status: number, message: string]
  readonly expired: readonly [code: string, status: number, message: string]
  readonly noAuth: readonly [code: string, status: number, message: string]
  readonly denied: readonly [code: string, status: number]
  readonly throttled: readonly [code: string, status: number, message: string]
  readonly unknownOperation: readonly [code: string, status: number]
  /** A value that is not of its member's type. */
  readonly malformed: readonly [code: string, status: number]
  /** A number that the member does not take. */
  readonly invalid: readonly [code: string, status: number]
  readonly missing: (member: string, service: Service) => readonly [code: string, status: number, message: string]
}

export const validation = (member: string): string =>
  `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`

/** Status and wire name of a refusal: what the service's schema says of the error, unless the refusal says otherwise. */
export const errorOf = (service: Service, refusal: Refusal) => {
  const shape = service.errors.get(refusal.code)
  return { shape, code: shape?.code ?? refusal.code, status: refusal.status ?? shape?.status ?? 400 }
}
