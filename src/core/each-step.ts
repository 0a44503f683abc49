/** One error that says what several say; what they say alike is said once. */
export const oneOf = (errors: readonly unknown[]): unknown => {
  const said = new Map(errors.map(it => [it instanceof Error ? it.message : String(it), it]))
  const [first] = said.values()
  return said.size > 1 ? new AggregateError(said.values(), [...said.keys()].join(' '), { cause: first }) : first
}

/** Takes every step, one after the other, whatever became of those before; rejects at the end with what went wrong. */
export const eachStep = async (...steps: readonly (() => Promise<unknown>)[]): Promise<void> => {
  const errors: unknown[] = []
  for (const step of steps) await step().catch(error => errors.push(error))
  if (errors.length > 0) throw oneOf(errors)
}
