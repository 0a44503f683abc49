import type { Asked, Fate } from './proxy.ts'

type Strikes = (asked: Asked) => Fate
/** `lasting`: also for as long as it takes; `few`: the SDK waits for it, so it strikes at a few calls only. */
export type Fault = {
  readonly name: string
  readonly fate: Strikes
  readonly strikes?: (asked: Asked) => boolean
  readonly lasting?: true
  readonly onlyLasting?: true
  readonly few?: true
}

const isTable = ({ service }: Asked) => service === 'dynamodb'
/** Only what writes can meet a transaction. */
const writesTable = (asked: Asked) => isTable(asked) && /^(Put|Update|Delete|Transact)/.test(asked.operation)
const isRead = ({ service, operation }: Asked) => service !== 'dynamodb' && operation !== 'AssumeRole'
const isSlack = ({ path }: Asked) => path.startsWith('/slack/api/')
const isResponse = ({ path }: Asked) => path.startsWith('/slack/respond/')
const opensForm = ({ path }: Asked) => path === '/slack/api/views.open' || path === '/slack/api/views.push'

const json = (status: number, type: string, message: string, more = {}): Fate => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type },
  body: JSON.stringify({ __type: type, message, ...more }),
})
const inXml = ['ec2', 'sts', 'iam', 'rds', 'redshift', 'cloudformation', 's3']
/** The refusal as the service spells it. */
export const refusal =
  (status: number, type: string, message: string): Strikes =>
  ({ service }) => {
    if (!inXml.includes(service)) return json(status, type, message)
    const error = `<Error><Code>${type.replace(/Exception$/, '')}</Code><Message>${message}</Message></Error>`
    const body =
      service === 's3'
        ? error
        : service === 'ec2'
          ? `<Response><Errors>${error}</Errors></Response>`
          : `<ErrorResponse>${error}</ErrorResponse>`
    return { status, headers: { 'content-type': 'text/xml' }, body }
  }
const says = (error: string): Fate => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ok: false, error }),
})

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
export const skewed: Strikes = asked => {
  const name = asked.service === 's3' ? 'RequestTimeTooSkewed' : 'SignatureDoesNotMatch'
  const message = 'Signature expired: 20261129T110000Z is now earlier than 20261129T115500Z (20261129T120000Z - 5 min.)'
  return refusal(403, inXml.includes(asked.service) ? name : 'InvalidSignatureException', message)(asked)
}

const conflict: Strikes = ({ operation }) =>
  operation === 'TransactWriteItems'
    ? json(400, 'TransactionCanceledException', 'Cancelled.', {
        CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }, { Code: 'None' }],
      })
    : json(400, 'TransactionConflictException', 'Not now.')

export const inAws: readonly Fault[] = [
  {
    name: 'throttled',
    lasting: true,
    few: true,
    fate: asked =>
      isTable(asked)
        ? json(400, 'ProvisionedThroughputExceededException', 'Slow.')
        : refusal(400, 'ThrottlingException', 'Slow.')(asked),
  },
  { name: 'HTTP 500', lasting: true, fate: refusal(500, 'InternalServerError', 'Sorry.') },
  { name: 'connection cut before the call', lasting: true, fate: () => 'cut before' },
  // The SDK's second try of a conditional write then meets its own effect: this is where conditional failures come from.
  { name: 'connection cut after the call', fate: () => 'cut after' },
  { name: 'no answer (half-open connection)', few: true, fate: () => 'hang' },
  { name: 'transaction conflict', lasting: true, strikes: writesTable, fate: conflict },
  {
    name: 'session expired on the way',
    onlyLasting: true,
    strikes: isRead,
    fate: refusal(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
  },
  { name: 'clock skew', lasting: true, fate: skewed },
  {
    name: 'denied',
    onlyLasting: true,
    strikes: isRead,
    fate: refusal(403, 'AccessDeniedException', 'not authorized'),
  },
]

export const inSlack: readonly Fault[] = [
  {
    name: 'Slack: 429 with Retry-After',
    lasting: true,
    fate: () => ({ status: 429, headers: { 'retry-after': '1' }, body: '' }),
  },
  { name: 'Slack: `ratelimited`', strikes: isSlack, fate: () => says('ratelimited') },
  { name: 'Slack: HTTP 500', lasting: true, fate: () => ({ status: 500, body: '' }) },
  { name: 'Slack: connection cut before the call', lasting: true, fate: () => 'cut before' },
  { name: 'Slack: connection cut after the call', fate: () => 'cut after' },
  {
    name: 'Slack: response URL lost',
    onlyLasting: true,
    strikes: isResponse,
    fate: () => ({ status: 404, body: 'used_url' }),
  },
  { name: 'Slack: trigger expired', onlyLasting: true, strikes: opensForm, fate: () => says('expired_trigger_id') },
]
