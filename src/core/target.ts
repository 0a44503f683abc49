import { parseArn } from './arn.ts'
import { readArn } from './targets/arns.ts'
import { readConsole } from './targets/console.ts'
import { readEndpoint } from './targets/hosts.ts'
import { readId, readS3Uri, readWord } from './targets/ids.ts'
import type { Context, Target } from './targets/target.ts'
import { arnsIn, peel, tidy } from './targets/tidy.ts'
import { isMistake, mistake } from './trouble.ts'

export { consoleUrl } from './targets/console.ts'
export type { Context, Target } from './targets/target.ts'

const longest = 2048

/** Reads whatever people paste: ARN, id, console address, endpoint, bucket, with a chat's decorations. Pure; fetches nothing, never throws. */
export function parseTarget(text: string, context: Context): Target {
  const target = read(text, context)
  return 'partition' in target ? { ...target, partition: context.partition ?? 'aws' } : target
}

function read(text: string, context: Context): Target {
  if (text.length > longest)
    return mistake(`That is too long to be one resource: ${text.length} characters, at most ${longest}.`)
  const plain = tidy(text)
  if (/^<[@#!]/.test(plain))
    return mistake('That is a Slack user, group or channel, not a resource: paste an ARN, an id or a console URL.')
  const found = arnsIn(plain)
  if (found.length > 0) return oneOf(found, context)
  const word = nameless(peel(plain))
  if (/^arn\b/i.test(word)) return parseArnAgain(word)
  return (
    readConsole(word, context) ??
    readS3Uri(word) ??
    readId(word, context) ??
    readEndpoint(word) ??
    (/^https?:\/\//i.test(word)
      ? mistake('This address is not of the AWS console: paste an ARN, an id or a console URL.')
      : undefined) ??
    readWord(word) ??
    nothing
  )
}

const nothing = mistake(
  'Nothing in this names an AWS resource: paste an ARN, an id such as vol-…, a console URL, or s3:// and a bucket name.',
)

/** One ARN of those pasted: the only one, or the only one that means something. */
function oneOf(arns: readonly string[], context: Context): Target {
  const read = arns.map(arn => readArn(arn, context))
  const [first = nothing] = read
  const good = read.filter(target => !isMistake(target))
  const [only] = good
  if (good.length <= 1) return only ?? first
  return {
    found: 'question',
    ask: `This holds ${good.length} ARNs. Which one?`,
    choices: arns
      .filter((_, at) => !isMistake(read[at]))
      .slice(0, 5)
      .map(arn => ({ label: arn.split(':').slice(5).join(':') || arn, target: arn })),
  }
}

// The EC2 console copies an id together with the name: `i-0123456789abcdef0 (web-1)`.
const nameless = (text: string): string => /^(\S+) \([^()]*\)?$/.exec(text)?.[1] ?? text

function parseArnAgain(word: string): Target {
  const arn = parseArn(word)
  return isMistake(arn) ? arn : nothing
}
