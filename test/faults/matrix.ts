import { appendFileSync } from 'node:fs'
import { afterAll } from 'vitest'

/** Without FAULTS, with the other tests: one fault of each side, at one call of every flow. */
export const isSlice = !process.env.FAULTS

/** The calls of a flow at which a fault strikes: every one with FAULTS=all, else at most so many, spread over the flow. */
export const spread = (steps: number, most: number): readonly number[] => {
  if (isSlice) return steps > 0 ? [Math.floor(steps / 3)] : []
  const count = process.env.FAULTS === 'all' ? steps : Math.min(steps, most, Number(process.env.FAULTS) || most)
  return Array.from({ length: count }, (_, i) => Math.floor((i * steps) / count))
}

const calls =
  process.env.FAULTS === 'all' ? 'every call' : `at most ${process.env.FAULTS ?? 1} calls, spread over the flow`

export type Matrix = {
  readonly title: string
  /** What each fault struck: `every call`. */
  readonly struck: string
  readonly rows: readonly {
    readonly flow: string
    readonly fault: string
    readonly outcomes: Readonly<Record<string, number>>
  }[]
}

export const faultTable = ({ title, struck, rows }: Matrix): string => {
  const lines = rows.map(({ flow, fault, outcomes }) => {
    const told = Object.entries(outcomes).map(([outcome, times]) => `${outcome} (${times})`)
    return `| ${flow} | ${fault} | ${told.join(', ')} |`
  })
  return `\n### ${title}\n\nEach fault struck ${struck}.\n\n| flow | fault | outcome (injections) |\n| --- | --- | --- |\n${lines.join('\n')}\n`
}

/** Flow × fault → outcomes with how often each: one JSON line in FAULTS_RESULTS where that is set, else printed as a table. */
export const createMatrix = (title: string, struck = calls) => {
  const cells = new Map<string, Map<string, Map<string, number>>>()
  afterAll(() => {
    const rows = [...cells].flatMap(([flow, faults]) =>
      [...faults].map(([fault, outcomes]) => ({ flow, fault, outcomes: Object.fromEntries(outcomes) })),
    )
    const results = process.env.FAULTS_RESULTS
    if (results) appendFileSync(results, `${JSON.stringify({ title, struck, rows })}\n`)
    else process.stdout.write(faultTable({ title, struck, rows }))
  })
  return (flow: string, fault: string, outcome: string): void => {
    const faults = cells.get(flow) ?? new Map<string, Map<string, number>>()
    const outcomes = faults.get(fault) ?? new Map<string, number>()
    cells.set(flow, faults.set(fault, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)))
  }
}
