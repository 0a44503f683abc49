import { createHmac } from 'node:crypto'
import { App, LogLevel } from '@slack/bolt'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FormTools } from '../../src/slack/forms.ts'
import { listen } from '../../src/slack/listen.ts'
import { SlackReceiver } from '../../src/slack/receiver.ts'
import type { Work } from '../../src/slack/run.ts'
import { cases, faultsIn, inTime, marksIn, nearly, patience, tally, text } from './input.ts'

const signingSecret = 'a secret'
const logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}
const tools: FormTools = {
  acts: false,
  points: async () => [],
  found: async () => [],
  redrawn: () => null,
  meant: target => ({ verb: 'restore', target }),
  filled: async () => null,
}
const user = { id: 'U0ANNA', name: 'anna', username: 'anna', team_id: 'T0' }
const common = {
  user,
  team: { id: 'T0', domain: 'd' },
  api_app_id: 'A0',
  token: 't',
  trigger_id: '1.2',
  is_enterprise_install: false,
  enterprise: null,
}
const view = {
  id: 'V0',
  type: 'modal',
  hash: 'h',
  callback_id: 'restore',
  private_metadata: '{}',
  blocks: [],
  state: { values: { say: { say: { type: 'plain_text_input', value: 'x' } } } },
}
const payloads = [
  {
    ...common,
    type: 'block_actions',
    container: { type: 'message', is_ephemeral: true },
    channel: { id: 'C0', name: 'c' },
    response_url: 'https://hooks.slack.com/actions/1',
    actions: [
      { type: 'button', action_id: 'words-0', block_id: 'b', value: 'check vol-07e3943d858664410', action_ts: '1' },
    ],
  },
  {
    ...common,
    type: 'message_action',
    callback_id: 'explain_message',
    message_ts: '1',
    channel: { id: 'C0', name: 'c' },
    response_url: 'https://hooks.slack.com/actions/1',
    message: { type: 'message', ts: '1', text: 'Given key ID is not accessible', attachments: [{ text: 'x' }] },
  },
  { ...common, type: 'view_submission', view },
  { ...common, type: 'block_suggestion', action_id: 'point', block_id: 'b', value: 'vol', view },
]
const home = {
  type: 'event_callback',
  team_id: 'T0',
  api_app_id: 'A0',
  event: { type: 'app_home_opened', user: 'U0ANNA', channel: 'D0', tab: 'home', event_ts: '1' },
  authorizations: [],
}
const command = {
  command: '/backup',
  text: 'help',
  user_id: 'U0ANNA',
  user_name: 'anna',
  team_id: 'T0',
  channel_id: 'C0',
  response_url: 'https://hooks.slack.com/commands/1',
  trigger_id: '1.2',
  api_app_id: 'A0',
  token: 't',
  is_enterprise_install: 'false',
}

const form = 'application/x-www-form-urlencoded'
const flat = (it: unknown) => {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(it ?? {}))
    if (value !== undefined) form.set(name, String(typeof value === 'object' ? JSON.stringify(value) : value))
  return form.toString()
}
const request = fc.oneof(
  {
    weight: 4,
    arbitrary: nearly(payloads).map(it => ({ type: form, body: flat({ payload: JSON.stringify(it) ?? '' }) })),
  },
  { weight: 2, arbitrary: nearly([command]).map(it => ({ type: form, body: flat(it) })) },
  { weight: 2, arbitrary: text.map(it => ({ type: form, body: flat({ ...command, text: it }) })) },
  { weight: 1, arbitrary: nearly([home]).map(it => ({ type: 'application/json', body: JSON.stringify(it) ?? '' })) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom(form, 'application/json', '', 'text/plain'), body: text }),
  },
)

describe('whatever comes as a signed request', () => {
  it('is answered and ends nothing; the acknowledgement keeps Slack’s limits and pings nobody', {
    timeout: patience,
  }, async () => {
    const trouble: unknown[] = []
    const handed: Work[] = []
    const receiver = new SlackReceiver({ signingSecret, now: Date.now, trouble: error => trouble.push(error) })
    // No request of a test leaves this machine: nothing listens there.
    const clientOptions = { slackApiUrl: 'http://127.0.0.1:1/', retryConfig: { retries: 0 } }
    const app = new App({
      receiver,
      logger,
      convoStore: false,
      authorize: async () => ({ botToken: 'xoxb-1' }),
      clientOptions,
    })
    // As in the bot: what a listener throws is answered 500.
    app.error(async error => {
      throw error
    })
    listen(
      app,
      async work => void handed.push(work),
      async () => tools,
    )
    const statuses = tally('signed requests')
    let n = 0
    /** Each at another second, so that the same body twice is no replay. */
    const signed = (type: string, body: Buffer) => {
      const at = Math.floor(Date.now() / 1000) - (n++ % 200)
      const signature = createHmac('sha256', signingSecret)
        .update(`v0:${at}:${body.toString('utf8')}`)
        .digest('hex')
      return { 'content-type': type, 'x-slack-request-timestamp': `${at}`, 'x-slack-signature': `v0=${signature}` }
    }
    await fc.assert(
      fc.asyncProperty(request, async ({ type, body }) => {
        const bytes = Buffer.from(body)
        const answer = await inTime(() => receiver.answer({ headers: signed(type, bytes), body: bytes }))
        statuses.add(`HTTP ${answer.status}`)
        expect([200, 400, 404]).toContain(answer.status)
        if (!answer.body.startsWith('{')) return
        const drawn = JSON.parse(answer.body) as { blocks?: unknown[]; text?: string }
        if (drawn.blocks) expect(faultsIn(drawn.blocks)).toEqual([])
        expect(marksIn(drawn)).toEqual([])
        expect(drawn.text ?? '').not.toMatch(/<[!@#]/)
      }),
      { numRuns: cases, endOnFailure: true },
    )
    expect(statuses.sorts()).toEqual(expect.arrayContaining(['HTTP 200', 'HTTP 400', 'HTTP 404']))
    statuses.tell()
    expect(handed.length).toBeGreaterThan(0)
  })
})
