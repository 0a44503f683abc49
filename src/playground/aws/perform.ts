import { randomUUID } from 'node:crypto'
import type { Local } from '../dynamo.ts'
import { placeOf } from '../world.ts'
import { isTableOfBot } from './answers/dynamodb.ts'
import type { Call } from './call.ts'
import type { Scope } from './http.ts'
import { type Identity, identify } from './identity.ts'
import { actionsOf, denialSentence, denied, type Permissions, resourceOf } from './permit.ts'
import type { Decoded, WireAnswer, WireRequest } from './protocols/protocol.ts'
import { outOfRange } from './ranges.ts'
import { refuse } from './refusal.ts'
import { isRecord, misfits, missingMember, withDates } from './schema.ts'
import type { Service } from './service.ts'
import { tokensOf } from './tokens.ts'

/** What lasts from one request to the next. */
export type Context = Pick<Call, 'world' | 'sessions' | 'queues' | 'url' | 'isGone' | 'startJob'> & {
  readonly permissions: Permissions
  readonly dynamo: Local | undefined
}

/** What is known of a request so far, for the record; filled as it goes. */
export type Seen = { operation: string; actions: readonly string[]; account: string; role: string | null }

/** Who, what, may they, and then the answer itself; every refusal is thrown. `strike`: what goes wrong once both are known. */
export const perform = async (
  context: Context,
  service: Service,
  request: WireRequest,
  scope: Scope,
  seen: Seen,
  strike: () => void,
): Promise<WireAnswer> => {
  const { world, permissions } = context
  const { words } = service.protocol
  const token = request.headers['x-amz-security-token'] ?? request.query.get('X-Amz-Security-Token') ?? undefined
  const identity = identify(world, context.sessions, { accessKeyId: scope.accessKeyId, token }, new Date())
  if (identity === 'unknown key')
    throw refuse(words.unknownKey[0], words.unknownKey[2], { status: words.unknownKey[1] })
  if (identity === 'expired') throw refuse(words.expired[0], words.expired[2], { status: words.expired[1] })
  Object.assign(seen, { account: identity.account, role: identity.role })

  const decoded = decode(service, request)
  const { operation, input } = decoded
  Object.assign(seen, { operation: operation.name, actions: actionsOf(service.prefix, operation.name) })
  strike()
  const where = { partition: world.partition, region: scope.region, account: identity.account }
  const resource = resourceOf(service.prefix, operation.name, input, where)
  const denial = denied(world, identity, seen.actions, permissions, resource)
  if (denial) throw refuse(words.denied[0], denialSentence(identity, denial, resource), { status: words.denied[1] })
  const place = placeOf(world, identity.account, scope.region)
  if (service.signingName === 'dynamodb' && context.dynamo && isTableOfBot(world, identity, place, decoded)) {
    return context.dynamo.handle(request)
  }
  return answerOf(context, service, decoded, identity, scope.region, request)
}

// What looks for its cell's host keeps the port that it came by; botocore takes the answer for the whole address.
const hostFor = ({ host = '127.0.0.1', 'user-agent': agent = '' }: WireRequest['headers'], url: string) =>
  /botocore/i.test(agent) ? url : host.replace(/:\d+$/, '')

const decode = (service: Service, request: WireRequest): Decoded => {
  const { words } = service.protocol
  const decoded = service.protocol.decode(service, request)
  if (!decoded) {
    const { body, headers, method, path } = request
    const action = new URLSearchParams(body.toString('utf8')).get('Action')
    const asked = headers['x-amz-target'] ?? action ?? `${method} ${path}`
    throw refuse(words.unknownOperation[0], `Unknown operation: ${asked}`, { status: words.unknownOperation[1] })
  }
  const { name, input } = decoded.operation
  // What is not here says so, before it says what is wrong with the request.
  if (!service.answers[name]) return decoded
  const missing = missingMember(input, decoded.input)
  if (missing) {
    const [code, status, message] = words.missing(missing, service)
    throw refuse(code, message, { status })
  }
  const outside = outOfRange(`${service.signingName}:${name}`, decoded.input)
  if (outside) throw refuse(words.invalid[0], outside, { status: words.invalid[1] })
  return decoded
}

const answerOf = async (
  context: Context,
  service: Service,
  { operation, input }: Decoded,
  identity: Identity,
  region: string,
  request: WireRequest,
): Promise<WireAnswer> => {
  const answer = service.answers[operation.name]
  const name = `${service.signingName}:${operation.name}`
  if (!answer) throw refuse('NotImplemented', `The embedded AWS does not have ${name}.`, { status: 501 })
  const { words } = service.protocol
  const [odd] = misfits(operation.input, input)
  if (odd) throw refuse(words.malformed[0], odd.replace(/^\./, ''), { status: words.malformed[1] })
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html
  if (service.signingName === 'ec2' && input.DryRun === true)
    throw refuse('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', { status: 412 })
  const { world, sessions, queues, url, isGone, startJob } = context
  const tokens = tokensOf(`${name} ${identity.account} ${region}`)
  const output: unknown = await answer(tokens.opened(input) as never, {
    world,
    sessions,
    queues,
    url,
    isGone,
    startJob,
    identity,
    account: identity.account,
    region,
    place: placeOf(world, identity.account, region),
    now: new Date(),
    host: hostFor(request.headers, url),
  })
  const record = isRecord(output) ? tokens.sealed(output) : {}
  const wrong = operation.output.isStructSchema() ? misfits(operation.output, record) : []
  if (wrong.length > 0) throw new Error(`${name}: ${wrong.join('; ')}`)
  const dated = withDates(operation.output, record)
  return service.protocol.answer(service, operation, isRecord(dated) ? dated : {}, randomUUID())
}
