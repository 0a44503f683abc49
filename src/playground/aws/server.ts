import { randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Local } from '../dynamo.ts'
import type { World } from '../world.ts'
import { services } from './answers/index.ts'
import { createFaults, type Faults } from './faults.ts'
import { readBody, scopeOf, send, strayAnswer, wireRequest } from './http.ts'
import { createJobs, type JobTimes } from './jobs.ts'
import { type Context, perform, type Seen } from './perform.ts'
import type { Permissions } from './permit.ts'
import type { WireAnswer, WireRequest } from './protocols/protocol.ts'
import { sqsQuery } from './protocols/sqs-query.ts'
import { createQueues } from './queues.ts'
import { Refusal, refuse } from './refusal.ts'
import type { Service } from './service.ts'

/** One request that was answered. Times are epoch milliseconds with fractions. */
export type RecordedCall = {
  readonly service: string
  readonly operation: string
  readonly actions: readonly string[]
  readonly account: string
  readonly role: string | null
  readonly region: string
  readonly startedAt: number
  readonly endedAt: number
  readonly status: number
  readonly error: string | null
  /** As CloudTrail writes it down. */
  readonly userAgent: string
}

export type Aws = {
  readonly url: string
  readonly calls: RecordedCall[]
  readonly world: World
  readonly faults: Faults
  close(): Promise<void>
}

export type AwsOptions = {
  readonly world: World
  /** 0 or absent: any free port. */
  readonly port?: number
  readonly latencyMs?: number
  /** Asked for sessions of roles only. */
  readonly permissions: Permissions
  /** Where requests for tables that are not in the world go. */
  readonly dynamo?: Local
  readonly jobTimes?: JobTimes
  /** Told of every job that changes, as the EventBridge event that AWS would send. */
  readonly onEvent?: (event: Record<string, unknown>) => void
}

/** AWS on loopback, over the given world; answers SDK clients and the `aws` command line at `url`. */
export const startAws = async (options: AwsOptions): Promise<Aws> => {
  const { world, permissions, dynamo, latencyMs = 0 } = options
  const calls: RecordedCall[] = []
  const faults = createFaults()
  const jobs = createJobs(world, options.jobTimes, options.onEvent, faults)
  const queues = createQueues()
  const state = {
    world,
    permissions,
    dynamo,
    latencyMs,
    calls,
    faults,
    queues,
    sessions: new Map(),
    startJob: jobs.start,
  }
  const server = http.createServer((request, response) => {
    handle({ ...state, url: address(server), isGone: () => response.destroyed }, request, response).catch(
      (error: unknown) => {
        process.stderr.write(`embedded AWS: ${error instanceof Error ? error.stack : String(error)}\n`)
        if (!response.headersSent) response.writeHead(500)
        response.end()
      },
    )
  })
  // Node's five seconds end just when a client that polls asks again, which then sees its connection reset.
  server.keepAliveTimeout = 75_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    url: address(server),
    calls,
    world,
    faults,
    close: async () => {
      jobs.stop()
      queues.stop()
      await new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

type Live = Context & { readonly calls: RecordedCall[]; readonly faults: Faults; readonly latencyMs: number }

const address = (server: http.Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const handle = async (state: Live, incoming: http.IncomingMessage, outgoing: http.ServerResponse) => {
  const startedAt = now()
  const body = await readBody(incoming)
  const request = wireRequest(incoming, body ?? Buffer.alloc(0))
  const scope = scopeOf(request)
  const service = spoken(services.get(scope?.service ?? ''), request)
  if (!body || !scope || !service) {
    const meant = body && !scope ? serviceMeant(request) : undefined
    return send(outgoing, incoming, meant ? unsigned(meant) : strayAnswer(body, scope, request.headers['content-type']))
  }
  const fault = state.faults.take(service.signingName)
  if (fault?.kind === 'drop') return void incoming.socket.destroy()
  if (fault?.kind === 'delay') await sleep(fault.ms)

  const seen: Seen = { operation: '', actions: [], account: '', role: null }
  const strike = () => {
    const { throttled } = service.protocol.words
    if (fault?.kind === 'throttle') throw refuse(throttled[0], throttled[2], { status: throttled[1] })
    if (fault?.kind === 'error')
      throw refuse('InternalFailure', 'The request processing has failed.', { status: fault.status })
  }
  const { answer, error } = await attempt(service, () => perform(state, service, request, scope, seen, strike))
  // What the answer took to make is part of the latency that was asked for.
  const left = startedAt + state.latencyMs - now()
  if (left > 0) await sleep(left)
  send(outgoing, incoming, answer)
  const { signingName } = service
  state.calls.push({
    service: signingName,
    ...seen,
    region: scope.region,
    startedAt,
    endedAt: now(),
    status: answer.status,
    error,
    userAgent: incoming.headers['user-agent'] ?? '',
  })
  // A playground that runs for weeks must not grow for ever.
  if (state.calls.length > 20_000) state.calls.splice(0, 10_000)
}

/** SQS came from the Query protocol and still takes it. */
const spoken = (service: Service | undefined, { headers }: WireRequest): Service | undefined =>
  service?.queryCompatible && !headers['x-amz-target']
    ? { ...service, protocol: sqsQuery, xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/' }
    : service

/** An unsigned request names no service; the first that has such an operation answers in its own words. */
const serviceMeant = (request: WireRequest): Service | undefined =>
  [...services.values()].find(service => {
    try {
      return service.protocol.decode(service, request) !== undefined
    } catch {
      return true
    }
  })

const unsigned = (service: Service): WireAnswer => {
  const [code, status, message] = service.protocol.words.noAuth
  return service.protocol.refuse(service, refuse(code, message, { status }), randomUUID())
}

const attempt = async (service: Service, act: () => Promise<WireAnswer>) => {
  try {
    const answer = await act()
    return { answer, error: answer.status >= 400 ? (answer.headers['x-amzn-errortype'] ?? 'error') : null }
  } catch (error) {
    const refusal = error instanceof Refusal ? error : refuse('InternalFailure', String(error), { status: 500 })
    if (refusal !== error) process.stderr.write(`embedded AWS: ${String(error)}\n`)
    const code = service.errors.get(refusal.code)?.code ?? refusal.code
    return { answer: service.protocol.refuse(service, refusal, randomUUID()), error: code }
  }
}

const now = () => performance.timeOrigin + performance.now()
