import type { KnownBlock } from '@slack/types'
import { rules } from '../src/core/rules/index.ts'
import type { Line, Piece, Topic } from '../src/core/topics/topic.ts'
import type { verbs } from '../src/core/verbs.ts'
import {
  bold,
  buttons,
  code,
  codeBlocks,
  context,
  header,
  join,
  link,
  type Mrkdwn,
  mrk,
  packed,
  press,
  prose,
  section,
} from './kit.ts'

type Entry = (typeof verbs)[keyof typeof verbs] & { readonly verb: string }

const lineOf = (it: Line): Mrkdwn =>
  join(
    it.map(span =>
      typeof span === 'string'
        ? prose(span)
        : 'code' in span
          ? code(span.code)
          : 'strong' in span
            ? bold(span.strong)
            : link(span.url, span.label),
    ),
  )

/** A row as one line: its name, then each cell behind its column's name. */
const rowOf = (columns: readonly string[], [name = [], ...cells]: readonly Line[]): Mrkdwn =>
  mrk`${bold(name.join(''))}  ${join(
    cells.map((cell, i) => mrk`${prose(columns[i + 1] ?? '')} ${lineOf(cell)}`),
    ' · ',
  )}`

const pieceBlocks = (piece: Piece): readonly KnownBlock[] => {
  switch (piece.is) {
    case 'text':
      return [section(lineOf(piece.line))]
    case 'steps':
      return packed(piece.lines.map((it, i) => mrk`${i + 1}. ${lineOf(it)}`))
    case 'points':
      return packed(piece.lines.map(it => mrk`• ${lineOf(it)}`))
    case 'table':
      return packed(piece.rows.map(row => rowOf(piece.columns, row)))
    case 'code':
      return [context(mrk`${bold(piece.what)}`), ...codeBlocks(piece.text)]
    case 'differs':
      return [
        section(
          mrk`:warning: ${bold(`${piece.who ?? 'The CDX guide'}:`)} ${prose(piece.guide)}\n*AWS:* ${prose(piece.aws)} (${join(
            piece.sources.map((url, i) => link(url, i ? 'also' : 'source')),
            ' ',
          )})`,
        ),
      ]
  }
}

const asksOf = (topic: Topic): readonly KnownBlock[] => {
  const titles = rules.filter(rule => topic.rules.includes(rule.id)).map(rule => rule.title)
  return titles.length ? [context(mrk`A check asks the same of a resource: ${prose(titles.join('; '))}.`)] : []
}

type Told = { readonly topic: Topic; readonly pieces: readonly Piece[] }

const told = ({ topic, pieces }: Told): readonly KnownBlock[] => [
  header(topic.title),
  ...pieces.flatMap(pieceBlocks),
  ...asksOf(topic),
]
const back = buttons(press('All topics', { verb: 'help' }))

/** One topic: what it tells, where guide and AWS differ, the way back. */
export const topicBlocks = (it: Told): KnownBlock[] => [...told(it), ...back]

const verbBlocks = (it: Entry): readonly KnownBlock[] => [
  section(mrk`${code(it.usage)}\n${it.about}.`),
  context(mrk`For example: ${join(it.examples.map(code), ' or ')}`),
]

const words = (topic: string) => ({ verb: 'help', topic }) as const

/** Words of a notice's buttons: their own help tells of them. */
const pressed = new Set(['notice', 'retry', 'help'])

const inShort = ({ verb, about, examples: [example = verb] }: Entry): Mrkdwn =>
  mrk`${bold(verb)}  ${about}\n${code(`/backup ${example}`)}`

/** Everything there is to ask: each verb with an example, and the topics as buttons. */
export const helpBlocks = (verbs: readonly Entry[], topics: readonly Pick<Topic, 'id' | 'title'>[]): KnownBlock[] => [
  section(
    mrk`*backup-bot* says whether a resource is backed up and copied to the central account, why not, and how to mend it.`,
  ),
  ...packed(verbs.filter(it => !pressed.has(it.verb)).map(inShort), '\n\n'),
  context(mrk`More of each:`),
  ...buttons(...verbs.filter(it => it.verb !== 'help').map(({ verb }) => press(verb, words(verb)))),
  context(mrk`How backups work here:`),
  ...buttons(...topics.map(({ id, title }) => press(title, words(id)))),
]

/** One verb, and the topic of the same name where there is one. */
export const verbHelpBlocks = (it: Entry, topic?: Told): KnownBlock[] => [
  ...verbBlocks(it),
  ...(topic ? told(topic) : []),
  ...back,
]
