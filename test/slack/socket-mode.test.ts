import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBot } from '../../src/entry/bot.ts'
import { loadOrganisation } from '../../src/organisation.ts'
import { testLogger } from '../logs/logger.ts'

// As much of RFC 6455 as short text messages need: Slack's end of the connection.
const frame = (text: string): Buffer => {
  const body = Buffer.from(text)
  const head = body.length < 126 ? [0x81, body.length] : [0x81, 126, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from(head), body])
}
const unframe = (data: Buffer): string => {
  const short = (data[1] ?? 0) & 127
  const start = short === 126 ? 4 : 2
  const length = short === 126 ? data.readUInt16BE(2) : short
  const mask = data.subarray(start, start + 4)
  return Buffer.from(
    data.subarray(start + 4, start + 4 + length).map((byte, i) => byte ^ (mask[i % 4] ?? 0)),
  ).toString()
}

let server: Server
let socket: Duplex | undefined
const heard: { envelope_id?: string; payload?: { text?: string } }[] = []
const posted: string[] = []
let bot: Awaited<ReturnType<typeof startBot>>

beforeAll(async () => {
  server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    res.setHeader('content-type', 'application/json')
    if (req.url?.includes('apps.connections.open')) {
      res.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/link` }))
    } else {
      posted.push(body)
      res.end('{"ok":true}')
    }
  })
  server.on('upgrade', (req, it: Duplex) => {
    const accept = createHash('sha1').update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    it.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`,
    )
    it.on('data', (data: Buffer) => {
      const text = unframe(data)
      if (text.startsWith('{')) heard.push(JSON.parse(text))
      it.emit('heard')
    })
    it.on('error', () => {})
    it.write(frame('{"type":"hello","num_connections":1}'))
    socket = it
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  bot = await startBot(
    {
      house: loadOrganisation('organisation.json'),
      botToken: 'xoxb-test',
      appToken: 'xapp-test',
      signingSecret: '',
      port: 0,
      apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    },
    testLogger(),
  )
})
afterAll(async () => {
  await bot.stop()
  socket?.destroy()
  server.closeAllConnections()
  server.close()
})

describe('Socket Mode', () => {
  it('acknowledges a command by its envelope and answers through the response URL', async () => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const payload = {
      command: '/backup',
      text: 'help',
      team_id: 'T1',
      user_id: 'U1',
      channel_id: 'C1',
      response_url: `${origin}/respond`,
    }
    socket?.write(
      frame(JSON.stringify({ envelope_id: 'e-1', type: 'slash_commands', accepts_response_payload: true, payload })),
    )
    await expect.poll(() => heard.find(it => it.envelope_id === 'e-1')).toBeDefined()
    await expect.poll(() => posted.join('')).toContain('backup-bot')
  })
})
