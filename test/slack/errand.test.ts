import { describe, expect, it } from 'vitest'
import { isMistake } from '../../src/core/trouble.ts'
import { errandOf, readErrand, runErrand, Unworkable } from '../../src/slack/errand.ts'
import { failureIn } from '../../src/slack/message-text.ts'

const address = { responseUrl: 'https://hooks.slack.com/x', replace: true, share: false }
const intent = { verb: 'check', target: 'x' } as const

describe('a message on the queue', () => {
  it.each<[string, unknown, string]>([
    ['work', { intent, address }, 'work'],
    ['work of somebody', { intent, address, asker: 'U1' }, 'work'],
    ['the schedule', { sweep: true }, 'sweep'],
    ['a reminder', { flush: true }, 'flush'],
    ['restore requests that wait', { reminders: true }, 'reminders'],
    ['an event', { source: 'aws.backup' }, 'event'],
    ['work without an address', { intent }, 'event'],
    ['work with a verb that nobody knows', { intent: { verb: 'destroy' }, address }, 'event'],
    ['work with an inherited verb', { intent: { verb: 'toString' }, address }, 'event'],
    ['not quite the schedule', { sweep: 'true' }, 'event'],
    ['a number', 7, 'event'],
  ])('%s', (_, value, expected) => expect(errandOf(value).is).toBe(expected))

  it('keeps who asks', () =>
    expect(errandOf({ intent, address, asker: 'U1' })).toEqual({ is: 'work', work: { intent, address, asker: 'U1' } }))

  it('keeps a form that was sent, the modal that waits for it, and what was pressed', () => {
    const view = { id: 'V1', user: 'U1' }
    const subject = { arn: 'arn:x', name: 'x', kind: 's3', account: '111122223333', region: 'eu-west-1' }
    const form = { subject, values: { reason: 'x' }, once: 'V1' }
    const more = { asker: 'U1', askerName: 'Anna', where: 'slack', pressed: true, form }
    const value = { intent: { verb: 'restore', target: 'arn:x' }, address: { ...address, view, home: 'U1' }, ...more }
    expect(errandOf(JSON.parse(JSON.stringify(value)))).toEqual({ is: 'work', work: value })
  })

  it('must be JSON', () => expect(isMistake(readErrand('{'))).toBe(true))

  it('is refused without a table, except for work', async () => {
    const done: unknown[] = []
    const runWork = async (work: unknown) => void done.push(work)
    await expect(runErrand({ is: 'event', event: {} }, { office: undefined, runWork })).rejects.toThrow(Unworkable)
    await runErrand({ is: 'work', work: { intent, address } }, { office: undefined, runWork })
    expect(done).toEqual([{ intent, address }])
  })
})

describe('the failure in a message of Slack', () => {
  const job = '839fdc35-2cd3-497d-89ac-b3480bfc5f42'
  it.each<[string, Record<string, unknown>, string]>([
    ['plain words', { text: 'Given key ID is not accessible' }, 'Given key ID is not accessible'],
    ['escaped words', { text: 'a &lt;b&gt; &amp; c' }, 'a <b> & c'],
    ['the id of a job', { text: `Copy job ${job} failed` }, job],
    ['the id of a job in code', { text: `failed: job \`${job}\`` }, job],
    ['a key’s id is no job’s', { text: `key/${job} is gone` }, `key/${job} is gone`],
    ['attachments only', { text: '', attachments: [{ text: 'no access', fields: [{ text: 'x' }] }] }, 'no access x'],
    ['blocks only', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'no access' } }] }, 'no access'],
    ['nothing', {}, ''],
    ['an image', { blocks: [{ type: 'image', image_url: 'https://x' }] }, ''],
  ])('%s', (_, message, expected) => expect(failureIn(message)).toBe(expected))
})
