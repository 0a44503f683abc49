import { type Line, type Piece, type Topic, wordsOf } from './topic.ts'

type Json = { readonly [key: string]: unknown }

const linksOf = (it: Line): readonly string[] =>
  it.flatMap(span => (typeof span === 'object' && 'url' in span ? [span.url] : []))

const lineJson = (it: Line): Json => {
  const links = linksOf(it)
  return { text: wordsOf(it), ...(links.length ? { links } : {}) }
}

const pieceJson = (piece: Piece): Json => {
  switch (piece.is) {
    case 'text':
      return { is: piece.is, ...lineJson(piece.line) }
    case 'steps':
    case 'points':
      return { is: piece.is, lines: piece.lines.map(lineJson) }
    case 'table':
      return {
        is: piece.is,
        columns: piece.columns,
        rows: piece.rows.map(row => row.map(wordsOf)),
        links: [...new Set(piece.rows.flatMap(row => row.flatMap(linksOf)))],
      }
    case 'code':
    case 'differs':
      return piece
  }
}

/** A topic as data, for `help --json`: every sentence with its links. */
export const topicJson = ({ topic, pieces }: { readonly topic: Topic; readonly pieces: readonly Piece[] }): Json => ({
  id: topic.id,
  title: topic.title,
  questions: topic.questions,
  rules: topic.rules,
  says: pieces.map(pieceJson),
})
