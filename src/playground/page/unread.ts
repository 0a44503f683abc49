import { useCallback, useEffect } from 'react'
import type { TalkState } from '../wire.ts'
import { useKept } from './kept.ts'

/** How many messages a person has not seen in a place; what is on the screen counts as seen. */
export const useUnread = (talk: TalkState, me: string, place: string) => {
  const [seen, setSeen] = useKept<Readonly<Record<string, number>>>('seen', {})
  const last = Number(talk.messages.at(-1)?.ts ?? 0)
  const here = `${me}/${place}`
  useEffect(
    () => setSeen(before => (last > (before[here] ?? 0) ? { ...before, [here]: last } : before)),
    [here, last, setSeen],
  )
  return useCallback(
    (at: string) => {
      const channel = at === 'messages' ? me : at
      const until = seen[`${me}/${at}`] ?? 0
      return talk.messages.filter(
        it =>
          it.channel === channel &&
          Number(it.ts) > until &&
          it.from !== me &&
          !it.thread &&
          (!it.onlyFor || it.onlyFor === me),
      ).length
    },
    [talk.messages, seen, me],
  )
}
