import { type ReactNode, useMemo } from 'react'
import type { WireCommand } from '../wire.ts'
import { Composer } from './composer.tsx'
import { Messages } from './messages.tsx'
import { useTalk } from './talk.tsx'
import { tourVolume } from './tour-steps.ts'

type Props = {
  readonly id: string
  readonly name: string
  readonly topic: string
  readonly tabs?: ReactNode
  readonly draft?: { readonly text: string } | undefined
  readonly spot?: string | undefined
  readonly type: (words: string) => void
  readonly onThread: (ts: string) => void
}

/** What one may type first: the bot's own examples. */
const Examples = ({ type }: { type: (words: string) => void }) => {
  const { talk } = useTalk()
  return (
    <ul>
      {talk.commands
        .filter(it => firsts.includes(it.verb))
        .map(it => (
          <li key={it.verb}>
            <button type="button" onClick={() => type(firstWords(it))}>
              <b>{firstWords(it)}</b>
              <small>{it.about}</small>
            </button>
          </li>
        ))}
    </ul>
  )
}
const firstWords = ({ verb, examples }: WireCommand) =>
  verb === 'help' ? `/backup ${examples[0]}` : `/backup ${verb} ${tourVolume}`
const firsts: readonly string[] = ['check', 'explain', 'policy', 'restore', 'help']

/** A channel or a direct message: its messages, and where one types. */
export const Channel = ({ id, name, topic, tabs, draft, spot, type, onThread }: Props) => {
  const { talk, me } = useTalk()
  const mine = useMemo(
    () => talk.messages.filter(it => it.channel === id && (!it.onlyFor || it.onlyFor === me)),
    [talk.messages, id, me],
  )
  const roots = useMemo(() => mine.filter(it => !it.thread || it.thread === it.ts), [mine])
  return (
    <>
      <header className="head">
        <h1>{name}</h1>
        <p>{topic}</p>
        {tabs}
      </header>
      <Messages key={`${me}/${id}`} name={name} messages={roots} all={mine} onThread={onThread} spot={spot}>
        <div className="beginning">
          <h2>{name}</h2>
          <p>{topic}</p>
          {mine.length === 0 && <Examples type={type} />}
        </div>
      </Messages>
      <Composer key={`composer/${me}/${id}`} channel={id} name={name} {...(draft ? { draft } : {})} />
    </>
  )
}
