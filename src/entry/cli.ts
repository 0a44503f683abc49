#!/usr/bin/env node
import { randomUUID } from 'node:crypto'
import { styleText } from 'node:util'
import { Command, CommanderError } from 'commander'
import { asText } from '../../blocks/as-text.ts'
import { type Deps, type Exit, mistakeReply, type Reply } from '../../commands/command.ts'
import { quietSdk } from '../aws/quiet.ts'
import { createAws } from '../aws/sessions.ts'
import { WorldFault } from '../aws/trouble.ts'
import { type Intent, parseIntent } from '../core/intent.ts'
import { options as optionsOfVerbs } from '../core/options.ts'
import { isMistake, mistake } from '../core/trouble.ts'
import { isOperation, isShellWord, shellWords, type Verb, verbs } from '../core/verbs.ts'
import { nearest } from '../core/words.ts'
import { BadSettings, loadOrganisation, organisationFile } from '../organisation.ts'
import { runIntent } from '../slack/run.ts'
import { complete, completionScript } from './completion.ts'
import { tableFault } from './fault.ts'
import { isPolicyFile, policyFile } from './policy-file.ts'
import { shellHelp, wordHelp, wordJson } from './shell-help.ts'

type Options = { readonly json?: true; readonly organisation?: string; readonly play?: true; readonly color: boolean }

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

const onTerminal = ({ isTTY }: { readonly isTTY?: boolean }) => Boolean(isTTY) && process.env.TERM !== 'dumb'
const painted = () => onTerminal(process.stdout) && !process.env.NO_COLOR

const complain = (sentence: string, exit: Exit): Exit => {
  process.stderr.write(`${sentence}\n`)
  return exit
}

const usageIn = /^ *Usage: /m

/** stdout is the answer; a mistake is none, but stands beside the answer to the rest. A channel to share with is Slack's alone. */
const print = ({ blocks, more = [], json, exit, ...reply }: Reply, options: Options, verb?: Verb): Exit => {
  const drawn = asText([...blocks, ...more.flat()], { prompt: 'backup-bot ', colour: painted() })
  const text = reply.text ?? drawn.replace(/^→ .* --share\n?/gm, '')
  if (exit === 2 && reply.wrong === undefined)
    return complain(
      verb && !usageIn.test(text) ? `${text.trimEnd()}\n  Usage: ${verbs[verb].usage}` : text.trimEnd(),
      2,
    )
  process.stdout.write(`${options.json ? JSON.stringify(json, null, 2) : text.trimEnd()}\n`)
  return reply.wrong === undefined ? exit : complain(reply.wrong, exit)
}

/** What was kept is read only where it is asked for. */
const remembered = async ({ verb }: Intent, { play }: Options): Promise<Pick<Deps, 'requests'>> => {
  const name = process.env.TABLE_NAME || (play ? 'backup-bot' : undefined)
  if (verb !== 'requests' || name === undefined) return {}
  const { openTable } = await import('./table.ts')
  const { ensureTable } = await import('../store/table.ts')
  const { createRequests } = await import('../store/requests.ts')
  const store = openTable(name)
  if (play) await ensureTable(store)
  return { requests: createRequests(store) }
}

const embedded = async () => {
  const { startEmbeddedAws, Unplayable } = await import('../playground/start.ts')
  return startEmbeddedAws(process.env).catch(error => {
    throw error instanceof Unplayable ? new BadSettings(error.message) : error
  })
}

const say = (text: string): Exit => {
  process.stdout.write(text)
  return 0
}

