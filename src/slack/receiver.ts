import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { App, Receiver, ReceiverEvent } from '@slack/bolt'
import { isValidSlackRequest } from '@slack/bolt'

/** A request as any front end delivers it: header names in lower case, the body as the bytes that were signed. */
export type SlackRequest = {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}
export type SlackResponse = {
  readonly status: number
  readonly type: 'application/json' | 'text/plain'
  readonly body: string
}

/** Wraps every answer: what is logged in it belongs to the request. */
export type Around = (headers: SlackRequest['headers'], answer: () => Promise<SlackResponse>) => Promise<SlackResponse>

const fiveMinutes = 5 * 60
const threeSeconds = 3000
const maxBytes = 1_048_576

const plain = (status: number, body = ''): SlackResponse => ({ status, type: 'text/plain', body })

type Body = ReceiverEvent['body']
const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Slack sends events as JSON, commands as a form, and interactions as a form with one JSON field. */
const parse = (type: string, text: string): Body | undefined => {
  try {
    if (type.startsWith('application/json')) {
      const json: unknown = JSON.parse(text)
      return isObject(json) ? json : undefined
    }
    const form = Object.fromEntries(new URLSearchParams(text))
    if (form.payload === undefined) return form
    const payload: unknown = JSON.parse(form.payload)
    return isObject(payload) ? payload : undefined
  } catch {
    return undefined
  }
}

/** Signatures that were already answered, for as long as their timestamp would still be accepted. */
const replays = (now: () => number) => {
  const seen = new Map<string, number>()
  return (signature: string): boolean => {
    for (const [old, until] of seen) {
      if (until >= now()) break
      seen.delete(old)
    }
    if (seen.has(signature)) return true
    seen.set(signature, now() + 2 * fiveMinutes * 1000)
    return false
  }
}

/**
 * Bolt's receiver for HTTP and for Lambda: verifies (both directions of the clock), parses, and answers as soon as a
 * listener acknowledges; the listener goes on by itself. Never throws, whatever the body.
 */
export class SlackReceiver implements Receiver {
  #app: App | undefined
  readonly #secret: string
  readonly #now: () => number
  readonly #replayed: (signature: string) => boolean
  readonly #trouble: (error: unknown) => void
  readonly #around: Around
  readonly #going = new Set<Promise<void>>()
  /** The bodies that Bolt could read, so that they came as far as the listeners. */
  readonly #understood = new WeakSet<object>()
  #server: Server | undefined

  constructor(options: {
    signingSecret: string
    now: () => number
    trouble: (error: unknown) => void
    around?: Around
  }) {
    this.#secret = options.signingSecret
    this.#now = options.now
    this.#trouble = options.trouble
    this.#around = options.around ?? ((_, answer) => answer())
    this.#replayed = replays(options.now)
  }

  init(app: App) {
    this.#app = app
    app.use(async ({ body, next }) => {
      // Bolt looks into the actions only after this.
      if (!('actions' in body) || body.actions.every(isObject)) this.#understood.add(body)
      await next()
    })
  }

  /** The answer to one request of Slack's. */
  answer(request: SlackRequest): Promise<SlackResponse> {
    return this.#around(request.headers, () => this.#answer(request))
  }

  async #answer({ headers, body }: SlackRequest): Promise<SlackResponse> {
    const signature = headers['x-slack-signature'] ?? ''
    const timestamp = Number(headers['x-slack-request-timestamp'] ?? 'none')
    const text = body.toString('utf8')
    // Slack sends UTF-8 only. Decoding puts U+FFFD for other bytes, and what is verified must be what was sent.
    if (!isUtf8(body) || !this.#signed(signature, timestamp, text)) return plain(401)
    if (this.#replayed(signature)) return plain(200)
    const parsed = parse(headers['content-type'] ?? '', text)
    if (!parsed) return plain(400)
    if (parsed.type === 'url_verification') return plain(200, String(parsed.challenge ?? ''))
    if (parsed.ssl_check === '1') return plain(200)
    return this.#dispatch(parsed, headers)
  }

  #signed(signature: string, timestamp: number, body: string): boolean {
    if (!Number.isInteger(timestamp) || Math.abs(this.#now() / 1000 - timestamp) > fiveMinutes) return false
    try {
      return isValidSlackRequest({
        signingSecret: this.#secret,
        body,
        headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
        nowMilliseconds: this.#now(),
      })
    } catch {
      return false
    }
  }

  #dispatch(body: Body, headers: SlackRequest['headers']): Promise<SlackResponse> {
    return new Promise(resolve => {
      const late = setTimeout(() => resolve(plain(404)), threeSeconds)
      const done = (response: SlackResponse) => {
        clearTimeout(late)
        resolve(response)
      }
      const retry = Number(headers['x-slack-retry-num'])
      const event: ReceiverEvent = {
        body,
        ...(Number.isInteger(retry) ? { retryNum: retry } : {}),
        ...(headers['x-slack-retry-reason'] ? { retryReason: headers['x-slack-retry-reason'] } : {}),
        ack: async response => {
          if (response === undefined || response === '') done(plain(200))
          else if (typeof response === 'string') done(plain(200, response))
          else done({ status: 200, type: 'application/json', body: JSON.stringify(response) })
        },
      }
      const processed = this.#app?.processEvent(event) ?? Promise.reject(new Error('The receiver has no app yet.'))
      const ended = processed
        .then(
          () => done(plain(404)),
          error => {
            this.#trouble(error)
            done(this.#understood.has(body) ? plain(500) : plain(400, 'This is nothing that Slack sends.'))
          },
        )
        .finally(() => this.#going.delete(ended))
      this.#going.add(ended)
    })
  }

  /** Resolves when the listeners of every answered request have ended, at the latest after so many milliseconds. */
  async idle(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, ms)
    })
    await Promise.race([Promise.all(this.#going), late])
    clearTimeout(timer)
  }

  /** The same over node:http: `POST /slack/events` and `GET /healthz`. */
  readonly handler = (req: IncomingMessage, res: ServerResponse): void => {
    const send = ({ status, type, body }: SlackResponse) => {
      res.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
      res.end(body)
    }
    this.#route(req).then(send, error => {
      this.#trouble(error)
      res.destroy()
    })
  }

  async #route(req: IncomingMessage): Promise<SlackResponse> {
    const path = (req.url ?? '/').split('?')[0]
    if (path === '/healthz') return plain(200, 'ok')
    if (path !== '/slack/events') return plain(404)
    if (req.method !== 'POST') return plain(405)
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of req as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes <= maxBytes) chunks.push(chunk)
    }
    if (bytes > maxBytes) return plain(413)
    const headers = Object.fromEntries(
      Object.entries(req.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
    )
    return this.answer({ headers, body: Buffer.concat(chunks) })
  }

  /** Listens; resolves with the port (0 asks for any free one). */
  start(port: number, host = '0.0.0.0'): Promise<number> {
    const server = createServer(this.handler)
    this.#server = server
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        const address = server.address()
        resolve(typeof address === 'object' && address ? address.port : port)
      })
    })
  }

  stop(): Promise<void> {
    return new Promise(resolve => {
      const server = this.#server
      if (!server) return resolve()
      // Slack waits three seconds for an answer: what is still open then has sent no whole request.
      const late = setTimeout(() => server.closeAllConnections(), threeSeconds)
      server.close(() => {
        clearTimeout(late)
        resolve()
      })
      server.closeIdleConnections()
    })
  }
}
