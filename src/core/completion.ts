import { noticeActs, requestActs } from './intent.ts'
import { kinds } from './kinds/index.ts'
import { options, optionsOf, type Takes } from './options.ts'
import { topics } from './topics/index.ts'
import { isVerb, shells, shellWords, verbs } from './verbs.ts'
import { splitWords, type Word } from './words.ts'

/** One word that may stand at the cursor. */
export type Choice = { readonly word: string; readonly about?: string }

/** What the organisation adds to the words that every organisation has. */
export type Places = {
  readonly accounts: readonly { readonly id: string; readonly name: string }[]
  readonly regions: readonly string[]
  /** None where only AWS could list them. */
  readonly resources: readonly Choice[]
}

const everywhere = ['json', 'play', 'organisation', 'no-color']
const onlyInShells: Readonly<Record<string, readonly string[]>> = {
  sweep: ['since'],
  policy: ['policy-file', 'key-arn'],
}
const takes: Readonly<Record<string, Takes>> = {
  ...options,
  since: 'any',
  'policy-file': 'any',
  'key-arn': 'any',
  organisation: 'any',
  play: 'nothing',
  'no-color': 'nothing',
}

const plain = (words: readonly string[]): Choice[] => words.map(word => ({ word }))
const told = (them: Readonly<Record<string, { readonly about: string }>>): Choice[] =>
  Object.entries(them).map(([word, { about }]) => ({ word, about }))

/** What may follow each verb; a resource may be followed by its account. */
const afterVerb: Readonly<Record<string, (places: Places) => Choice[]>> = {
  help: () => [
    ...told(verbs),
    ...topics.map(({ id, title }) => ({ word: id, about: title })),
    ...kinds.map(({ id, name }) => ({ word: id, about: name })),
  ],
  requests: () => plain(['list', 'export', ...requestActs]),
  notice: () => plain(noticeActs),
  table: () => plain(['create']),
  completion: () => plain(shells),
  ...Object.fromEntries(
    ['check', 'explain', 'policy', 'restore'].map(verb => [verb, ({ resources }: Places) => [...resources]]),
  ),
}
const namesAccount = ['check', 'policy', 'restore']

const accountsIn = ({ accounts }: Places): Choice[] => accounts.map(({ id, name }) => ({ word: name, about: id }))

const valuesOf = (option: string, places: Places): Choice[] => {
  const known = takes[option]
  if (typeof known === 'object') return plain(known)
  if (option === 'account') return accountsIn(places)
  return option === 'region' ? plain(places.regions) : []
}

/** What was typed before the cursor: plain words, options, and the option whose value comes next. */
const read = (words: readonly Word[]) => {
  const said: string[] = []
  const given: string[] = []
  let awaits: string | undefined
  for (const { text, quoted } of words) {
    const [, name, value] = (!quoted && /^--([a-z-]+)(=.*)?$/.exec(text)) || []
    if (name === undefined && awaits === undefined) said.push(text)
    awaits = name !== undefined && value === undefined && takes[name] !== 'nothing' ? name : undefined
    if (name !== undefined) given.push(name)
  }
  return { said, given, awaits }
}

const choices = (typed: string, { said, given, awaits }: ReturnType<typeof read>, places: Places): Choice[] => {
  const [verb = '', ...more] = said
  const [, inline] = /^--([a-z-]+)=/.exec(typed) ?? []
  if (inline !== undefined) return valuesOf(inline, places).map(it => ({ ...it, word: `--${inline}=${it.word}` }))
  if (awaits !== undefined) return valuesOf(awaits, places)
  if (typed.startsWith('-')) {
    const names = [...(isVerb(verb) ? optionsOf(verb) : []), ...(onlyInShells[verb] ?? []), ...everywhere]
    return plain([...new Set(names)].filter(name => !given.includes(name)).map(name => `--${name}`))
  }
  if (verb === '') return told({ ...verbs, ...shellWords })
  if (more.length === 0) return afterVerb[verb]?.(places) ?? []
  return more.length === 1 && namesAccount.includes(verb) ? accountsIn(places) : []
}

/** What may stand at the end of a command line that was typed so far, without the program's own name. */
export const completions = (line: string, places: Places): Choice[] => {
  const words = splitWords(line)
  const typed = /\S$/.test(line) ? (words.pop()?.raw ?? '') : ''
  return choices(typed, read(words), places).filter(it => it.word.startsWith(typed))
}
