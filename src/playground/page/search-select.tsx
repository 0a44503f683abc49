import { useEffect, useId, useRef, useState } from 'react'
import type { Json } from '../wire.ts'
import { useSurface } from './surface.tsx'

export type Option = {
  readonly text: { readonly text: string }
  readonly value: string
  readonly description?: { readonly text: string }
}
type Names = {
  readonly id: string
  readonly 'aria-describedby'?: string | undefined
  readonly 'aria-invalid'?: boolean
}
type Props = {
  readonly block: string
  readonly element: Json
  readonly chosen: Option | null
  readonly names: Names
  readonly onChoose: (option: Option) => void
}

/** An external select: what is typed is asked of the bot, its answers are a list to choose from. */
export const SearchSelect = ({ block, element, chosen, names, onChoose }: Props) => {
  const { options } = useSurface()
  const list = useId()
  const [text, setText] = useState<string>()
  const [found, setFound] = useState<readonly Option[]>([])
  const [note, setNote] = useState('')
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const open = text !== undefined
  const least = typeof element.min_query_length === 'number' ? element.min_query_length : 3
  const ask = useRef(options)
  ask.current = options

  useEffect(() => {
    if (text === undefined) return
    if (text.length < least) {
      setFound([])
      setNote(`Type ${least} or more characters.`)
      return
    }
    let gone = false
    setNote('Looking …')
    const timer = setTimeout(async () => {
      try {
        const answer = await ask.current(block, String(element.action_id), text)
        const all = answer.options ?? answer.option_groups?.flatMap(group => group.options) ?? []
        if (gone) return
        setFound(all as Option[])
        setAt(0)
        setNote(all.length ? '' : 'No results found.')
      } catch {
        if (!gone) setNote('The results could not be loaded.')
      }
    }, 150)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [text, least, block, element.action_id])

  const choose = (option: Option | undefined) => {
    if (!option) return
    onChoose(option)
    setText(undefined)
  }
  const key = (event: React.KeyboardEvent) => {
    const moves = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!open && moves) setText('')
    else if (moves && found.length) setAt((at + moves + found.length) % found.length)
    else if (event.key === 'Enter' && open) choose(found[at])
    // Escape closes the list, and only then the modal around it.
    else if (event.key === 'Escape' && open) setText(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="search-select">
      <input
        {...names}
        ref={input}
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && found.length ? `${list}-${at}` : undefined}
        autoComplete="off"
        placeholder={(element.placeholder as { text: string } | undefined)?.text ?? 'Choose an option …'}
        value={text ?? chosen?.text.text ?? ''}
        onFocus={() => setText('')}
        onClick={() => setText(text ?? '')}
        onBlur={() => setText(undefined)}
        onChange={event => setText(event.target.value)}
        onKeyDown={key}
      />
      <div role="listbox" id={list} hidden={!open} aria-label="Options">
        {found.map((it, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <div
            key={it.value}
            role="option"
            id={`${list}-${i}`}
            aria-selected={i === at}
            onPointerDown={event => event.preventDefault()}
            onClick={() => choose(it)}
            onPointerEnter={() => setAt(i)}
          >
            {it.text.text}
            {it.description && <small>{it.description.text}</small>}
          </div>
        ))}
      </div>
      {open && note && (
        <p className="note" role="status">
          {note}
        </p>
      )}
    </div>
  )
}
