import type { NormalizedSchema } from '@smithy/core/schema'
import { refuse } from '../refusal.ts'
import { isRecord, requiredMembers } from '../schema.ts'
import { readBindings, writeHeaders } from './bindings.ts'
import { errorOf, type Protocol, type WireRequest } from './protocol.ts'
import { matchUri, unescaped } from './uri.ts'
import { escapeXml, innerXml, readXml } from './xml.ts'

/** Amazon S3's REST. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const restXml: Protocol = {
  words: {
    unknownKey: ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
    expired: ['ExpiredToken', 400, 'The provided token has expired.'],
    noAuth: ['AccessDenied', 403, 'Access Denied'],
    denied: ['AccessDenied', 403],
    throttled: ['SlowDown', 503, 'Please reduce your request rate.'],
    unknownOperation: ['NotImplemented', 501],
    malformed: ['InvalidArgument', 400],
    invalid: ['InvalidArgument', 400],
    missing: member => ['InvalidArgument', 400, `Missing required argument: ${member}`],
  },

  decode(service, request) {
    const [, first = '', ...key] = request.path.split('/')
    // The model's URIs leave out the bucket, which stands in the host name or first in the path.
    const inHost = /^(?!s3\.)(.+?)\.(?:s3[.-]|localhost)/.exec(request.headers.host ?? '')?.[1]
    const bucket = inHost ?? first
    const path = inHost ? request.path : `/${key.join('/')}`
    const match = matchUri(
      service,
      request,
      path,
      ({ input }) => 'Bucket' in input.getMemberSchemas() === (bucket !== '') && hasHeaders(input, request.headers),
    )
    if (!match) return undefined
    const { input } = match.operation
    const bound = readBindings(input, request, match.labels)
    const payload = payloadOf(input)
    const body =
      payload?.[1].isStructSchema() && request.body.length > 0
        ? { [payload[0]]: parse(payload[1], request.body, service.xmlNamespace) }
        : {}
    return {
      operation: match.operation,
      input: { ...body, ...bound, ...(bucket ? { Bucket: unescaped(bucket) } : {}) },
    }
  },

  answer(service, operation, output, requestId) {
    const payload = payloadOf(operation.output)
    const [schema, value] = payload ? [payload[1], output[payload[0]] ?? {}] : [operation.output, output]
    const hasBody = operation.http?.[0] !== 'HEAD' && schema.isStructSchema() && operation.http?.[2] !== 204
    const root = String(schema.getMergedTraits().xmlName ?? rootOf(schema, operation.name))
    return {
      status: operation.http?.[2] ?? 200,
      headers: {
        'x-amz-request-id': requestId,
        ...(hasBody ? { 'content-type': 'application/xml' } : {}),
        ...writeHeaders(operation.output, output),
      },
      body: hasBody
        ? `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${service.xmlNamespace}">${inner(schema, value, root)}</${root}>`
        : '',
    }
  },

  refuse(service, refusal, requestId) {
    const { code, status } = errorOf(service, refusal)
    const more = Object.entries(refusal.members).map(
      ([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`,
    )
    const error = `<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(refusal.message)}</Message>${more.join('')}<RequestId>${requestId}</RequestId></Error>`
    return {
      status,
      headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId, ...refusal.headers },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n${error}`,
    }
  },
}

/** CopyObject is PutObject with a header more. */
const hasHeaders = (input: NormalizedSchema, headers: WireRequest['headers']) => {
  const members = input.getMemberSchemas()
  const needed = requiredMembers(input).flatMap(name => members[name]?.getMergedTraits().httpHeader ?? [])
  return needed.every(header => headers[header.toLowerCase()] !== undefined)
}

/** GetBucketLocation's document is its only member: the text stands in the root itself. */
const inner = (schema: NormalizedSchema, value: unknown, root: string): string =>
  schema.isStructSchema() && root in schema.getMemberSchemas() && isRecord(value)
    ? escapeXml(String(value[root] ?? ''))
    : innerXml(schema, value)

const payloadOf = (schema: NormalizedSchema): [string, NormalizedSchema] | undefined => {
  if (!schema.isStructSchema()) return undefined
  for (const [name, member] of schema.structIterator()) {
    if (member.getMergedTraits().httpPayload) return [name, member]
  }
  return undefined
}

/** The document element of an answer without its own name: `GetBucketTaggingOutput` is `Tagging` only by its trait. */
const rootOf = (schema: NormalizedSchema, operation: string) => schema.getName() ?? `${operation}Result`

const parse = (schema: NormalizedSchema, body: Buffer, xmlNamespace: string) => {
  try {
    const value = readXml(schema, body, xmlNamespace)
    return isRecord(value) ? value : {}
  } catch {
    throw refuse(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    )
  }
}
