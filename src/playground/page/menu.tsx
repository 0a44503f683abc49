import { type ReactNode, useEffect, useRef, useState } from 'react'

type Item = { readonly label: string; readonly hint?: string; readonly act: () => void }

/** A button with a menu: arrow keys move, Escape and a press elsewhere close. */
export const Menu = ({
  label,
  children,
  items,
  className = '',
}: {
  label: string
  children: ReactNode
  items: readonly Item[]
  className?: string
}) => {
  const [open, setOpen] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const choices = () => [...(whole.current?.querySelectorAll<HTMLButtonElement>('[role=menuitem]') ?? [])]
  useEffect(() => {
    if (!open) return
    whole.current?.querySelector<HTMLButtonElement>('[role=menuitem]')?.focus()
    const elsewhere = (event: PointerEvent) => {
      if (!whole.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', elsewhere)
    return () => document.removeEventListener('pointerdown', elsewhere)
  }, [open])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const key = (event: React.KeyboardEvent) => {
    const all = choices()
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (event.key === 'Escape') close()
    else if (to === undefined) return
    else all[(to + all.length) % all.length]?.focus()
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={`menu ${className}`} ref={whole}>
      <button
        type="button"
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div role="menu" aria-label={label} tabIndex={-1} onKeyDown={key}>
          {items.map(it => (
            <button
              key={it.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close()
                it.act()
              }}
            >
              {it.label}
              {it.hint && <small>{it.hint}</small>}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
