import { JsonCodec } from '@smithy/core/protocols'
import { readBindings, writeHeaders } from './bindings.ts'
import { readJson, writeJson } from './json.ts'
import { errorOf, type Protocol } from './protocol.ts'
import { matchUri } from './uri.ts'

const codec = new JsonCodec({ jsonName: true, timestampFormat: { useTrait: true, default: 7 } })

/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJson: Protocol = {
  words: {
    unknownKey: ['UnrecognizedClientException', 403, 'The security token included in the request is invalid.'],
    expired: ['ExpiredTokenException', 403, 'The security token included in the request is expired'],
    noAuth: ['MissingAuthenticationTokenException', 403, 'Missing Authentication Token'],
    denied: ['AccessDeniedException', 403],
    throttled: ['ThrottlingException', 429, 'Rate exceeded'],
    unknownOperation: ['UnknownOperationException', 404],
    malformed: ['SerializationException', 400],
    invalid: ['ValidationException', 400],
    missing: member => ['MissingParameterValueException', 400, `Missing required parameter: ${member}`],
  },

  decode(service, request) {
    const match = matchUri(service, request)
    if (!match) return undefined
    const { input } = match.operation
    const body = input.isStructSchema() && request.body.length > 0 ? readJson(input, request.body, codec) : {}
    return { operation: match.operation, input: { ...body, ...readBindings(input, request, match.labels) } }
  },

  answer(_service, operation, output, requestId) {
    return {
      status: operation.http?.[2] ?? 200,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
        ...writeHeaders(operation.output, output),
      },
      body: operation.output.isUnitSchema() ? '' : writeJson(operation.output, output, codec),
    }
  },

  refuse(service, refusal, requestId) {
    const { shape, status } = errorOf(service, refusal)
    const members = shape?.schema.getMemberSchemas() ?? {}
    const codeName = ['Code', 'ErrorCode', 'code'].find(name => name in members)
    const messageName = 'Message' in members ? 'Message' : 'message'
    const name = shape?.name ?? refusal.code
    return {
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': name },
      body: JSON.stringify({
        ...(codeName ? { [codeName]: name } : {}),
        ...refusal.members,
        [messageName]: refusal.message,
      }),
    }
  },
}
