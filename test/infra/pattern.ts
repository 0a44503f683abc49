/** EventBridge's matching as far as the patterns of infra use it. Throws at an operator that it does not know. */
const asRegExp = (wildcard: string) =>
  new RegExp(`^${wildcard.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)

const one = (rule: unknown, value: unknown): boolean => {
  if (typeof rule !== 'object' || rule === null) return rule === value
  const [operator, argument] = Object.entries(rule)[0] ?? []
  switch (operator) {
    case 'exists':
      return (value !== undefined) === argument
    case 'suffix':
      return typeof value === 'string' && value.endsWith(argument)
    case 'anything-but':
      return typeof value === 'string' && !argument.wildcard.some((it: string) => asRegExp(it).test(value))
    default:
      throw new Error(`no operator ${operator}`)
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  Array.isArray(value)
    ? value.map(it => fieldOf(it, name))
    : typeof value === 'object' && value !== null
      ? Reflect.get(value, name)
      : undefined

export const matches = (pattern: unknown, event: unknown): boolean => {
  if (Array.isArray(pattern)) {
    const values = Array.isArray(event) ? event : [event]
    return pattern.some(rule => values.some(value => one(rule, value)))
  }
  return Object.entries(pattern as object).every(([name, inside]) =>
    name === '$or' ? (inside as unknown[]).some(it => matches(it, event)) : matches(inside, fieldOf(event, name)),
  )
}
