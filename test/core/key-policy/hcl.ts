/**
 * As much of HCL's native syntax as a policy document needs: blocks with labels, attributes, strings and lists. Anything
 * else is an error. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export type Value = string | readonly Value[]
export type Block = {
  readonly type: string
  readonly labels: readonly string[]
  readonly attributes: Readonly<Record<string, Value>>
  readonly blocks: readonly Block[]
}

const token =
  /(?<space>[ \t]+|#[^\n]*)|(?<line>\n)|(?<string>"(?:[^"\\\n]|\\.)*")|(?<name>[A-Za-z_][\w-]*)|(?<mark>[{}[\],=])/y

type Token = { readonly kind: string; readonly text: string }

const tokensOf = (source: string): readonly Token[] => {
  const found: Token[] = []
  token.lastIndex = 0
  while (token.lastIndex < source.length) {
    const at = token.lastIndex
    const groups = token.exec(source)?.groups
    const [kind, text] = Object.entries(groups ?? {}).find(([, it]) => it !== undefined) ?? []
    if (kind === undefined || text === undefined) throw new Error(`HCL: ${JSON.stringify(source.slice(at, at + 20))}`)
    if (kind !== 'space') found.push({ kind, text })
  }
  return found
}

/** A template mark that is not escaped would be an interpolation. */
const stringOf = (text: string): string => {
  const plain: unknown = JSON.parse(text)
  if (typeof plain !== 'string' || /(^|[^$])\$\{|(^|[^%])%\{/.test(plain)) throw new Error(`HCL: a template: ${text}`)
  return plain.replaceAll('$${', '${').replaceAll('%%{', '%{')
}

export const parseHcl = (source: string): readonly Block[] => {
  const tokens = [...tokensOf(source)]
  const next = (kind: string, text?: string): string => {
    const it = tokens.shift()
    if (it?.kind !== kind || (text !== undefined && it.text !== text))
      throw new Error(`HCL: ${JSON.stringify(it?.text)} stands where ${text ?? kind} belongs`)
    return it.text
  }
  const is = (kind: string, text?: string): boolean =>
    tokens[0]?.kind === kind && (text === undefined || tokens[0].text === text)
  const value = (): Value => {
    if (is('string')) return stringOf(next('string'))
    next('mark', '[')
    const items: Value[] = []
    while (!is('mark', ']')) {
      items.push(value())
      if (!is('mark', ']')) next('mark', ',')
    }
    next('mark', ']')
    return items
  }
  const body = (isEnd: () => boolean): Pick<Block, 'attributes' | 'blocks'> => {
    const attributes: Record<string, Value> = {}
    const blocks: Block[] = []
    while (!isEnd()) {
      if (is('line')) {
        next('line')
        continue
      }
      const type = next('name')
      if (is('mark', '=')) {
        next('mark', '=')
        if (type in attributes) throw new Error(`HCL: ${type} is set twice`)
        attributes[type] = value()
      } else {
        const labels: string[] = []
        while (is('string')) labels.push(stringOf(next('string')))
        next('mark', '{')
        next('line')
        blocks.push({ type, labels, ...body(() => is('mark', '}')) })
        next('mark', '}')
      }
      // What stands on a line ends with it.
      next('line')
    }
    return { attributes, blocks }
  }
  return body(() => tokens.length === 0).blocks
}
