import { createHmac } from 'node:crypto'

export const secret = 'test-signing-secret'

const sign = (body: Buffer | string, timestamp: string) =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`

type Options = {
  readonly type?: string
  /** Seconds from now that the timestamp says. */
  readonly skew?: number
  readonly base64?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

/** What API Gateway hands over for a request that Slack signed. */
export const gatewayEvent = (body: string, { type, skew = 0, base64 = false, headers }: Options = {}) => {
  const timestamp = String(Math.floor(Date.now() / 1000) + skew)
  return {
    version: '2.0',
    routeKey: 'POST /slack/events',
    rawPath: '/slack/events',
    rawQueryString: '',
    headers: {
      'Content-Type': type ?? 'application/x-www-form-urlencoded',
      'X-Slack-Request-Timestamp': timestamp,
      'X-Slack-Signature': sign(body, timestamp),
      ...headers,
    },
    requestContext: { http: { method: 'POST', path: '/slack/events' } },
    body: base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64,
  }
}

export const command = (text: string, responseUrl = 'https://hooks.slack.com/commands/none'): string =>
  new URLSearchParams({
    command: '/backup',
    text,
    user_id: 'U0ANNA',
    channel_id: 'C0GENERAL',
    team_id: 'T0PLAY',
    response_url: responseUrl,
    trigger_id: '1.2.3',
  }).toString()
