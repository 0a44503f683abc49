import { describe, expect, it } from 'vitest'
import { hide } from '../../src/entry/hide.ts'

const written = (value: unknown) => JSON.stringify(value, hide)

describe('what a log never holds', () => {
  it.each<[string, unknown]>([
    ['a bot token in a sentence', { why: 'invalid_auth for xoxb-1-2-secret' }],
    ['an app token', { url: 'wss://x?t=xapp-1-secret' }],
    ['a rotated token', { why: 'xoxe.xoxb-1-secret' }],
    ['a response URL', { why: 'POST https://hooks.slack.com/commands/T1/2/secret failed' }],
    ['an access key', { why: 'ASIASECRETSECRETSEC is not valid', id: 1 }],
    ['headers', { request: { headers: { Authorization: 'Bearer secret' } } }],
    ['what somebody typed', { command: { text: 'secret' } }],
    ['the words of an intent', { intent: { verb: 'explain', what: 'secret' } }],
    ['a policy', { answer: { Policy: '{"secret":1}' } }],
    ['where an answer goes', { address: { responseUrl: 'https://example.com/secret' } }],
  ])('%s', (_, value) => {
    expect(written(value)).not.toMatch(/secret/i)
    expect(written(value)).toContain('…')
  })

  it('leaves the rest as it is', () => {
    const line = { message: 'aws', call: 'kms:GetKeyPolicy', account: '111122223333', ms: 12, outcome: 'denied' }
    expect(JSON.parse(written(line))).toEqual(line)
  })
})
