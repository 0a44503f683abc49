import { refuse } from '../refusal.ts'
import type { Operation, Service } from '../service.ts'
import type { WireRequest } from './protocol.ts'

type Pattern = {
  readonly path: RegExp
  readonly labels: readonly string[]
  readonly query: URLSearchParams
  readonly weight: number
}
export type Match = { readonly operation: Operation; readonly labels: Readonly<Record<string, string>> }

const patterns = new WeakMap<Operation, Pattern>()

/** The operation whose URI pattern fits best: literal segments and required query words win over labels. */
export const matchUri = (
  service: Service,
  request: WireRequest,
  path = request.path,
  among: (operation: Operation) => boolean = () => true,
): Match | undefined => {
  const fits = [...service.operations.values()].flatMap(operation => {
    if (operation.http?.[0] !== request.method || !among(operation)) return []
    const pattern = patternOf(operation, operation.http[1])
    const found = pattern.path.exec(path)
    const asked = [...pattern.query].every(
      // `x-id` only tells operations apart in logs: not every client sends it.
      ([word, value]) =>
        request.query.has(word) ? value === '' || request.query.get(word) === value : word === 'x-id',
    )
    if (!found || !asked) return []
    const labels = Object.fromEntries(pattern.labels.map((label, i) => [label, unescaped(found[i + 1] ?? '')]))
    return [{ operation, labels, weight: pattern.weight }]
  })
  return fits.sort((a, b) => b.weight - a.weight)[0]
}

const patternOf = (operation: Operation, uri: string): Pattern => {
  const known = patterns.get(operation)
  if (known) return known
  const [path = '/', query = ''] = uri.split('?')
  const labels: string[] = []
  const source = path.replace(/\{(\w+)(\+)?\}/g, (_, label: string, greedy: string | undefined) => {
    labels.push(label)
    return greedy ? '(.+)' : '([^/]+)'
  })
  const words = new URLSearchParams(query)
  const literal = path.replace(/\{[^}]*\}/g, '').length
  const pattern = { path: new RegExp(`^${source}/?$`), labels, query: words, weight: literal * 10 + words.size }
  patterns.set(operation, pattern)
  return pattern
}

export const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refuse('InvalidURI', "Couldn't parse the specified URI.", { status: 400 })
  }
}
