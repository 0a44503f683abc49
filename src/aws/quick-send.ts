import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { SignatureV4 } from '@smithy/signature-v4'

type Environment = Readonly<Record<string, string | undefined>>

/** What the signer wants of a hash. */
class Sha256 {
  readonly #hash: Hash | Hmac
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : bytesOf(secret))
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data)
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
  reset(): void {}
}

const bytesOf = (it: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(it) ? new Uint8Array(it.buffer, it.byteOffset, it.byteLength) : new Uint8Array(it)

const https = new HttpsAgent({ keepAlive: true })
const http = new HttpAgent({ keepAlive: true })

type Posted = { readonly status: number; readonly text: string }

const posted = (url: URL, headers: Record<string, string>, body: string, ms: number): Promise<Posted> =>
  new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:'
    const options = { method: 'POST', headers, agent: secure ? https : http, signal: AbortSignal.timeout(ms) }
    const sent = (secure ? httpsRequest : httpRequest)(url, options, response => {
      let text = ''
      response.setEncoding('utf8').on('error', reject)
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject).end(body)
  })

type Request = {
  readonly service: 'sqs' | 'lambda'
  readonly region: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** How long it may take. */
  readonly ms: number
}

/** One request with the environment's credentials, as Lambda gives them; `null` where there are none. */
const signed = async (env: Environment, request: Request): Promise<Posted | null> => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return null
  const { service, region, url, body, ms } = request
  const signer = new SignatureV4({
    service,
    region,
    sha256: Sha256,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    },
  })
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    headers: { host: url.host, ...request.headers },
    body,
  })
  return posted(url, { ...headers, 'content-length': String(Buffer.byteLength(body)) }, body, ms)
}

/**
 * Puts one message on an SQS queue with one signed request: the SDK's client takes three times as long to load as the
 * rest of the function's first answer takes. `false`: it is not known to be on the queue, and the SDK must try.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
 */
export const sendQuickly = async (env: Environment, queueUrl: string, body: unknown, ms: number): Promise<boolean> => {
  const region = /\/\/sqs\.([a-z0-9-]+)\./.exec(queueUrl)?.[1] ?? env.AWS_REGION
  const endpoint = env.AWS_ENDPOINT_URL_SQS || env.AWS_ENDPOINT_URL || queueUrl
  if (!region || !URL.canParse(endpoint)) return false
  try {
    const answer = await signed(env, {
      service: 'sqs',
      region,
      url: new URL('/', endpoint),
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
      body: JSON.stringify({ QueueUrl: queueUrl, MessageBody: JSON.stringify(body) }),
      ms,
    })
    return answer?.status === 200
  } catch {
    return false
  }
}

/**
 * Asks another Lambda function of this account and Region, and waits for its answer. Throws where there is none in time.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const askFunction = async (env: Environment, name: string, question: unknown, ms: number): Promise<unknown> => {
  const region = env.AWS_REGION ?? ''
  const endpoint = env.AWS_ENDPOINT_URL_LAMBDA || env.AWS_ENDPOINT_URL || `https://lambda.${region}.amazonaws.com`
  const answer = await signed(env, {
    service: 'lambda',
    region,
    url: new URL(`/2015-03-31/functions/${name}/invocations`, endpoint),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
    ms,
  })
  const said: unknown = answer?.status === 200 ? JSON.parse(answer.text || 'null') : undefined
  const failed = typeof said === 'object' && said !== null && 'errorMessage' in said
  if (said === undefined || failed) throw new Error(`lambda:InvokeFunction of ${name} gave no answer.`)
  return said
}
