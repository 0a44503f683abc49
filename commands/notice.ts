import { noticeDoneBlocks } from '../blocks/notice-done.ts'
import { isMistake } from '../src/core/trouble.ts'
import { atDesk, type Command, mistakeReply } from './command.ts'

/** The buttons of a failure notice. */
export const notice = {
  run: async ({ act, id }, deps) => {
    const at = atDesk(deps)
    if (isMistake(at)) return mistakeReply(at)
    const does = { ack: at.desk.acknowledge, mute: at.desk.mute, unmute: at.desk.unmute }
    deps.enter?.('gather')
    const done = await does[act](id, at.who)
    if (isMistake(done)) return mistakeReply(done)
    deps.enter?.('show')
    return { blocks: noticeDoneBlocks(act, done), json: { schema: 'backup-bot/notice/1', ...done }, exit: 0 }
  },
} satisfies Command<'notice'>
