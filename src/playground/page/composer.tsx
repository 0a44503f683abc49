import { useId, useLayoutEffect, useRef, useState } from 'react'
import { api } from './api.ts'
import { icons } from './icons.tsx'
import { suggest } from './suggest.ts'
import { useTalk } from './talk.tsx'

type Props = {
  readonly channel: string
  readonly name: string
  readonly thread?: string
  /** Words that something else put here to be sent. */
  readonly draft?: { readonly text: string }
}

/** Where one types: Enter sends, Shift+Enter makes a line, `/` brings suggestions that Tab takes. */
export const Composer = ({ channel, name, thread, draft }: Props) => {
  const { talk, world, me, tell } = useTalk()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [shut, setShut] = useState(false)
  const [said, setSaid] = useState<readonly string[]>([])
  const [taken, setTaken] = useState<Props['draft']>()
  const area = useRef<HTMLTextAreaElement>(null)
  const list = useId()
  const resources = world.accounts.flatMap(it => it.resources)
  const found = shut || thread ? [] : suggest(text, talk.commands, resources)
  const open = found.length > 0

  // Taken over while drawing, so that an Enter right after the press that put it here finds it.
  if (draft && draft !== taken) {
    setTaken(draft)
    setText(draft.text)
    setShut(true)
  }
  useLayoutEffect(() => {
    if (draft) area.current?.focus()
  }, [draft])

  const write = (words: string) => {
    setText(words)
    setShut(false)
    setAt(0)
  }
  const send = async () => {
    const words = text.trim()
    if (!words) return
    write('')
    setSaid([words, ...said])
    try {
      await api.say({ user: me, channel, text: words, ...(thread ? { thread } : {}) })
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error))
    }
  }
  const take = (i: number) => {
    const it = found[i]
    if (!it) return
    write(it.fills)
    setShut(it.ends)
    area.current?.focus()
  }
  const key = (event: React.KeyboardEvent) => {
    const moves = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (open && moves) setAt((at + moves + found.length) % found.length)
    else if (open && event.key === 'Tab' && !event.shiftKey) take(at)
    else if (open && event.key === 'Escape') setShut(true)
    // A verb that is whole is sent as it stands; half of one is completed first.
    else if (
      event.key === 'Enter' &&
      !event.shiftKey &&
      open &&
      found[at]?.fills.startsWith(text.trimEnd()) &&
      !found[at]?.ends &&
      found[at]?.fills.trimEnd() !== text.trimEnd()
    )
      take(at)
    else if (event.key === 'Enter' && !event.shiftKey) void send()
    else if (event.key === 'ArrowUp' && !text && said[0]) write(said[0])
    else return
    event.preventDefault()
  }
  return (
    <form
      className="composer"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      {open && (
        <div role="listbox" id={list} aria-label="Suggestions" className="suggestions">
          {found.map((it, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the composer's, which keeps the focus
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div
              key={it.fills}
              role="option"
              id={`${list}-${i}`}
              aria-selected={i === at}
              onPointerDown={event => event.preventDefault()}
              onPointerEnter={() => setAt(i)}
              onClick={() => take(i)}
            >
              <b>{it.label}</b>
              <small>{it.hint}</small>
            </div>
          ))}
        </div>
      )}
      <textarea
        ref={area}
        rows={Math.min(6, text.split('\n').length)}
        value={text}
        aria-label={thread ? 'Reply' : `Message ${name}`}
        placeholder={thread ? 'Reply …' : `Message ${name}, or type /backup`}
        aria-haspopup="listbox"
        aria-controls={open ? list : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open ? `${list}-${at}` : undefined}
        spellCheck={false}
        onChange={event => write(event.target.value)}
        onKeyDown={key}
      />
      <div className="row">
        <small>
          {!thread && (
            <>
              <kbd>/</kbd> commands · <kbd>Tab</kbd> completes ·{' '}
            </>
          )}
          <kbd>Enter</kbd> sends
          {!thread && (
            <span className="far">
              {' '}
              · <kbd>F6</kbd> next part
            </span>
          )}
        </small>
        <button type="submit" className="send" aria-label="Send" title="Send" disabled={!text.trim()}>
          {icons.send}
        </button>
      </div>
    </form>
  )
}
