import http from 'node:http'
import type { AddressInfo } from 'node:net'
import dynalite from 'dynalite'
import { Level } from 'level'
import type { WireAnswer, WireRequest } from './aws/protocols/protocol.ts'
import { isRecord } from './aws/schema.ts'
import { returnOldItem } from './dynamo-conditions.ts'
import { dynamoExtras } from './dynamo-extras.ts'

/** A DynamoDB in this process: dynalite, and the operations it lacks. */
export type Local = {
  readonly url: string
  /** One request off the wire, for a server that has its own door. */
  handle(request: WireRequest): Promise<WireAnswer>
  close(): Promise<void>
}

/** One operation by name, with the headers of the request that it belongs to. */
export type Ask = (operation: string, input: Record<string, unknown>) => Promise<Reply>
export type Reply = { readonly status: number; readonly body: Record<string, unknown> }

/** dynalite opens its folder by itself, and where it cannot, ends the process at the first request. */
const tryFolder = async (path: string): Promise<void> => {
  const folder = new Level(path)
  await folder.open()
  await folder.close()
}

type Options = { path?: string; port?: number; account?: string; region?: string }

/** In memory, or in the folder `path` (LevelDB), where it outlives the process. Rejects where that cannot be opened. */
export const startDynamo = async ({ path, port = 0, account, region }: Options = {}): Promise<Local> => {
  if (path) await tryFolder(path)
  // What stands in ARNs, dynalite takes from nowhere but the environment, as it begins.
  const inner = withEnvironment({ AWS_ACCOUNT_ID: account, AWS_REGION: region }, () =>
    dynalite({ ...(path ? { path } : {}), createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 }),
  )
  const innerUrl = await listen(inner, 0)
  const extras = dynamoExtras()
  // One request at a time: a transaction must not see, or be seen by, anything in between.
  const inTurn = queue()

  const pass = async (headers: WireRequest['headers'], body: string): Promise<WireAnswer> => {
    const sent = Object.fromEntries(
      ['x-amz-target', 'content-type', 'authorization', 'x-amz-date', 'x-amz-security-token'].flatMap(name =>
        headers[name] ? [[name, headers[name]]] : [],
      ),
    )
    const response = await fetch(innerUrl, { method: 'POST', headers: sent, body })
    const type = response.headers.get('content-type') ?? 'application/x-amz-json-1.0'
    const id = response.headers.get('x-amzn-requestid') ?? ''
    return {
      status: response.status,
      headers: { 'content-type': type, 'x-amzn-requestid': id },
      body: await response.text(),
    }
  }

  const perform = async ({ headers, body }: WireRequest): Promise<WireAnswer> => {
    const target = headers['x-amz-target'] ?? ''
    const [version, operation = ''] = target.split('.')
    const ask: Ask = async (name, input) => {
      const answer = await pass({ ...headers, 'x-amz-target': `${version}.${name}` }, JSON.stringify(input))
      return { status: answer.status, body: recordOf(answer.body) }
    }
    const text = body.toString('utf8')
    const extra = extras[operation]
    const reply = extra ? await extra(recordOf(text), ask) : await returnOldItem(operation, text, ask)
    if (!reply) return pass(headers, text)
    return {
      status: reply.status,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(reply.body),
    }
  }

  const handle = (request: WireRequest) => inTurn(() => perform(request))
  const outer = http.createServer((incoming, outgoing) => {
    answer(incoming, outgoing, handle).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.writeHead(500)
      outgoing.end(String(error))
    })
  })
  const url = await listen(outer, port)
  return { url, handle, close: () => closeAll([outer, inner]) }
}

const withEnvironment = <T>(changes: Readonly<Record<string, string | undefined>>, act: () => T): T => {
  const { env } = process
  process.env = { ...env, ...changes }
  try {
    return act()
  } finally {
    process.env = env
  }
}

const answer = async (incoming: http.IncomingMessage, outgoing: http.ServerResponse, handle: Local['handle']) => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
  const request = {
    method: incoming.method ?? 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers,
    body: Buffer.concat(chunks),
  }
  const given = await handle(request)
  outgoing.writeHead(given.status, { ...given.headers, 'content-length': Buffer.byteLength(given.body) })
  outgoing.end(given.body)
}

const queue = () => {
  let tail: Promise<unknown> = Promise.resolve()
  return <T>(act: () => Promise<T>): Promise<T> => {
    const turn = tail.then(act)
    tail = turn.catch(() => undefined)
    return turn
  }
}

const recordOf = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text || '{}')
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

const listen = (server: http.Server, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })

const closeAll = async (servers: readonly http.Server[]) => {
  for (const server of servers) {
    await new Promise<void>(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }
}
