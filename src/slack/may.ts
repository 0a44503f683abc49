import { type Aws, shut } from '../aws/sessions.ts'
import { parseArn } from '../core/arn.ts'
import { unknown } from '../core/fact.ts'
import type { House } from '../core/house.ts'
import { accountNamed, identify } from '../core/identify.ts'
import type { Intent } from '../core/intent.ts'
import { isMistake, type Mistake, mistake } from '../core/trouble.ts'
import type { People } from './people.ts'

export type MayOptions = {
  readonly house: House
  readonly people: Pick<People, 'mayAsk'>
  /** Of a notice, by its id; `undefined` where there is none. */
  readonly accountOfNotice?: (id: string) => Promise<string | undefined>
}

/** The account that words name; `undefined` where they name none, or where the command itself asks which one. */
const accountIn = (intent: Intent, house: House): string | undefined => {
  switch (intent.verb) {
    case 'check':
    case 'policy':
    case 'restore':
    case 'explain': {
      const named = intent.account === undefined ? undefined : accountNamed(intent.account, house)
      const target = intent.verb === 'explain' ? intent.what.trim() : intent.target
      if (target === undefined || /\s/.test(target)) return isMistake(named) ? undefined : named
      const { account, region } = intent
      const place = { ...(account ? { account } : {}), ...(region ? { region } : {}) }
      const found = identify({ verb: 'check', target, ...place }, house)
      if (isMistake(found)) return isMistake(named) ? undefined : named
      return found.is === 'resource' ? found.resource.account : found.is === 'unsupported' ? undefined : found.account
    }
    case 'notice':
    case 'retry':
    case 'requests':
    case 'help':
      return undefined
  }
}

/**
 * Who may ask about what, as `slack.whoMayAsk` of organisation.json says: everyone, the owners of the account, or one
 * user group; the CDX team always. When Slack does not say who is in a group, nobody may.
 */
export const createMay = ({ house, people, accountOfNotice }: MayOptions) => {
  const { whoMayAsk } = house.slack
  const isOpen = whoMayAsk === 'everyone'

  /** `account`: `''` where the question is about none. */
  const may = async (asker: string | undefined, account: string): Promise<boolean | 'unknown'> =>
    isOpen || (asker !== undefined && (await people.mayAsk(asker, account)))

  const nameOf = (account: string) => house.accounts.find(it => it.id === account)?.name ?? `account ${account}`
  const refusal = (answer: false | 'unknown', account: string): Mistake =>
    mistake(
      answer === 'unknown'
        ? 'Slack does not tell me who may ask, so I answer nobody. Try again in a minute.'
        : whoMayAsk === 'owners'
          ? `Only the owners of ${nameOf(account)} and the CDX team may ask me about it.`
          : 'You are not in the Slack group of those who may ask me. The CDX team knows who is.',
    )

  return {
    /** Why this person is not answered; `undefined`: they may ask. */
    refused: async (intent: Intent, asker: string | undefined): Promise<Mistake | undefined> => {
      if (isOpen || intent.verb === 'help') return undefined
      const ofNotice =
        intent.verb === 'notice' || intent.verb === 'retry' ? await accountOfNotice?.(intent.id) : undefined
      const account = ofNotice ?? accountIn(intent, house)
      // Of the owners, only the account decides; whoever is in the group may ask about every account.
      if (whoMayAsk === 'owners' && account === undefined) return undefined
      const answer = await may(asker, account ?? '')
      return answer === true ? undefined : refusal(answer, account ?? '')
    },

    /** AWS as this person may see it: accounts that only turn up on the way stay shut too. */
    aws: (aws: Aws, asker: string | undefined): Aws =>
      isOpen
        ? aws
        : {
            ...aws,
            session: async (account, region) => {
              if (account === house.central.account) return aws.session(account, region)
              const answer = await may(asker, account)
              if (answer === true) return aws.session(account, region)
              return shut({ account, region }, unknown('denied', refusal(answer, account).mistake))
            },
          },

    /** Whether this person may ask about this account. */
    about: async (asker: string | undefined, account: string): Promise<boolean> => (await may(asker, account)) === true,

    /** Those of the resources that this person may ask about. */
    among: async (asker: string | undefined, arns: readonly string[]): Promise<readonly string[]> => {
      if (isOpen) return arns
      const accounts = new Map<string, boolean>()
      const accountOf = (text: string) => {
        const arn = parseArn(text)
        return isMistake(arn) ? '' : arn.account
      }
      for (const account of new Set(arns.map(accountOf))) accounts.set(account, (await may(asker, account)) === true)
      return arns.filter(arn => accounts.get(accountOf(arn)))
    },
  }
}

export type May = ReturnType<typeof createMay>
