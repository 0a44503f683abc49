import { useState } from 'react'
import type { Json } from '../wire.ts'
import { Menu } from './menu.tsx'
import { Choices, Moment, type Names, StaticSelect, TextInput, useValue, WorkspaceSelect } from './pickers.tsx'
import { type Option, SearchSelect } from './search-select.tsx'
import { useSurface } from './surface.tsx'
import { Text } from './text.tsx'

type Props = { readonly block: string; readonly element: Json; readonly names: Names; readonly tells: boolean }
type TextObject = { readonly type: string; readonly text: string }

const Button = ({ block, element }: Props) => {
  const { act } = useSurface()
  const [busy, setBusy] = useState(false)
  const press = async () => {
    setBusy(true)
    await act(block, element)
    setBusy(false)
    if (typeof element.url === 'string') window.open(element.url, '_blank', 'noopener')
  }
  return (
    <button
      type="button"
      className={`press ${element.style ?? ''}`}
      aria-label={element.accessibility_label as string | undefined}
      aria-busy={busy}
      title={typeof element.value === 'string' ? `/backup ${element.value}` : undefined}
      onClick={press}
    >
      <Text it={element.text as TextObject} />
    </button>
  )
}

const Overflow = ({ block, element }: Props) => {
  const { act } = useSurface()
  const options = element.options as (Option & { url?: string })[]
  const items = options.map(option => ({
    label: option.text.text,
    ...(option.description ? { hint: option.description.text } : {}),
    act: () => {
      if (option.url) window.open(option.url, '_blank', 'noopener')
      void act(block, element, { selected_option: option })
    },
  }))
  return (
    <Menu label="More actions" items={items} className="overflow">
      ⋯
    </Menu>
  )
}

const External = (props: Props) => {
  const [chosen, set] = useValue(props)
  return <SearchSelect {...props} chosen={chosen as Option | null} onChoose={set} />
}

const Picture = ({ element }: { element: Json }) => (
  // Nothing is loaded from outside: a picture is told by its alternative text.
  <span className="picture" role="img" aria-label={String(element.alt_text)}>
    {String(element.alt_text)}
  </span>
)

/** One element of a block. `tells`: a change is told to the bot at once, as everywhere but in an input block. */
export const BlockElement = (props: Props) => {
  switch (props.element.type) {
    case 'button':
      return <Button {...props} />
    case 'overflow':
      return <Overflow {...props} />
    case 'static_select':
      return <StaticSelect {...props} />
    case 'external_select':
      return <External {...props} />
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return <WorkspaceSelect {...props} />
    case 'radio_buttons':
    case 'checkboxes':
      return <Choices {...props} />
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <Moment {...props} />
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextInput {...props} />
    case 'image':
      return <Picture element={props.element} />
    default:
      throw new Error(`This page cannot draw an element of type ${String(props.element.type)}.`)
  }
}
