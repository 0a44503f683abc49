import { useLayoutEffect, useRef } from 'react'

/** The browser's own dialog, shown as long as it is wanted; who had the focus before has it again. */
export const useDialog = (isOpen: boolean) => {
  const dialog = useRef<HTMLDialogElement>(null)
  // At once: a later effect would take the focus back from where the keys have carried it meanwhile.
  useLayoutEffect(() => {
    if (!isOpen) return
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [isOpen])
  return dialog
}
