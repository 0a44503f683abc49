import { randomUUID } from 'node:crypto'
import type { createOutbox } from '../store/outbox.ts'

/**
 * Slack takes one message a second in a channel; a tenth more, because its clock is another.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
const pace = 1100

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
    /**
     * Waits for the next turn and says it. `late`: nothing is said, because no turn comes before the time is up, or
     * somebody else speaks now.
     */
    turn: async <T>(say: () => Promise<T>): Promise<T | 'late'> => {
      const wait = nextAt - now().getTime()
      if (stopped.aborted || now().getTime() + Math.max(wait, 0) > until) return 'late'
      if (wait > 0) await pause(wait, stopped)
      if (stopped.aborted) return 'late'
      nextAt = now().getTime() + pace
      if (!(await keep())) return 'late'
      try {
        return await say()
      } finally {
        // Counted from Slack's answer: however long the message was on its way, Slack has had it by then.
        nextAt = now().getTime() + pace
      }
    },
    hold: async (ms: number): Promise<void> => {
      nextAt = now().getTime() + ms
      await keep()
    },
    leave: () => outbox.leave(channel, holder, nextAt),
  }
}

export type Speaker = NonNullable<Awaited<ReturnType<typeof speakIn>>>
