import type http from 'node:http'
import type { WireAnswer, WireRequest } from './protocols/protocol.ts'
import { escapeXml } from './protocols/xml.ts'

export type Scope = { readonly accessKeyId: string; readonly region: string; readonly service: string }

/** Region and service, of the header or the address. https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
export const scopeOf = ({ headers, query }: Pick<WireRequest, 'headers' | 'query'>): Scope | undefined => {
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? query.get('X-Amz-Credential') ?? ''
  const [, accessKeyId, region, service] =
    /^([^/]+)\/\d+\/([a-z0-9]+(?:-[a-z0-9]+)+)\/([^/]+)\/aws4_request$/.exec(credential) ?? []
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined
}

/** To a request that is nobody's, of a service that is not here, or of none. */
export const strayAnswer = (body: Buffer | undefined, scope: Scope | undefined, type = ''): WireAnswer => {
  const [status, code, message] = !body
    ? [413, 'RequestEntityTooLarge', 'Request body is too large.']
    : !scope
      ? [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token']
      : [501, 'UnknownService', `The embedded AWS does not have the service ${scope.service}.`]
  // A client that sends a form reads XML.
  if (type.includes('x-www-form-urlencoded')) {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`
    return { status, headers: { 'content-type': 'text/xml' }, body: `<ErrorResponse>${error}</ErrorResponse>` }
  }
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code }
  return { status, headers, body: JSON.stringify({ __type: code, message }) }
}

/** DynamoDB's 16 MB batch is the largest body that any service here takes. Undefined when it is larger. */
export const readBody = async (incoming: http.IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= largestBody) chunks.push(chunk)
  }
  return size <= largestBody ? Buffer.concat(chunks) : undefined
}
const largestBody = 17 * 1024 * 1024

export const wireRequest = (incoming: http.IncomingMessage, body: Buffer): WireRequest => {
  const [path = '/', search = ''] = (incoming.url ?? '/').split('?')
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
  return { method: incoming.method ?? 'GET', path, query: new URLSearchParams(search), headers, body }
}

export const send = (outgoing: http.ServerResponse, incoming: http.IncomingMessage, answer: WireAnswer) => {
  const head = incoming.method === 'HEAD'
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': head ? 0 : Buffer.byteLength(answer.body) })
  outgoing.end(head ? undefined : answer.body)
}
