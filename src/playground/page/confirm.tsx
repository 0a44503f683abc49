import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { Text } from './text.tsx'
import { useDialog } from './use-dialog.ts'

type TextObject = { readonly type: string; readonly text: string }
export type ConfirmWords = {
  readonly title: TextObject
  readonly text: TextObject
  readonly confirm: TextObject
  readonly deny: TextObject
  readonly style?: 'primary' | 'danger'
}
type Ask = (words: ConfirmWords) => Promise<boolean>

const Context = createContext<Ask>(async () => false)
export const useConfirm = () => useContext(Context)

/** Asks in a dialog of the browser's own: it keeps the focus and closes on Escape. */
export const ConfirmProvider = ({ children }: { children: ReactNode }) => {
  const [asked, setAsked] = useState<{ words: ConfirmWords; answer: (yes: boolean) => void }>()
  const dialog = useDialog(asked !== undefined)
  const ask = useCallback<Ask>(words => new Promise(answer => setAsked({ words, answer })), [])
  const answer = (yes: boolean) => {
    asked?.answer(yes)
    setAsked(undefined)
  }
  return (
    <Context.Provider value={ask}>
      {children}
      {asked && (
        <dialog ref={dialog} className="confirm" aria-labelledby="confirm-title" onClose={() => answer(false)}>
          <h2 id="confirm-title">{asked.words.title.text}</h2>
          <p>
            <Text it={asked.words.text} />
          </p>
          <footer>
            <button type="button" onClick={() => answer(false)}>
              {asked.words.deny.text}
            </button>
            <button type="button" className={asked.words.style ?? 'primary'} onClick={() => answer(true)}>
              {asked.words.confirm.text}
            </button>
          </footer>
        </dialog>
      )}
    </Context.Provider>
  )
}
