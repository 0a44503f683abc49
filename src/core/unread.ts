import type { FactName, Unknown } from './fact.ts'
import { factWords } from './fact-words.ts'
import type { House } from './house.ts'
import type { Resource } from './resource.ts'
import type { AnyRule, Fix } from './rule.ts'
import { stages } from './rule.ts'
import type { Finding } from './verdict.ts'
import { lower } from './words.ts'

/** A rule that is left open because one of its facts could not be read. `of`: which key, where it is judged per key. */
export type Open = {
  readonly rule: AnyRule
  readonly fact: FactName
  readonly unknown: Unknown
  readonly key: string | null
}

type Opens = readonly [Open, ...Open[]]

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)]

const accountOf = (open: Open, resource: Resource, house: House): string => {
  const { where } = factWords[open.fact]
  if (where === 'central') return house.central.account
  if (where === 'management') return house.management?.account ?? ''
  const owner = where === 'key' ? (open.key ?? '').split(':')[4] : ''
  return owner || resource.account
}

const called = (account: string, house: House): string => {
  const name =
    account === house.central.account ? house.central.name : house.accounts.find(({ id }) => id === account)?.name
  return name === undefined ? account : `${account} (${name})`
}

const permit = (opens: Opens, resource: Resource, house: House): Fix => {
  const [first] = opens
  const actions = unique(opens.flatMap(it => factWords[it.fact].actions ?? []))
  const who = house.readRole === null ? 'the identity that the bot runs as' : `the role ${house.readRole}`
  const what = actions.length === 0 ? 'make the call named above' : `call ${actions.join(' and ')}`
  const isOfKey = opens.some(it => factWords[it.fact].where === 'key')
  const policy = isOfKey ? ' The key policy must leave that to IAM, or name the role.' : ''
  return {
    say: `Whoever administers account ${called(accountOf(first, resource, house), house)} lets ${who} ${what}.${policy}`,
  }
}

const fixOf = (opens: Opens, resource: Resource, house: House): Fix => {
  switch (opens[0].unknown.why) {
    case 'denied':
      return permit(opens, resource, house)
    case 'not found':
      return { say: 'Check the name, the account and the Region: nothing of that name is there.' }
    case 'no reader':
      return { say: 'Look at it in the AWS console: the bot has no way to read it.' }
    case 'aws error':
      return { say: 'Ask again in a few minutes; if AWS keeps failing, tell the CDX team.' }
  }
}

const reasons = {
  denied: 'may not be read',
  'not found': 'was not found',
  'no reader': 'cannot be read by the bot',
  'aws error': 'could not be read',
} as const satisfies Record<Unknown['why'], string>

const isPlural = (what: string): boolean =>
  /^(many|The (tags|links|peer|product|grants|S3 gateway|advanced))/.test(what)
const reason = (what: string, why: Unknown['why']): string =>
  isPlural(what) && why === 'not found' ? 'were not found' : reasons[why]

const kebab = (fact: FactName): string => fact.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
const ended = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)

/** What one unreadable answer of AWS leaves open belongs together; so does all that a missing resource leaves open. */
const groupOf = (open: Open, resource: Resource, house: House): string => {
  const { why, detail } = open.unknown
  return why === 'not found' && factWords[open.fact].where === 'resource'
    ? 'resource'
    : `${why} ${accountOf(open, resource, house)} ${detail}`
}

const findingOf = (opens: Opens, resource: Resource, house: House): Finding => {
  const [first] = opens
  const facts = unique(opens.map(it => factWords[it.fact].what))
  const rules = unique(opens.map(it => it.rule))
  const missing = groupOf(first, resource, house) === 'resource' && facts.length > 1
  const what = facts.length === 1 ? (facts[0] ?? '') : facts.map((it, at) => (at === 0 ? it : lower(it))).join(', ')
  const subject = `${what} ${reason(facts.length > 1 ? 'many' : what, first.unknown.why)}`
  const about = first.key !== null && !first.unknown.detail.includes(first.key) ? ` (key ${first.key})` : ''
  return {
    rule: rules.length === 1 ? first.rule.id : missing ? 'resource-exists' : `${kebab(first.fact)}-was-read`,
    stage: stages.find(stage => rules.some(rule => rule.stage === stage)) ?? first.rule.stage,
    outcome: 'unknown',
    authority: rules.some(rule => rule.authority === 'aws') ? 'aws' : 'house',
    because: missing
      ? `${resource.name} was not found, so nothing could be checked: ${ended(first.unknown.detail)}`
      : `${subject}${about}: ${ended(first.unknown.detail)} This leaves open ${rules.map(rule => `whether ${lower(rule.title)}`).join('; ')}.`,
    evidence: [],
    fix: fixOf(opens, resource, house),
    source: first.rule.source,
  }
}

/** One finding for every fact that could not be read, listing the rules that it leaves open. */
export const unreadFindings = (opens: readonly Open[], resource: Resource, house: House): readonly Finding[] => {
  const groups = new Map<string, [Open, ...Open[]]>()
  for (const open of opens) {
    const name = groupOf(open, resource, house)
    const group = groups.get(name)
    if (group) group.push(open)
    else groups.set(name, [open])
  }
  return [...groups.values()].map(group => findingOf(group, resource, house))
}
