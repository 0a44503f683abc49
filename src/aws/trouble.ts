import { type Unknown, unknown } from '../core/fact.ts'
import { Foreign } from './foreign.ts'

/** Where a call went; what a sentence about its failure must name. */
export type Place = { readonly account: string; readonly region: string }

export type Sort =
  | 'denied'
  | 'not found'
  | 'throttled'
  | 'timed out'
  | 'unreachable'
  | 'expired'
  | 'no credentials'
  | 'clock skew'
  | 'foreign'
  | 'other'

/** No credentials at all, or AWS cannot be reached: nothing about the resource can be said. */
export class WorldFault extends Error {}

/** Thrown by the clients of a session that could not be opened; carries the reason as a fact. */
export class SessionShut extends Error {
  readonly unknown: Unknown
  constructor(reason: Unknown) {
    super(reason.detail)
    this.unknown = reason
  }
}

const unreachable = new WeakSet<Unknown>()

/** True of a `WorldFault` and of an unknown fact whose call AWS did not answer: it was not reached, or another did. */
export const isUnreachable = (value: unknown): boolean =>
  value instanceof WorldFault || (typeof value === 'object' && value !== null && unreachable.has(value as Unknown))

type Loose = {
  readonly name?: unknown
  readonly message?: unknown
  readonly code?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly $retryable?: { readonly throttling?: boolean }
  readonly $fault?: unknown
  /** Of a transaction of DynamoDB's. */
  readonly CancellationReasons?: readonly { readonly Code?: string }[]
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

// HPE_ is Node's word for what is no HTTP.
const network = /^(HPE_|ECONN|ENOTFOUND|EAI_|EHOST|ENET|EPIPE|ETIMEDOUT|CERT_|ERR_TLS|DEPTH_ZERO|UNABLE_TO|SELF_SIGNED)/
const throttling = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ProvisionedThroughputExceeded/
const names: readonly (readonly [RegExp, Sort])[] = [
  [/^(RequestTimeTooSkewed|RequestInTheFuture)$/, 'clock skew'],
  [/^CredentialsProviderError$|^TokenProviderError$/, 'no credentials'],
  [/^(InvalidClientTokenId|UnrecognizedClientException|MissingAuthenticationToken\w*)$/, 'no credentials'],
  [/^(SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature\w*|InvalidAccessKeyId)$/, 'no credentials'],
  [/^(ExpiredToken\w*|RequestExpired)$/, 'expired'],
  [throttling, 'throttled'],
  [/AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|^AuthFailure$|^Forbidden$/, 'denied'],
  [/NotFound|NoSuch|DoesNotExist/, 'not found'],
]

/** What the SDK could not read, other than an error that AWS names, was no answer of AWS's. */
const isForeign = (error: unknown): boolean =>
  error instanceof Foreign || (error instanceof Error && '$response' in error && !('$fault' in error))

/** What sort of failure an error of the SDK is. */
export const sortOf = (error: unknown): Sort => {
  const { name, message, code, $metadata, $retryable, CancellationReasons = [] } = (error ?? {}) as Loose
  if (isForeign(error)) return 'foreign'
  if (network.test(text(code))) return 'unreachable'
  if (text(name) === 'TimeoutError' && /connection|connect/i.test(text(message))) return 'unreachable'
  if (/^(Abort|Timeout)Error$|^RequestTimeout/.test(text(name))) return 'timed out'
  if ($retryable?.throttling || CancellationReasons.some(({ Code = '' }) => throttling.test(Code))) return 'throttled'
  if (/^Signature (expired|not yet current)\b/.test(text(message))) return 'clock skew'
  const named = names.find(([pattern]) => pattern.test(text(name)))
  if (named) return named[1]
  // CloudFormation answers a ValidationError for a stack that is not there.
  if (/^ValidationE/.test(text(name)) && /does not exist/i.test(text(message))) return 'not found'
  const status = $metadata?.httpStatusCode
  if (status === 429) return 'throttled'
  if (status === 403) return 'denied'
  if (status === 404) return 'not found'
  return 'other'
}

// AWS puts encoded authorization messages, key ids and tokens into some messages; none of them may reach a channel.
const secret = /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b|[A-Za-z0-9+/=_-]{60,}/g
const clean = (message: string): string => message.replaceAll(secret, '…').replaceAll(/\s+/g, ' ').trim().slice(0, 200)

const denier = (message: string): string => {
  if (/service control policy/i.test(message)) return ' by a service control policy'
  if (/resource control policy/i.test(message)) return ' by a resource control policy'
  if (/permissions boundary/i.test(message)) return ' by a permissions boundary'
  if (/resource-based policy/i.test(message)) return ' by the policy of the resource'
  return ''
}

const sentence = (sort: Sort, error: unknown, call: string): string => {
  const { name, message, $metadata } = (error ?? {}) as Loose
  switch (sort) {
    case 'denied':
      // AWS Backup hides whether a vault exists from a caller that may not see it.
      return `was denied${denier(text(message))}${call === 'backup:DescribeBackupVault' ? ', which AWS Backup also answers where the vault does not exist' : ''}`
    case 'not found':
      return 'found nothing of that name'
    case 'throttled':
      return 'was throttled by AWS, again after several tries'
    case 'timed out':
      return 'did not answer in time'
    case 'unreachable':
      return 'could not reach AWS'
    case 'expired':
      return 'was refused because the credentials have expired'
    case 'no credentials':
      return 'could not be made: there are no valid AWS credentials'
    case 'clock skew':
      return 'was refused because the clock here differs from that of AWS by more than five minutes'
    case 'foreign': {
      const { message: got } =
        error instanceof Foreign
          ? error
          : new Foreign('something that cannot be read', $metadata?.httpStatusCode ?? 200)
      return `got ${got}. See where AWS_ENDPOINT_URL and any proxy lead`
    }
    case 'other':
      return `failed with ${clean(text(name)) || 'an error'}: ${clean(text(message)) || 'no message'}`
  }
}

export const where = ({ account, region }: Place): string =>
  `in ${account ? `account ${account}` : 'the account of the ambient credentials'}${region ? `, ${region}` : ''}`

/** Any error of the SDK as the reason why a fact is unknown: one plain sentence naming call, account and Region. */
export const trouble = (error: unknown, call: string, place: Place): Unknown => {
  if (error instanceof SessionShut) return error.unknown
  const sort = sortOf(error)
  const why = sort === 'denied' || sort === 'not found' ? sort : 'aws error'
  const end = sentence(sort, error, call)
  const reason = unknown(why, `${call} ${where(place)} ${end}${end.endsWith('.') ? '' : '.'}`)
  if (sort === 'unreachable' || sort === 'foreign') unreachable.add(reason)
  return reason
}

/**
 * An error that AWS, or the way to it, is to blame for, as a `WorldFault` whose sentence begins with `what` was asked; an
 * error of ours as it is.
 */
export const asWorldFault = (error: unknown, what: string): unknown => {
  if (error instanceof WorldFault) return error
  // The SDK's word before any call, by an error that is no class of its own.
  if (error instanceof Error && /^Region (is missing$|not accepted:)/.test(error.message))
    return new WorldFault(`${what} could not be made: AWS_REGION does not name an AWS Region, such as eu-central-1.`)
  const sort = sortOf(error)
  const isTheirs = sort !== 'other' || ((error ?? {}) as Loose).$fault === 'server'
  return isTheirs ? new WorldFault(`${what} ${sentence(sort, error, '').replace(/\.?$/, '.')}`) : error
}

export const isNamed = (error: unknown, ...wanted: string[]): boolean =>
  wanted.includes(text(((error ?? {}) as Loose).name))
