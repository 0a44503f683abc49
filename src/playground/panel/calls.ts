import type { RecordedCall } from '../aws/server.ts'
import type { CallsState } from '../wire.ts'
import type { World } from '../world.ts'

const now = () => performance.timeOrigin + performance.now()
/** So many are drawn; a storm makes thousands. */
const most = 120
/** The bot's own table and queue are not what was asked about. */
const own = new Set(['dynamodb', 'sqs'])

/** Remembers the last question, and which AWS calls of the bot came after it. */
export const createCallLog = (world: World, calls: readonly RecordedCall[]) => {
  let asked = { words: '', at: now() }
  const ofBot = (it: RecordedCall) =>
    (it.role !== null || it.account === world.bot.account) && !(own.has(it.service) && it.account === world.bot.account)
  return {
    asks: (words: string) => {
      asked = { words, at: now() }
    },
    state: (): CallsState => {
      // Before the first question there are only the bot's own rounds.
      const since = asked.words ? calls.filter(it => it.startedAt >= asked.at && ofBot(it)) : []
      return {
        asked: asked.words,
        total: since.length,
        calls: since
          .toSorted((a, b) => a.startedAt - b.startedAt)
          .slice(0, most)
          .map(it => ({
            service: it.service,
            operation: it.operation,
            account: it.account,
            accountName: world.accounts[it.account]?.name ?? it.account,
            region: it.region,
            from: it.startedAt - asked.at,
            to: it.endedAt - asked.at,
            error: it.error,
          })),
      }
    },
  }
}
