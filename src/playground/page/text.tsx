import type { ReactNode } from 'react'
import { each } from './each.ts'
import { Emoji } from './emoji.tsx'
import { type Piece, parseMrkdwn } from './mrkdwn.ts'
import { useTalk } from './talk.tsx'
import { slackDate, wholeTime } from './time.ts'

const Mention = ({ of, id, text }: Extract<Piece, { is: 'mention' }>) => {
  const { talk, me } = useTalk()
  const name =
    of === 'user'
      ? talk.people.find(it => it.id === id)?.name
      : of === 'channel'
        ? talk.channels.find(it => it.id === id)?.name
        : of === 'group'
          ? talk.groups[id]
          : id
  const sign = of === 'channel' ? '#' : '@'
  return <span className={id === me ? 'mention mine' : 'mention'}>{sign + (name ?? (text || id))}</span>
}

export const When = ({ seconds, format, text }: { seconds: number; format: string; text: string }) =>
  Number.isFinite(seconds) ? (
    <time dateTime={new Date(seconds * 1000).toISOString()} title={wholeTime(seconds)}>
      {slackDate(seconds, format)}
    </time>
  ) : (
    text
  )

export const Link = ({ url, children }: { url: string; children: ReactNode }) => (
  <a href={url} target="_blank" rel="noopener noreferrer">
    {children}
  </a>
)

/** Text as it is; long text scrolls, also by the keyboard. */
export const Verbatim = ({ text }: { text: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
  <pre tabIndex={0}>{text}</pre>
)

const Drawn = ({ piece }: { piece: Piece }) => {
  switch (piece.is) {
    case 'text':
      return piece.text
    case 'code':
      return <code>{piece.text}</code>
    case 'pre':
      return <Verbatim text={piece.text} />
    case 'emoji':
      return <Emoji name={piece.text} />
    case 'bold':
      return (
        <b>
          <Pieces list={piece.inside} />
        </b>
      )
    case 'italic':
      return (
        <i>
          <Pieces list={piece.inside} />
        </i>
      )
    case 'strike':
      return (
        <s>
          <Pieces list={piece.inside} />
        </s>
      )
    case 'link':
      return <Link url={piece.url}>{piece.text}</Link>
    case 'mention':
      return <Mention {...piece} />
    case 'date':
      return <When {...piece} />
  }
}

const Pieces = ({ list }: { list: readonly Piece[] }) => each(list, piece => <Drawn piece={piece} />)

type TextObject = { readonly type: string; readonly text: string; readonly emoji?: boolean | undefined }

/** `mrkdwn` is read; `plain_text` stays literal but for emoji names. */
export const Text = ({ it }: { it: TextObject }) => {
  if (it.type === 'mrkdwn') return <Pieces list={parseMrkdwn(it.text)} />
  if (it.emoji === false) return it.text
  return each(it.text.split(/:([a-z0-9_+-]+):/), (part, i) => (i % 2 ? <Emoji name={part} /> : part))
}