/** What needs neither an organisation nor AWS: help, and what the shell itself asks. */
const comfort = async ([first, second, ...more]: readonly string[], options: Options): Promise<Exit | undefined> => {
  const bold = (text: string) => (painted() ? styleText('bold', text) : text)
  if (first === 'complete') return say(await complete(second ?? '', examples))
  const helped = first === undefined || /^(help|--?h|--?help)$/.test(first)
  if (helped && second === undefined && !options.json) return say(`${shellHelp(bold)}\n`)
  const told = helped ? second : more.length === 0 && /^--?h(elp)?$/.test(second ?? '') ? first : undefined
  if (isShellWord(told))
    return say(`${options.json ? JSON.stringify(wordJson(told), null, 2) : wordHelp(told, bold)}\n`)
  if (first !== 'completion') return undefined
  const script = completionScript(second === undefined ? [] : [second, ...more])
  return isMistake(script) ? print(mistakeReply(script), options) : say(script)
}

const examples = async () => {
  const { loadWorld } = await import('../playground/world.ts')
  const world = await loadWorld(process.env.PLAY_WORLD)
  return world.examples.map(({ arn, about }) => ({ word: arn, about }))
}

const ownOptions = program.options.flatMap(({ long }) => long?.slice(2) ?? [])

/** An option that every verb takes, spelt as nobody knows it. */
const misspelt = (words: readonly string[]) => {
  const known = [...Object.keys(optionsOfVerbs), ...ownOptions]
  for (const word of words) {
    const name = /^--([^=]+)/.exec(word)?.[1] ?? ''
    const meant = known.includes(name) ? undefined : nearest(name, known)
    if (meant !== undefined && ownOptions.includes(meant))
      return mistake(`There is no option --${name}; did you mean --${meant}?`, { usage: 'help' })
  }
  return undefined
}

const answer = async (words: readonly string[], options: Options): Promise<Exit> => {
  const comforted = await comfort(words, options)
  if (comforted !== undefined) return comforted
  const [first, ...rest] = words
  const operation = isOperation(first) ? first : undefined
  const inFile = isPolicyFile(words)
  const intent = operation || inFile ? undefined : parseIntent(words, Object.keys(shellWords))
  const typo = operation || isMistake(intent) ? misspelt(words) : undefined
  if (typo) return print(mistakeReply(typo), options)
  if (isMistake(intent)) return print(mistakeReply(intent), options)
  const house = loadOrganisation(organisationFile(process.env, options.organisation))
  if (inFile) return print(await policyFile(words, house), options)
  const aws = options.play ? await embedded() : undefined
  const { startProgress } = await import('./progress.ts')
  const progress = startProgress(!options.json && onTerminal(process.stderr))
  const ask = async (): Promise<Reply> => {
    const deps = { house, aws: createAws(house, { log: progress.asked }), now: () => new Date() }
    if (intent) return runIntent(intent, { ...deps, ...(await remembered(intent, options)) })
    const { operate } = await import('./operate.ts')
    return operate(operation ?? 'table', rest, { deps, play: options.play === true, env: process.env })
  }
  const reply = await ask()
    .catch(error => {
      throw tableFault(error, process.env.TABLE_NAME ?? '')
    })
    .finally(async () => {
      progress.stop()
      await aws?.close()
    })
  return print(reply, options, intent?.verb)
}

const main = async (): Promise<Exit> => {
  try {
    program.parse()
    const options = program.opts<Options>()
    // Whatever paints reads it, once it is loaded.
    if (!options.color) process.env.NO_COLOR = '1'
    return await answer(program.args, options)
  } catch (error) {
    if (error instanceof BadSettings)
      return complain(`${error.message}\n  Usage: backup-bot <words> [--json] [--organisation FILE] [--play]`, 2)
    if (error instanceof CommanderError)
      return complain(`${error.message.replace(/^error: /, '')}\n  Usage: backup-bot <words>; backup-bot help`, 2)
    if (error instanceof WorldFault) return complain(error.message, 4)
    const told = error instanceof Error ? error.stack : String(error)
    return complain(
      `Something went wrong on my side: tell the CDX team, and name ${randomUUID().slice(0, 8)}.\n${told}`,
      4,
    )
  }
}

quietSdk()
process.exitCode = await main()
