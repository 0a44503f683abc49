import type { House } from '../house.ts'

/** A piece of a sentence: words, something to be typed or read literally, an address of AWS or of ours. */
export type Span =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly label: string; readonly url: string }
export type Line = readonly Span[]

/** One part of what a topic tells, without a word about how it looks. */
export type Piece =
  | { readonly is: 'text'; readonly line: Line }
  | { readonly is: 'steps' | 'points'; readonly lines: readonly Line[] }
  /** A row's first cell names it. */
  | { readonly is: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly is: 'code'; readonly what: string; readonly text: string }
  /** The CDX guide, or `who`, says one thing, AWS another. */
  | {
      readonly is: 'differs'
      readonly who?: string
      readonly guide: string
      readonly aws: string
      readonly sources: readonly string[]
    }

/** Something to read about before or beside a check. */
export type Topic = {
  readonly id: string
  readonly title: string
  /** The questions it answers, in people's words. */
  readonly questions: readonly string[]
  /** Ids of the rules that ask the same of a resource. */
  readonly rules: readonly string[]
  readonly tell: (house: House) => readonly Piece[]
}

export const line = (parts: TemplateStringsArray, ...values: readonly (Span | number | Line)[]): Line =>
  parts.flatMap((part, i) => {
    const value = values[i - 1]
    const spans: Line =
      value === undefined ? [] : isLine(value) ? value : [typeof value === 'number' ? `${value}` : value]
    return [...spans, part].filter(span => span !== '')
  })
const isLine = (value: Span | number | Line): value is Line => Array.isArray(value)

export const text = (parts: TemplateStringsArray, ...values: readonly (Span | number | Line)[]): Piece => ({
  is: 'text',
  line: line(parts, ...values),
})

export const code = (it: string): Span => ({ code: it })
export const strong = (it: string): Span => ({ strong: it })
export const see = (label: string, url: string): Span => ({ label, url })

/** `a, b and c`; `none` where there is nothing to name. */
export const names = (some: readonly string[], by = 'and'): string =>
  some.length === 0 ? 'none' : [some.slice(0, -1).join(', '), some.at(-1)].filter(Boolean).join(` ${by} `)

/** The words of a line without its addresses, for a program or a search. */
export const wordsOf = (it: Line): string =>
  it
    .map(span =>
      typeof span === 'string' ? span : 'code' in span ? span.code : 'strong' in span ? span.strong : span.label,
    )
    .join('')
