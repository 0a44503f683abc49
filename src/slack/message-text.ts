import { fromSlack } from '../core/words.ts'

const longest = 4000

const texts = (value: unknown, depth = 0): readonly string[] => {
  if (depth > 8 || typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(it => texts(it, depth + 1))
  return Object.entries(value).flatMap(([name, it]) =>
    typeof it === 'string' ? (name === 'text' || name === 'fallback' ? [it] : []) : texts(it, depth + 1),
  )
}

/**
 * What to explain of any message in Slack: the id of a job that it names, else its words. Messages of other tools often
 * carry their words in blocks or attachments only.
 */
export const failureIn = (message: Readonly<Record<string, unknown>>): string => {
  const own = typeof message.text === 'string' ? message.text : ''
  const all = own.trim() ? [own] : texts([message.attachments, message.blocks])
  const words = fromSlack([...new Set(all)].join(' ').slice(0, longest)).trim()
  const job = /\bjob\b[^0-9A-Za-z]{0,6}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/i.exec(words)?.[1]
  return job ?? words
}
