import { randomUUID } from 'node:crypto'
import type { createOutbox } from '../store/outbox.ts'

/**
 * Slack takes one message a second in a channel; a quarter more, because the way there is not always equally long.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
const pace = 1250

export type SpeakerOptions = {
  readonly outbox: Pick<ReturnType<typeof createOutbox>, 'take' | 'keep' | 'leave'>
  readonly now: () => Date
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
  /** From then on there is no turn. */
  readonly stopped: AbortSignal
  /** Milliseconds after which a holder that does not answer has lost the channel. */
  readonly lease: number
}

/**
 * The right to speak in one channel, at its pace, until the time `until` (milliseconds since 1970). `undefined` while
 * another process has it.
 */
export const speakIn = async (
  { outbox, now, pause, lease, stopped }: SpeakerOptions,
  channel: string,
  until: number,
) => {
  const holder = randomUUID()
  const taken = await outbox.take(channel, holder, now(), lease)
  if (!taken) return undefined
  let { nextAt } = taken
  const keep = () => outbox.keep(channel, holder, now(), lease, nextAt)
  return {
    /** Waits for the next turn. `false`: none before the time is up, or somebody else speaks now. */
    turn: async (): Promise<boolean> => {
      const wait = nextAt - now().getTime()
      if (stopped.aborted || now().getTime() + Math.max(wait, 0) > until) return false
      if (wait > 0) await pause(wait, stopped)
      if (stopped.aborted) return false
      nextAt = now().getTime() + pace
      const mine = await keep()
      // Counted from when the message goes, however long the table took.
      nextAt = now().getTime() + pace
      return mine
    },
    hold: async (ms: number): Promise<void> => {
      nextAt = now().getTime() + ms
      await keep()
    },
    leave: () => outbox.leave(channel, holder),
  }
}

export type Speaker = NonNullable<Awaited<ReturnType<typeof speakIn>>>
