import { type Message, SlackError, type Workspace } from './workspace.ts'

const most = 999

const shown = (message: Message, withMetadata: boolean) => ({
  type: 'message',
  ts: message.ts,
  text: message.text,
  blocks: message.blocks,
  ...(message.from ? { user: message.from } : { bot_id: 'B0PLAY' }),
  ...(message.thread ? { thread_ts: message.thread } : {}),
  ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
})

/** Arguments come as JSON or as a form, where everything is text. */
const isTrue = (value: unknown) => value === true || value === 'true' || value === '1'

/**
 * A page of messages with its cursor, as conversations.history (newest first, no replies) and conversations.replies
 * (oldest first, the root among them) give it. https://docs.slack.dev/reference/methods/conversations.history
 */
export const history = (args: Record<string, unknown>, channel: string, workspace: Workspace) => {
  const root = typeof args.ts === 'string' ? args.ts : undefined
  const oldest = Number(args.oldest ?? 0)
  const latest = Number(args.latest ?? Number.POSITIVE_INFINITY)
  const inside = workspace.messages.filter(
    it =>
      it.channel === channel &&
      !it.deleted &&
      !it.onlyFor &&
      (root === undefined ? it.thread === undefined : it.ts === root || it.thread === root) &&
      Number(it.ts) > oldest &&
      Number(it.ts) < latest,
  )
  if (root !== undefined && !workspace.messages.some(it => it.ts === root && !it.deleted))
    throw new SlackError('thread_not_found')
  const ordered = root === undefined ? inside.reverse() : inside
  const limit = Math.min(Number(args.limit ?? 100) || 100, most)
  const start = Number(args.cursor || 0)
  const page = ordered.slice(start, start + limit)
  const more = start + limit < ordered.length
  return {
    messages: page.map(it => shown(it, isTrue(args.include_all_metadata))),
    has_more: more,
    ...(more ? { response_metadata: { next_cursor: String(start + limit) } } : {}),
  }
}
