import type { RecordedCall } from '../aws/server.ts'
import type { Answer } from '../slack/interact.ts'
import type { CallsState } from '../wire.ts'
import type { World } from '../world.ts'

const now = () => performance.timeOrigin + performance.now()
/** So many are drawn; a storm makes thousands. */
const most = 120
/** The bot's own table and queue are not what was asked about. */
const own = new Set(['dynamodb', 'sqs'])

/** What was asked, when, and which of the bot's requests answer it. */
type Asked = { readonly words: string; readonly at: number; readonly by: (request: string) => boolean }

/** The bot writes the id of the request that it works on into its user agent; its own rounds have none. */
const requestIn = ({ userAgent }: RecordedCall) => / md\/request#(\w+)/.exec(userAgent)?.[1]

/** Remembers the last question, and which AWS calls answered it. `requestOf` tells the id that the bot gives to a signed request. */
export const createCallLog = (
  world: World,
  calls: readonly RecordedCall[],
  requestOf: (signature: string) => string,
) => {
  let asked: Asked = { words: '', at: 0, by: () => false }
  const answers = (it: RecordedCall) => {
    const request = it.startedAt >= asked.at ? requestIn(it) : undefined
    const ofItself = own.has(it.service) && it.account === world.bot.account
    return request !== undefined && asked.by(request) && !ofItself
  }
  return {
    /** What a person said, pressed or sent: the calls of that request. */
    follow: async <T extends Pick<Answer, 'status' | 'signature'>>(
      words: string,
      deliver: () => Promise<T>,
    ): Promise<T> => {
      const at = now()
      const answer = await deliver()
      const request = answer.signature && requestOf(answer.signature)
      asked = { words, at, by: it => it === request }
      return answer
    },
    /** What comes by events: the calls of every request from now on. */
    all: (words: string) => {
      asked = { words, at: now(), by: () => true }
    },
    state: (): CallsState => {
      const found = calls.filter(answers)
      return {
        asked: asked.words,
        total: found.length,
        calls: found
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
