import { appendFileSync } from 'node:fs'
import fc from 'fast-check'
import { problemsOf } from '../../src/playground/slack/limits.ts'

/** 1,000 cases with the tests; `npm run fuzz` asks for 100,000. */
export const cases = Number(process.env.FUZZ_CASES ?? 1000)
export const patience = Math.max(60_000, cases * 60)
const mostMs = 50
let slowest = 0

/**
 * Runs one input. More than 50 ms of processor time, four times one after the other, is a fault: once may be the garbage
 * collector's.
 */
export const inTime = <T>(run: () => T, tries = 4): T => {
  const began = process.cpuUsage()
  const judged = (result: T): T => {
    const { user, system } = process.cpuUsage(began)
    const ms = (user + system) / 1000
    if (ms > mostMs && tries > 1) return inTime(run, tries - 1)
    if (ms > mostMs) throw new Error(`This input takes ${Math.round(ms)} ms.`)
    slowest = Math.max(slowest, ms)
    return result
  }
  const result = run()
  return result instanceof Promise ? (result.then(judged) as T) : judged(result)
}

/** Counts the answers by their sort; `tell` writes the result as one line into FUZZ_RESULTS, where that is set. */
export const tally = (what: string) => {
  const found = new Map<string, number>()
  slowest = 0
  return {
    add: (sort: string | number): void => void found.set(`${sort}`, (found.get(`${sort}`) ?? 0) + 1),
    sorts: () => [...found.keys()],
    tell: (): void => {
      if (!process.env.FUZZ_RESULTS) return
      const line = { what, cases, slowestMs: Number(slowest.toFixed(1)), found: Object.fromEntries([...found].sort()) }
      appendFileSync(process.env.FUZZ_RESULTS, `${JSON.stringify(line)}\n`)
    },
  }
}

/** What wants to be more than text in Slack, in a shell, in a regular expression or as a key of an object. */
const spells = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<!subteam^S0CDX>',
  '<@U0ANNA>',
  '<#C0GENERAL>',
  '<https://evil.example/|docs>',
  'https://evil.example/?a=<b>',
  '<!date^1^{date}^https://evil.example|x>',
  '&lt;!channel&gt;',
  '&amp;lt;!here&amp;gt;',
  '`',
  '```',
  '*',
  '_',
  '~',
  '|',
  '>',
  '<',
  '&',
  '"',
  '”',
  "'",
  '\\',
  '$(id)',
  ';',
  '\u0000',
  '\u200b',
  '\u202e',
  '\u2028',
  '\ud800',
  '💾',
  'ﬁ',
  '\r\n',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '--account',
  '—share',
  '--to',
  '--',
  '-',
  '$' + '{aws:PrincipalTag/x}',
  '*'.repeat(40),
  '?'.repeat(40),
  'a'.repeat(5000),
  '('.repeat(300),
  ':'.repeat(300),
  ' '.repeat(600),
]
const pieces = [
  'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410',
  'arn:aws:kms:eu-central-1:111122223333:key/7e922890-d818-4ed7-8657-2d2c39f014ba',
  'arn:aws:rds:eu-central-1:111122223333:db:',
  'arn:aws:s3:::',
  's3://',
  'arn:',
  'aws',
  ':',
  'https://eu-central-1.console.aws.amazon.com/ec2/home?region=eu-central-1#VolumeDetails:volumeId=',
  'https://s3.console.aws.amazon.com/s3/buckets/',
  'vol-07e3943d858664410',
  'i-',
  'fs-0',
  'shop-prod',
  '111122223333',
  'eu-central-1',
  '839FDC35-2CD3-497D-89AC-B3480BFC5F42',
  'check',
  'explain',
  'policy',
  'restore',
  'requests',
  'notice',
  'retry',
  'help',
  'ack',
  'mute',
  'show',
  'approve',
  'G-0123456789-1',
  'R-7KQ4M',
  'Given key ID is not accessible',
  'Access Denied trying to call AWS Backup service',
  ' ',
  '/',
]

/** Text of any sort: what people paste, taken apart and put together again, with every spell in it. */
export const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...spells), fc.string({ maxLength: 8 })), {
        maxLength: 8,
      })
      .map(it => it.join('')),
  },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...spells)), { maxLength: 8 })
      .map(it => it.join(' ')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4000 }) },
)

/** A value with one of its parts exchanged for something else, or left out: nearly what is expected. */
export const nearly = (samples: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(
        fc.tuple(
          fc.nat(),
          fc.oneof(fc.jsonValue({ maxDepth: 2 }), text, fc.constantFrom(undefined, null, {}, [], -1, 1e308)),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([sample, changes]) => changes.reduce<unknown>((value, [at, other]) => exchanged(value, at, other), sample))

const pathsIn = (value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] =>
  typeof value === 'object' && value !== null
    ? [
        path,
        ...Object.entries(value).flatMap(([key, it]) =>
          pathsIn(it, [...path, Array.isArray(value) ? Number(key) : key]),
        ),
      ]
    : [path]

const exchanged = (value: unknown, at: number, other: unknown): unknown => {
  const paths = pathsIn(value)
  const put = (it: unknown, [step, ...rest]: readonly (string | number)[]): unknown => {
    if (step === undefined) return other
    if (Array.isArray(it)) return it.map((each, i) => (i === step ? put(each, rest) : each))
    const record = (it ?? {}) as Record<string, unknown>
    return { ...record, [step]: put(record[step], rest) }
  }
  return put(value, paths[at % paths.length] ?? [])
}

const hosts =
  /^https:\/\/([a-z0-9-]+\.)*(aws\.amazon\.com|repost\.aws|slack\.dev|console\.aws\.amazon\.com|amazonaws\.com)(\/|$)/
const ours = /^(!date\^-?\d+\^\{date_short_pretty\} at \{time\}\|[^<>]*|https:\/\/[^<>|]+\|[^<>]*)$/

const textsIn = (value: unknown): readonly { type: unknown; text: string; verbatim: unknown }[] => {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  const { type, text: own, verbatim } = value as Record<string, unknown>
  const here = typeof own === 'string' ? [{ type, text: own, verbatim }] : []
  return [...here, ...Object.values(value).flatMap(textsIn)]
}

/** Mentions and links that are none of ours, and text that Slack would search for more of them. */
export const marksIn = (drawn: unknown): readonly string[] =>
  textsIn(drawn).flatMap(it => {
    if (it.type !== 'mrkdwn') return []
    const marks = [...it.text.matchAll(/<([^>]*)>?/g)].map(found => found[1] ?? '')
    return [
      ...(it.verbatim === true ? [] : ['mrkdwn that is not verbatim']),
      ...marks
        .filter(mark => !ours.test(mark) || (mark.startsWith('http') && !hosts.test(mark)))
        .map(mark => `<${mark}>`),
    ]
  })

/** What in drawn blocks Slack would refuse, or take for a mention or a link that is none of ours. */
export const faultsIn = (blocks: readonly unknown[]): readonly string[] => [
  ...problemsOf(blocks).map(it => JSON.stringify(it)),
  ...marksIn(blocks),
]
