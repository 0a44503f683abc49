import { readFileSync } from 'node:fs'
import { text as readAll } from 'node:stream/consumers'
import type { KnownBlock } from '@slack/types'
import { asText } from '../../blocks/as-text.ts'
import { operationBlocks } from '../../blocks/operation.ts'
import { type Deps, type Exit, mistakeReply, type Reply } from '../../commands/command.ts'
import { unwrap } from '../core/delivery.ts'
import { isoTime } from '../core/iso-time.ts'
import { isMistake, type Mistake, mistake } from '../core/trouble.ts'
import { type Operation, operations } from '../core/verbs.ts'
import { BadSettings } from '../organisation.ts'
import { createNoticeClient } from '../slack/deliver.ts'
import { errandOf } from '../slack/errand.ts'
import type { Taken } from '../slack/intake.ts'
import { createOffice, type Office } from '../slack/office.ts'
import type { Log } from '../slack/run.ts'
import { ensureTable, tableStatus } from '../store/table.ts'
import { tableFault } from './fault.ts'
import { PrintingSlack } from './printing-slack.ts'
import { readTableName } from './settings.ts'
import { openTable } from './table.ts'

type Environment = Readonly<Record<string, string | undefined>>
type Options = { readonly deps: Deps; readonly play: boolean; readonly env: Environment }

const log: Log = {
  info: () => undefined,
  error: (message, more) => {
    const { error, ...rest } = more ?? {}
    const why = error instanceof Error ? `: ${error.message}` : ''
    process.stderr.write(`${message}${why} ${Object.keys(rest).length ? JSON.stringify(rest) : ''}\n`)
  },
}

const tableName = ({ env, play }: Options): string => {
  const problems: string[] = []
  const name = readTableName(env.TABLE_NAME, problems)
  if (problems.length) throw new BadSettings(problems.join('\n'))
  if (name) return name
  if (play) return 'backup-bot'
  throw new BadSettings('TABLE_NAME is missing: the DynamoDB table of the bot. `backup-bot table create` makes it.')
}

/** The bot's own work at a table: what it says goes to Slack, or is kept for printing where there is no Slack. */
const openOffice = async (options: Options) => {
  const { deps, play, env } = options
  const store = openTable(tableName(options))
  if (play) await ensureTable(store)
  const token = env.SLACK_BOT_TOKEN
  const printing = new PrintingSlack('none')
  const slack = token ? createNoticeClient(token, env.SLACK_API_URL) : printing
  const pause = token ? {} : { pause: async () => {} }
  const silent = token || play ? {} : { silent: true as const }
  const office = createOffice({ deps, store, slack, log, ...pause, ...silent })
  const tell = async (): Promise<readonly KnownBlock[]> => {
    if (!token && !play) {
      process.stderr.write('No SLACK_BOT_TOKEN: what is new is posted by the bot that runs with this table.\n')
      return []
    }
    await office.flush()
    return printing.said.flatMap(({ method, channel, thread, blocks }) => {
      const verb = method === 'chat.update' ? 'change a message' : thread ? 'post in the thread' : 'post'
      return operationBlocks(`Would ${verb} in ${channel}:`, Array.isArray(blocks) ? asText(blocks) : '')
    })
  }
  return { office, tell, said: printing.said }
}

const readInput = async ([from, ...more]: readonly string[]): Promise<unknown> => {
  if (more.length > 0) return mistake('One file at a time, or - for standard input.', { usage: 'event' })
  if (from === undefined) return mistake('Which event? Name a file, or - for standard input.', { usage: 'event' })
  let input: string
  try {
    input = from === '-' ? await readAll(process.stdin) : readFileSync(from, 'utf8')
  } catch {
    return mistake(`There is no readable file ${from}.`, { usage: 'event' })
  }
  try {
    return JSON.parse(input)
  } catch {
    return mistake(`${from === '-' ? 'Standard input' : from} is not JSON.`, { usage: 'event' })
  }
}

type Replayed = Taken | { readonly is: 'retold'; readonly notice: string }

/** A dead letter is an event, or a notice that could be told nowhere. */
const replay = async (message: unknown, { intake, notices }: Office): Promise<Replayed> => {
  const errand = errandOf(message)
  if (errand.is !== 'retell') return intake.take(message, { again: true })
  const { notice } = errand
  return (await notices.wake(notice))
    ? { is: 'retold', notice }
    : { is: 'ignored', why: `${notice} has been told since` }
}

const takenSays = (taken: Replayed): string => {
  switch (taken.is) {
    case 'retold':
      return `The notice ${taken.notice} is told again.`
    case 'told':
      return `A failure was counted: job ${taken.job}, cause ${taken.cause}.`
    case 'known':
      return `This failure had been counted before: job ${taken.job}.`
    case 'inside':
      return taken.jobs.map(takenSays).join(' ')
    case 'landed':
      return `A job completed; ${taken.failures} failures are made good by it.`
    case 'proof':
      return `A key refused AWS Backup; that proves the cause of ${taken.groups} notices.`
    case 'restore':
      return 'A restore job moved on.'
    case 'ignored':
      return `Nothing to tell: ${taken.why}.`
    case 'mistake':
      return taken.mistake.mistake
  }
}

