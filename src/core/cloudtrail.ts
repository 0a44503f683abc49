import * as z from 'zod'
import { isoTime } from './iso-time.ts'

/**
 * A KMS call that was refused. When it was across accounts only the caller's account logs it, so a copy's refusal is
 * seen in the central account, with the member's key in `key`: better proof than the job's own message.
 * https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html
 */
export type KeyDenial = {
  readonly kind: 'key denial'
  readonly id: string | null
  /** Of the caller. */
  readonly account: string
  readonly region: string
  /** ISO 8601 in UTC. */
  readonly at: string | null
  /** `CreateGrant`, `Decrypt`, … */
  readonly call: string
  readonly code: string
  /** Error code and message together, as a job would word it. */
  readonly message: string
  /** ARN where CloudTrail knows it, else what the caller named. */
  readonly key: string | null
  /** ARN of the role, or of the user, that called. */
  readonly principal: string | null
  /** AWS Backup called, or somebody else. */
  readonly byBackup: boolean
  /** The service that called on somebody's behalf. */
  readonly invokedBy: string | null
  readonly context: Readonly<Record<string, string>>
}

export const refusals = [
  'AccessDenied',
  'AccessDeniedException',
  'DisabledException',
  'KMSInvalidStateException',
  'NotFoundException',
]

const words = z.string().min(1).nullable().catch(null)
const record = z.object({
  eventSource: words,
  eventName: words,
  eventID: words,
  eventTime: z.unknown(),
  errorCode: words,
  errorMessage: words,
  recipientAccountId: words,
  awsRegion: words,
  userIdentity: z
    .object({
      arn: words,
      invokedBy: words,
      sessionContext: z
        .object({ sessionIssuer: z.object({ arn: words }).nullable().catch(null) })
        .nullable()
        .catch(null),
    })
    .nullable()
    .catch(null),
  requestParameters: z
    .object({ keyId: words, encryptionContext: z.record(z.string(), z.string()).catch({}) })
    .nullable()
    .catch(null),
  resources: z.array(z.object({ ARN: words }).nullable().catch(null)).catch([]),
})

type Envelope = {
  readonly account: string
  readonly region: string
  readonly time?: unknown
  readonly detail: unknown
}

const isKey = (arn: string | null | undefined) =>
  arn?.startsWith('arn:') && arn.includes(':kms:') && arn.includes(':key/')

/** The refused KMS call in an `AWS API Call via CloudTrail` event; any other call is ignored. Never throws. */
export const keyDenial = (event: Envelope): KeyDenial | { readonly ignore: string } => {
  const parsed = record.safeParse(event.detail)
  const call = parsed.data
  if (call?.eventSource !== 'kms.amazonaws.com') return { ignore: 'it is not about a KMS call' }
  if (call.errorCode === null) return { ignore: 'the KMS call was allowed' }
  if (!refusals.includes(call.errorCode)) return { ignore: `the KMS call ended in ${call.errorCode.slice(0, 80)}` }

  return told(call, event, call.errorCode)
}

/** Calls that read backed-up data, and the errors that speak of tampering. */
const reading = /^(Decrypt|ReEncrypt)$/
export const suspicious = ['IncorrectKeyException', 'InvalidCiphertextException']

/**
 * A call that read data with a key, or tried to with the wrong one, by somebody else than AWS Backup and the services'
 * own roles; `code` is `Allowed` where it succeeded. `undefined` for every other event.
 */
export const keyReading = (value: unknown): KeyDenial | undefined => {
  const event = trail.safeParse(value)
  const call = event.success ? record.safeParse(event.data.detail).data : undefined
  if (!event.success || call?.eventSource !== 'kms.amazonaws.com' || !reading.test(call.eventName ?? ''))
    return undefined
  if (call.errorCode !== null && !suspicious.includes(call.errorCode)) return undefined
  const use = told(call, event.data, call.errorCode ?? 'Allowed')
  return use.byBackup || use.principal?.includes(':role/aws-service-role/') ? undefined : use
}

const trail = z.object({
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  account: z.string(),
  region: z.string(),
  time: z.unknown(),
  detail: z.unknown(),
})

const told = (call: z.infer<typeof record>, event: Envelope, code: string): KeyDenial => {
  const { userIdentity: who, requestParameters: asked } = call
  const principal = who?.sessionContext?.sessionIssuer?.arn ?? who?.arn ?? null
  const invokedBy = who?.invokedBy ?? null
  const keys = [asked?.keyId, ...call.resources.map(resource => resource?.ARN)]
  return {
    kind: 'key denial',
    id: call.eventID,
    account: call.recipientAccountId ?? event.account,
    region: call.awsRegion ?? event.region,
    at: isoTime(call.eventTime) ?? isoTime(event.time),
    call: call.eventName ?? 'unknown',
    code,
    message: call.errorMessage === null ? code : `${code}: ${call.errorMessage}`,
    key: keys.find(isKey) ?? asked?.keyId ?? null,
    principal,
    byBackup: /AWSServiceRoleForBackup/.test(principal ?? '') || invokedBy === 'backup.amazonaws.com',
    invokedBy,
    context: asked?.encryptionContext ?? {},
  }
}
