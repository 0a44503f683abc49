import { Fragment, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import type { WireMessage } from '../wire.ts'
import { Message } from './message.tsx'
import { day } from './time.ts'

type Props = {
  readonly name: string
  readonly messages: readonly WireMessage[]
  readonly all: readonly WireMessage[]
  readonly onThread?: (ts: string) => void
  /** The message to go to. */
  readonly spot?: string | undefined
  readonly children?: ReactNode
}

/** A list of messages that stays at its end while it is read there. */
export const Messages = ({ name, messages, all, onThread, spot, children }: Props) => {
  const list = useRef<HTMLElement>(null)
  const atEnd = useRef(true)
  // Without a list of dependencies: whatever is drawn anew may be longer.
  useLayoutEffect(() => {
    const it = list.current
    if (it && atEnd.current) it.scrollTop = it.scrollHeight
  })
  useEffect(() => {
    if (!spot) return
    const it = list.current?.querySelector<HTMLElement>(`[data-ts="${CSS.escape(spot)}"]`)
    atEnd.current = false
    it?.scrollIntoView({ block: 'center' })
    it?.focus({ preventScroll: true })
  }, [spot])
  const scrolled = () => {
    const it = list.current
    if (it) atEnd.current = it.scrollTop + it.clientHeight > it.scrollHeight - 60
  }
  const days = messages.map(it => day(Number(it.ts)))
  return (
    <section
      className="messages"
      role="log"
      aria-label={`Messages in ${name}`}
      ref={list}
      onScroll={scrolled}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached by the keyboard
      tabIndex={0}
    >
      {children}
      {messages.map((message, i) => (
        <Fragment key={message.ts}>
          {days[i] !== days[i - 1] && (
            <p className="day">
              <span>{days[i]}</span>
            </p>
          )}
          <Message
            message={message}
            replies={all.filter(it => it.thread === message.ts && it.ts !== message.ts)}
            onThread={onThread}
          />
        </Fragment>
      ))}
    </section>
  )
}
