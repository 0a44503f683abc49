import { Command, CommanderError } from 'commander'
import { asText } from '../../blocks/as-text.ts'
import { type Exit, mistakeReply, type Reply } from '../../commands/command.ts'
import { createAws } from '../aws/sessions.ts'
import { WorldFault } from '../aws/trouble.ts'
import { parseIntent } from '../core/intent.ts'
import { isMistake } from '../core/trouble.ts'
import { verbs } from '../core/verbs.ts'
import { BadSettings, loadOrganisation } from '../organisation.ts'
import { runIntent } from '../slack/run.ts'

type Options = { readonly json?: true; readonly organisation?: string; readonly play?: true; readonly color: boolean }

const usage = Object.values(verbs)
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

/** stdout is the answer; a mistake is none. A channel to share with is Slack's alone. */
const print = ({ blocks, json, exit }: Reply, options: Options): Exit => {
  const text = asText(blocks, { prompt: 'backup-bot ', colour: colour(options) }).replace(/^→ .* --share\n?/gm, '')
  if (exit === 2) process.stderr.write(`${text.trimEnd()}\n`)
  else process.stdout.write(`${options.json ? JSON.stringify(json, null, 2) : text.trimEnd()}\n`)
  return exit
}

const answer = async (words: readonly string[], options: Options): Promise<Exit> => {
  const intent = parseIntent(words)
  if (isMistake(intent)) return print(mistakeReply(intent), options)
  const house = loadOrganisation(options.organisation ?? process.env.BACKUP_BOT_ORGANISATION ?? 'organisation.json')
  const aws = options.play ? await (await import('../playground/start.ts')).startEmbeddedAws(process.env) : undefined
  try {
    return print(await runIntent(intent, { house, aws: createAws(house), now: () => new Date() }), options)
  } finally {
    await aws?.close()
  }
}

const complain = (sentence: string, exit: Exit): Exit => {
  process.stderr.write(`${sentence}\n`)
  return exit
}

// The SDK speaks of its future versions at every start; the lock file pins the ones in use.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

const main = async (): Promise<Exit> => {
  try {
    program.parse()
    const options = program.opts<Options>()
    return await answer(program.args, options)
  } catch (error) {
    if (error instanceof BadSettings) return complain(error.message, 2)
    if (error instanceof CommanderError) return complain(`${error.message.replace(/^error: /, '')}\n${usage}`, 2)
    if (error instanceof WorldFault) return complain(error.message, 4)
    throw error
  }
}

process.exitCode = await main()
