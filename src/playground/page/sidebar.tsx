import type { ReactNode } from 'react'
import { BotFace } from './icons.tsx'
import { useTalk } from './talk.tsx'

type Props = {
  readonly place: string
  readonly unread: (place: string) => number
  readonly go: (place: string) => void
}
type EntryProps = { name: string; face?: ReactNode; count: number; current: boolean; go: () => void }

const Entry = ({ name, face, count, current, go }: EntryProps) => (
  <button type="button" className={count ? 'unread' : ''} aria-current={current ? 'page' : undefined} onClick={go}>
    <span>
      {face}
      {name}
    </span>
    {count > 0 && (
      <em>
        {count}
        <span className="sr"> unread</span>
      </em>
    )}
  </button>
)

/** Channels and the bot, as in Slack's own sidebar. */
export const Sidebar = ({ place, unread, go }: Props) => {
  const { talk } = useTalk()
  return (
    <nav className="sidebar" aria-label="Channels">
      <h2>Channels</h2>
      {talk.channels.map(it => (
        <Entry key={it.id} name={`# ${it.name}`} count={unread(it.id)} current={place === it.id} go={() => go(it.id)} />
      ))}
      <h2>Apps</h2>
      <Entry
        name="backup-bot"
        face={<BotFace />}
        count={unread('messages')}
        current={place === 'home' || place === 'messages'}
        go={() => go(unread('messages') ? 'messages' : 'home')}
      />
    </nav>
  )
}
