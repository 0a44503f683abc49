import type { House } from '../../core/house.ts'
import type { Faults } from '../aws/faults.ts'
import type { FoundKey } from '../aws/keys.ts'
import type { Faults as SlackFaults } from '../slack/faults.ts'
import type { Switch, WorldState } from '../wire.ts'
import { placeOf, type World } from '../world.ts'
import { keySwitches } from './key-switches.ts'
import { resourceSwitches } from './resource-switches.ts'
import { type Held, resourcesAt } from './resources.ts'
import { keyOf } from './state.ts'
import { worldSwitches } from './world-switches.ts'

/** A resource with its place and its key, as a switch sees it. */
export type Target = {
  readonly account: string
  readonly region: string
  readonly held: Held
  readonly key: FoundKey | undefined
}
type Words = Omit<Switch, 'id'>
/** Something one may do to a resource now, or not (`undefined`). It is done through the embedded AWS's own API. */
export type Entry = {
  readonly id: string
  readonly of: (target: Target) => Words | undefined
  readonly flip: (target: Target) => Promise<unknown>
}
export type WorldEntry = {
  readonly id: string
  readonly of: () => Words | undefined
  readonly waiting: () => number
  readonly flip: () => Promise<unknown>
}

/** The way of an event from the embedded EventBridge to the bot. */
export type Bus = {
  readonly isAway: () => boolean
  readonly setAway: (away: boolean) => void
  /** Events that were not delivered yet. */
  readonly waiting: () => number
}

export type SwitchOptions = {
  readonly world: World
  readonly house: House
  readonly aws: { readonly url: string; readonly faults: Faults }
  readonly slack: SlackFaults
  readonly bus?: Bus | undefined
}

const shown = ({ id, of }: Entry, target: Target): Switch[] => {
  const words = of(target)
  return words ? [{ id, ...words }] : []
}

/** What the page may change in the world. */
export const createSwitches = ({ world, house, aws, slack, bus }: SwitchOptions) => {
  const entries = [...keySwitches(world, house, aws.url), ...resourceSwitches(world, house, aws.url)]
  const ofAll = worldSwitches(world, house, aws, slack, bus)
  const targetOf = (arn: string): Target | undefined =>
    Object.entries(world.accounts)
      .flatMap(([account, { regions }]) => Object.keys(regions).map(region => ({ account, region })))
      .flatMap(at =>
        resourcesAt(placeOf(world, at.account, at.region), { ...at, partition: world.partition })
          .filter(held => held.arn === arn)
          .map(held => ({ ...at, held, key: keyOf(world, at, held.key) })),
      )[0]

  return {
    of: (at: Omit<Target, 'key'>): readonly Switch[] =>
      entries.flatMap(entry => shown(entry, { ...at, key: keyOf(world, at, at.held.key) })),
    ofWorld: (): WorldState['switches'] =>
      ofAll.flatMap(({ id, of, waiting }) => {
        const words = of()
        return words ? [{ id, ...words, waiting: waiting() }] : []
      }),
    /** False: there is no such switch, or not now. */
    flip: async (id: string, arn: string | undefined): Promise<boolean> => {
      const target = arn === undefined ? undefined : targetOf(arn)
      const entry = target && entries.find(it => it.id === id && it.of(target))
      if (target && entry) await entry.flip(target)
      const whole = arn === undefined ? ofAll.find(it => it.id === id && it.of()) : undefined
      if (whole) await whole.flip()
      return Boolean(entry ?? whole)
    },
  }
}

export type Switches = ReturnType<typeof createSwitches>
