import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { App, LogLevel } from '@slack/bolt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SlackReceiver } from '../../src/slack/receiver.ts'

const secret = 'a secret'
const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}
const trouble: unknown[] = []
const receiver = new SlackReceiver({ signingSecret: secret, now: Date.now, trouble: error => trouble.push(error) })
const app = new App({
  receiver,
  logger: quiet,
  convoStore: false,
  authorize: async () => ({ botToken: 'xoxb-1' }),
})
const ran: string[] = []
app.command('/backup', async ({ command, ack }) => {
  ran.push(command.text)
  if (command.text === 'silent') return
  if (command.text === 'throw') throw new Error('before the acknowledgement')
  await ack(command.text === 'json' ? { text: 'ä' } : 'ok')
  if (command.text === 'late') throw new Error('after the acknowledgement')
})

let unique = 0
app.action({ type: 'block_actions', action_id: 'press' }, ({ ack }) => ack())

const json = 'application/json'
const odd = 'This is nothing that Slack sends.'
const payload = (it: object) => new URLSearchParams({ payload: JSON.stringify({ n: unique++, ...it }) }).toString()

let base = ''
beforeAll(async () => {
  base = `http://127.0.0.1:${await receiver.start(0, '127.0.0.1')}`
})
afterAll(() => receiver.stop())

type Send = {
  body: string | Buffer
  /** What is signed, where it is not the body. */
  signs?: string
  type?: string
  at?: number
  signature?: string
  method?: string
  path?: string
  retry?: string
}
const form = 'application/x-www-form-urlencoded'
const send = async ({
  body,
  signs,
  type = form,
  at = Date.now() / 1000,
  signature,
  method = 'POST',
  path = '/slack/events',
  retry,
}: Send) => {
  const timestamp = Math.floor(at).toString()
  const signed = `v0=${createHmac('sha256', secret)
    .update(`v0:${timestamp}:`)
    .update(signs ?? body)
    .digest('hex')}`
  const response = await fetch(base + path, {
    method,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature ?? signed,
      ...(retry ? { 'x-slack-retry-num': retry } : {}),
    },
    ...(method === 'POST' ? { body } : {}),
  })
  return { status: response.status, text: await response.text() }
}
const command = (text: string) =>
  new URLSearchParams({
    command: '/backup',
    text,
    team_id: 'T1',
    user_id: 'U1',
    channel_id: 'C1',
    n: String(unique++),
  }).toString()
const now = () => Date.now() / 1000
const bytes = Buffer.from(command('not UTF-8: '))

it('stops although somebody holds a connection open', async () => {
  const other = new SlackReceiver({ signingSecret: secret, now: Date.now, trouble: () => {} })
  const port = await other.start(0, '127.0.0.1')
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await new Promise(resolve =>
    socket.write('POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc', resolve),
  )
  await fetch(`http://127.0.0.1:${port}/healthz`)
  await other.stop()
  await new Promise(resolve => (socket.closed ? resolve(undefined) : socket.once('close', resolve)))
})

describe('a request of Slack', () => {
  it.each<[string, Send, number, string?]>([
    ['a command that is acknowledged', { body: command('hello') }, 200, 'ok'],
    ['a command with a charset in its type', { body: command('hello'), type: `${form}; charset=utf-8` }, 200, 'ok'],
    ['an answer in JSON', { body: command('json') }, 200, '{"text":"ä"}'],
    ['a listener that throws after it acknowledged', { body: command('late') }, 200, 'ok'],
    ['a listener that throws before it acknowledged', { body: command('throw') }, 500],
    ['a listener that never acknowledges', { body: command('silent') }, 404],
    [
      'nobody listens',
      {
        body: JSON.stringify({ type: 'event_callback', event: { type: 'nobody' }, team_id: 'T1' }),
        type: 'application/json',
      },
      200,
    ],
    [
      'the URL verification',
      { body: JSON.stringify({ type: 'url_verification', challenge: 'c-1' }), type: 'application/json' },
      200,
      'c-1',
    ],
    ['the certificate check', { body: `ssl_check=1&n=${unique++}` }, 200],
    ['no body', { body: '' }, 404],
    ['a body that is not JSON', { body: '{"a":', type: 'application/json' }, 400],
    ['a body of null', { body: 'null', type: 'application/json' }, 400],
    ['a list', { body: '[1]', type: 'application/json' }, 400],
    ['a payload that is not JSON', { body: 'payload=%7B' }, 400],
    ['a payload of null', { body: 'payload=null' }, 400],
    ['an event that is text', { body: '{"type":"event_callback","event":"x"}', type: json }, 400, odd],
    ['a form without its view', { body: payload({ type: 'view_submission', team: { id: 'T1' } }) }, 400, odd],
    ['a press of nothing', { body: payload({ type: 'block_actions', user: { id: 'U1' }, actions: ['x'] }) }, 400, odd],
    ['presses that are no list', { body: payload({ type: 'block_actions', user: {}, actions: 7 }) }, 400, odd],
    ['a wrong signature', { body: command('x'), signature: `v0=${'0'.repeat(64)}` }, 401],
    ['a short signature', { body: command('x'), signature: 'v0=1' }, 401],
    ['no signature', { body: command('x'), signature: '' }, 401],
    ['bytes that are no UTF-8, signed as they are', { body: Buffer.from([...bytes, 0xff]) }, 401],
    [
      'bytes that are no UTF-8, under the signature of what they decode to',
      { body: Buffer.from([...bytes, 0xff]), signs: Buffer.from([...bytes, 0xff]).toString() },
      401,
    ],
    ['six minutes old', { body: command('x'), at: now() - 360 }, 401],
    ['six minutes ahead', { body: command('x'), at: now() + 360 }, 401],
    ['four minutes ahead', { body: command('x'), at: now() + 240 }, 200],
    ['a timestamp that is no number', { body: command('x'), at: Number.NaN }, 401],
    ['another path', { body: command('x'), path: '/elsewhere' }, 404],
    ['another method', { body: '', method: 'GET' }, 405],
    ['more than a megabyte', { body: `text=${'x'.repeat(1_100_000)}` }, 413],
  ])('%s', async (_, request, status, text) => {
    const answer = await send(request)
    expect(answer.status).toBe(status)
    if (text !== undefined) expect(answer.text).toBe(text)
  })

  it('runs an exact replay once only', async () => {
    const request = { body: command('once'), at: now() }
    expect((await send(request)).text).toBe('ok')
    expect(await send(request)).toEqual({ status: 200, text: '' })
    expect(ran.filter(text => text === 'once')).toHaveLength(1)
  })

  it('answers the health check without a signature', async () => {
    const response = await fetch(`${base}/healthz`)
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
  })

  it('tells every failure of a listener, and what could not be read, to whoever watches', () => {
    const unread = Array.from({ length: 4 }, () => expect.stringContaining('Error: '))
    expect(trouble.map(String)).toEqual([
      'Error: after the acknowledgement',
      'Error: before the acknowledgement',
      ...unread,
    ])
  })
})
