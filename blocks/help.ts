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
  limits,
  link,
  type Mrkdwn,
  mrk,
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

/** As many lines in a section as it holds. */
const packed = (lines: readonly Mrkdwn[], by = '\n'): readonly KnownBlock[] => {
  const packs: Mrkdwn[] = []
  for (const line of lines) {
    const last = packs.at(-1)
    if (last && last.mrkdwn.length + by.length + line.mrkdwn.length <= limits.section)
      packs[packs.length - 1] = join([last, line], by)
    else packs.push(line)
  }
  return packs.map(section)
}

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
          mrk`:warning: *The CDX guide:* ${prose(piece.guide)}\n*AWS:* ${prose(piece.aws)} (${join(
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

/** Everything there is to ask: the verbs, and the topics as buttons. */
export const helpBlocks = (verbs: readonly Entry[], topics: readonly Pick<Topic, 'id' | 'title'>[]): KnownBlock[] => [
  section(mrk`*backup-bot* tells whether a resource can be backed up to the central account, and how to mend it.`),
  ...verbs.flatMap(verbBlocks),
  ...buttons(...verbs.filter(it => it.verb !== 'help').map(({ verb }) => press(verb, words(verb)))),
  ...buttons(...topics.map(({ id, title }) => press(title, words(id)))),
]

/** One verb, and the topic of the same name where there is one. */
export const verbHelpBlocks = (it: Entry, topic?: Told): KnownBlock[] => [
  ...verbBlocks(it),
  ...(topic ? told(topic) : []),
  ...back,
]
