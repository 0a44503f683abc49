import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { bugBlocks, worldFaultBlocks } from '../../blocks/mistake.ts'
import { type Deps, mistakeReply, type Reply } from '../../commands/command.ts'
import { commandOf } from '../../commands/index.ts'
import type { FilledForm } from '../../commands/request-desk.ts'
import { asWorldFault, WorldFault } from '../aws/trouble.ts'
import type { Intent } from '../core/intent.ts'
import type { Measured } from '../core/measures.ts'
import { stopwatch } from '../core/stages.ts'
import type { May } from './may.ts'
import type { Address, Post } from './reply.ts'

export type Log = {
  info(message: string, more?: Record<string, unknown>): void
  error(message: string, more?: Record<string, unknown>): void
  /** Absent where nothing is measured: the command line, tests. */
  readonly measured?: Measured
}

/** An Intent with the address of its answer: what `later` is handed, also as a queue message. */
export type Work = {
  readonly intent: Intent
  readonly address: Address
  /** Slack's id of who asks. */
  readonly asker?: string
  /** Slack's name of who asks, and from where. */
  readonly askerName?: string
  readonly where?: string
  /** A button was pressed. */
  readonly pressed?: true
  /** The form of a restore that was sent. */
  readonly form?: FilledForm
  /** Of the request, in every line of the log; the same for every delivery of one request. */
  readonly id?: string
  /** When it was handed on; milliseconds since 1970. */
  readonly at?: number
}

/** A check answers with what it has after this long. */
const patience = 10_000

const askedBy = ({ asker, askerName, where, pressed, form, address: { home } }: Work): Partial<Deps> => ({
  ...(asker ? { asker } : {}),
  ...(askerName ? { askerName } : {}),
  ...(where ? { where } : {}),
  ...(pressed ? { pressed } : {}),
  ...(form ? { form } : {}),
  ...(home === undefined ? {} : { home: true }),
})

/** Runs an Intent and sends its answer. Our own bugs end here: logged with an id that the person is told. */
export const runWork = async (work: Work, deps: Deps, post: Post, log: Log, may?: May): Promise<void> => {
  const { intent, asker, id = randomUUID().slice(0, 8), at } = work
  const address = { ...work.address, ...(asker ? { asker } : {}) }
  const { verb } = intent
  const measured = log.measured ?? (() => {})
  if (at !== undefined) measured('Stage', Math.max(0, deps.now().getTime() - at), 'wait')
  const watch = stopwatch(() => performance.now())
  let reply: Pick<Reply, 'blocks' | 'more' | 'view'>
  try {
    const refusal = await may?.refused(intent, asker)
    const seen = may ? { ...deps, aws: may.aws(deps.aws, asker) } : deps
    const answer = refusal
      ? mistakeReply(refusal)
      : await runIntent(intent, { ...seen, ...askedBy(work), enter: watch.enter })
    const { json, exit } = answer
    reply = answer
    const stages = Object.entries(watch.spent()).map(([stage, ms]) => [stage, Math.round(ms)])
    log.info('answered', { id, verb, exit, stages: Object.fromEntries(stages) })
    measured('Answer', 1, verb)
    if (verb === 'check' && isVerdict(json)) measured('Check', 1, json.verdict)
  } catch (thrown) {
    const error = asWorldFault(thrown, 'A call to my table (DynamoDB)')
    const fault = error instanceof WorldFault
    log.error(fault ? 'AWS cannot be reached' : 'bug', { id, verb, error })
    if (!fault) measured('Bug', 1)
    reply = { blocks: fault ? worldFaultBlocks(error.message) : bugBlocks(id) }
  }
  const answered = performance.now()
  for (const [stage, ms] of Object.entries(watch.spent())) measured('Stage', ms, stage)
  const { blocks, more = [], view } = reply
  // A modal and the App Home are one page; a conversation takes one message after the other.
  if (address.view || address.home !== undefined) await post(address, [...blocks, ...more.flat()], view)
  else
    for (const [i, it] of [blocks, ...more].entries())
      await post(i === 0 ? address : { ...address, replace: false }, it)
  measured('Stage', performance.now() - answered, 'post')
  log.info('posted', { id, verb, ms: Math.round(performance.now() - answered) })
}

const isVerdict = (json: unknown): json is { readonly verdict: string } =>
  typeof json === 'object' && json !== null && 'verdict' in json && typeof json.verdict === 'string'

export const runIntent = (intent: Intent, deps: Deps): Promise<Reply> => {
  const signal = AbortSignal.timeout(patience)
  // Every call of the command listens to it.
  setMaxListeners(0, signal)
  return commandOf(intent.verb).run(intent, deps, signal)
}

/** Work that goes on after the acknowledgement, in this process. `idle` resolves when all of it has ended. */
export const background = (run: (work: Work) => Promise<void>, log: Log) => {
  const going = new Set<Promise<void>>()
  return {
    later: async (work: Work): Promise<void> => {
      const it = run(work)
        .catch(error => log.error('an answer could not be delivered', { verb: work.intent.verb, error }))
        .finally(() => going.delete(it))
      going.add(it)
    },
    idle: async (): Promise<void> => {
      while (going.size) await Promise.all(going)
    },
  }
}
