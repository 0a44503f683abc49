import { json10 } from './json.ts'
import type { Protocol } from './protocol.ts'
import { query } from './query.ts'

/** What SQS spoke first, and still takes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html */
export const sqsQuery: Protocol = {
  ...query,
  words: { ...query.words, missing: json10.words.missing },

  decode(service, request) {
    const decoded = query.decode(service, request)
    const isOfQueue = decoded && 'QueueUrl' in decoded.operation.input.getMemberSchemas()
    // The queue may stand in the address alone.
    const QueueUrl = request.path.replace(/\/$/, '')
    return isOfQueue && QueueUrl ? { ...decoded, input: { QueueUrl, ...decoded.input } } : decoded
  },
}
