import { JsonCodec } from '@smithy/core/protocols'
import { refuse } from '../refusal.ts'
import { isRecord } from '../schema.ts'
import { errorOf, type Protocol, validation } from './protocol.ts'

const codec = new JsonCodec({ jsonName: false, timestampFormat: { useTrait: true, default: 7 } })

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html — the two versions differ in the content type only. */
const json = (version: '1.0' | '1.1'): Protocol => ({
  words: {
    unknownKey: ['UnrecognizedClientException', 400, 'The security token included in the request is invalid.'],
    expired: ['ExpiredTokenException', 400, 'The security token included in the request is expired'],
    noAuth: ['MissingAuthenticationTokenException', 400, 'Missing Authentication Token'],
    denied: ['AccessDeniedException', 400],
    throttled: ['ThrottlingException', 400, 'Rate exceeded'],
    unknownOperation: ['UnknownOperationException', 400],
    malformed: ['SerializationException', 400],
    invalid: ['ValidationException', 400],
    missing: (member, { queryCompatible }) =>
      queryCompatible
        ? [
            'MissingParameter',
            400,
            `The request must contain the parameter ${member.replace(/^./, it => it.toUpperCase())}.`,
          ]
        : ['ValidationException', 400, validation(member)],
  },

  decode(service, request) {
    const operation = service.operations.get(request.headers['x-amz-target']?.split('.').pop() ?? '')
    if (!operation) return undefined
    return { operation, input: readJson(operation.input, request.body) }
  },

  answer(_service, operation, output, requestId) {
    return {
      status: 200,
      headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId },
      body: operation.output.isUnitSchema() ? '' : writeJson(operation.output, output),
    }
  },

  refuse(service, refusal, requestId) {
    const { shape, code } = errorOf(service, refusal)
    // AWS's JSON services answer every client error with 400, whatever status the model names.
    const status = refusal.status ?? (shape?.server ? 500 : 400)
    const name = shape && service.queryCompatible ? `${service.namespace}#${shape.name}` : (shape?.name ?? refusal.code)
    const members = shape?.schema.getMemberSchemas() ?? {}
    const messageName = 'message' in members || !shape ? 'message' : 'Message'
    const fault = status < 500 ? 'Sender' : 'Receiver'
    return {
      status,
      headers: {
        'content-type': `application/x-amz-json-${version}`,
        'x-amzn-requestid': requestId,
        ...(service.queryCompatible ? { 'x-amzn-query-error': `${code};${fault}` } : {}),
      },
      body: JSON.stringify({ __type: name, ...refusal.members, [messageName]: refusal.message }),
    }
  },
})

export const json10 = json('1.0')
export const json11 = json('1.1')

type Shape = Parameters<ReturnType<typeof codec.createSerializer>['write']>[0]

export const readJson = (shape: Shape, body: Buffer, from = codec): Record<string, unknown> => {
  const parsed = parse(body.toString('utf8') || '{}')
  if (!isRecord(parsed)) throw refuse('SerializationException', 'Start of structure or map found where not expected.')
  const input: unknown = from.createDeserializer().readObject(shape, parsed as never)
  return isRecord(input) ? input : {}
}

export const writeJson = (shape: Shape, output: Record<string, unknown>, to = codec): string => {
  const serializer = to.createSerializer()
  serializer.write(shape, output)
  return String(serializer.flush() ?? '{}')
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse('SerializationException', 'Could not parse the request body as JSON.')
  }
}
