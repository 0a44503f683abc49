import { fromSlack } from '../words.ts'

// Zero-width characters, soft hyphens and direction marks that come along when people copy from web pages and documents.
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

/** The paste without what a chat or a document put into it: Slack's links, invisible characters, typographic dashes. */
export const tidy = (text: string): string =>
  fromSlack(text)
    .replace(invisible, '')
    .replace(/[‐‑‒–−]/g, '-')
    // macOS makes one em dash of two hyphens, which some bucket names have.
    .replace(/—/g, '--')
    .replace(/\s+/g, ' ')
    .trim()

const openers = '<"\'`“”„‘’‚«([{*_~'
const closers = '>"\'`“”„‘’‚»)]}*.,;:!?…'

/** A word without the quotes, brackets and punctuation around it. */
export function peel(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && openers.includes(text[start] ?? ' ')) start++
  // A table may end in `_`, so that is a decoration only when the word began with one.
  const paired = text.slice(0, start).replace(/[^_~]/g, '')
  while (end > start && (closers + paired).includes(text[end - 1] ?? ' ')) end--
  return text.slice(start, end).trim()
}

/** Percent escapes of ASCII characters, undone twice: console links escape what is escaped already. Never throws. */
export const unescapeUrl = (text: string): string => once(once(text))
const once = (text: string): string =>
  text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** Every ARN in a text, each once, without what follows it. */
export function arnsIn(text: string): string[] {
  // With the mark of emphasis before it, which then is no part of the name behind it either.
  const found = unescapeUrl(text).match(/(?<![A-Za-z0-9])[*_~]*arn:[^\s"'`“”„‘’‚«»<>()[\]{},;|&?#\\]+/gi) ?? []
  return [...new Set(found.map(peel))]
}
