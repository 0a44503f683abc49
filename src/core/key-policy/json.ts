export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export type Place = { readonly line: number; readonly column: number }
export const placeOf = (text: string, at: number): Place => {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

type Fault = { readonly at: number; readonly says: string }
type Frame = { readonly close: '}' | ']'; readonly keys: Set<string> }

const spaces = /[ \t\r\n]*/y
const strings = /"(?:[^"\\]|\\.)*"/y
const scalars = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y
const quotes = /[\u2018-\u201f\u00ab\u00bb\u2032\u2033]/

const meant = (text: string, at: number, expected: string): string => {
  const found = text[at]
  if (found === undefined) return `the text ends where ${expected} belongs`
  if (quotes.test(found)) return `a typographic quote (${found}) stands where a straight quote (") belongs`
  if (found === "'") return `a single quote stands where a double quote (") belongs`
  if (text.startsWith('//', at) || text.startsWith('/*', at) || found === '#') return 'JSON has no comments'
  return `${JSON.stringify(found)} stands where ${expected} belongs`
}

const isString = (token: string): boolean => {
  try {
    return typeof JSON.parse(token) === 'string'
  } catch {
    return false
  }
}

/** No policy comes near it, and JSON.stringify breaks at some thousands. */
const deepest = 32

/** `NaN` where a number may have changed its form, or the walk may find it too deep. */
const keysIn = (value: Json, levels: number): number => {
  if (typeof value === 'number' || levels === 0) return Number.NaN
  if (typeof value !== 'object' || value === null) return 0
  const isList = Array.isArray(value)
  const inside = isList ? value : Object.values(value)
  let count = isList ? 0 : inside.length
  for (const it of inside) if (typeof it !== 'string') count += keysIn(it, levels - 1)
  return count
}

/** Whether `json` is surely all of `text`: as many keys as colons. The walk, which says what is lost, takes ten times as long. */
export const isWhole = (json: Json, text: string): boolean =>
  keysIn(json, deepest) === (text.match(/"\s*:/g)?.length ?? 0)

/**
 * Walks JSON text without recursion: the first fault, and what would be lost by reading and writing it again. JSON.parse is
 * silent on the second, and its messages for the first differ from one Node to the next and may lack the place.
 */
export const walkJson = (text: string): { readonly fault: Fault | null; readonly lost: readonly Fault[] } => {
  const lost: Fault[] = []
  const open: Frame[] = []
  let at = 0
  let state: 'value' | 'first' | 'key' | 'after' = 'value'

  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? null
    if (found !== null) at += found.length
    return found
  }
  const fault = (expected: string) => ({ fault: { at, says: meant(text, at, expected) }, lost })
  const string = (): string | null => {
    const start = at
    const token = take(strings)
    if (token !== null && isString(token)) return token
    at = start
    return null
  }

  for (;;) {
    take(spaces)
    const frame = open.at(-1)
    const next = text[at]
    if (state === 'after') {
      if (frame === undefined) return next === undefined ? { fault: null, lost } : fault('the end of the text')
      if (next === frame.close) {
        at += 1
        open.pop()
      } else if (next === ',') {
        at += 1
        state = frame.close === '}' ? 'key' : 'value'
      } else return fault(`a comma or ${frame.close}`)
    } else if (state === 'first' && next === frame?.close) {
      at += 1
      open.pop()
      state = 'after'
    } else if (state === 'key' || (state === 'first' && frame?.close === '}')) {
      const start = at
      const key = string()
      if (key === null) return fault('a key in double quotes')
      // The same key may be spelt with escapes.
      const name: string = JSON.parse(key)
      if (frame?.keys.has(name))
        lost.push({ at: start, says: `the key ${key.slice(0, 60)} stands twice in one object` })
      frame?.keys.add(name)
      take(spaces)
      if (text[at] !== ':') return fault('a colon')
      at += 1
      state = 'value'
    } else if (next === '{' || next === '[') {
      if (open.length === deepest) lost.push({ at, says: `more than ${deepest} brackets are open` })
      at += 1
      open.push({ close: next === '{' ? '}' : ']', keys: new Set() })
      state = 'first'
    } else {
      const start = at
      const token = string() ?? take(scalars)
      if (token === null) return fault('a value')
      if (/^[-\d]/.test(token) && String(Number(token)) !== token)
        lost.push({ at: start, says: `the number ${token.slice(0, 40)} does not keep its form outside quotes` })
      state = 'after'
    }
  }
}
