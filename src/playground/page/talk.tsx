import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { CallsState, TalkState, WorldState } from '../wire.ts'
import { api } from './api.ts'

export type Talk = {
  readonly talk: TalkState
  readonly world: WorldState
  readonly calls: CallsState
  readonly me: string
  /** Tells a problem of the playground itself at the foot of the page. */
  readonly tell: (words: string) => void
}

const nothing: Pick<Talk, 'talk' | 'world' | 'calls'> = {
  talk: {
    people: [],
    channels: [],
    groups: {},
    messages: [],
    modals: {},
    homes: {},
    commands: [],
    buttonVerbs: [],
  },
  world: { accounts: [], switches: [] },
  calls: { asked: '', calls: [], total: 0 },
}

const Context = createContext<Talk>({ ...nothing, me: '', tell: () => {} })
export const useTalk = () => useContext(Context)

export const TalkProvider = ({ value, children }: { value: Talk; children: ReactNode }) => (
  <Context.Provider value={value}>{children}</Context.Provider>
)

/** Asks again when something changed; changes that come while an answer is on its way make one more question. */
const useLatest = <T,>(ask: () => Promise<T>, first: T, tell: (words: string) => void) => {
  const [value, setValue] = useState(first)
  const busy = useRef<'no' | 'yes' | 'again'>('no')
  const refresh = useCallback(async () => {
    if (busy.current !== 'no') {
      busy.current = 'again'
      return
    }
    do {
      busy.current = 'yes'
      try {
        setValue(await ask())
      } catch {
        tell('The playground does not answer. Is it still running?')
      }
      // A storm changes the talk hundreds of times a second.
      await new Promise(resolve => setTimeout(resolve, 60))
    } while ((busy.current as string) === 'again')
    busy.current = 'no'
  }, [ask, tell])
  return [value, refresh] as const
}

/** The state of the embedded Slack and of the world, kept up to date by the server's stream of changes. */
export const usePlayground = (tell: (words: string) => void) => {
  const [talk, refreshTalk] = useLatest(api.talk, nothing.talk, tell)
  const [world, refreshWorld] = useLatest(api.world, nothing.world, tell)
  const [calls, refreshCalls] = useLatest(api.calls, nothing.calls, tell)
  useEffect(() => {
    const changes = new EventSource('play/changes')
    changes.onmessage = ({ data }) => {
      if (data === 'talk') void refreshTalk()
      void refreshWorld()
      void refreshCalls()
    }
    return () => changes.close()
  }, [refreshTalk, refreshWorld, refreshCalls])
  return useMemo(() => ({ talk, world, calls, ready: talk.people.length > 0 }), [talk, world, calls])
}
