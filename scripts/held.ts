// Runs the long tests and, with --write, puts what they found into docs/faults.md: `tsx scripts/held.ts faults|fuzz
// [--write] [--from RESULTS]`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faultTable, type Matrix } from '../test/faults/matrix.ts'
import { writeSection } from './section.ts'

type Fuzzed = {
  readonly what: string
  readonly cases: number
  readonly slowestMs: number
  readonly found: Readonly<Record<string, number>>
}

const from = process.argv.indexOf('--from')
/** The results of an earlier run, instead of a new one. */
const earlier = from < 0 ? undefined : process.argv[from + 1]
const results = earlier ?? join(mkdtempSync(join(tmpdir(), 'held-')), 'results.jsonl')
const linesOf = <T>(): readonly T[] =>
  (existsSync(results) ? readFileSync(results, 'utf8') : '')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as T)
/** `all`, or the most calls of a flow that each fault strikes. */
const depth = process.env.FAULTS ?? 'all'
const number = (value: number) => value.toLocaleString('en')

/** The order of the page, whichever test ends first. */
const faults = (): string => {
  const matrices = linesOf<Matrix>()
    .filter(it => it.rows.length > 0)
    .toSorted((a, b) => a.title.localeCompare(b.title))
  const count = matrices
    .flatMap(it => it.rows.flatMap(row => Object.values(row.outcomes)))
    .reduce((sum, times) => sum + times, 0)
  return `\`npm run faults\` strikes every call of every flow with every fault, once and, where that makes a difference, for
as long as the flow lasts (“lasting”), and then looks whether anything was lost or doubled and whether a person was told.
Here are ${number(count)} injections, and the kills of one table; in brackets how many ended so. \`FAULTS=8 npm run faults\`
strikes at most eight calls of each flow: every call takes hours, for the SDK waits before it tries again. What is
asked of the core is given 1.5 seconds there, not the ten that a person waits, so that a throttled call, which the SDK
repeats a second later, counts as not read. A message to one
person may come twice after a connection that broke: the bot has no right to look whether it has come. \`npm test\` runs
one fault of each side for every flow, and five kills.
${matrices.map(faultTable).join('')}`
}

const fuzz = (): string => {
  const rows = linesOf<Fuzzed>()
    .toSorted((a, b) => a.what.localeCompare(b.what))
    .map(({ what, cases, slowestMs, found }) => {
      const told = Object.entries(found).map(([sort, times]) => `${sort} ${number(times)}`)
      return `| ${what} | ${number(cases)} | ${slowestMs} | ${told.join(', ')} |`
    })
  return `\`npm run fuzz\` takes apart what people, AWS and Slack send and puts it together again with mentions, links, marks, odd
Unicode and endless repetitions in it. No input crashed anything, was answered yes, made a mention or a link that is
not ours, went over one of Slack's limits, or took more than 50 ms of processor time. \`npm test\` runs 1,000 cases of each.

| input | cases | slowest, ms | answers |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

const runs = {
  faults: {
    words: ['test/faults'],
    env: { FAULTS: depth, FAULTS_KILLS: '200', FAULTS_RESULTS: results },
    section: 'Faults',
    text: faults,
  },
  fuzz: {
    words: ['test/fuzz', '--testTimeout=7200000'],
    env: { FUZZ_CASES: '100000', FUZZ_RESULTS: results },
    section: 'Bad input',
    text: fuzz,
  },
} as const

const [name = '', ...flags] = process.argv.slice(2)
if (name !== 'faults' && name !== 'fuzz') throw new Error('Which one: faults or fuzz?')
const run = runs[name]
const { status } = earlier
  ? { status: 0 }
  : spawnSync('vitest', ['run', ...run.words], { stdio: 'inherit', env: { ...process.env, ...run.env } })
const text = run.text()
if (flags.includes('--write') && status === 0) writeSection(run.section, text)
else process.stdout.write(`\n${text}`)
process.exit(status ?? 1)
