/** One line of the benchmarks. `ratio`: measured by its reference, both in this run. */
export type Measured = { readonly bench: string; readonly ratio: number | null } & Readonly<Record<string, unknown>>

export type Bench = () => Promise<Measured>

/** The value below which the share `p` of the values lies. */
export const percentile = (values: readonly number[], p: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits))

export const progress = (text: string): void => void process.stderr.write(`${text}\n`)

/**
 * Milliseconds of processor time of one call of each, the best of so many rounds that alternate: what else the machine
 * does counts for neither.
 */
export const race = (runs: readonly (() => unknown)[], { rounds = 150, calls = 20 } = {}): readonly number[] => {
  const best = runs.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++)
    runs.forEach((run, i) => {
      const began = process.cpuUsage()
      for (let call = 0; call < calls; call++) run()
      const { user, system } = process.cpuUsage(began)
      best[i] = Math.min(best[i] ?? 0, (user + system) / 1000 / calls)
    })
  return best
}