const event = async (words: readonly string[], options: Options): Promise<Reply> => {
  const input = await readInput(words)
  if (isMistake(input)) return mistakeReply(input)
  const deliveries = unwrap(input)
  if (deliveries.length === 0) return mistakeReply(mistake('There is no event in this.', { usage: 'event' }))
  const { office, tell, said } = await openOffice(options)
  const all: { id: string | null; taken: Replayed }[] = []
  for (const delivery of deliveries)
    all.push({
      id: delivery.id,
      taken: 'mistake' in delivery ? { is: 'mistake', mistake: delivery } : await replay(delivery.event, office),
    })
  const told = await tell()
  const bad = all.filter(it => it.taken.is === 'mistake')
  const [one] = bad
  if (one?.taken.is === 'mistake' && one.id === null && all.length === 1) return mistakeReply(one.taken.mistake)
  const wrong = bad.map(({ id, taken }) => `Message ${id ?? 'without an id'}: ${takenSays(taken)}`)
  const good = all.filter(it => !bad.includes(it))
  return {
    blocks: [...good.flatMap(({ taken }) => operationBlocks(takenSays(taken))), ...told],
    json: { schema: 'backup-bot/event/1', taken: all, wouldPost: said },
    ...(wrong.length > 0
      ? { exit: 2, wrong: [...wrong, `  Usage: ${operations.event.usage}`].join('\n') }
      : { exit: 0 }),
  }
}

const sinceIn = (words: readonly string[]): Date | undefined | Mistake => {
  const [first, value, ...more] = words[0]?.startsWith('--since=') ? ['--since', words[0].slice(8)] : words
  if (first === undefined) return undefined
  // A bare number would be read as a month or a year.
  const at = /^\d{4}-\d\d-\d\d/.test(value ?? '') ? isoTime(value) : null
  if (first !== '--since' || at === null || more.length > 0)
    return mistake('A sweep takes --since and a time, such as 2026-11-20T00:00:00Z.', { usage: 'sweep' })
  return new Date(at)
}

const sweep = async (words: readonly string[], options: Options): Promise<Reply> => {
  const since = sinceIn(words)
  if (isMistake(since)) return mistakeReply(since)
  const { office, tell, said } = await openOffice(options)
  const report = await office.sweep(since ? { since } : {})
  await office.advanceRetries()
  const told = await tell()
  const { places, unread } = report
  const lines = [
    `${unread.length ? `${places - unread.length} of ${places}` : places} places looked through: ${report.failures} failed jobs, ${report.announced.length} of them announced by no event.`,
    ...(report.neverCopied ? [`${report.neverCopied} backups of which no copy was ever started.`] : []),
    ...(report.neverBackedUp ? [`${report.neverBackedUp} tagged resources for which no backup was ever started.`] : []),
    ...(report.waiting ? [`${report.waiting} copies have waited for more than an hour.`] : []),
    ...(report.landed ? [`${report.landed} failures were made good by jobs that completed since.`] : []),
    ...report.announced.map(it => `Told now: ${it.resource ?? it.job} in ${it.account}, ${it.region}.`),
    ...unread.map(it => `Not read: ${it.why}`),
  ]
  return {
    blocks: [...lines.flatMap(it => operationBlocks(it)), ...told],
    json: { schema: 'backup-bot/sweep/1', ...report, wouldPost: said },
    exit: unread.length > 0 ? 3 : 0,
  }
}

const table = async (words: readonly string[], options: Options): Promise<Reply> => {
  const [act, ...more] = words
  if ((act !== undefined && act !== 'create') || more.length > 0)
    return mistakeReply(mistake('A table is looked at, or made with create.', { usage: 'table' }))
  const name = tableName(options)
  const store = openTable(name)
  const made = act === 'create' ? await ensureTable(store) : undefined
  const status = await tableStatus(store)
  const says =
    made === 'made'
      ? `The table ${name} was made.`
      : status === 'absent'
        ? `There is no table ${name} here. \`backup-bot table create\` makes it.`
        : `The table ${name} is there (${status}).`
  const exit: Exit = status === 'absent' ? 1 : 0
  return {
    blocks: operationBlocks(says),
    json: { schema: 'backup-bot/table/1', table: name, status, made: made === 'made' },
    exit,
  }
}

/** What only the command line does. Rejects with `BadSettings` and `WorldFault`. */
export const operate = async (operation: Operation, words: readonly string[], options: Options): Promise<Reply> => {
  try {
    return await { event, sweep, table }[operation](words, options)
  } catch (error) {
    throw tableFault(error, options.env.TABLE_NAME ?? '')
  }
}
