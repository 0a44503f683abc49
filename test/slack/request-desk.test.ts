import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Who } from '../../commands/request-desk.ts'
import type { Aws } from '../../src/aws/sessions.ts'
import { createSlack } from '../../src/playground/slack/server.ts'
import { createNoticeClient } from '../../src/slack/deliver.ts'
import { createRequestDesk } from '../../src/slack/request-desk.ts'
import { draftOf, house, point, uma } from '../core/restore/samples.ts'
import { createClock, quiet, startStore } from './stage.ts'

const who: Who = { id: uma.id, name: uma.name }
const carl: Who = { id: 'U0CARL', name: 'Carl' }
const hour = 3_600_000
/** A Friday. */
const start = Date.parse('2026-11-20T10:00:00.000Z')

let table: Awaited<ReturnType<typeof startStore>>
beforeAll(async () => {
  table = await startStore()
})
afterAll(() => table.close())

const noAws: Aws = {
  region: 'eu-central-1',
  cache: (_, load) => load(),
  now: Date.now,
  session: () => Promise.reject(new Error('nobody may ask AWS here')),
}

const startDesk = async () => {
  const clock = createClock(start)
  const web = express()
  const server = createServer(web)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const slack = createSlack({
    people: [
      { id: who.id, name: who.name, role: '' },
      { id: carl.id, name: carl.name, role: '' },
    ],
    channels: [
      { id: house.slack.cdxChannel, name: 'cdx' },
      { id: house.slack.alerts, name: 'alerts' },
    ],
    signingSecret: 'secret',
    origin: () => origin,
    bot: () => origin,
    now: () => clock.now().getTime(),
  })
  web.use(slack.router)
  const people = {
    isCdx: async (user: string) => user === carl.id,
    mayAct: async () => true,
    mayAsk: async () => true,
  }
  const desk = () =>
    createRequestDesk({
      deps: { house, aws: noAws, now: clock.now },
      store: table.store,
      slack: createNoticeClient('xoxb-test', `${origin}/slack/api/`),
      people,
      act: null,
      log: quiet,
      pause: clock.pause,
    })
  const { messages } = slack.workspace
  const shown = (channel: string) => messages.filter(it => it.channel === channel && !it.deleted)
  return {
    clock,
    slack,
    desk,
    cards: () => shown(house.slack.cdxChannel).filter(it => JSON.stringify(it.metadata).includes('/card')),
    reminders: () => shown(house.slack.cdxChannel).filter(it => JSON.stringify(it.metadata).includes('/reminder')),
    direct: () => shown(who.id),
    close: () => new Promise(resolve => server.close(resolve)),
  }
}

let at: Awaited<ReturnType<typeof startDesk>>
let n = 0
beforeEach(async () => {
  at = await startDesk()
  return () => at.close()
})
const filed = (change: Parameters<typeof draftOf>[1] = {}) =>
  at.desk().desk.file(draftOf('dynamodb-advanced', change), [], who, { once: `form ${++n}` })
const settle = async () => {
  for (const request of await at.desk().requests.open()) await at.desk().desk.move(request.id, 'withdraw', who, {})
}

describe('what Slack shows', () => {
  it('has one card and one direct message, however often the form is delivered', async () => {
    const once = `form ${++n}`
    const first = await at.desk().desk.file(draftOf(), [], who, { once })
    const second = await at.desk().desk.file(draftOf(), [], who, { once })
    await at.desk().tend()
    expect(second.id).toBe(first.id)
    expect(at.cards()).toHaveLength(1)
    expect(at.direct()).toHaveLength(1)
    await settle()
  })

  it('is made good after Slack was away', async () => {
    at.slack.faults.add({ method: 'chat.postMessage', status: 503, times: 2 })
    await filed()
    expect(at.cards()).toHaveLength(0)
    await at.desk().tend()
    expect(at.cards()).toHaveLength(1)
    expect(at.direct()).toHaveLength(1)
    await settle()
  })

  it('is found again where the answer to a post was lost', async () => {
    at.slack.faults.add({ method: 'chat.postMessage', drop: 'after', channel: house.slack.cdxChannel })
    const { id } = await filed()
    await at.desk().tend()
    expect(at.cards()).toHaveLength(1)
    await at.desk().desk.move(id, 'approve', carl, {})
    expect(JSON.stringify(at.cards()[0]?.blocks)).toContain('approved')
    await settle()
  })

  it('waits when Slack asks for it', async () => {
    at.slack.faults.add({ method: 'chat.postMessage', status: 429, retryAfter: 2 })
    await filed()
    expect(at.cards()).toHaveLength(1)
    await settle()
  })

  it('goes to the default channel where the channel of CDX is gone', async () => {
    at.slack.faults.add({ method: 'chat.postMessage', error: 'channel_not_found', channel: house.slack.cdxChannel })
    const { id } = await filed()
    const elsewhere = at.slack.workspace.messages.filter(it => it.channel === house.slack.alerts)
    expect(JSON.stringify(elsewhere)).toContain(id)
    await settle()
  })

  it('is drawn again when somebody deleted the card', async () => {
    const { id } = await filed()
    at.slack.workspace.remove(at.cards()[0]?.ts ?? '')
    await at.desk().desk.move(id, 'approve', carl, {})
    expect(at.cards()).toHaveLength(1)
    await settle()
  })

  it('tells of nothing to somebody who cannot be reached, and does not try for ever', async () => {
    at.slack.faults.add({ method: 'chat.postMessage', error: 'user_disabled', channel: who.id })
    await filed()
    await at.desk().tend()
    expect(at.cards()).toHaveLength(1)
    expect(at.direct()).toHaveLength(0)
    await settle()
  })
})

