import { setTimeout as pause } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import type { House } from '../core/house.ts'
import { refusalOf } from './deliver.ts'

const life = 5 * 60_000
/** Milliseconds; somebody waits for the answer. */
const longestWait = 3_000

type Members = { readonly users: ReadonlySet<string>; readonly until: number }

/** Who is in which of Slack's user groups; needs the scope usergroups:read. Kept for five minutes. */
export const createPeople = (slack: WebClient, house: House, now: () => Date) => {
  const held = new Map<string, Members>()

  const membersOf = async (group: string): Promise<ReadonlySet<string>> => {
    const there = held.get(group)
    if (there && there.until > now().getTime()) return there.users
    const ask = () => slack.usergroups.users.list({ usergroup: group })
    // Once more where Slack may answer soon: asking does nothing twice.
    const answer = await ask().catch(async error => {
      const { sort, ms } = refusalOf(error)
      if ((sort !== 'wait' && sort !== 'again') || ms > longestWait) throw error
      await pause(ms)
      return ask()
    })
    const users = new Set(answer.users ?? [])
    held.set(group, { users, until: now().getTime() + life })
    return users
  }

  /** `unknown` when Slack does not say who is in the group: then nobody may. */
  const isIn = async (user: string, groups: readonly string[]): Promise<boolean | 'unknown'> => {
    const asked = await Promise.allSettled(groups.map(membersOf))
    if (asked.some(it => it.status === 'fulfilled' && it.value.has(user))) return true
    return asked.some(it => it.status === 'rejected') ? 'unknown' : false
  }

  return {
    /** Who may ask for a restore in an account, as organisation.json says. */
    mayAsk: async (user: string, account: string): Promise<boolean | 'unknown'> => {
      const { whoMayAsk, cdxGroup } = house.slack
      if (whoMayAsk === 'everyone') return true
      const owners = house.accounts.find(it => it.id === account)?.owners
      return isIn(user, [...(whoMayAsk === 'owners' ? (owners ? [owners] : []) : [whoMayAsk]), cdxGroup])
    },
    isCdx: (user: string) => isIn(user, [house.slack.cdxGroup]),
    /** The owners of the account, or CDX. */
    mayAct: (user: string, account: string) => {
      const owners = house.accounts.find(it => it.id === account)?.owners
      return isIn(user, [...(owners ? [owners] : []), house.slack.cdxGroup])
    },
  }
}

export type People = ReturnType<typeof createPeople>
