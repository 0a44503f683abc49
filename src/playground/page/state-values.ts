import type { Json } from '../wire.ts'
import type { Values } from './api.ts'

/** What Slack reports of one element: its type and the one field that its type has. */
export type Value = Readonly<Record<string, unknown>> & { readonly type: string }

const fields: Readonly<Record<string, { readonly field: string; readonly initial: string; readonly empty: unknown }>> =
  {
    plain_text_input: { field: 'value', initial: 'initial_value', empty: null },
    email_text_input: { field: 'value', initial: 'initial_value', empty: null },
    url_text_input: { field: 'value', initial: 'initial_value', empty: null },
    number_input: { field: 'value', initial: 'initial_value', empty: null },
    static_select: { field: 'selected_option', initial: 'initial_option', empty: null },
    external_select: { field: 'selected_option', initial: 'initial_option', empty: null },
    radio_buttons: { field: 'selected_option', initial: 'initial_option', empty: null },
    checkboxes: { field: 'selected_options', initial: 'initial_options', empty: [] },
    users_select: { field: 'selected_user', initial: 'initial_user', empty: null },
    channels_select: { field: 'selected_channel', initial: 'initial_channel', empty: null },
    conversations_select: { field: 'selected_conversation', initial: 'initial_conversation', empty: null },
    datepicker: { field: 'selected_date', initial: 'initial_date', empty: null },
    timepicker: { field: 'selected_time', initial: 'initial_time', empty: null },
    datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time', empty: null },
  }

export const fieldOf = (type: string): string => fields[type]?.field ?? 'value'
export const hasState = (type: unknown): boolean => typeof type === 'string' && type in fields

/** The value that an element has before anybody touched it. */
export const initialOf = (element: Json): Value => {
  const type = String(element.type)
  const { field, initial, empty } = fields[type] ?? { field: 'value', initial: '', empty: null }
  return { type, [field]: element[initial] ?? empty }
}

const objects = (it: unknown): Json[] =>
  [it].flat().filter((each): each is Json => typeof each === 'object' && each !== null)

/** `state.values` of a view or message: what was typed, else what the elements began with. */
export const valuesOf = (
  blocks: readonly Json[],
  typed: Values,
  idOf: (block: Json, index: number) => string,
): Values =>
  Object.fromEntries(
    blocks.flatMap((block, i) => {
      const id = idOf(block, i)
      const held = [block.element, block.elements, block.accessory].flatMap(objects).filter(it => hasState(it.type))
      const entries = held.map(it => {
        const action = String(it.action_id)
        return [action, typed[id]?.[action] ?? initialOf(it)] as const
      })
      return entries.length ? [[id, Object.fromEntries(entries)] as const] : []
    }),
  )

const isEmpty = (value: Json) =>
  Object.entries(value).every(
    ([name, it]) =>
      name === 'type' || it === null || it === undefined || it === '' || (Array.isArray(it) && it.length === 0),
  )

/** What Slack itself refuses before the bot is asked: required inputs that are empty, texts too short or too long. */
export const mistakesIn = (blocks: readonly Json[], values: Values): Readonly<Record<string, string>> =>
  Object.fromEntries(
    blocks.flatMap(block => {
      const [element] = objects(block.element)
      if (block.type !== 'input' || !element) return []
      const id = String(block.block_id)
      const value = values[id]?.[String(element.action_id)] as Json | undefined
      if (!value || isEmpty(value)) return block.optional === true ? [] : [[id, 'Please complete this required field.']]
      const { min_length: least, max_length: most } = element
      const length = typeof value.value === 'string' ? value.value.length : 0
      if (typeof least === 'number' && length < least) return [[id, `At least ${least} characters, please.`]]
      if (typeof most === 'number' && length > most)
        return [[id, `Too long by ${length - most}: at most ${most} characters.`]]
      return []
    }),
  )
