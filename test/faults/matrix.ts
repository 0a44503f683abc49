import { appendFileSync } from 'node:fs'
import { afterAll } from 'vitest'

/** The calls of a flow at which a fault strikes: every one with FAULTS=all, else so many, spread over the flow. */
export const spread = (steps: number, most: number): readonly number[] => {
  const count = process.env.FAULTS === 'all' ? steps : Math.min(steps, most)
  return Array.from({ length: count }, (_, i) => Math.floor((i * steps) / count))
}

/** Flow × fault → outcomes with how often each; printed when the tests are over, and added to FAULTS_TABLE where that is set. */
export const createMatrix = (title: string) => {
  const cells = new Map<string, Map<string, Map<string, number>>>()
  afterAll(() => {
    const lines = [...cells].flatMap(([flow, faults]) =>
      [...faults].map(([fault, outcomes]) => {
        const told = [...outcomes].map(([outcome, times]) => (times > 1 ? `${outcome} (${times})` : outcome))
        return `| ${flow} | ${fault} | ${told.join(', ')} |`
      }),
    )
    const table = `\n## ${title}\n\n| flow | fault | outcome |\n| --- | --- | --- |\n${lines.join('\n')}\n`
    process.stdout.write(table)
    if (process.env.FAULTS_TABLE) appendFileSync(process.env.FAULTS_TABLE, table)
  })
  return (flow: string, fault: string, outcome: string): void => {
    const faults = cells.get(flow) ?? new Map<string, Map<string, number>>()
    const outcomes = faults.get(fault) ?? new Map<string, number>()
    cells.set(flow, faults.set(fault, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)))
  }
}
