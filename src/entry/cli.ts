#!/usr/bin/env node
import { randomUUID } from 'node:crypto'
import { Command, CommanderError } from 'commander'
import { asText } from '../../blocks/as-text.ts'
import { type Deps, type Exit, mistakeReply, type Reply } from '../../commands/command.ts'
import { createAws } from '../aws/sessions.ts'
import { WorldFault } from '../aws/trouble.ts'
import { type Intent, parseIntent } from '../core/intent.ts'
import { isMistake } from '../core/trouble.ts'
import { isOperation, operations, type Verb, verbs } from '../core/verbs.ts'
import { BadSettings, loadOrganisation } from '../organisation.ts'
import { runIntent } from '../slack/run.ts'
import { isPolicyFile, policyFile, policyFileUsage } from './policy-file.ts'

type Options = { readonly json?: true; readonly organisation?: string; readonly play?: true; readonly color: boolean }

const judging = { usage: policyFileUsage, about: 'Judge the document of a key policy without AWS' }
const usage = [...Object.values(verbs), judging, ...Object.values(operations)]
  .map(it => `  backup-bot ${it.usage}\n      ${it.about}`)
  .join('\n')

const program = new Command('backup-bot')
  .description('The same words as after /backup in Slack.')
  .argument('[words...]')
  .option('--json', 'the result as JSON on stdout')
  .option('--organisation <file>', 'another organisation file')
  .option('--play', "the playground's embedded AWS and world instead of the environment's AWS")
  .option('--no-color', 'plain text')
  .allowUnknownOption()
  .helpOption(false)
  .exitOverride()
  .configureOutput({ writeErr: () => {} })

const colour = (options: Options) => options.color && Boolean(process.stdout.isTTY) && !process.env.NO_COLOR

const complain = (sentence: string, exit: Exit): Exit => {
  process.stderr.write(`${sentence}\n`)
  return exit
}

const usageIn = /^ *Usage: /m

/** stdout is the answer; a mistake is none. A channel to share with is Slack's alone. */
const print = ({ blocks, more = [], json, exit, ...reply }: Reply, options: Options, verb?: Verb): Exit => {
  const drawn = asText([...blocks, ...more.flat()], { prompt: 'backup-bot ', colour: colour(options) })
  const text = reply.text ?? drawn.replace(/^→ .* --share\n?/gm, '')
  if (exit === 2)
    return complain(
      verb && !usageIn.test(text) ? `${text.trimEnd()}\n  Usage: ${verbs[verb].usage}` : text.trimEnd(),
      2,
    )
  process.stdout.write(`${options.json ? JSON.stringify(json, null, 2) : text.trimEnd()}\n`)
  return exit
}

/** What was kept is read only where it is asked for. */
const remembered = async ({ verb }: Intent, { play }: Options): Promise<Pick<Deps, 'requests'>> => {
  const name = process.env.TABLE_NAME || (play ? 'backup-bot' : undefined)
  if (verb !== 'requests' || name === undefined) return {}
  const { createTable, ensureTable } = await import('../store/table.ts')
  const { createRequests } = await import('../store/requests.ts')
  const store = createTable(name)
  if (play) await ensureTable(store)
  return { requests: createRequests(store) }
}

const embedded = async () => {
  const { startEmbeddedAws } = await import('../playground/start.ts')
  const { PLAY_WORLD: world } = process.env
  return startEmbeddedAws(process.env).catch(error => {
    throw world ? new BadSettings(`PLAY_WORLD is ${world}: ${error instanceof Error ? error.message : error}`) : error
  })
}

const answer = async (words: readonly string[], options: Options): Promise<Exit> => {
  const [first, ...rest] = words
  const operation = isOperation(first) ? first : undefined
  const inFile = isPolicyFile(words)
  const intent = operation || inFile ? undefined : parseIntent(words)
  if (isMistake(intent)) return print(mistakeReply(intent), options)
  const house = loadOrganisation(options.organisation ?? process.env.BACKUP_BOT_ORGANISATION ?? 'organisation.json')
  if (inFile) return print(await policyFile(words, house), options)
  const aws = options.play ? await embedded() : undefined
  try {
    const deps = { house, aws: createAws(house), now: () => new Date() }
    if (intent)
      return print(await runIntent(intent, { ...deps, ...(await remembered(intent, options)) }), options, intent.verb)
    const { operate } = await import('./operate.ts')
    const asked = { deps, play: options.play === true, env: process.env }
    return print(await operate(operation ?? 'table', rest, asked), options)
  } finally {
    await aws?.close()
  }
}

// The SDK speaks of its future versions at every start; the lock file pins the ones in use.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

const main = async (): Promise<Exit> => {
  try {
    program.parse()
    const options = program.opts<Options>()
    return await answer(program.args, options)
  } catch (error) {
    if (error instanceof BadSettings)
      return complain(`${error.message}\n  Usage: backup-bot <words> [--json] [--organisation FILE] [--play]`, 2)
    if (error instanceof CommanderError) return complain(`${error.message.replace(/^error: /, '')}\n${usage}`, 2)
    if (error instanceof WorldFault) return complain(error.message, 4)
    const told = error instanceof Error ? error.stack : String(error)
    return complain(
      `Something went wrong on my side: tell the CDX team, and name ${randomUUID().slice(0, 8)}.\n${told}`,
      4,
    )
  }
}

process.exitCode = await main()
