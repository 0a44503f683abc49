import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** What happens to one request: it passes, is never answered, or loses its connection before or after its effect. */
export type Fate =
  | 'pass'
  | 'hang'
  | 'cut before'
  | 'cut after'
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }

export type Asked = { readonly service: string; readonly operation: string; readonly path: string }
type Judge = (asked: Asked) => Fate

/** Between a client and a server on loopback; what `judge` says of a request happens to it. */
export const startProxy = async (target: string) => {
  let judge: Judge = () => 'pass'
  const agent = new http.Agent({ keepAlive: true })
  const hung = new Set<http.ServerResponse>()

  const server = http.createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const scope = /Credential=[^/\s]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(incoming.headers.authorization ?? '')
    const operation =
      String(incoming.headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ||
      /(?:^|&)Action=(\w+)/.exec(body.toString())?.[1] ||
      ''
    const fate = judge({ service: scope?.[1] ?? '', operation, path: incoming.url ?? '/' })
    if (fate === 'hang') return void hung.add(outgoing)
    if (fate === 'cut before') return void incoming.socket.destroy()
    if (typeof fate === 'object') return void outgoing.writeHead(fate.status, fate.headers).end(fate.body)
    const { method, headers, url } = incoming
    const passed = http.request(`${target}${url}`, { method, headers, agent }, answer => {
      if (fate === 'cut after') {
        answer.resume()
        return void incoming.socket.destroy()
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on('error', () => incoming.socket.destroy())
    passed.end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    judge: (by: Judge) => {
      judge = by
    },
    close: async () => {
      for (const it of hung) it.destroy()
      server.closeAllConnections()
      agent.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

export type Relay = Awaited<ReturnType<typeof startProxy>>

/** A fault that strikes the n-th request (from 0) of those that it can strike and, `forGood`, every repetition of it. */
export const strike = (
  n: number,
  forGood: boolean,
  fate: (asked: Asked) => Fate,
  strikes: (asked: Asked) => boolean = () => true,
): Judge & { readonly struck: () => string } => {
  let at = 0
  let struck: string | undefined
  const nameOf = ({ service, operation, path }: Asked) => `${service} ${operation || path.split('?')[0]}`
  const judge = (asked: Asked): Fate => {
    const name = nameOf(asked)
    if (struck === undefined && strikes(asked) && at++ === n) {
      struck = name
      return fate(asked)
    }
    return forGood && name === struck && strikes(asked) ? fate(asked) : 'pass'
  }
  return Object.assign(judge, { struck: () => struck ?? '' })
}
