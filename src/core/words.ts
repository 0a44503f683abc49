/** One word as typed. `text` is free of its quotes, `raw` is not; `gap` is the space before it. */
export type Word = { readonly text: string; readonly raw: string; readonly gap: string; readonly quoted: boolean }

// macOS and iOS turn straight quotes into curly ones while one types; each group closes what it opens.
const quotes = ['"“”„‟', "'‘’‚‛", '`'] as const
const allQuotes = quotes.join('')
const isSpace = (char: string | undefined): boolean => char === undefined || /\s/.test(char)

/**
 * Splits at spaces. A quote opens only at the start of a word and closes only at the end of one, so that `the key's`
 * is two plain words; inside, a backslash escapes quotes and itself. A quote that never closes is a plain character.
 */
export function splitWords(text: string): Word[] {
  const words: Word[] = []
  const hopeless = new Set<string>()
  let at = 0
  while (at < text.length) {
    const gapStart = at
    while (at < text.length && isSpace(text[at])) at++
    if (at >= text.length) break
    const gap = text.slice(gapStart, at)
    const start = at
    const group = quotes.find(some => some.includes(text[start] ?? ' '))
    const inside = group === undefined || hopeless.has(group) ? undefined : quoted(text, start, group)
    if (group !== undefined && inside === undefined) hopeless.add(group)
    if (inside === undefined) while (!isSpace(text[at])) at++
    else at = inside.end
    const raw = text.slice(start, at)
    words.push({ text: inside?.text ?? raw, raw, gap, quoted: inside !== undefined })
  }
  return words
}

function quoted(text: string, start: number, group: string): { text: string; end: number } | undefined {
  const parts: string[] = []
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at] ?? ''
    const next = text[at + 1]
    if (char === '\\' && next !== undefined && (next === '\\' || allQuotes.includes(next))) {
      parts.push(next)
      at++
    } else if (group.includes(char) && isSpace(next)) return { text: parts.join(''), end: at + 1 }
    else parts.push(char)
  }
  return undefined
}

/** Writes a word so that `splitWords` reads it back unchanged. */
export function quoteWord(word: string): string {
  const plain = word !== '' && !/\s/.test(word) && !dashes.test(word) && !allQuotes.includes(word[0] ?? '')
  return plain ? word : `"${word.replace(/[\\"“”„‟]/g, '\\$&')}"`
}

/** What may stand before an option's name: people type `--`, macOS makes an em or en dash of it. */
export const dashes = /^[-‐‑‒–—―−]+/

/** Edits between two short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const above = row
    row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replace, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
  }
  return row[b.length] ?? 0
}

/** The one of `known` that was probably meant, at most two edits away and never all of the word. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 20) return undefined
  const ranked = known
    .map(name => ({ name, edits: distance(word.toLowerCase(), name) }))
    .sort((a, b) => a.edits - b.edits)
  const [best] = ranked
  return best && best.edits <= Math.min(2, word.length - 1) ? best.name : undefined
}

/**
 * Takes Slack's decorations off: `<url|label>` and `<url>` become what was typed, `&amp;` `&lt;` `&gt;` the characters.
 * Mentions of people and channels stay as they are. https://docs.slack.dev/messaging/formatting-message-text
 */
export function fromSlack(text: string): string {
  const bare = text.replace(/<([^<>|\s@#!][^<>|]*)(?:\|([^<>]*))?>/g, (whole, url: string, label?: string) => {
    if (!/^(https?:\/\/|mailto:|s3:\/\/|arn:)/i.test(url)) return whole
    // Slack makes a link of a bare host name or address; its label is what the person typed.
    const typed = label !== undefined && label !== '' && url.replace(/^(https?:\/\/|mailto:)/i, '').startsWith(label)
    return typed ? label : url.replace(/^mailto:/i, '')
  })
  return bare.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** In the middle of a sentence: the first word only, and not where it is a name (`AWS`, `S3`). */
export const lower = (text: string): string => text.replace(/^[A-Z](?=[a-z ])/, letter => letter.toLowerCase())
