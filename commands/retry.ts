import { retryOfferBlocks } from '../blocks/retry.ts'
import { isMistake } from '../src/core/trouble.ts'
import { atDesk, type Command, type Desk, mistakeReply } from './command.ts'

const offered = async (id: string, { desk, who }: { readonly desk: Desk; readonly who: string }) => {
  const notice = await desk.retryable(id, who)
  return isMistake(notice) ? notice : retryOfferBlocks(notice)
}

/** Copies what failed once more; the rights, the obstacles and the pace are the desk's. */
export const retry = {
  run: async ({ id }, deps) => {
    const at = atDesk(deps)
    if (isMistake(at)) return mistakeReply(at)
    deps.enter?.('gather')
    const blocks = await (deps.pressed ? at.desk.retry(id, at.who) : offered(id, at))
    if (isMistake(blocks)) return mistakeReply(blocks)
    return { blocks, json: { schema: 'backup-bot/retry/1', notice: id }, exit: 0 }
  },
} satisfies Command<'retry'>
