import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { place } from './world-place.ts'

export type { Stored } from './world-place.ts'

const role = z.strictObject({
  RoleName: z.string(),
  Path: z.string().default('/'),
  /** Account ids and service principals that may assume it. */
  trusts: z.array(z.string()),
  externalId: z.string().nullable().default(null),
})

const account = z.strictObject({
  name: z.string(),
  roles: z.array(role).default(() => []),
  /** IAM actions that nobody but an administrator may take there: to play a fault. `kms:*` works. */
  denied: z.array(z.string()).default(() => []),
  /** In no organisation. */
  outside: z.boolean().default(false),
  regions: z.record(z.string(), place).default(() => ({})),
})

const world = z.strictObject({
  about: z.string().default(''),
  /** When the world was as told. With it, every date is moved by the same span, so that this moment is now. */
  asOf: z.iso.datetime().optional(),
  partition: z.string().default('aws'),
  organisation: z.strictObject({
    id: z.string(),
    crossAccountBackup: z.boolean(),
    management: z.string().default('555566667777'),
    /** Delegated administrators of AWS Backup. */
    backupAdministrators: z.array(z.string()).default(() => []),
  }),
  bot: z.strictObject({ account: z.string() }),
  central: z.strictObject({ account: z.string() }),
  accounts: z.record(z.string().regex(/^\d{12}$/, 'an account id has 12 digits'), account),
  examples: z
    .array(
      z.strictObject({
        arn: z.string(),
        /** What to type after `/backup check`, where the ARN alone says too little. */
        words: z.string().optional(),
        about: z.string(),
        expect: z.enum(['yes', 'no', 'unsure', 'by choice']),
      }),
    )
    .default(() => []),
})

export type World = z.output<typeof world>
export type Place = World['accounts'][string]['regions'][string]
export type KeyOfWorld = Place['kms']['Keys'][number]
export type BucketOfWorld = Place['s3']['Buckets'][number]

/** Checks a world and moves its dates to `now`; throws one error that names every mistake with its path. */
export const readWorld = (json: unknown, now = new Date()): World => {
  const parsed = world.safeParse(moved(json, now))
  if (parsed.success) return parsed.data
  const mistakes = parsed.error.issues.map(issue => {
    const why = issue.code === 'invalid_key' ? issue.issues.map(each => each.message).join(', ') : issue.message
    // What a record's schema says begins with the place inside it.
    return `  ${issue.path.map(String).join('.') || 'the world'}${/^[.:[]/.test(why) ? '' : ': '}${why}`
  })
  throw new Error(`The world cannot be read:\n${mistakes.join('\n')}`)
}

/** The world of `file` (PLAY_WORLD), or the one that comes with the playground. */
export const loadWorld = async (file?: string, now = new Date()): Promise<World> =>
  readWorld(JSON.parse(await readFile(file ?? new URL('./world.json', import.meta.url), 'utf8')), now)

/** Nothing at this account and Region: what AWS shows of a Region that was never used. */
const emptyPlace = (): Place => place.parse({})

/** The account's place in a Region; made when first asked for, so that what is written there stays. */
export const placeOf = (of: World, accountId: string, region: string): Place => {
  const owner = of.accounts[accountId]
  if (!owner) return emptyPlace()
  const there = owner.regions[region] ?? emptyPlace()
  owner.regions[region] = there
  return there
}

const moved = (json: unknown, now: Date): unknown => {
  const asOf = typeof json === 'object' && json !== null && 'asOf' in json ? Date.parse(String(json.asOf)) : Number.NaN
  if (Number.isNaN(asOf)) return json
  // Whole seconds, as AWS's own times are.
  const span = Math.floor((now.getTime() - asOf) / 1000) * 1000
  const move = (value: unknown): unknown => {
    if (typeof value === 'string')
      return isMoment(value) ? new Date(Date.parse(value) + span).toISOString() : movedDaily(value, span)
    if (Array.isArray(value)) return value.map(move)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, move(item)]))
  }
  return move(json)
}

/** A daily schedule in UTC goes with the dates: `cron(0 1 ? * * *)`. */
const movedDaily = (text: string, span: number): string => {
  const [, minute, hour] = /^cron\((\d+) (\d+) \? \* \* \*\)$/.exec(text) ?? []
  if (minute === undefined) return text
  // Rounded down, so that no job began before its run.
  const at = new Date(Date.UTC(2000, 0, 1, Number(hour), Number(minute)) + span)
  return `cron(${at.getUTCMinutes()} ${at.getUTCHours()} ? * * *)`
}

const isMoment = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text)
