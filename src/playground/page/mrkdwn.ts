/** A piece of mrkdwn. Everything reaches the page as text nodes: it is cut into pieces, never put in as HTML. */
export type Piece =
  | { readonly is: 'text' | 'code' | 'pre' | 'emoji'; readonly text: string }
  | { readonly is: 'bold' | 'italic' | 'strike'; readonly inside: readonly Piece[] }
  | { readonly is: 'link'; readonly url: string; readonly text: string }
  | {
      readonly is: 'mention'
      readonly of: 'user' | 'channel' | 'group' | 'all'
      readonly id: string
      readonly text: string
    }
  | { readonly is: 'date'; readonly seconds: number; readonly format: string; readonly text: string }

const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
const plain = (text: string): Piece => ({ is: 'text', text: unescaped(text) })

// A mark opens after a space or punctuation and closes before one; a zero-width space in front keeps it literal.
const marked = (mark: string) =>
  `(?<![\\w\\u200b${mark}])\\${mark}(?=[^\\s${mark}])([^${mark}\\n]*?[^\\s${mark}])\\${mark}(?![\\w${mark}])`
const inline = new RegExp(
  ['`([^`\\n]+)`', '<([^<>\\n]+)>', marked('*'), marked('_'), marked('~'), ':([a-z0-9_+-]+):'].join('|'),
  'g',
)

const angle = (text: string): Piece => {
  const [target = '', label = ''] = text.split('|')
  const [, kind, rest = ''] = /^([@#!]|)(.*)$/s.exec(target) ?? []
  const shown = unescaped(label)
  if (kind === '@') return { is: 'mention', of: 'user', id: rest, text: shown }
  if (kind === '#') return { is: 'mention', of: 'channel', id: rest, text: shown }
  if (kind === '!') {
    const [name = '', first = '', second = ''] = rest.split('^')
    if (name === 'date') return { is: 'date', seconds: Number(first), format: second, text: shown }
    if (name === 'subteam') return { is: 'mention', of: 'group', id: first, text: shown }
    return { is: 'mention', of: 'all', id: name, text: shown || name }
  }
  const url = unescaped(target)
  return /^(https?:|mailto:)/.test(url) ? { is: 'link', url, text: shown || url } : plain(`<${text}>`)
}

const pieces = (text: string): Piece[] => {
  const out: Piece[] = []
  let last = 0
  for (const found of text.matchAll(inline)) {
    if (found.index > last) out.push(plain(text.slice(last, found.index)))
    last = found.index + found[0].length
    const [, code, link, bold, italic, strike, emoji] = found
    if (code !== undefined) out.push({ is: 'code', text: unescaped(code) })
    else if (link !== undefined) out.push(angle(link))
    else if (bold !== undefined) out.push({ is: 'bold', inside: pieces(bold) })
    else if (italic !== undefined) out.push({ is: 'italic', inside: pieces(italic) })
    else if (strike !== undefined) out.push({ is: 'strike', inside: pieces(strike) })
    else out.push({ is: 'emoji', text: emoji ?? '' })
  }
  if (last < text.length) out.push(plain(text.slice(last)))
  return out
}

/** https://docs.slack.dev/messaging/formatting-message-text */
export const parseMrkdwn = (text: string): Piece[] =>
  text
    .split(/```\n?([\s\S]+?)\n?```/)
    .flatMap((part, i): Piece[] =>
      i % 2 ? [{ is: 'pre', text: unescaped(part) }] : pieces(part.replace(i > 0 ? /^\n/ : /^(?!)/, '')),
    )
