import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Fault, inAws, inSlack } from './faults.ts'
import { type Flow, toldTo } from './flows.ts'
import type { createMatrix } from './matrix.ts'
import { isSlice, spread } from './matrix.ts'
import { type Asked, strike } from './proxy.ts'
import type { Bot, FaultStage } from './stage.ts'

/** Milliseconds after which Slack is tried again, and for which one process alone may speak. */
const [backoff, lease] = [2_500, 61_000]

type Side = 'toAws' | 'toSlack'

/** Strikes every call of the `nth` flow with every fault, once and for as long as it takes, and looks at what is left. */
export const strikeAll = (
  flow: Flow,
  nth: number,
  stage: () => FaultStage,
  record: ReturnType<typeof createMatrix>,
) => {
  const begin = async (): Promise<Bot> => {
    const bot = await stage().startBot()
    await flow.before?.(bot)
    return bot
  }
  /** The calls of a flow in which nothing goes wrong. */
  const callsOf = async (side: Side) => {
    const bot = await begin()
    const calls: Asked[] = []
    stage()[side].judge(asked => {
      calls.push(asked)
      return 'pass'
    })
    await flow.act(bot)
    stage().calm()
    expect(await flow.reached(bot), 'without any fault').toBe(true)
    await flow.tidy?.(bot)
    await flow.check?.(bot)
    return calls
  }

  const strikeAt = async (side: Side, fault: Fault, n: number, lasting: boolean): Promise<string> => {
    const bot = await begin()
    const before = flow.asker === null ? '' : JSON.stringify(toldTo(bot, flow.asker))
    const hit = strike(n, lasting, fault.fate, fault.strikes)
    stage()[side].judge(hit)
    const tells = await flow.act(bot).catch(() => false)
    stage().calm()
    const atOnce = await flow.reached(bot)
    const where = `${fault.name}${lasting ? ', lasting' : ''} at ${hit.struck() || 'no call'}, call ${n}`
    const heard = tells || (flow.asker !== null && JSON.stringify(toldTo(bot, flow.asker)) !== before)
    const later = (await goesBy(flow, bot)) || atOnce
    const told = heard || (flow.told?.(bot) ?? false)
    // Whoever was told of trouble does it again.
    if (!later && told) await (flow.again ?? flow.act)(bot)
    const again = later || (await flow.reached(bot))
    await flow.tidy?.(bot)
    expect(later || told, `${where}: nobody is told`).toBe(true)
    expect(again, `${where}: it does not work afterwards either`).toBe(true)
    const trouble = await troubleIn(flow, bot)
    if (trouble === undefined) return outcome(atOnce, later)
    // A right to speak that could not be given back runs out.
    await pause(lease)
    await flow.tidy?.(bot)
    expect(await troubleIn(flow, bot), where).toBeUndefined()
    return `${outcome(atOnce, later)}; told a minute later`
  }

  describe.each<Side>(['toAws', 'toSlack'])(`${flow.name}: %s`, side => {
    const all = side === 'toAws' ? inAws : inSlack
    const quick = all.filter(it => !it.few)
    const faults = isSlice ? quick.filter((_, i) => i === nth % quick.length) : all
    it.each(faults)('$name, at every call', { timeout: 4 * 3_600_000 }, async fault => {
      const calls = await callsOf(side)
      const steps = calls.filter(fault.strikes ?? (() => true)).length
      for (const lasting of [
        ...(fault.onlyLasting ? [] : [false]),
        ...(fault.lasting || fault.onlyLasting ? [true] : []),
      ])
        for (const n of spread(steps, fault.few ? 3 : 8))
          record(
            flow.name,
            `${fault.name}${lasting && !fault.onlyLasting ? ', lasting' : ''}`,
            await strikeAt(side, fault, n, lasting),
          )
    })
  })
}

/** The schedule goes by, as long as nobody is there who would ask again. Whether what was wanted is there. */
const goesBy = async (flow: Flow, bot: Bot): Promise<boolean> => {
  for (const wait of flow.asker === null ? [0, backoff, lease] : [0]) {
    await pause(wait)
    await flow.tidy?.(bot)
    if (await flow.reached(bot)) return true
  }
  return false
}

const outcome = (atOnce: boolean, later: boolean): string =>
  atOnce ? 'done' : later ? 'done by the next round' : 'the person is told, and asks again'

const troubleIn = async (flow: Flow, bot: Bot): Promise<string | undefined> => {
  try {
    await flow.check?.(bot)
    return undefined
  } catch (error) {
    return String(error)
  }
}
