import { randomUUID } from 'node:crypto'
import { bugBlocks, worldFaultBlocks } from '../../blocks/mistake.ts'
import type { Deps, Reply } from '../../commands/command.ts'
import { commandOf } from '../../commands/index.ts'
import { WorldFault } from '../aws/trouble.ts'
import type { Intent } from '../core/intent.ts'
import type { Address, Post } from './reply.ts'

export type Log = {
  info(message: string, more?: Record<string, unknown>): void
  error(message: string, more?: Record<string, unknown>): void
}

/** An Intent with the address of its answer: what `later` is handed, also as a queue message. */
export type Work = { readonly intent: Intent; readonly address: Address }

/** A check answers with what it has after this long. */
const patience = 10_000

/** Runs an Intent and sends its answer. Our own bugs end here: logged with an id that the person is told. */
export const runWork = async ({ intent, address }: Work, deps: Deps, post: Post, log: Log): Promise<void> => {
  const id = randomUUID().slice(0, 8)
  let reply: Pick<Reply, 'blocks'>
  try {
    reply = await runIntent(intent, deps)
    log.info('answered', { id, verb: intent.verb })
  } catch (error) {
    const fault = error instanceof WorldFault
    log.error(fault ? 'AWS cannot be reached' : 'bug', { id, verb: intent.verb, error })
    reply = { blocks: fault ? worldFaultBlocks(error.message) : bugBlocks(id) }
  }
  await post(address, reply.blocks)
}

export const runIntent = (intent: Intent, deps: Deps): Promise<Reply> =>
  commandOf(intent.verb).run(intent, deps, AbortSignal.timeout(patience))

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