describe('the round', () => {
  it('reminds once of an urgent request on which nobody acts for 30 minutes', async () => {
    const { id } = await filed({ urgency: 'urgent' })
    await at.desk().tend()
    expect(at.reminders()).toHaveLength(0)
    await at.clock.pause(hour / 2)
    await Promise.all([at.desk().tend(), at.desk().tend()])
    await at.desk().tend()
    expect(at.reminders()).toHaveLength(1)
    expect(JSON.stringify(at.reminders()[0]?.blocks)).toContain(`<!subteam^${house.slack.cdxGroup}>`)
    await at.desk().desk.move(id, 'approve', carl, {})
    await at.desk().tend()
    expect(at.reminders()).toHaveLength(1)
    await settle()
  })

  it('warns CDX and the requester once before the recovery point goes, and closes the request after it', async () => {
    const expiresAt = new Date(start + 40 * hour).toISOString()
    const { id } = await filed({
      point: { ...point, createdAt: new Date(start - 200 * hour).toISOString(), expiresAt },
    })
    await at.desk().tend()
    await at.desk().tend()
    const warnings = [...at.reminders(), ...at.direct()].filter(it => JSON.stringify(it.blocks).includes('expires at'))
    expect(warnings).toHaveLength(2)
    await at.clock.pause(41 * hour)
    await at.desk().tend()
    expect(await at.desk().requests.get(id)).toMatchObject({ state: 'expired' })
    expect(JSON.stringify(at.direct().at(-1)?.blocks)).toContain('The recovery point expired at')
  })

  it('closes what nobody touched for two weeks', async () => {
    const expiresAt = new Date(start + 900 * hour).toISOString()
    const { id } = await filed({ point: { ...point, expiresAt } })
    await at.clock.pause(15 * 24 * hour)
    await at.desk().tend()
    expect(await at.desk().requests.get(id)).toMatchObject({ state: 'expired' })
  })
})

describe('news of a job', () => {
  it('of another try, or of nobody’s, changes nothing', async () => {
    const { id } = await filed()
    const { desk, onJob, requests } = at.desk()
    await desk.move(id, 'approve', carl, {})
    await desk.move(id, 'copy', carl, { job: 'AAAA0000-0000-4000-8000-000000000001' })
    await desk.move(id, 'fail', carl, { reason: 'x' })
    await desk.move(id, 'copy', carl, { job: 'AAAA0000-0000-4000-8000-000000000002' })
    const event = {
      kind: 'copy' as const,
      state: 'COMPLETED',
      outcome: 'completed' as const,
      account: house.central.account,
      region: 'eu-central-1',
      at: null,
      createdAt: null,
      completedAt: null,
      resource: null,
      backupType: null,
      message: null,
      category: null,
      recoveryPoint: null,
      vault: null,
      role: null,
      bytes: null,
      parent: null,
      plan: null,
      destinationVault: null,
      destinationRecoveryPoint: 'arn:aws:backup:eu-central-1:111122223333:recovery-point:x',
    }
    await onJob({ ...event, id: 'aaaa0000-0000-4000-8000-000000000001' })
    await onJob({ ...event, id: 'ffff0000-0000-4000-8000-000000000009' })
    expect((await requests.get(id))?.legs.copy.done).toBeNull()
    await onJob({ ...event, id: 'aaaa0000-0000-4000-8000-000000000002' })
    await onJob({ ...event, id: 'AAAA0000-0000-4000-8000-000000000002' })
    const request = await requests.get(id)
    expect(request?.legs.copy.done).toBe(event.destinationRecoveryPoint)
    expect(request?.history.filter(it => it.move === 'copied')).toHaveLength(1)
  })
})
