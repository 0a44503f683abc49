import { isRecord } from '../schema.ts'
import { readForm } from './form.ts'
import { errorOf, type Protocol, validation } from './protocol.ts'
import { escapeXml, innerXml } from './xml.ts'

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const query: Protocol = {
  words: {
    unknownKey: ['InvalidClientTokenId', 403, 'The security token included in the request is invalid.'],
    expired: ['ExpiredToken', 403, 'The security token included in the request is expired'],
    noAuth: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    denied: ['AccessDenied', 403],
    throttled: ['Throttling', 400, 'Rate exceeded'],
    unknownOperation: ['InvalidAction', 400],
    malformed: ['MalformedInput', 400],
    invalid: ['ValidationError', 400],
    missing: member => ['ValidationError', 400, validation(member)],
  },

  decode(service, request) {
    const form = formOf(request.body, request.query)
    const operation = service.operations.get(form.get('Action') ?? '')
    return operation && { operation, input: readForm(operation.input, form, 'query') }
  },

  answer(service, operation, output, requestId) {
    const { name } = operation
    const result = operation.output.isStructSchema()
      ? `<${name}Result>${innerXml(operation.output, output)}</${name}Result>`
      : ''
    const body = `<${name}Response xmlns="${service.xmlNamespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`
    return { status: 200, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
  },

  refuse(service, refusal, requestId) {
    const { code, status, shape } = errorOf(service, refusal)
    const type = status < 500 ? 'Sender' : 'Receiver'
    const members = shape && isRecord(refusal.members) ? innerXml(shape.schema, refusal.members) : ''
    const error = `<Error><Type>${type}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(refusal.message)}</Message>${members}</Error>`
    const body = `<ErrorResponse xmlns="${service.xmlNamespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`
    return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
  },
}

/** Query services take their form in the body or, for GET, in the address. */
export const formOf = (body: Buffer, queryString: URLSearchParams): URLSearchParams =>
  body.length > 0 ? new URLSearchParams(body.toString('utf8')) : queryString
