import { problemsOf } from './limits.ts'

export type Person = {
  readonly id: string
  readonly name: string
  readonly role: string
  /** Ids of the user groups that they belong to. */
  readonly groups?: readonly string[]
}
export type Channel = { readonly id: string; readonly name: string }
export type Blocks = readonly Record<string, unknown>[]
/** A file that was shared with the message. */
export type SharedFile = {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly content: string
}
export type Message = {
  readonly ts: string
  readonly channel: string
  /** The person who wrote it; absent: the bot. */
  readonly from?: string
  /** Only this person sees it. */
  readonly onlyFor?: string
  readonly thread?: string
  readonly metadata?: unknown
  readonly files?: readonly SharedFile[]
  text: string
  blocks: Blocks
  edited: boolean
  deleted: boolean
}

type Incoming = {
  readonly text?: unknown
  readonly blocks?: unknown
  readonly thread_ts?: unknown
  readonly metadata?: unknown
}

/** Objects come as JSON text where the request is a form. */
const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value)

/** A refusal in Slack's words. */
export class SlackError extends Error {}

/** The state of the embedded Slack: people, channels, messages. Every change is told to `onChange`. */
export const createWorkspace = (
  people: readonly Person[],
  channels: readonly Channel[],
  now: () => number = Date.now,
) => {
  const messages: Message[] = []
  const listeners = new Set<() => void>()
  let clock = now() / 1000
  const nextTs = () => {
    clock = Math.max(clock + 0.000001, now() / 1000)
    return clock.toFixed(6)
  }
  const changed = () => {
    for (const listener of listeners) listener()
  }

  const read = (it: Incoming, bare = false): Pick<Message, 'text' | 'blocks'> => {
    const blocks = parsed(it.blocks)
    const text = typeof it.text === 'string' ? it.text : ''
    if (blocks === undefined || (Array.isArray(blocks) && blocks.length === 0)) {
      if (!text && !bare) throw new SlackError('no_text')
      return { text, blocks: [] }
    }
    const problems = problemsOf(blocks)
    if (problems.length) throw new SlackError(`invalid_blocks ${JSON.stringify(problems)}`)
    return { text, blocks: blocks as Blocks }
  }

  return {
    people,
    channels,
    messages,
    /** Something beside the messages changed: a view. */
    touch: changed,
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    say: (channel: string, from: string, text: string, more: Pick<Message, 'onlyFor' | 'thread'> = {}) => {
      messages.push({ ts: nextTs(), channel, from, text, ...more, blocks: [], edited: false, deleted: false })
      changed()
    },
    post: (channel: string, it: Incoming, more: Pick<Message, 'onlyFor' | 'files'> = {}): Message => {
      const thread = typeof it.thread_ts === 'string' ? { thread: it.thread_ts } : {}
      const metadata = it.metadata === undefined ? {} : { metadata: parsed(it.metadata) }
      const message: Message = {
        ts: nextTs(),
        channel,
        ...thread,
        ...metadata,
        ...more,
        ...read(it, more.files !== undefined),
        edited: false,
        deleted: false,
      }
      messages.push(message)
      changed()
      return message
    },
    update: (ts: string, it: Incoming): Message => {
      const message = messages.find(m => m.ts === ts && !m.deleted)
      if (!message) throw new SlackError('message_not_found')
      Object.assign(message, read(it), { edited: true })
      changed()
      return message
    },
    remove: (ts: string) => {
      const message = messages.find(m => m.ts === ts)
      if (!message) throw new SlackError('message_not_found')
      message.deleted = true
      changed()
    },
  }
}

export type Workspace = ReturnType<typeof createWorkspace>
