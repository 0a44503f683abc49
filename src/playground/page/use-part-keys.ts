import { useEffect } from 'react'

const entrances = ['textarea', '[aria-current]', '.primary', 'button']

/** F6 goes to the next part of the page and Shift+F6 to the one before, as in Slack. */
export const usePartKeys = () =>
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || document.querySelector('dialog[open]')) return
      event.preventDefault()
      const parts = [...document.querySelectorAll<HTMLElement>('.sidebar, main, .side')].filter(it => it.offsetParent)
      const at = parts.findIndex(it => it.contains(document.activeElement))
      const next = parts.at((at + (event.shiftKey ? -1 : 1)) % parts.length)
      const entrance = entrances.map(it => next?.querySelector<HTMLElement>(it)).find(it => it?.offsetParent)
      entrance?.focus()
    }
    document.addEventListener('keydown', key)
    return () => document.removeEventListener('keydown', key)
  }, [])
