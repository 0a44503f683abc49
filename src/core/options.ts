import { short } from './arn.ts'
import type { Destination } from './house.ts'
import type { Intent } from './intent.ts'
import { type State, states } from './restore/request.ts'
import { type Mistake, mistake } from './trouble.ts'
import { dashes, nearest, type Word } from './words.ts'

type Verb = Intent['verb']

export const formats = ['statements', 'policy', 'diff', 'cli', 'terraform', 'cdk', 'cloudformation'] as const
export type PolicyFormat = (typeof formats)[number]

/** What an option takes: any word, one of a list, or nothing. */
export type Takes = 'any' | 'nothing' | readonly string[]
export const options = {
  account: 'any',
  region: 'any',
  to: ['central', 'air-gapped'],
  format: formats,
  style: ['least', 'guide'],
  all: 'nothing',
  record: 'nothing',
  state: states,
  urgent: 'nothing',
  csv: 'nothing',
  json: 'nothing',
  share: 'nothing',
} as const satisfies Record<string, Takes>
type Option = keyof typeof options

/** The options that were given, each with what it takes. */
export type Given = {
  account?: string
  region?: string
  to?: Destination
  format?: PolicyFormat
  style?: 'least' | 'guide'
  all?: true
  record?: true
  state?: State
  urgent?: true
  csv?: true
  json?: true
  share?: true
}

export const takes: { readonly [V in Verb]: readonly Option[] } = {
  check: ['account', 'region', 'to', 'all', 'share'],
  explain: ['account', 'region', 'record', 'share'],
  policy: ['account', 'region', 'to', 'format', 'style', 'share'],
  notice: [],
  retry: [],
  restore: ['account', 'region'],
  requests: ['state', 'urgent', 'csv', 'json'],
  help: [],
}
/** Names of the options that go with a verb. */
export const optionsOf = (verb: Verb): readonly string[] => takes[verb]
export const isOption = (word: Word): boolean => !word.quoted && /^[-‐‑‒–—―−]+[A-Za-z]/.test(word.text)
export const optionName = (word: Word): string => word.text.replace(dashes, '')

/** The words of a verb without its options, and the options. */
export function splitOptions(verb: Verb, words: readonly Word[]): { plain: Word[]; given: Given } | Mistake {
  const plain: Word[] = []
  let given: Given = {}
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === undefined) break
    if (!isOption(word)) {
      plain.push(word)
      continue
    }
    const [, typed = '', inline] = /^([^=]*)=?(.*)$/s.exec(optionName(word)) ?? []
    const name = takes[verb].find(option => option === typed.toLowerCase())
    if (name === undefined) return unknownOption(verb, typed)
    if (name in given) return mistake(`--${name} is given twice.`, { usage: verb })
    if (options[name] === 'nothing') {
      given = { ...given, [name]: true }
      continue
    }
    const next = words[at + 1]
    const follows = next !== undefined && !isOption(next) ? next.text : undefined
    const value = optionName(word).includes('=') ? inline : follows
    if (value === undefined)
      return mistake(`--${name} needs a value${oneOf(name).replace(/^ /, ': ')}.`, { usage: verb })
    if (!optionName(word).includes('=')) at++
    const allowed = accepted(name, value)
    if (allowed === undefined) return unknownValue(verb, name, value)
    given = { ...given, [name]: allowed }
  }
  return { plain, given }
}

function accepted(name: Option, value: string): string | undefined {
  const kind: Takes = options[name]
  return typeof kind === 'string' ? value : kind.find(known => known === value.toLowerCase())
}

function oneOf(name: Option): string {
  const kind: Takes = options[name]
  return typeof kind === 'string' ? '' : ` ${kind.slice(0, -1).join(', ')} or ${kind.at(-1)}`
}

function unknownValue(verb: Verb, name: Option, value: string): Mistake {
  const kind: Takes = options[name]
  const meant = typeof kind === 'string' ? undefined : nearest(value, kind)
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
  return mistake(`--${name} is "${short(value)}"; it takes${oneOf(name)}.${hint}`, { usage: verb })
}

function unknownOption(verb: Verb, typed: string): Mistake {
  const meant = nearest(typed, takes[verb])
  const hint = verb === 'explain' ? ' Put the message in quotes if it belongs to it.' : ''
  return mistake(
    `There is no option --${short(typed)}${meant ? `; did you mean --${meant}?` : ` for ${verb}.`}${hint}`,
    { usage: verb },
  )
}
