import type { Json } from '../wire.ts'
import type { Option } from './search-select.tsx'
import { fieldOf } from './state-values.ts'
import { useSurface } from './surface.tsx'
import { useTalk } from './talk.tsx'
import { Text } from './text.tsx'

export type Names = {
  readonly id: string
  readonly 'aria-label'?: string | undefined
  readonly 'aria-describedby'?: string | undefined
  readonly 'aria-invalid'?: boolean
}
export type PickerProps = {
  readonly block: string
  readonly element: Json
  readonly names: Names
  /** The bot is told of every change, not only when the form is sent. */
  readonly tells: boolean
}

/** The value of an element with its setter: kept, and told to the bot where it wants to know at once. */
export const useValue = ({ block, element, tells }: Omit<PickerProps, 'names'>) => {
  const { value, put, act } = useSurface()
  const type = String(element.type)
  const field = fieldOf(type)
  const set = (it: unknown) => {
    put(block, String(element.action_id), { type, [field]: it })
    if (tells) void act(block, element, { [field]: it })
  }
  return [value(block, element)[field], set] as const
}

const groupsOf = (element: Json) =>
  (element.option_groups as { label: { text: string }; options: Option[] }[] | undefined) ?? [
    { label: { text: '' }, options: (element.options as Option[] | undefined) ?? [] },
  ]

/** The browser's own select: its keys and its names are known to everybody. */
export const StaticSelect = (props: PickerProps) => {
  const [chosen, set] = useValue(props)
  const groups = groupsOf(props.element)
  const all = groups.flatMap(group => group.options)
  const placeholder = (props.element.placeholder as { text: string } | undefined)?.text ?? 'Choose an option'
  const option = (it: Option) => (
    <option key={it.value} value={it.value}>
      {it.text.text}
    </option>
  )
  return (
    <select
      {...props.names}
      value={(chosen as Option | null)?.value ?? ''}
      onChange={event => set(all.find(it => it.value === event.target.value) ?? null)}
    >
      <option value="" disabled>
        {placeholder}
      </option>
      {groups.map(group =>
        group.label.text ? (
          <optgroup key={group.label.text} label={group.label.text}>
            {group.options.map(option)}
          </optgroup>
        ) : (
          group.options.map(option)
        ),
      )}
    </select>
  )
}

/** People or channels of the workspace. */
export const WorkspaceSelect = (props: PickerProps) => {
  const { talk } = useTalk()
  const [chosen, set] = useValue(props)
  const list = props.element.type === 'users_select' ? talk.people : talk.channels
  return (
    <select {...props.names} value={String(chosen ?? '')} onChange={event => set(event.target.value)}>
      <option value="" disabled>
        Choose …
      </option>
      {list.map(it => (
        <option key={it.id} value={it.id}>
          {it.name}
        </option>
      ))}
    </select>
  )
}

/** Radio buttons and checkboxes. */
export const Choices = (props: PickerProps) => {
  const [chosen, set] = useValue(props)
  const many = props.element.type === 'checkboxes'
  const now = (many ? chosen : [chosen].filter(Boolean)) as Option[]
  const options = (props.element.options as (Option & { text: { type: string; text: string } })[]) ?? []
  const has = (it: Option) => now.some(each => each.value === it.value)
  const flip = (it: Option) => (has(it) ? now.filter(each => each.value !== it.value) : [...now, it])
  return (
    <div className="choices" role={many ? 'group' : 'radiogroup'} {...props.names}>
      {options.map(it => (
        <label key={it.value}>
          <input
            type={many ? 'checkbox' : 'radio'}
            name={props.names.id}
            checked={has(it)}
            onChange={() => set(many ? flip(it) : it)}
          />
          <span>
            <Text it={it.text} />
            {it.description && <small>{it.description.text}</small>}
          </span>
        </label>
      ))}
    </div>
  )
}

const two = (n: number) => String(n).padStart(2, '0')
/** Seconds since 1970 as the browser's own picker spells local time. */
const local = (seconds: number) => {
  const it = new Date(seconds * 1000)
  return `${it.getFullYear()}-${two(it.getMonth() + 1)}-${two(it.getDate())}T${two(it.getHours())}:${two(it.getMinutes())}`
}

/** Date, time, or both in the reader's own time zone. */
export const Moment = (props: PickerProps) => {
  const [chosen, set] = useValue(props)
  const type = { datepicker: 'date', timepicker: 'time' }[String(props.element.type)] ?? 'datetime-local'
  const both = type === 'datetime-local'
  const read = (text: string) => (text === '' ? null : both ? Math.floor(new Date(text).getTime() / 1000) : text)
  const shown = chosen === null || chosen === undefined ? '' : both ? local(Number(chosen)) : String(chosen)
  return <input {...props.names} type={type} value={shown} onChange={event => set(read(event.target.value))} />
}

const inputTypes: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
}

export const TextInput = (props: PickerProps) => {
  const [typed, set] = useValue({ ...props, tells: false })
  const { element, names } = props
  const given = {
    ...names,
    value: String(typed ?? ''),
    placeholder: (element.placeholder as { text: string } | undefined)?.text ?? '',
    onChange: (event: { target: { value: string } }) => set(event.target.value || null),
  }
  return element.multiline === true ? (
    <textarea {...given} rows={4} />
  ) : (
    <input {...given} type={inputTypes[String(element.type)] ?? 'text'} autoComplete="off" />
  )
}
