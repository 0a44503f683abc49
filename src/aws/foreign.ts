import type { Readable } from 'node:stream'

type Request = { readonly method?: string; readonly headers: Readonly<Record<string, string>> }
type Response = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  body: Readable | Uint8Array | undefined
}
type Next = (args: { readonly request: Request }) => Promise<{ readonly response: Response }>
type Client = { readonly middlewareStack: { readonly add: (it: (next: Next) => Next, place: object) => void } }

/** What answered is not AWS, or does not know the call: a proxy's page, another server, an emulator's gap. */
export class Foreign extends Error {
  override name = 'Foreign'
  /** The SDK tries again by the status. */
  readonly $metadata: { readonly httpStatusCode: number }
  constructor(what: string, httpStatusCode: number) {
    super(`an answer that is not AWS’s: ${what} (HTTP ${httpStatusCode})`)
    this.$metadata = { httpStatusCode }
  }
}

/** Bytes; the longest pages that AWS gives to what the bot asks hold less than half of it. */
const longest = 8 * 1024 * 1024

/** By events: a stream's iterator costs every call of a check several times as much. */
const wholeBody = ({ body, statusCode }: Response, wait: number): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    if (body === undefined || body instanceof Uint8Array) return resolve(body ?? new Uint8Array())
    const chunks: Uint8Array[] = []
    let length = 0
    const late = () => Object.assign(new Error('The answer did not end in time'), { name: 'AbortError' })
    const cut = () => Object.assign(new Error('The connection was closed early'), { code: 'ECONNRESET' })
    const timer = setTimeout(() => body.destroy(late()), wait)
    body
      .on('data', (chunk: Uint8Array) => {
        chunks.push(chunk)
        length += chunk.length
        if (length > longest) body.destroy(new Foreign('more than 8 MB', statusCode))
      })
      .once('end', () => resolve(Buffer.concat(chunks)))
      .once('error', reject)
      .once('close', () => {
        clearTimeout(timer)
        if (!body.readableEnded) reject(cut())
      })
  })

/** Every protocol of AWS's names the error in a header, an element or a member. */
const namesError = (headers: Response['headers'], text: string): boolean =>
  'x-amzn-errortype' in headers || /<Code>|"(?:__type|[Cc]ode)"\s*:/.test(text)

const foreign = ({ statusCode, headers }: Response, body: Uint8Array, mayBe: (text: string) => boolean) => {
  const text = new TextDecoder().decode(body.subarray(0, 10_000)).trim()
  if (/^<(?:!doctype\s+)?html/i.test(text)) return 'a web page'
  if (statusCode >= 300) return namesError(headers, text) ? undefined : 'an error without a name'
  return /^(?:\{\s*\}|\[\s*\]|null)?$/.test(text) && !mayBe(text) ? text || 'nothing' : undefined
}

type Options = {
  /** Whether the operation (of X-Amz-Target) may answer an empty text, `{}`, `[]` or `null`. */
  readonly mayBe?: (operation: string, text: string) => boolean
  /** Milliseconds from the first byte of an answer to its last. */
  readonly wait?: number
}

/**
 * The client, for whom what AWS would not answer is an error: taken at its word, an empty answer would mean that there
 * is nothing. None of the reads of a resource has an answer without a member, but for HeadBucket.
 */
export const onlyAws = <C>(client: C, { mayBe = () => false, wait = 5_000 }: Options = {}): C => {
  const guard =
    (next: Next): Next =>
    async args => {
      const result = await next(args)
      const { response } = result
      const { method, headers } = args.request
      const body = await wholeBody(response, wait)
      const operation = headers['x-amz-target']?.split('.').at(-1) ?? ''
      const what = method === 'HEAD' ? undefined : foreign(response, body, text => mayBe(operation, text))
      if (what !== undefined) throw new Foreign(what, response.statusCode)
      response.body = body
      return result
    }
  const { middlewareStack } = client as Client
  middlewareStack.add(guard, { name: 'onlyAws', step: 'deserialize', priority: 'low' })
  return client
}
