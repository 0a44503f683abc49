import { BotFace } from './icons.tsx'
import { useTalk } from './talk.tsx'

type Props = {
  readonly place: string
  readonly unread: (place: string) => number
  readonly go: (place: string) => void
}

const Entry = ({ name, count, current, go }: { name: string; count: number; current: boolean; go: () => void }) => (
  <button type="button" className={count ? 'unread' : ''} aria-current={current ? 'page' : undefined} onClick={go}>
    <span>{name}</span>
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
      <div className="bot">
        <BotFace />
        <Entry
          name="backup-bot"
          count={unread('messages')}
          current={place === 'home' || place === 'messages'}
          go={() => go(unread('messages') ? 'messages' : 'home')}
        />
      </div>
    </nav>
  )
}
