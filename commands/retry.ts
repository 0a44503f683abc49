import { isMistake } from '../src/core/trouble.ts'
import { atDesk, type Command, mistakeReply } from './command.ts'

/** Copies what failed once more; the rights, the obstacles and the pace are the desk's. */
export const retry = {
  run: async ({ id }, deps) => {
    const at = atDesk(deps)
    if (isMistake(at)) return mistakeReply(at)
    deps.enter?.('gather')
    const blocks = await at.desk.retry(id, at.who)
    if (isMistake(blocks)) return mistakeReply(blocks)
    return { blocks, json: { schema: 'backup-bot/retry/1', notice: id }, exit: 0 }
  },
} satisfies Command<'retry'>
