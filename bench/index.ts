import { type Bench, progress } from './measure.ts'

// One after the other, each in a process of its own size: what one leaves behind must not slow the next one down.
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  ack: async () => (await import('./ack.ts')).ack,
  cold: async () => (await import('./cold.ts')).cold,
  check: async () => (await import('./check.ts')).check,
  storm: async () => (await import('./storm.ts')).storm,
  policy: async () => (await import('./policy.ts')).policy,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !Object.hasOwn(benches, name))
if (unknown.length) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}: ${Object.keys(benches).join(', ')}.\n`)
  process.exit(2)
}
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length && !wanted.includes(name)) continue
  progress(`${name} …`)
  const run = await load()
  process.stdout.write(`${JSON.stringify(await run())}\n`)
}
process.exit(0)
