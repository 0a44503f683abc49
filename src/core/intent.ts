import { short } from './arn.ts'
import type { Destination } from './house.ts'
import { type Given, isOption, optionName, type PolicyFormat, splitOptions, takes } from './options.ts'
import { isRequestId, type MoveName, type State } from './restore/request.ts'
import { isMistake, type Mistake, mistake } from './trouble.ts'
import { nearest, quoteWord, splitWords, type Word } from './words.ts'

/** What somebody wants, as data: the same whether typed, clicked or run in a shell. */
export type Intent =
  | {
      readonly verb: 'check'
      readonly target: string
      readonly account?: string
      readonly region?: string
      readonly to?: Destination
      /** Tells what passed, too, and what each answer rests on. */
      readonly all?: true
      readonly share?: true
    }
  | {
      readonly verb: 'explain'
      readonly what: string
      readonly account?: string
      readonly region?: string
      /** Keeps the message as one that the catalogue should learn. */
      readonly record?: true
      readonly share?: true
    }
  | {
      readonly verb: 'policy'
      readonly target: string
      readonly account?: string
      readonly region?: string
      readonly to?: Destination
      readonly format?: PolicyFormat
      readonly style?: 'least' | 'guide'
      readonly share?: true
    }
  | { readonly verb: 'notice'; readonly act: NoticeAct; readonly id: string }
  | { readonly verb: 'retry'; readonly id: string }
  | {
      readonly verb: 'restore'
      /** Absent: the form asks for it. */
      readonly target?: string
      readonly account?: string
      readonly region?: string
    }
  | RequestsIntent
  | { readonly verb: 'help'; readonly topic?: string }

/** What is done with one request: a move, or a look at it. `say` is what the move is told: a reason, a job, an ARN. */
export const requestActs = [
  'show',
  'runbook',
  'approve',
  'decline',
  'withdraw',
  'copy',
  'copied',
  'restore',
  'finish',
  'fail',
] as const satisfies readonly (MoveName | 'show' | 'runbook')[]
export type RequestAct = (typeof requestActs)[number]
type RequestsIntent =
  | { readonly verb: 'requests'; readonly act: 'list'; readonly state?: State; readonly urgent?: true }
  | { readonly verb: 'requests'; readonly act: 'export'; readonly csv?: true }
  | { readonly verb: 'requests'; readonly act: RequestAct; readonly id: string; readonly say?: string }

export const noticeActs = ['ack', 'mute', 'unmute'] as const
export type NoticeAct = (typeof noticeActs)[number]

type Verb = Intent['verb']
const verbs = Object.keys(takes) as Verb[]
/** What one may have meant to type; the others are the words of buttons. */
const typed = verbs.filter(verb => verb !== 'notice' && verb !== 'retry')
const asVerb = (word: string): Verb | undefined => verbs.find(verb => verb === word.toLowerCase())

/**
 * Reads what was typed after `/backup` (through `fromSlack` first), a button's value, or the words of a shell, which
 * knows more verbs: `also`.
 */
export function parseIntent(text: string | readonly string[], also: readonly string[] = []): Intent | Mistake {
  const words = splitWords(typeof text === 'string' ? text : printWords(text))
  const [first, ...rest] = words
  if (first === undefined) return { verb: 'help' }
  const verb = asVerb(first.text)
  if (words.some(word => isOption(word) && /^(h|help)$/i.test(optionName(word))))
    return verb === undefined || verb === 'help' ? { verb: 'help' } : { verb: 'help', topic: verb }
  if (verb !== undefined) return intentOf(verb, rest)
  if (isJobId(first.text)) return intentOf('explain', words)
  if (first.quoted || looksLikeTarget(first.text)) return intentOf('check', words)
  return unknownVerb(first, rest, also)
}

function intentOf(verb: Verb, words: readonly Word[]): Intent | Mistake {
  const split = splitOptions(verb, words)
  if (isMistake(split)) return split
  const { plain, given } = split
  const [first, second, third] = plain
  if (verb === 'help') return first === undefined ? { verb } : { verb, topic: first.text }
  if (verb === 'notice' || verb === 'retry') return aboutNotice(verb, plain)
  if (verb === 'requests') return aboutRequests(plain, given)
  if (verb === 'restore' && first === undefined) return { verb, ...given }
  if (verb === 'explain') {
    if (first === undefined)
      return mistake('Explain what? Give a copy job id, the ARN of the resource, or the message.', { usage: verb })
    // A message may be pasted without quotes: then it is the whole rest, spaces and quotes as they stand.
    return { verb, what: textOf(plain), ...given }
  }
  if (first === undefined)
    return mistake(`${verb === 'check' ? 'Check' : 'The key policy of'} what? Paste an ARN, an id or a console URL.`, {
      usage: verb,
    })
  const extra = third ?? (given.account === undefined ? undefined : second)
  if (extra !== undefined)
    return mistake(`"${short(extra.text)}" is one word too many after the resource.`, { usage: verb })
  return { verb, target: first.text, ...(second === undefined ? {} : { account: second.text }), ...given }
}

