import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atOnce, type CopyOrder, isOver, roomOf, startable } from '../../src/core/retry.ts'

const order = (n: number, backupType: string, account = '111122223333'): CopyOrder => ({
  token: String(n),
  account,
  region: 'eu-central-1',
  resource: null,
  backupType,
  recoveryPoint: `point-${n}`,
  sourceVault: 'v',
  destinationVault: 'w',
  role: 'r',
  lifecycle: { deleteAfter: 35, moveToColdStorageAfter: null },
})

describe('the pace of a retry', () => {
  it('starts five of each service and account', () => {
    const waiting = [
      ...[1, 2, 3, 4, 5, 6, 7].map(n => order(n, 'EBS')),
      ...[8, 9].map(n => order(n, 'RDS')),
      order(10, 'EBS', '222233334444'),
    ]
    expect(startable(waiting, () => 0).map(it => it.token)).toEqual(['1', '2', '3', '4', '5', '8', '9', '10'])
  })

  it('leaves the room that others take', () => {
    const waiting = [1, 2, 3].map(n => order(n, 'EBS'))
    expect(startable(waiting, () => 4).map(it => it.token)).toEqual(['1'])
    expect(startable(waiting, () => 5)).toEqual([])
  })

  it('counts EBS with EC2, and Aurora with RDS', () => {
    expect(roomOf(order(1, 'EBS'))).toBe(roomOf(order(2, 'EC2')))
    expect(roomOf(order(1, 'Aurora'))).toBe(roomOf(order(2, 'RDS')))
    expect(roomOf(order(1, 'EFS'))).not.toBe(roomOf(order(2, 'S3')))
  })

  it('never goes beyond the quota, whatever runs', () => {
    const orders = fc.array(fc.constantFrom('EBS', 'EC2', 'RDS', 'Aurora', 'S3'), { maxLength: 40 })
    fc.assert(
      fc.property(orders, fc.nat(8), (types, running) => {
        const started = startable(
          types.map((type, n) => order(n, type)),
          () => running,
        )
        for (const room of new Set(started.map(roomOf)))
          expect(started.filter(it => roomOf(it) === room).length + running).toBeLessThanOrEqual(atOnce)
      }),
    )
  })

  it.each([
    [[], true],
    [['landed', 'failed', 'refused'], true],
    [['landed', 'started'], false],
    [['waiting'], false],
  ] as const)('%j is over: %s', (states, expected) => expect(isOver(states.map(state => ({ state })))).toBe(expected))
})
