/** Values with an end: `load` runs once for all who ask while it runs, and again only after `until` (ms since 1970). */
export type Cache = <T>(key: string, load: () => Promise<T>, until: (value: T) => number) => Promise<T>

export const createCache = (now: () => number): Cache => {
  const held = new Map<string, { until: number; value: Promise<unknown> }>()
  const sweep = () => {
    for (const [key, { until }] of held) if (until <= now()) held.delete(key)
  }
  return <T>(key: string, load: () => Promise<T>, until: (value: T) => number): Promise<T> => {
    const there = held.get(key)
    if (there && there.until > now()) return there.value as Promise<T>
    sweep()
    const entry = { until: Number.POSITIVE_INFINITY, value: load() as Promise<unknown> }
    held.set(key, entry)
    entry.value.then(
      value => {
        entry.until = until(value as T)
      },
      () => {
        if (held.get(key) === entry) held.delete(key)
      },
    )
    return entry.value as Promise<T>
  }
}
