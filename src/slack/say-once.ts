import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { createOutbox, Post } from '../store/outbox.ts'
import { edit, find, isRefusal, post, type Refusal } from './deliver.ts'
import type { Log } from './run.ts'
import { digest } from './wanted.ts'

export type Said = {
  /** Its name among the messages of one thing. */
  readonly what: string
  readonly channel: string
  readonly thread?: string | undefined
  readonly blocks: readonly KnownBlock[]
  /** Drawn again in its place when it changes. */
  readonly edits?: true
  /** Where it goes when its own channel cannot be reached. */
  readonly otherwise?: string
}

type Options = {
  readonly outbox: Pick<ReturnType<typeof createOutbox>, 'intend' | 'posted'>
  readonly slack: WebClient
  readonly now: () => Date
  readonly pause: (ms: number) => Promise<void>
  readonly log: Log
}

const longestWait = 10_000
const tries = 3
/** Stands for the time of a message that Slack will never take. */
export const untellable = 'never'

/**
 * Makes one message be there as wanted: written down first, found again by its metadata after a crash, edited where it
 * has changed. `false`: it must be tried again later. A person's own messages cannot be searched without more rights, so
 * that there, and only after a crash, the same may come twice.
 */
export const sayOnce = async (
  { outbox, slack, now, pause, log }: Options,
  id: string,
  posts: Map<string, Post>,
  said: Said,
): Promise<boolean> => {
  const { what, blocks, thread } = said
  const shows = digest(blocks)
  const name = `${id}/${what}`
  const isPerson = /^[UW]/.test(said.channel)

  const write = async (record: Post): Promise<Post> => {
    if (record.ts === undefined) await outbox.intend(id, record, now())
    else await outbox.posted(id, what, record.ts, record.shows ?? '')
    posts.set(what, record)
    return record
  }
  const begin = (channel: string) => write({ what, channel, at: now().toISOString() })

  let record = posts.get(what)
  if (record?.ts === untellable) return true
  if (record && record.ts === undefined && !isPerson) {
    const found = await find(slack, { channel: record.channel, thread }, name, new Date(record.at))
    if (isRefusal(found)) return refused(found)
    if (found.ts !== null) record = await write({ ...record, ts: found.ts, shows: '' })
  }
  record ??= await begin(said.channel)

  function refused(it: Refusal): false {
    log.info('Slack did not take a message', { message: name, why: it.why })
    return false
  }

  for (let attempt = 1; attempt <= tries; attempt++) {
    if (record.ts !== undefined && (!said.edits || record.shows === shows)) return true
    const { channel, ts } = record
    const done =
      ts === undefined ? await post(slack, { channel, thread }, name, blocks) : await edit(slack, channel, ts, blocks)
    if (!isRefusal(done)) {
      await write({ ...record, ts: ts ?? done.ts, shows })
      return true
    }
    switch (done.sort) {
      case 'wait':
        await pause(Math.min(done.ms, longestWait))
        break
      case 'again':
        return refused(done)
      case 'gone':
        // The card is what people work with: when somebody has deleted it, it comes back.
        if (ts === undefined) return never(done)
        record = await begin(channel)
        break
      case 'elsewhere':
        if (said.otherwise === undefined || said.otherwise === channel) return never(done)
        log.error('a channel cannot be reached: its message goes elsewhere', { message: name, channel, why: done.why })
        record = await begin(said.otherwise)
        break
      case 'refused':
        return never(done)
    }
  }
  return false

  async function never(it: Refusal): Promise<boolean> {
    log.error('a message cannot be delivered', { message: name, channel: said.channel, why: it.why })
    const { channel, at } = posts.get(what) ?? { channel: said.channel, at: now().toISOString() }
    await write({ what, channel, at, ts: untellable, shows })
    return true
  }
}
