import { Composer } from './composer.tsx'
import { icons } from './icons.tsx'
import { Messages } from './messages.tsx'
import { useTalk } from './talk.tsx'

/** A message with its replies, beside the channel. */
export const Thread = ({ root, onClose }: { root: string; onClose: () => void }) => {
  const { talk, me } = useTalk()
  const messages = talk.messages.filter(
    it => (it.ts === root || it.thread === root) && (!it.onlyFor || it.onlyFor === me),
  )
  const channel = messages[0]?.channel ?? ''
  const name = talk.channels.find(it => it.id === channel)?.name
  return (
    <section className="side thread" aria-label="Thread">
      <header className="head">
        <h2>Thread</h2>
        <p>{name ? `#${name}` : 'backup-bot'}</p>
        <button type="button" className="shut" aria-label="Close the thread" onClick={onClose}>
          {icons.close}
        </button>
      </header>
      <Messages key={root} name="the thread" messages={messages} all={[]} />
      <Composer key={`composer/${root}`} channel={channel} name="the thread" thread={root} />
    </section>
  )
}
