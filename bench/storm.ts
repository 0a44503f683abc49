import { bundle } from './bundle.ts'
import { type Bench, progress, round } from './measure.ts'
import { causes } from './storm-world.ts'
import { awsEnvironment, type Posted, start, startWorld } from './world.ts'

const sizes = [1_000, 10_000] as const
/** Without a bound V8 takes whatever the machine has before it clears up; 128 MB is what the smallest Lambda function has. */
const heapMegabytes = 96

type Weathered = {
  readonly told: number
  readonly known: number
  readonly takenSeconds: number
  readonly seconds: number
  readonly peakMegabytes: number
  readonly grownMegabytes: number
}

/** The most messages in any second of a channel, measured from each message on. */
const fastest = (messages: readonly Posted[]): number =>
  Math.max(
    ...messages.map(
      ({ ts, channel }) =>
        messages.filter(it => it.channel === channel && Number(it.ts) >= Number(ts) && Number(it.ts) < Number(ts) + 1)
          .length,
    ),
  )

/** Failures as the root messages of all channels count them. */
const counted = (messages: readonly Posted[]): number =>
  messages
    .filter(it => it.thread === undefined)
    .reduce(
      (sum, it) => sum + Number(/(\d[\d,.\s]*?) cop(?:y|ies) failed/.exec(it.text)?.[1]?.replaceAll(/\D/g, '') ?? 0),
      0,
    )

const weather = async (failures: number, file: string) => {
  progress(`storm: ${failures} failures on ${causes} causes`)
  const world = await startWorld({ storm: failures })
  const env = { ...process.env, ...awsEnvironment(world.url), SLACK_API_URL: world.slackUrl }
  const bot = start(file, [String(failures)], env, [`--max-old-space-size=${heapMegabytes}`])
  const it = (await bot.next()) as Weathered
  const messages = await world.messages()
  await Promise.all([bot.close(), world.close()])
  const roots = messages.filter(message => message.thread === undefined)
  return {
    failures,
    roots: roots.length,
    messages: messages.length,
    lost: failures - counted(messages),
    doubled: Math.max(0, it.told - failures) + messages.length - new Set(messages.map(({ id }) => id)).size,
    postsPerSecondAndChannel: fastest(messages),
    takenSeconds: round(it.takenSeconds, 1),
    seconds: round(it.seconds, 1),
    peakMegabytes: round(it.peakMegabytes, 0),
    grownMegabytes: round(it.grownMegabytes, 0),
  }
}

/** `ratio`: how many times as long each failure takes in the great storm as in the small one; 1 is linear. */
export const storm: Bench = async () => {
  const bundles = await bundle(['storm-process.ts'])
  const file = bundles.path('storm-process.ts')
  const small = await weather(sizes[0], file)
  const great = await weather(sizes[1], file)
  await bundles.close()
  return {
    bench: 'storm',
    ratio: round(great.takenSeconds / great.failures / (small.takenSeconds / small.failures)),
    causes,
    small,
    great,
  }
}
