import type { NormalizedSchema } from '@smithy/core/schema'
import { scalar } from './bindings.ts'

/** A query form as a tree: `Filter.1.Name=engine` is `{ Filter: { 1: { Name: … } } }`, so that a missing index ends a list. */
type Tree = { value?: string; readonly children: Map<string, Tree> }

/** Input of an awsQuery or ec2Query request. EC2 flattens every list and has its own member names. */
export const readForm = (input: NormalizedSchema, form: URLSearchParams, style: 'query' | 'ec2') => {
  const root: Tree = { children: new Map() }
  for (const [key, value] of form) {
    let at = root
    for (const step of key.split('.')) {
      const next = at.children.get(step) ?? { children: new Map() }
      at.children.set(step, next)
      at = next
    }
    at.value = value
  }
  return input.isStructSchema() ? readStruct(input, root, style) : {}
}

const readStruct = (schema: NormalizedSchema, tree: Tree, style: 'query' | 'ec2'): Record<string, unknown> => {
  const out: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const child = tree.children.get(formName(name, member, style))
    if (child) out[name] = read(member, child, style)
  }
  return out
}

const read = (schema: NormalizedSchema, tree: Tree, style: 'query' | 'ec2'): unknown => {
  if (schema.isStructSchema()) return readStruct(schema, tree, style)
  if (schema.isListSchema()) return readList(schema, tree, style)
  if (schema.isMapSchema()) return readMap(schema, tree, style)
  return scalar(schema, tree.value ?? '')
}

const readList = (schema: NormalizedSchema, tree: Tree, style: 'query' | 'ec2'): unknown[] => {
  const item = schema.getValueSchema()
  const flat = style === 'ec2' || Boolean(schema.getMergedTraits().xmlFlattened)
  const itemName = String(item.getMergedTraits().xmlName ?? 'member')
  // Both spellings of an item are taken, as AWS does: Filters.Filter.1 and Filters.member.1.
  const list = flat ? tree : (tree.children.get(itemName) ?? tree.children.get('member') ?? { children: new Map() })
  return numbered(list).map(child => read(item, child, style))
}

const readMap = (schema: NormalizedSchema, tree: Tree, style: 'query' | 'ec2') => {
  const entries = schema.getMergedTraits().xmlFlattened ? tree : (tree.children.get('entry') ?? { children: new Map() })
  const keyName = String(schema.getKeySchema().getMergedTraits().xmlName ?? 'key')
  const valueName = String(schema.getValueSchema().getMergedTraits().xmlName ?? 'value')
  return Object.fromEntries(
    numbered(entries).map(entry => {
      const value = entry.children.get(valueName) ?? { children: new Map() }
      return [entry.children.get(keyName)?.value ?? '', read(schema.getValueSchema(), value, style)]
    }),
  )
}

const numbered = (tree: Tree): Tree[] =>
  [...tree.children]
    .filter(([step]) => /^\d+$/.test(step))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child)

/** What the members of an input are called in a form. */
export const namesOf = (input: NormalizedSchema, style: 'query' | 'ec2'): ReadonlySet<string> =>
  new Set(input.isStructSchema() ? Array.from(input.structIterator(), it => formName(...it, style)) : [])

const formName = (name: string, member: NormalizedSchema, style: 'query' | 'ec2'): string => {
  const traits = member.getMergedTraits() as { ec2QueryName?: string; xmlName?: string }
  if (style === 'query') return traits.xmlName ?? name
  const plain = traits.xmlName ?? name
  return traits.ec2QueryName ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}
