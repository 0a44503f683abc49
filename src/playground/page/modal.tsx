import { useEffect, useRef, useState } from 'react'
import type { WireView } from '../wire.ts'
import { api, type Values } from './api.ts'
import { Blocks } from './blocks.tsx'
import { icons } from './icons.tsx'
import { mistakesIn, valuesOf } from './state-values.ts'
import { blockIdOf, SurfaceProvider } from './surface.tsx'
import { useTalk } from './talk.tsx'
import { useDialog } from './use-dialog.ts'

type Errors = Readonly<Record<string, string>>

/** The topmost view of this person's stack, in a dialog of the browser's own. */
export const Modal = () => {
  const { talk, me } = useTalk()
  const stack = talk.modals[me] ?? []
  const top = stack.at(-1)
  // What was typed outlives a push: the view below is found as it was left.
  const [typed, setTyped] = useState<Readonly<Record<string, Values>>>({})
  const isOpen = top !== undefined
  const dialog = useDialog(isOpen)
  useEffect(() => {
    if (!isOpen) setTyped({})
  }, [isOpen])
  if (!top) return null
  const put = (next: (before: Values) => Values) =>
    setTyped(before => ({ ...before, [top.id]: next(before[top.id] ?? {}) }))
  const close = (all: boolean) => void api.close({ user: me, view: top.id, all })
  return (
    <dialog
      ref={dialog}
      className="modal"
      aria-labelledby="modal-title"
      onCancel={event => {
        event.preventDefault()
        close(false)
      }}
    >
      <View key={top.id} view={top} typed={typed[top.id] ?? {}} put={put} close={close} />
    </dialog>
  )
}

type Props = {
  readonly view: WireView
  readonly typed: Values
  readonly put: (next: (before: Values) => Values) => void
  readonly close: (all: boolean) => void
}

const View = ({ view, typed, put, close }: Props) => {
  const { me } = useTalk()
  const [errors, setErrors] = useState<Errors>({})
  const [state, setState] = useState<'still' | 'sending' | 'failed'>('still')
  const body = useRef<HTMLDivElement>(null)
  const shut = useRef<HTMLButtonElement>(null)
  const submit = view.submit?.text
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was pressed goes when the view is answered
  useEffect(() => {
    if (document.activeElement === document.body) shut.current?.focus()
  }, [submit])
  const show = (found: Errors) => {
    setErrors(found)
    const [first] = Object.keys(found)
    if (!first) return
    const block = [...(body.current?.querySelectorAll<HTMLElement>('[data-block]') ?? [])].find(
      it => it.dataset.block === first,
    )
    block?.querySelector<HTMLElement>('input, textarea, select')?.focus()
  }
  const send = async () => {
    const values = valuesOf(view.blocks, typed, blockIdOf)
    const mistakes = mistakesIn(view.blocks, values)
    show(mistakes)
    if (Object.keys(mistakes).length) return
    setState('sending')
    try {
      const answer = await api.submit({ user: me, view: view.id, values })
      setState(answer.status === 200 ? 'still' : 'failed')
      show(answer.errors)
    } catch {
      setState('failed')
    }
  }
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <header>
        {view.previous_view_id && (
          <button type="button" className="plain" aria-label="Back" onClick={() => close(false)}>
            {icons.back}
          </button>
        )}
        <h2 id="modal-title">{view.title?.text}</h2>
        <button ref={shut} type="button" className="plain" aria-label="Close" onClick={() => close(true)}>
          {icons.close}
        </button>
      </header>
      <div className="body" ref={body}>
        <SurfaceProvider of={{ view: view.id }} blocks={view.blocks} errors={errors} typed={[typed, put]}>
          <Blocks blocks={view.blocks} />
        </SurfaceProvider>
      </div>
      <footer>
        {state === 'failed' && <p role="alert">We had some trouble connecting. Try again?</p>}
        <button type="button" onClick={() => close(false)}>
          {view.close?.text ?? 'Cancel'}
        </button>
        {view.submit && (
          <button type="submit" className="primary" disabled={state === 'sending'}>
            {state === 'sending' ? 'Sending …' : view.submit.text}
          </button>
        )}
      </footer>
    </form>
  )
}
