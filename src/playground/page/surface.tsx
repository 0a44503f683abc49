import { createContext, type ReactNode, useContext, useState } from 'react'
import type { Json, SurfaceOf } from '../wire.ts'
import { api, type Options, type Values } from './api.ts'
import { type ConfirmWords, useConfirm } from './confirm.tsx'
import { initialOf, type Value, valuesOf } from './state-values.ts'
import { useTalk } from './talk.tsx'

/** Where blocks stand, as their elements need it: a message, a modal or the App Home. */
export type Surface = {
  /** The value of an element as it stands. */
  readonly value: (block: string, element: Json) => Value
  readonly put: (block: string, action: string, value: Value) => void
  /** Pressed or chosen: the bot is told, after the question that the element may ask first. */
  readonly act: (block: string, element: Json, given?: Json) => Promise<void>
  readonly options: (block: string, action: string, text: string) => Promise<Options>
  /** By block id: what is wrong with an input. */
  readonly errors: Readonly<Record<string, string>>
}

const Context = createContext<Surface | undefined>(undefined)
export const useSurface = (): Surface => {
  const surface = useContext(Context)
  if (!surface) throw new Error('A block stands outside of every surface.')
  return surface
}

/** Slack makes an id for a block that has none. */
export const blockIdOf = (block: Json, index: number): string => String(block.block_id ?? `block-${index}`)

const wordsOf = (element: Json, given: Json): string => {
  const option = (given.selected_option ?? {}) as Json
  const value = element.value ?? option.value
  return typeof value === 'string' ? `/backup ${value}` : String(element.action_id)
}

type Props = {
  readonly of: SurfaceOf
  readonly blocks: readonly Json[]
  readonly errors?: Readonly<Record<string, string>>
  /** Held outside where somebody else needs them too: a modal that is sent. */
  readonly typed?: readonly [Values, (next: (before: Values) => Values) => void]
  readonly children: ReactNode
}

export const SurfaceProvider = ({ of, blocks, errors = {}, typed, children }: Props) => {
  const { me, tell } = useTalk()
  const confirm = useConfirm()
  const own = useState<Values>({})
  const [values, setValues] = typed ?? own
  const put = (block: string, action: string, value: Value) =>
    setValues(before => ({ ...before, [block]: { ...before[block], [action]: value } }))
  const surface: Surface = {
    value: (block, element) => (values[block]?.[String(element.action_id)] as Value) ?? initialOf(element),
    put,
    act: async (block, element, given = {}) => {
      if (element.confirm && !(await confirm(element.confirm as ConfirmWords))) return
      const action = String(element.action_id)
      const type = String(element.type)
      const now =
        type === 'button' || type === 'overflow'
          ? values
          : { ...values, [block]: { ...values[block], [action]: { type, ...given } } }
      const state = valuesOf(blocks, now, blockIdOf)
      try {
        const answer = await api.act({
          user: me,
          ...of,
          block,
          action,
          given,
          values: state,
          words: wordsOf(element, given),
        })
        if (answer.status !== 200) tell(`The bot answered ${answer.status} to the button.`)
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error))
      }
    },
    options: (block, action, text) => api.options({ user: me, ...of, block, action, text }),
    errors,
  }
  return <Context.Provider value={surface}>{children}</Context.Provider>
}
