import type { SlackRequest, SlackResponse } from '../slack/receiver.ts'

/** What API Gateway (payload 2.0) and a function URL hand over; anything else is read as an unsigned request. */
export type Arrival = SlackRequest & { readonly method: string; readonly path: string }

type Fields = Readonly<Record<string, unknown>>
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {})
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The request as bytes: which bodies come in base64 depends on the front end and the content type. Never throws. */
export const arrivalOf = (event: unknown): Arrival => {
  const { headers, body, isBase64Encoded, rawPath, requestContext } = fields(event)
  const http = fields(fields(requestContext).http)
  return {
    method: text(http.method),
    path: text(rawPath),
    headers: Object.fromEntries(
      Object.entries(fields(headers)).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
      ),
    ),
    body: Buffer.from(text(body), isBase64Encoded === true ? 'base64' : 'utf8'),
  }
}

export type HttpResult = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const resultOf = ({ status, type, body }: SlackResponse): HttpResult => ({
  statusCode: status,
  headers: { 'content-type': type === 'text/plain' ? 'text/plain; charset=utf-8' : type },
  body,
})
