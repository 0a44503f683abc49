import { cpus } from 'node:os'
import type { Timed } from './check.ts'
import type { Measured } from './measure.ts'

type Weathered = Readonly<
  Record<
    | 'failures'
    | 'roots'
    | 'lost'
    | 'doubled'
    | 'postsPerSecondAndChannel'
    | 'takenSeconds'
    | 'seconds'
    | 'peakMegabytes'
    | 'grownMegabytes',
    number
  >
>

const targets: Readonly<Record<string, number>> = { ack: 1.5, cold: 0.5, check: 1.15, storm: 1.2, policy: 5 }
const mostBytes = 300_000
const mostMegabytes = 200
const kb = (bytes: unknown) => `${Math.round(Number(bytes) / 1000)} kB`
const row = (...cells: readonly unknown[]) => `| ${cells.join(' | ')} |`

const isTimed = (it: unknown): it is { cold: Timed; warm: Timed } =>
  typeof it === 'object' && it !== null && 'cold' in it && 'warm' in it

/** docs/benchmarks.md, from one line of each benchmark: no number there is typed by hand. */
export const benchmarkPage = (lines: readonly Measured[]): string => {
  const of = (bench: string): Measured => {
    const found = lines.find(it => it.bench === bench)
    if (!found) throw new Error(`The benchmark ${bench} was not run: --write needs all of them.`)
    return found
  }
  const [ack, cold, check, storm, policy] = [of('ack'), of('cold'), of('check'), of('storm'), of('policy')]
  const timed = Object.entries(check).flatMap(([name, it]) => (isTimed(it) ? [[name, it] as const] : []))
  const storms = [storm.small, storm.great] as readonly Weathered[]
  const calm = storms.every(
    it =>
      it.roots === storm.causes &&
      it.lost === 0 &&
      it.doubled === 0 &&
      it.postsPerSecondAndChannel <= 1 &&
      it.peakMegabytes < mostMegabytes,
  )
  const verdict = ({ bench, ratio }: Measured, holds = true) =>
    holds && Number(ratio) <= (targets[bench] ?? 0) ? 'met' : '**missed**'

  return `# Benchmarks

\`npm run bench -- --write\` measures, and writes this page. Every ratio is against a
reference of the same run on the same machine, so that it says the same on a fast and on a slow one; the milliseconds
beside it are of that machine only: ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, everything on loopback.
On a machine that does other work besides, the 99th percentiles say more of that work than of the bot.

| benchmark | ratio | at most | | reference |
| --- | --- | --- | --- | --- |
${row('`ack`', ack.ratio, targets.ack, verdict(ack), 'p99 of the same requests to a Bolt app that only acknowledges, in turn with ours')}
${row('`cold`', cold.ratio, targets.cold, verdict(cold, Number(cold.bytes) <= mostBytes), 'import and first acknowledgement of the same app on Bolt’s `AwsLambdaReceiver`, bundled alike')}
${row('`check`', check.ratio, targets.check, verdict(check), `50 ms for each of its rounds of dependent calls; the worst of all rows below`)}
${row('`storm`', storm.ratio, targets.storm, verdict(storm, calm), 'time for each failure in the small storm; 1 is linear')}
${row('`policy`', policy.ratio, targets.policy, verdict(policy), '`JSON.parse` of the same text')}

**ack**: ${ack.requests} signed requests, one after the other. p50 ${ack.p50} ms (empty app ${ack.referenceP50} ms), p99 ${ack.p99} ms (${ack.referenceP99} ms);
with the checks of eight people running beside it p50 ${ack.busyP50} ms, p99 ${ack.busyP99} ms. Slack waits 3,000 ms.

**cold**: ${cold.ms} ms, of which the import takes ${cold.importMs} ms and the first acknowledgement, with its work put on the queue,
${cold.acknowledgeMs} ms; the empty app ${cold.referenceMs} ms. ${kb(cold.bytes)} are loaded before the first request (at most 300 kB), ${kb(cold.referenceBytes)} of the empty app.

**check**: ${check.latencyMs} ms for every AWS call; the first check of a process, which loads its code, ${check.firstMs} ms. Cold is an
account that the running process has not asked about; of each the fastest of 15. A single
call takes longer than its ${check.latencyMs} ms, too: beside each row, as many of them as it has rounds, one after the other and in turn with
it; the worst row takes ${check.toSingleCalls} times as long as those. The processor time is of the bot alone.

| resource | cold: ms | of it processor | calls | rounds | ratio | single calls, ms | warm: ms | of it processor | calls | rounds | ratio | single calls, ms |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${timed.map(([name, { cold, warm }]) => row(name, ...[cold, warm].flatMap(it => [it.ms, it.cpuMs, it.calls, it.rounds, it.ratio, it.singleCallsMs]))).join('\n')}

**storm**: failed copies on ${storm.causes} causes, every tenth event delivered twice, each confirmed on its live resource; taking in, and until all is told.

| failures | root messages | lost | doubled | posts a second and channel | taken in, s | told, s | peak memory, MB | grown in the second half, MB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${storms.map(it => row(it.failures, it.roots, it.lost, it.doubled, it.postsPerSecondAndChannel, it.takenSeconds, it.seconds, it.peakMegabytes, it.grownMegabytes)).join('\n')}

Most of that time is the embedded DynamoDB’s, which takes one request after the other.

**policy**: ${policy.decisionsPerSecond} decisions a second, each from the text of a policy of ${policy.bytes} bytes to the answer for a call that every
statement must be judged for; ${policy.parsesPerSecond} times a second the text is only parsed.
`
}