/** One word as it is meant, several as they stand. */
const textOf = ([first, ...rest]: readonly Word[]): string =>
  rest.length === 0 ? (first?.text ?? '') : (first?.raw ?? '') + rest.map(word => word.gap + word.raw).join('')

function aboutRequests([first, second, ...rest]: readonly Word[], given: Given): Intent | Mistake {
  const verb = 'requests'
  const word = first?.text.toLowerCase() ?? 'list'
  const odd = (allowed: readonly string[]) => {
    const name = Object.keys(given).find(it => !allowed.includes(it))
    return name === undefined ? undefined : mistake(`--${name} does not go with requests ${word}.`, { usage: verb })
  }
  if (word === 'list' || word === 'export') {
    if (second !== undefined)
      return mistake(`"${short(second.text)}" is one word too many after requests ${word}.`, { usage: verb })
    const { json: _, ...more } = given
    const { csv, ...filters } = more
    if (word === 'list') return odd(['state', 'urgent', 'json']) ?? { verb, act: word, ...filters }
    return odd(['csv', 'json']) ?? { verb, act: word, ...(csv ? { csv } : {}) }
  }
  const bare = isRequestId(word.toUpperCase())
  const act = bare ? 'show' : requestActs.find(known => known === word)
  if (act === undefined) {
    const meant = nearest(word, [...requestActs, 'list', 'export'])
    return mistake(
      `"${short(first?.text ?? '')}" is nothing one can do with requests${meant ? `; did you mean ${meant}?` : '.'}`,
      { usage: verb },
    )
  }
  const id = (bare ? word : (second?.text ?? '')).toUpperCase()
  const said = bare ? [second, ...rest].filter(it => it !== undefined) : rest
  if (!isRequestId(id)) return mistake('Which request? Give its id, such as R-7KQ4M.', { usage: verb })
  const wrong = odd([])
  if (wrong) return wrong
  if (said.length > 0 && (act === 'show' || act === 'runbook' || act === 'approve' || act === 'withdraw'))
    return mistake(`"${short(said[0]?.text ?? '')}" is one word too many after ${id}.`, { usage: verb })
  return { verb, act, id, ...(said.length === 0 ? {} : { say: textOf(said) }) }
}

function aboutNotice(verb: 'notice' | 'retry', plain: readonly Word[]): Intent | Mistake {
  const [first, second] = plain
  const act = noticeActs.find(known => known === first?.text.toLowerCase())
  const id = (verb === 'retry' ? first : second)?.text
  if (id === undefined || plain.length > (verb === 'retry' ? 1 : 2))
    return mistake('Which notice? Give its id, G-…, and nothing else.', { usage: verb })
  if (verb === 'retry') return { verb, id }
  return act === undefined
    ? mistake(`"${short(first?.text ?? '')}" is nothing one can do with a notice: ack, mute or unmute.`, {
        usage: verb,
      })
    : { verb, act, id }
}

function unknownVerb(first: Word, rest: readonly Word[], also: readonly string[]): Mistake {
  const meant = nearest(first.text, [...typed, ...also])
  const after = rest.map(word => word.gap + word.raw).join('')
  if (meant !== undefined)
    return mistake(`There is no verb "${short(first.text)}"; did you mean ${meant}?`, {
      choices: [{ label: meant, words: meant + after }],
      usage: 'help',
    })
  const verb = `There is no verb "${short(first.text)}".`
  if (rest.length > 0) return mistake(`${verb} Start with ${typed.slice(0, -1).join(', ')} or help.`, { usage: 'help' })
  return mistake(`${verb} If it names a resource, say check before it.`, {
    choices: [{ label: `check ${short(first.text)}`, words: `check ${first.raw}` }],
    usage: 'help',
  })
}

export const isJobId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)

/** An ARN, an address or an id, whatever is wrong with it. */
export const looksLikeTarget = (word: string): boolean =>
  /^\W{0,3}(arn:|https?:\/\/|s3:\/\/)/i.test(word) || /^(vol|i|snap|ami|fs|fsvol)-[0-9a-f]{8,40}$/.test(word)

/** The words that `parseIntent` reads back as the same intent; never cut, whatever its length. */
export function printIntent(intent: Intent): string {
  if (intent.verb === 'notice') return `notice ${intent.act} ${quoteWord(intent.id)}`
  if (intent.verb === 'retry') return `retry ${quoteWord(intent.id)}`
  if (intent.verb === 'requests' && 'id' in intent)
    return `requests ${intent.act} ${intent.id}${intent.say === undefined ? '' : ` ${quoteWord(intent.say)}`}`
  const { verb, ...rest } = intent
  const words: string[] = [verb]
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined) continue
    if (value === true) words.push(`--${name}`)
    else if (name === 'act' || name === 'target' || name === 'what' || name === 'topic')
      words.splice(1, 0, quoteWord(value))
    else words.push(`--${name}`, quoteWord(value))
  }
  return words.join(' ')
}

/** Words that a shell has split already, as text: what begins with `--` stays an option, and so does `-h`. */
const printWords = (argv: readonly string[]): string =>
  argv.map(word => (/^(--[a-z][^\s]*|-h)$/i.test(word) ? word : quoteWord(word))).join(' ')
