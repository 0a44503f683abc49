import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LogLevel, WebClient } from '@slack/web-api'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSlack } from '../../../src/playground/slack/server.ts'

const web = express()
const server = createServer(web)
let origin = ''
const slack = createSlack({
  people: [{ id: 'U1', name: 'Anna', role: 'engineer' }],
  channels: [{ id: 'C1', name: 'general' }],
  signingSecret: 'test',
  origin: () => origin,
  bot: () => origin,
})
web.use(slack.router)
let client: WebClient
beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  client = new WebClient('xoxb-test', {
    slackApiUrl: `${origin}/slack/api/`,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  })
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
const last = () => slack.workspace.messages.at(-1)

describe('files in the embedded Slack', () => {
  it.each([
    ['a channel', 'C1'],
    ['a direct message', 'U1'],
  ])('come by the three steps of the real client into %s', async (_, channel_id) => {
    await client.files.uploadV2({ channel_id, filename: 'a.json', title: 'All', content: '{ "ä": "→" }' })
    expect(last()).toMatchObject({
      channel: channel_id,
      text: '',
      files: [{ name: 'a.json', title: 'All', content: '{ "ä": "→" }' }],
    })
  })
  it('come with a comment, and in a thread', async () => {
    await client.files.uploadV2({
      channel_id: 'C1',
      thread_ts: '1.0',
      filename: 'a',
      content: 'x',
      initial_comment: 'see',
    })
    expect(last()).toMatchObject({ text: 'see', thread: '1.0' })
  })
  it('are taken bare too', async () => {
    const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({ filename: 'b', length: 3 })
    await fetch(upload_url, { method: 'POST', body: 'abc' })
    await client.files.completeUploadExternal({ files: [{ id: file_id }], channel_id: 'C1' })
    expect(last()?.files).toMatchObject([{ title: 'b', content: 'abc' }])
    await expect(client.files.completeUploadExternal({ files: [{ id: file_id }] })).rejects.toThrow(/file_not_found/)
  })
  it('are refused where Slack refuses them', async () => {
    const before = slack.workspace.messages.length
    const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({ filename: 'b', length: 3 })
    expect((await fetch(upload_url, { method: 'POST', body: 'abcd' })).status).toBe(400)
    expect((await fetch(`${origin}/slack/upload/F0`, { method: 'POST', body: 'a' })).status).toBe(404)
    await expect(client.files.completeUploadExternal({ files: [{ id: file_id }] })).rejects.toThrow(/file_not_found/)
    await expect(client.files.getUploadURLExternal({ filename: 'b', length: 0 })).rejects.toThrow(/invalid_arguments/)
    await expect(client.files.uploadV2({ channel_id: 'C9', filename: 'a', content: 'x' })).rejects.toThrow(
      /channel_not_found/,
    )
    expect(slack.workspace.messages).toHaveLength(before)
  })
  it('leave a message without text to be refused', async () => {
    await expect(client.chat.postMessage({ channel: 'C1', text: '' })).rejects.toThrow(/no_text/)
  })
})
