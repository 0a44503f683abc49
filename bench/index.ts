import { writeFileSync } from 'node:fs'
import { type Bench, type Measured, progress } from './measure.ts'
import { benchmarkPage } from './table.ts'

// One after the other, each in a process of its own size: what one leaves behind must not slow the next one down.
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  ack: async () => (await import('./ack.ts')).ack,
  cold: async () => (await import('./cold.ts')).cold,
  check: async () => (await import('./check.ts')).check,
  storm: async () => (await import('./storm.ts')).storm,
  policy: async () => (await import('./policy.ts')).policy,
}

const write = process.argv.includes('--write')
const wanted = process.argv.slice(2).filter(word => word !== '--write')
const unknown = wanted.filter(name => !Object.hasOwn(benches, name))
if (unknown.length) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}: ${Object.keys(benches).join(', ')}.\n`)
  process.exit(2)
}
const lines: Measured[] = []
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length && !wanted.includes(name)) continue
  progress(`${name} …`)
  const run = await load()
  const line = await run()
  lines.push(line)
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
if (write) writeFileSync('docs/benchmarks.md', benchmarkPage(lines))
process.exit(0)
