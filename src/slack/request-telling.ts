import { randomUUID } from 'node:crypto'
import type { WebClient } from '@slack/web-api'
import { requestCard } from '../../blocks/request.ts'
import { movedBlocks, reminderBlocks, requesterMessage } from '../../blocks/request-messages.ts'
import type { House } from '../core/house.ts'
import type { Reminder, Request } from '../core/restore.ts'
import { inTurn } from '../store/conflict.ts'
import { createOutbox } from '../store/outbox.ts'
import type { Requests } from '../store/requests.ts'
import type { Store } from '../store/table.ts'
import type { Log } from './run.ts'
import { type Said, sayOnce, untellable } from './say-once.ts'

export type TellingOptions = {
  readonly store: Pick<Store, 'table'>
  readonly requests: Pick<Requests, 'get'>
  /** From `createNoticeClient`: a client that tries again by itself posts twice. */
  readonly slack: WebClient
  readonly house: House
  readonly now: () => Date
  readonly log: Log
  readonly pause?: (ms: number) => Promise<void>
}

const lease = 60_000
const patience = 20_000
/** What nobody was told of for so long is old news: records of what was posted do not last for ever. */
const news = 2 * 24 * 60 * 60 * 1000
const card = 'card'

/** The request as one of its moves left it: what the message about that move tells. */
const asOf = (request: Request, move: number): Request => {
  const history = request.history.slice(0, move + 1)
  const last = history.at(-1)
  if (last === undefined || move === request.history.length - 1) return request
  return {
    ...request,
    state: last.after,
    version: history.length,
    history,
    approvals: request.approvals.filter(it => it.at <= last.at),
    legs: { copy: request.legs.copy, restore: { ...request.legs.restore, done: null } },
  }
}

/** The card in the CDX channel, its thread, and the messages to whoever asked: each exactly once, drawn from the table. */
export const createTelling = (options: TellingOptions) => {
  const { requests, slack, house, now, log } = options
  const { pause = (ms: number) => new Promise<void>(done => setTimeout(done, ms)) } = options
  const outbox = createOutbox(options.store)
  const turn = inTurn()
  const say = (id: string, posts: Awaited<ReturnType<typeof outbox.posts>>, said: Said) =>
    sayOnce({ outbox, slack, now, pause, log }, id, posts, said)

  /** One at a time in all processes: an older card must never come after a newer one. */
  const alone = async (id: string, work: () => Promise<void>): Promise<void> => {
    const holder = randomUUID()
    const name = `requests/${id}`
    for (let waited = 0; waited < patience; waited += 100) {
      if (await outbox.take(name, holder, now(), lease)) {
        try {
          return await work()
        } finally {
          await outbox.leave(name, holder)
        }
      }
      await pause(100)
    }
    log.info('a request is being told by another process', { restore: id })
  }

  const tell = async (request: Request): Promise<void> => {
    const { id, requester, history } = request
    const posts = await outbox.posts(id)
    const isNews = (at: string) => now().getTime() - Date.parse(at) < news
    await say(id, posts, {
      what: card,
      channel: house.slack.cdxChannel,
      otherwise: house.slack.alerts,
      blocks: requestCard(request, house),
      edits: true,
    })
    const root = posts.get(card)
    const thread = root?.ts === untellable ? undefined : root
    for (const [i, it] of history.entries()) {
      if (!isNews(it.at)) continue
      if (i > 0 && thread?.ts !== undefined)
        await say(id, posts, {
          what: `moved/${i}`,
          channel: thread.channel,
          thread: thread.ts,
          blocks: movedBlocks(it),
        })
      await say(id, posts, { what: `told/${i}`, channel: requester.id, blocks: requesterMessage(asOf(request, i)) })
    }
  }

  /** Makes Slack show the request as it is in the table. May be called at any time, by anybody, as often as they like. */
  const draw = (id: string): Promise<void> =>
    turn(id, () =>
      alone(id, async () => {
        for (let request = await requests.get(id); request !== null; ) {
          await tell(request)
          const after = await requests.get(id)
          if (after?.version === request.version) return
          request = after
        }
      }),
    )

  /** In the CDX channel; of what is about to go the requester is told, too. */
  const remind = (request: Request, reminder: Reminder): Promise<void> =>
    turn(request.id, () =>
      alone(request.id, async () => {
        const { id, requester } = request
        const posts = await outbox.posts(id)
        const blocks = reminderBlocks(reminder, request, house)
        const { cdxChannel, alerts } = house.slack
        await say(id, posts, { what: `reminder/${reminder.key}`, channel: cdxChannel, otherwise: alerts, blocks })
        if (reminder.what === 'expires soon')
          await say(id, posts, { what: `warning/${reminder.key}`, channel: requester.id, blocks })
      }),
    )

  return { draw, remind }
}
