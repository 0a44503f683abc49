import { check as command } from '../commands/check.ts'
import { createAws } from '../src/aws/sessions.ts'
import { loadOrganisation } from '../src/organisation.ts'
import type { RecordedCall } from '../src/playground/aws/server.ts'
import { type Bench, median, progress, round } from './measure.ts'
import { awsEnvironment, startWorld } from './world.ts'

const latencyMs = 50
const times = 7
/** Rounds of dependent calls that a check of each may take, cold and warm. */
const subjects = {
  volume: ['arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410', 3, 2],
  instance: ['arn:aws:ec2:eu-central-1:111122223333:instance/i-0939b11fe4ea931c0', 4, 3],
  database: ['arn:aws:rds:eu-central-1:111122223333:db:shop-reports', 3, 2],
  cluster: ['arn:aws:rds:eu-central-1:111122223333:cluster:shop-cart', 3, 2],
  table: ['arn:aws:dynamodb:eu-central-1:111122223333:table/carts', 3, 2],
  fileSystem: ['arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-05a8b5e947e0d0a12', 3, 2],
} as const

/** Rounds of dependent calls: the longest chain of calls that each began after the one before had ended. */
const roundsOf = (calls: readonly RecordedCall[]): number => {
  const depth = new Map<RecordedCall, number>()
  for (const call of calls.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const before = calls.filter(it => it.endedAt <= call.startedAt).map(it => depth.get(it) ?? 0)
    depth.set(call, 1 + Math.max(0, ...before))
  }
  return Math.max(0, ...depth.values())
}

type Timed = { readonly ms: number; readonly calls: number; readonly rounds: number; readonly ratio: number }

export const check: Bench = async () => {
  const world = await startWorld({ latencyMs })
  Object.assign(process.env, awsEnvironment(world.url))
  const house = loadOrganisation('organisation.json')
  const now = () => new Date()

  const ask = async (aws: ReturnType<typeof createAws>, target: string) => {
    const began = performance.now()
    const { exit } = await command.run({ verb: 'check', target }, { house, aws, now }, AbortSignal.timeout(10_000))
    const ms = performance.now() - began
    if (exit > 1) throw new Error(`The check of ${target} ends with ${exit}.`)
    return { ms, calls: await world.calls() }
  }
  const began = performance.now()
  await ask(createAws(house), subjects.volume[0])
  const first = performance.now() - began

  progress('check: warming up')
  // Only what was read is forgotten between the measured ones, not the code.
  for (let i = 0; i < 8; i++) for (const [target] of Object.values(subjects)) await ask(createAws(house), target)

  const found: Record<string, { cold: Timed; warm: Timed }> = {}
  for (const [name, [target, coldRounds, warmRounds]] of Object.entries(subjects)) {
    progress(`check: ${name}, ${times} times with cold and with warm caches`)
    const [cold, warm]: Awaited<ReturnType<typeof ask>>[][] = [[], []]
    for (let i = 0; i < times; i++) {
      const aws = createAws(house)
      cold?.push(await ask(aws, target))
      warm?.push(await ask(aws, target))
    }
    const timed = (all: typeof cold = [], rounds: number): Timed => {
      const ms = median(all.map(it => it.ms))
      return {
        ms: round(ms, 1),
        calls: Math.max(...all.map(it => it.calls.length)),
        // Calls of one round may start apart when the machine is busy; the shortest chain is that of the program.
        rounds: Math.min(...all.map(it => roundsOf(it.calls))),
        ratio: round(ms / (rounds * latencyMs)),
      }
    }
    found[name] = { cold: timed(cold, coldRounds), warm: timed(warm, warmRounds) }
  }
  await world.close()
  const all = Object.values(found).flatMap(it => [it.cold, it.warm])
  return {
    bench: 'check',
    ratio: Math.max(...all.map(it => it.ratio)),
    latencyMs,
    firstMs: round(first, 1),
    ...found,
  }
}
