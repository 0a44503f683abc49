import type { WireMessage } from '../wire.ts'
import { Blocks } from './blocks.tsx'
import { File } from './file.tsx'
import { BotFace, Face, icons } from './icons.tsx'
import { SurfaceProvider } from './surface.tsx'
import { useTalk } from './talk.tsx'
import { Text } from './text.tsx'
import { clock, wholeTime } from './time.ts'

type Props = {
  readonly message: WireMessage
  /** Replies to it, where it is drawn outside of its thread. */
  readonly replies?: readonly WireMessage[]
  readonly onThread?: ((ts: string) => void) | undefined
}

const Replies = ({ replies, open }: { replies: readonly WireMessage[]; open: () => void }) => {
  const last = replies.at(-1)
  return (
    <button type="button" className="replies" onClick={open}>
      <BotFace />
      <b>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</b>
      {last && <span>Last reply {clock(Number(last.ts))}</span>}
    </button>
  )
}

const name = 'backup-bot'

/** One message with everything that Slack draws around it. */
export const Message = ({ message, replies = [], onThread }: Props) => {
  const { talk } = useTalk()
  const { ts, from, onlyFor, text, blocks, edited, files = [] } = message
  const author = talk.people.find(it => it.id === from)
  const seconds = Number(ts)
  return (
    <article
      data-ts={ts}
      tabIndex={-1}
      className={onlyFor ? 'message only' : 'message'}
      aria-label={`${author?.name ?? name}, ${clock(seconds)}`}
    >
      {onlyFor && <p className="only-you">{icons.eye} Only visible to you</p>}
      {author ? <Face name={author.name} id={author.id} /> : <BotFace />}
      <div className="body">
        <p className="who">
          <b>{author?.name ?? name}</b>
          {!author && <span className="app">APP</span>}
          <time dateTime={new Date(seconds * 1000).toISOString()} title={wholeTime(seconds)}>
            {clock(seconds)}
          </time>
          {edited && !onlyFor && <small className="edited">(edited)</small>}
        </p>
        <SurfaceProvider of={{ message: ts }} blocks={blocks}>
          {blocks.length ? (
            <Blocks blocks={blocks} />
          ) : (
            text && (
              <div className="section">
                <div className={author && text.startsWith('/') ? 'text typed' : 'text'}>
                  <Text it={{ type: author && text.startsWith('/') ? 'plain_text' : 'mrkdwn', text, emoji: false }} />
                </div>
              </div>
            )
          )}
        </SurfaceProvider>
        {files.map(file => (
          <File key={file.id} file={file} />
        ))}
        {onThread && replies.length > 0 && <Replies replies={replies} open={() => onThread(ts)} />}
      </div>
      {onThread && !onlyFor && (
        <div className="tools">
          <button type="button" onClick={() => onThread(ts)} aria-label="Reply in thread" title="Reply in thread">
            {icons.reply}
          </button>
        </div>
      )}
    </article>
  )
}
