import { refuse } from '../refusal.ts'
import { namesOf, readForm } from './form.ts'
import { errorOf, type Protocol } from './protocol.ts'
import { formOf } from './query.ts'
import { escapeXml, innerXml } from './xml.ts'

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html */
const common = /^(Action|Version|X-Amz-.*|AWSAccessKeyId|Expires|SecurityToken|Signature.*|Timestamp)$/i

/** https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html; codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export const ec2Query: Protocol = {
  words: {
    unknownKey: ['AuthFailure', 401, 'AWS was not able to validate the provided access credentials'],
    expired: ['RequestExpired', 400, 'Request has expired.'],
    noAuth: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    denied: ['UnauthorizedOperation', 403],
    throttled: ['RequestLimitExceeded', 503, 'Request limit exceeded.'],
    unknownOperation: ['InvalidAction', 400],
    malformed: ['InvalidParameterValue', 400],
    invalid: ['InvalidParameterValue', 400],
    missing: member => ['MissingParameter', 400, `The request must contain the parameter ${member}`],
  },

  decode(service, request) {
    const form = formOf(request.body, request.query)
    const operation = service.operations.get(form.get('Action') ?? '')
    if (!operation) return undefined
    const known = namesOf(operation.input, 'ec2')
    const odd = [...form.keys()].map(key => key.split('.')[0] ?? '').find(key => !known.has(key) && !common.test(key))
    if (odd !== undefined) throw refuse('UnknownParameter', `The parameter ${odd} is not recognized`)
    return { operation, input: readForm(operation.input, form, 'ec2') }
  },

  answer(service, operation, output, requestId) {
    const inner = operation.output.isStructSchema() ? innerXml(operation.output, output) : '<return>true</return>'
    // The trailing slash is AWS's own, though the SDK's settings lack it.
    const body = `<${operation.name}Response xmlns="${service.xmlNamespace}/"><requestId>${requestId}</requestId>${inner}</${operation.name}Response>`
    return { status: 200, headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }, body }
  },

  refuse(service, refusal, requestId) {
    const { code, status } = errorOf(service, refusal)
    const error = `<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(refusal.message)}</Message></Error>`
    const body = `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`
    return { status, headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }, body }
  },
}
