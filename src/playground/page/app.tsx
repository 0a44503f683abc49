import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from './api.ts'
import { Channel } from './channel.tsx'
import { ConfirmProvider } from './confirm.tsx'
import { Home } from './home.tsx'
import { icons } from './icons.tsx'
import { useKept } from './kept.ts'
import { Modal } from './modal.tsx'
import { type Pane, PaneBar } from './panes.tsx'
import { Side, type SideTab } from './side.tsx'
import { Sidebar } from './sidebar.tsx'
import { TalkProvider, usePlayground } from './talk.tsx'
import { Thread } from './thread.tsx'
import { Top } from './top.tsx'
import { tourPerson } from './tour-steps.ts'
import { useUnread } from './unread.ts'
import { usePartKeys } from './use-part-keys.ts'

const topics: Readonly<Record<string, string>> = {
  general: 'Anybody may ask the bot anywhere',
  'backup-alerts': 'Failures of accounts that have no channel of their own',
  cdx: 'The CDX team: restore requests and their runbooks',
}
/** Who and where, in the address: a reload and a link find the same place. */
const fromHash = () => location.hash.slice(2).split('/')

export const App = () => {
  const [note, setNote] = useState('')
  const timer = useRef(0)
  const tell = useCallback((words: string) => {
    clearTimeout(timer.current)
    setNote(words)
    timer.current = window.setTimeout(() => setNote(''), 4000)
  }, [])
  const { ready, ...state } = usePlayground(tell)
  const [me, setMe] = useState(fromHash()[0] || tourPerson)
  const [place, setPlace] = useState(fromHash()[1] || 'C0GENERAL')
  const [thread, setThread] = useState<string>()
  const [pane, setPane] = useState<Pane>('talk')
  const [tab, setTab] = useState<SideTab>('tour')
  const [draft, setDraft] = useState<{ text: string }>()
  const [spot, setSpot] = useState<string>()
  const [since, setSince] = useKept('tour since', 0)
  usePartKeys()
  const unread = useUnread(state.talk, me, place)
  useEffect(() => history.replaceState(null, '', `#/${me}/${place}`), [me, place])

  const { talk } = state
  const channel = talk.channels.find(it => it.id === place)
  const address = place === 'messages' || place === 'home' ? me : place
  const go = (to: string, at?: string) => {
    setPlace(to)
    setSpot(at)
    setThread(undefined)
    setDraft(undefined)
    setPane('talk')
  }
  const say = async (text: string) => {
    setPane('talk')
    if (place === 'home') go('messages')
    await api.say({ user: me, channel: address, text }).catch((error: unknown) => tell(String(error)))
  }
  const type = (text: string) => {
    if (place === 'home') setPlace('messages')
    setPane('talk')
    setDraft({ text })
  }
  const openThread = (ts: string) => {
    setThread(ts)
    setPane('side')
  }
  const closeThread = () => {
    setThread(undefined)
    setPane('talk')
  }
  const start = () => {
    setSince(Math.max(Date.now() / 1000 - 1, 1))
    setMe(tourPerson)
    go('C0GENERAL')
    setPane('side')
  }
  const tabs = (
    <div className="tabs">
      {(['home', 'messages'] as const).map(it => (
        <button key={it} type="button" aria-pressed={place === it} onClick={() => go(it)}>
          {it === 'home' ? 'Home' : 'Messages'}
        </button>
      ))}
    </div>
  )
  const name = channel ? `#${channel.name}` : 'backup-bot'
  return (
    <TalkProvider value={{ ...state, me, tell }}>
      <ConfirmProvider>
        <div className={`app show-${pane}`}>
          <Top me={me} setMe={setMe} />
          <Sidebar place={place} unread={unread} go={go} />
          <main aria-label={name}>
            {!ready ? (
              <p className="empty">Opening the playground …</p>
            ) : place === 'home' ? (
              <Home tabs={tabs} />
            ) : (
              <Channel
                id={address}
                name={name}
                topic={channel ? (topics[channel.name] ?? `Owners of ${channel.name}`) : 'Direct messages with the bot'}
                tabs={channel ? undefined : tabs}
                draft={draft}
                spot={spot}
                type={type}
                onThread={openThread}
              />
            )}
          </main>
          {thread ? (
            <Thread key={thread} root={thread} onClose={closeThread} />
          ) : (
            <Side tab={tab} setTab={setTab} tour={{ since, start, draft: type, show: go }} ask={say} />
          )}
          <PaneBar pane={pane} setPane={setPane} side={thread ? 'Thread' : 'World'} icons={icons} />
        </div>
        <Modal />
        <div className="toast" role="status">
          {note}
        </div>
      </ConfirmProvider>
    </TalkProvider>
  )
}
