import { readFileSync, writeFileSync } from 'node:fs'
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

const words = process.argv.slice(2)
const write = words.includes('--write')
/** Lines of earlier runs, one for each benchmark that is not run now. */
const from = words.indexOf('--from') < 0 ? undefined : words[words.indexOf('--from') + 1]
const wanted = words.filter(word => !['--write', '--from', from].includes(word))
const unknown = wanted.filter(name => !Object.hasOwn(benches, name))
if (unknown.length) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}: ${Object.keys(benches).join(', ')}.\n`)
  process.exit(2)
}
const earlier: Measured[] = from
  ? readFileSync(from, 'utf8')
      .split('\n')
      .filter(line => line.startsWith('{'))
      .map(line => JSON.parse(line))
  : []
const lines = earlier.filter(it => !wanted.includes(it.bench))
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length ? !wanted.includes(name) : lines.some(it => it.bench === name)) continue
  progress(`${name} …`)
  const run = await load()
  const line = await run()
  lines.push(line)
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
if (write) writeFileSync('docs/benchmarks.md', benchmarkPage(lines))
process.exit(0)
