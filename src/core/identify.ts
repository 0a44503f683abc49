import { arnOf, isRegion, partitionOf } from './arn.ts'
import type { House } from './house.ts'
import { type Intent, printIntent } from './intent.ts'
import type { Resource } from './resource.ts'
import { parseTarget, type Target } from './target.ts'
import { isMistake, type Mistake, mistake } from './trouble.ts'

type Asking =
  | Extract<Intent, { verb: 'check' | 'policy' }>
  | (Extract<Intent, { verb: 'restore' }> & { readonly target: string })
type Found<F extends string> = Extract<Target, { found: F }>

/** The one thing in AWS that an Intent means, with its account and Region known. */
export type Identified =
  | { readonly is: 'resource'; readonly resource: Resource; readonly notes: readonly string[] }
  | {
      readonly is: 'recovery point'
      readonly point: Found<'recovery point'>
      readonly account: string
      readonly region: string
    }
  | { readonly is: 'key'; readonly key: Found<'key'>; readonly account: string; readonly region: string }
  | { readonly is: 'unsupported'; readonly target: Found<'unsupported'> }

/** Slack takes 25 buttons in a row; with more accounts than this the question is asked in words. */
const mostChoices = 24

/** Reads the paste and fills in account and Region from the words; asks, with choices, where something is open. */
export const identify = (intent: Asking, house: House): Identified | Mistake => {
  const target = parseTarget(intent.target, {
    regions: house.regions,
    accounts: house.accounts,
    // An organisation lives in one partition.
    partition: partitionOf(house.central.key),
  })
  if (isMistake(target)) return { usage: intent.verb, ...target }
  switch (target.found) {
    case 'question':
      return mistake(target.ask, {
        choices: target.choices.map(it => ({
          label: it.label,
          words: printIntent({ ...intent, ...placeOf(it), target: it.target }),
        })),
      })
    case 'unsupported':
      return { is: 'unsupported', target }
    case 'job':
      return mistake('That is the id of a job, not a resource. Ask why it failed instead.', {
        choices: [{ label: 'Explain this job', words: printIntent({ verb: 'explain', what: target.id }) }],
      })
    default: {
      const account = accountFor(intent, target, house)
      if (isMistake(account)) return account
      const region = regionFor(intent, target, house)
      if (isMistake(region)) return region
      if (target.found === 'resource') return resourceAt(target, account, region)
      return target.found === 'key'
        ? { is: 'key', key: target, account, region }
        : { is: 'recovery point', point: target, account, region }
    }
  }
}

const placeOf = ({ account, region }: { readonly account?: string; readonly region?: string }) => ({
  ...(account ? { account } : {}),
  ...(region ? { region } : {}),
})

type Located = Found<'resource' | 'recovery point' | 'key'>

const resourceAt = (target: Found<'resource'>, account: string, region: string): Identified | Mistake => {
  const { family, name, partition, notes } = target
  const arn = target.arn ?? arnOf(family, { partition, region, account, name })
  if (arn === undefined) return mistake(`${name} alone does not name one resource. Paste its ARN.`)
  return { is: 'resource', resource: { arn, partition, region, account, family, name }, notes }
}

const accountFor = (intent: Asking, target: Located, house: House): string | Mistake => {
  const typed = intent.account === undefined ? undefined : accountNamed(intent.account, house)
  if (isMistake(typed)) return typed
  if (typed && target.account && typed !== target.account)
    return mistake(`The ARN belongs to account ${target.account}, but ${typed} was asked for. Leave one of them out.`)
  const account = typed ?? target.account ?? onlyOf(house.accounts.map(it => it.id))
  if (account === undefined) return whichAccount(intent, target, house)
  return known(account, house) ? account : outside(account, house)
}

export const accountNamed = (text: string, house: House): string | Mistake => {
  if (/^\d{12}$/.test(text)) return text
  const found = house.accounts.find(it => it.name.toLowerCase() === text.toLowerCase())
  if (found) return found.id
  return mistake(
    `"${text.slice(0, 80)}" is neither an account id of 12 digits nor the name of one of the organisation's accounts (${namesOf(house)}).`,
  )
}

export const regionNamed = (text: string, house: House): string | Mistake =>
  isRegion(text) ? text : mistake(`"${text.slice(0, 40)}" is not an AWS Region; one looks like ${house.regions[0]}.`)

const namesOf = (house: House) =>
  house.accounts
    .slice(0, 12)
    .map(it => it.name)
    .join(', ') || 'none is listed'
const known = (account: string, house: House) =>
  house.accounts.length === 0 || account === house.central.account || house.accounts.some(it => it.id === account)
const outside = (account: string, house: House): Mistake =>
  mistake(
    `Account ${account} is not one of the organisation's accounts, so I may not look into it. If it should be, the CDX team adds it to organisation.json; I know ${namesOf(house)}.`,
  )
const onlyOf = (values: readonly string[]): string | undefined => (values.length === 1 ? values[0] : undefined)

const whichAccount = (intent: Asking, target: Located, house: House): Mistake => {
  const what = target.found === 'resource' ? target.name : intent.target
  if (house.accounts.length === 0 || house.accounts.length > mostChoices)
    return mistake(`${what} does not say which account it is in. Add the account as the second word.`, {
      usage: intent.verb,
    })
  return mistake(`${what} does not say which account it is in. Which one is it?`, {
    choices: house.accounts.map(it => ({
      label: `${it.name} ${it.id}`,
      words: printIntent({ ...intent, account: it.id }),
    })),
  })
}

const regionFor = (intent: Asking, target: Located, house: House): string | Mistake => {
  const typed = intent.region === undefined ? undefined : regionNamed(intent.region, house)
  if (isMistake(typed)) return { ...typed, usage: intent.verb }
  if (typed && target.region && typed !== target.region)
    return mistake(`The ARN is in Region ${target.region}, but ${typed} was asked for. Leave one of them out.`)
  const region = typed ?? target.region ?? onlyOf(house.regions)
  if (region !== undefined) return region
  if (target.found === 'resource' && target.family === 's3') return ''
  const what = target.found === 'resource' ? target.name : intent.target
  return mistake(`${what} does not say which Region it is in. Which one is it?`, {
    choices: house.regions
      .slice(0, mostChoices)
      .map(it => ({ label: it, words: printIntent({ ...intent, region: it }) })),
  })
}
