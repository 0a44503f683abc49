import type { RecordedCall } from '../src/playground/aws/server.ts'
import { bundle } from './bundle.ts'
import { type Bench, median, progress, round } from './measure.ts'
import { awsEnvironment, start, startWorld } from './world.ts'

const latencyMs = 50
const times = 15
/** Rounds of dependent calls that a check of each may take, cold and warm, and the least reads that tell what it is. */
const subjects = {
  volume: ['arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410', 3, 2, ['ec2:DescribeVolumes']],
  instance: [
    'arn:aws:ec2:eu-central-1:111122223333:instance/i-0939b11fe4ea931c0',
    4,
    3,
    ['ec2:DescribeInstances', 'ec2:DescribeVolumes'],
  ],
  database: ['arn:aws:rds:eu-central-1:111122223333:db:shop-reports', 3, 2, ['rds:DescribeDBInstances']],
  cluster: ['arn:aws:rds:eu-central-1:111122223333:cluster:shop-cart', 3, 2, ['rds:DescribeDBClusters']],
  table: [
    'arn:aws:dynamodb:eu-central-1:111122223333:table/carts',
    3,
    2,
    ['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource'],
  ],
  fileSystem: [
    'arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-05a8b5e947e0d0a12',
    3,
    2,
    ['elasticfilesystem:DescribeFileSystems'],
  ],
} as const

/** What every check may ask besides and how often: sessions, settings, organisation, vaults, keys, and what exists already. */
const besides: Readonly<Record<string, number>> = {
  'sts:AssumeRole': 2,
  'backup:DescribeRegionSettings': 1,
  'backup:DescribeGlobalSettings': 1,
  'organizations:DescribeOrganization': 2,
  'iam:GetRole': 2,
  'backup:DescribeBackupVault': 2,
  'backup:GetBackupVaultAccessPolicy': 1,
  'kms:DescribeKey': 2,
  'kms:GetKeyPolicy': 2,
  'kms:ListGrants': 1,
  'backup:ListRecoveryPointsByBackupVault': 2,
  'backup:ListCopyJobs': 1,
}

/** No call beyond those, and none of them more often. */
const holdTo = (own: readonly string[], name: string, calls: readonly RecordedCall[]): void => {
  const asked = calls.map(({ service, operation }) => `${service}:${operation}`)
  for (const call of new Set(asked)) {
    const times = asked.filter(it => it === call).length
    const most = own.includes(call) ? 1 : (besides[call] ?? 0)
    if (times > most) throw new Error(`The check of a ${name} asks ${call} ${times} times; ${most} are needed.`)
  }
}

/** Rounds of dependent calls: the longest chain of calls that each began after the one before had ended. */
const roundsOf = (calls: readonly RecordedCall[]): number => {
  const depth = new Map<RecordedCall, number>()
  for (const call of calls.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const before = calls.filter(it => it.endedAt <= call.startedAt).map(it => depth.get(it) ?? 0)
    depth.set(call, 1 + Math.max(0, ...before))
  }
  return Math.max(0, ...depth.values())
}

type Asked = { readonly ms: number; readonly cpuMs: number; readonly exit: number }
export type Timed = {
  readonly ms: number
  readonly cpuMs: number
  readonly calls: number
  readonly rounds: number
  /** To the latency of its rounds alone. */
  readonly ratio: number
  /** As many single calls of the SDK, one after the other: what a round takes besides. */
  readonly singleCallsMs: number
}

export const check: Bench = async () => {
  const world = await startWorld({ latencyMs })
  const bundles = await bundle(['check-process.ts'])
  const bot = start(bundles.path('check-process.ts'), [], { ...process.env, ...awsEnvironment(world.url) })
  await bot.next()
  const ask = async (target: string) => {
    const { exit, ...timed } = (await bot.ask(target)) as Asked
    if (exit > 1) throw new Error(`The check of ${target} ends with ${exit}.`)
    return { ...timed, calls: await world.calls() }
  }
  const singleCalls = async (number: number): Promise<number> => {
    const { ms } = (await bot.ask(String(number))) as Pick<Asked, 'ms'>
    await world.calls()
    return ms
  }
  /** Only what was read is forgotten between the measured ones, not the code nor who the bot is. */
  const both = async (target: string, [coldRounds, warmRounds]: readonly [number, number]) => {
    await bot.ask('forget')
    await world.calls()
    const cold = await ask(target)
    const coldSingle = await singleCalls(coldRounds)
    const warm = await ask(target)
    return { cold: { ...cold, single: coldSingle }, warm: { ...warm, single: await singleCalls(warmRounds) } }
  }
  const { ms: first } = await ask(subjects.volume[0])
  progress('check: warming up')
  for (let i = 0; i < 8; i++)
    for (const [target, cold, warm] of Object.values(subjects)) await both(target, [cold, warm])

  const found: Record<string, { cold: Timed; warm: Timed }> = {}
  for (const [name, [target, coldRounds, warmRounds, own]] of Object.entries(subjects)) {
    progress(`check: ${name}, ${times} times with cold and with warm caches`)
    const all: Awaited<ReturnType<typeof both>>[] = []
    for (let i = 0; i < times; i++) all.push(await both(target, [coldRounds, warmRounds]))
    const timed = (which: 'cold' | 'warm', rounds: number): Timed => {
      // What else the machine does only ever adds, to both.
      const ms = Math.min(...all.map(it => it[which].ms))
      return {
        ms: round(ms, 1),
        cpuMs: round(median(all.map(it => it[which].cpuMs)), 1),
        calls: Math.max(...all.map(it => it[which].calls.length)),
        // Calls of one round may start apart when the machine is busy; the shortest chain is that of the program.
        rounds: Math.min(...all.map(it => roundsOf(it[which].calls))),
        ratio: round(ms / (rounds * latencyMs)),
        singleCallsMs: round(Math.min(...all.map(it => it[which].single)), 1),
      }
    }
    for (const { cold, warm } of all) for (const { calls } of [cold, warm]) holdTo(own, name, calls)
    found[name] = { cold: timed('cold', coldRounds), warm: timed('warm', warmRounds) }
  }
  await Promise.all([bot.close(), bundles.close(), world.close()])
  const all = Object.values(found).flatMap(it => [it.cold, it.warm])
  return {
    bench: 'check',
    ratio: Math.max(...all.map(it => it.ratio)),
    toSingleCalls: round(Math.max(...all.map(it => it.ms / it.singleCallsMs))),
    latencyMs,
    firstMs: round(first, 1),
    ...found,
  }
}
