import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadOrganisation } from '../../src/organisation.ts'
import { type Aws, startAws } from '../../src/playground/aws/server.ts'
import { worldState } from '../../src/playground/panel/state.ts'
import { createSwitches, type Switches } from '../../src/playground/panel/switches.ts'
import { createFaults } from '../../src/playground/slack/faults.ts'
import { loadWorld } from '../../src/playground/world.ts'

const house = loadOrganisation('organisation.json')
const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'
const orders = 'arn:aws:rds:eu-central-1:111122223333:db:shop-orders'
const logs = 'arn:aws:s3:::shop-prod-logs'

describe('the world panel', () => {
  let aws: Aws
  let switches: Switches
  const events: Record<string, unknown>[] = []
  beforeAll(async () => {
    const world = await loadWorld()
    aws = await startAws({
      world,
      permissions: () => 'all',
      jobTimes: { created: 5, running: 5 },
      onEvent: it => events.push(it),
    })
    switches = createSwitches({ world, house, aws, slack: createFaults() })
  })
  afterAll(() => aws.close())
  const the = (arn: string) => {
    const found = worldState(aws.world, house, switches)
      .accounts.flatMap(it => it.resources)
      .find(it => it.arn === arn)
    if (!found) throw new Error(`The world has no ${arn}`)
    return found
  }
  const ended = async (arn: string, state: string) => {
    while (the(arn).lastCopy?.state !== state) await new Promise(resolve => setTimeout(resolve, 5))
  }

  it('shows every example of the world, and no resource twice', () => {
    const shown = worldState(aws.world, house, switches)
      .accounts.flatMap(it => it.resources)
      .map(it => it.arn)
    expect(shown).toEqual(expect.arrayContaining(aws.world.examples.map(it => it.arn)))
    expect(new Set(shown).size).toBe(shown.length)
  })

  it.each([
    ['fix-key-policy', volume, { key: expect.objectContaining({ shared: true }) }],
    ['break-key-policy', volume, { key: expect.objectContaining({ shared: false }) }],
    ['disable-key', volume, { key: expect.objectContaining({ state: 'Disabled' }) }],
    ['enable-key', volume, { key: expect.objectContaining({ state: 'Enabled' }) }],
    ['remove-tag', volume, { tag: null }],
    ['put-tag', volume, { tag: 'enabled' }],
    ['remove-tag', orders, { tag: null }],
    ['put-tag', orders, { tag: 'enabled' }],
    ['remove-tag', logs, { tag: null }],
    ['put-tag', logs, { tag: 'enabled' }],
    ['versioning-on', logs, { versioning: 'Enabled' }],
    ['versioning-off', logs, { versioning: 'Suspended' }],
  ])('%s changes %s through the embedded AWS', async (id, arn, expected) => {
    expect(await switches.flip(id, arn)).toBe(true)
    expect(the(arn)).toMatchObject(expected)
  })

  it('offers only what is possible now', async () => {
    expect(the(volume).switches.map(it => it.id)).toEqual([
      'fix-key-policy',
      'disable-key',
      'remove-tag',
      'delete-point',
      'copy-now',
    ])
    expect(await switches.flip('enable-key', volume)).toBe(false)
    expect(await switches.flip('storm', undefined)).toBe(false)
  })

  it('copies now, and fails the next copy when told to', async () => {
    await switches.flip('copy-now', orders)
    await ended(orders, 'COMPLETED')
    expect(events.at(-1)).toMatchObject({ 'detail-type': 'Copy Job State Change' })
    await switches.flip('fail-copy', undefined)
    await switches.flip('copy-now', orders)
    await ended(orders, 'FAILED')
    expect(the(orders).lastCopy?.message).toContain('fatal error')
  })

  it('deletes the newest recovery points, and puts them back', async () => {
    const { local } = the(orders).points
    expect(await switches.flip('put-point', orders)).toBe(false)
    await switches.flip('delete-point', orders)
    expect(the(orders).points.local).toBe(local - 1)
    expect(await switches.flip('put-point', orders)).toBe(true)
    expect(the(orders).points.local).toBe(local)
    expect(await switches.flip('put-point', orders)).toBe(false)
  })

  it('lets all go well again', async () => {
    expect(await switches.flip('calm', undefined)).toBe(false)
    for (const trouble of ['fail-copy', 'throttle', 'slack-429']) await switches.flip(trouble, undefined)
    const waiting = () => Object.fromEntries(switches.ofWorld().map(it => [it.id, it.waiting]))
    expect(waiting()).toMatchObject({ 'fail-copy': 1, throttle: 40, 'slack-429': 3 })
    expect(await switches.flip('calm', undefined)).toBe(true)
    expect(waiting()).toMatchObject({ 'fail-copy': 0, throttle: 0, 'slack-429': 0 })
  })
})
