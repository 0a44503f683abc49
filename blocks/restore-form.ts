import type { InputBlock, KnownBlock, ModalView, PlainTextElement, PlainTextOption } from '@slack/types'
import type { House } from '../src/core/house.ts'
import type { Kind } from '../src/core/kind.ts'
import {
  type Draft,
  type Field,
  type FormErrors,
  type FormValues,
  fieldsOf,
  modesOf,
  type Point,
  parameter,
  type Recipe,
} from '../src/core/restore.ts'
import { bold, code, context, cut, mrk, prose, section } from './kit.ts'
import { inputAction, modeAction, pointAction, restoreFormId } from './request-forms.ts'

const text = (it: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: cut(it, max) || ' ',
  emoji: false,
})
const option = (value: string, label = value): PlainTextOption => ({ text: text(label, 75), value })

/** What the form is about, carried in the view and read back when it is sent. */
export type FormSubject = Draft['resource']

export type RestoreForm = {
  readonly subject: FormSubject
  readonly kind: Kind
  readonly recipe: Recipe
  readonly house: House
  readonly values: FormValues
  /** The chosen recovery point, so that the list shows it; `null`: none yet. */
  readonly point: PlainTextOption | null
  /** What was found wrong after the form had been sent, each shown under its input. */
  readonly errors?: FormErrors
}

const titles = { title: text('Restore', 24), close: text('Cancel', 24) }

type Input = InputBlock['element']
const input = (
  id: string,
  label: string,
  element: Input,
  more: { hint?: string; optional?: boolean; dispatch?: boolean } = {},
): InputBlock => ({
  type: 'input',
  block_id: id,
  label: text(label, 2000),
  element,
  optional: more.optional ?? false,
  ...(more.hint ? { hint: text(more.hint, 2000) } : {}),
  ...(more.dispatch ? { dispatch_action: true } : {}),
})

const written = (id: string, values: FormValues, multiline = false, max = 3000): Input => ({
  type: 'plain_text_input',
  action_id: inputAction,
  multiline,
  max_length: max,
  ...(values[id] ? { initial_value: values[id].slice(0, max) } : {}),
})

/** Slack's limit for a list, for a group of options, and for the groups. */
const most = 100

const grouped = (options: readonly PlainTextOption[]) =>
  Array.from({ length: Math.ceil(options.length / most) }, (_, n) => {
    const group = options.slice(n * most, (n + 1) * most)
    return { label: text(`${n * most + 1} to ${n * most + group.length}`, 75), options: group }
  })

const chosen = (id: string, options: readonly PlainTextOption[], values: FormValues): Input => {
  const initial = options.find(it => it.value === values[id])
  return {
    type: 'static_select',
    action_id: inputAction,
    ...(options.length > most ? { option_groups: grouped(options) } : { options: [...options] }),
    ...(initial ? { initial_option: initial } : {}),
  }
}

/** A view holds 250,000 characters, and an account takes up to 160 of them. */
const listable = 1500

const accountInput = (house: House, values: FormValues): InputBlock => {
  const accounts = house.accounts.map(it => option(it.id, `${it.name} ${it.id}`))
  const fits = accounts.length > 0 && accounts.length <= listable
  return input(
    'account',
    'Target account',
    fits ? chosen('account', accounts, values) : written('account', values, false, 12),
  )
}

const moment = (id: string, values: FormValues): Input => {
  const seconds = Math.floor(Date.parse(values[id] ?? '') / 1000)
  return {
    type: 'datetimepicker',
    action_id: inputAction,
    ...(Number.isFinite(seconds) ? { initial_date_time: seconds } : {}),
  }
}

const ownField = (field: Field, values: FormValues): InputBlock => {
  const id = parameter(field)
  const element =
    field.choices === undefined
      ? written(id, values, field.lines)
      : chosen(
          id,
          field.choices.map(it => option(it)),
          values,
        )
  return input(id, field.label, element, { optional: !field.required, ...(field.hint ? { hint: field.hint } : {}) })
}

const modeInput = (recipe: Recipe, values: FormValues): InputBlock => {
  const options = modesOf(recipe).map(mode =>
    option(
      mode,
      mode === 'new' ? `To ${recipe.makes}` : recipe.spares ? 'Into the original' : 'Over what exists (dangerous)',
    ),
  )
  const initial = options.find(it => it.value === values.mode) ?? options[0]
  const element: Input = {
    type: 'radio_buttons',
    action_id: modeAction,
    options,
    ...(initial ? { initial_option: initial } : {}),
  }
  return input('mode', 'Restore', element, { dispatch: true })
}

const withErrors = (blocks: readonly KnownBlock[], errors: FormErrors): KnownBlock[] => {
  const shown = new Set(blocks.flatMap(it => (it.type === 'input' && it.block_id ? [it.block_id] : [])))
  const say = (sentence: string) => context(mrk`:x: ${prose(sentence)}`)
  return [
    ...Object.entries(errors).flatMap(([id, sentence]) => (shown.has(id) ? [] : [say(sentence)])),
    ...blocks.flatMap(it => {
      const sentence = it.type === 'input' && it.block_id ? errors[it.block_id] : undefined
      return sentence === undefined ? [it] : [it, say(sentence)]
    }),
  ]
}

/** The whole form; drawn again with the same ids it keeps what was typed. */
export const restoreForm = ({ subject, kind, recipe, house, values, point, errors = {} }: RestoreForm): ModalView => {
  const mode = values.mode === 'overwrite' || recipe.always === 'overwrite' ? 'overwrite' : 'new'
  const here = { account: subject.account, region: subject.region, urgency: 'normal', ...values }
  const danger: KnownBlock[] =
    mode === 'overwrite'
      ? [
          section(
            mrk`${recipe.spares ? mrk`` : mrk`:warning: *This is dangerous.* `}${prose(recipe.overwrites ?? '')}`,
          ),
          input('confirm', `Type ${subject.name} to confirm`, written('confirm', values, false, 300)),
        ]
      : []
  const blocks: KnownBlock[] = [
    section(mrk`${kind.name} ${bold(subject.name)}\n${code(subject.arn)}`),
    input(
      'point',
      'Recovery point',
      {
        type: 'external_select',
        action_id: pointAction,
        min_query_length: 0,
        placeholder: text('Newest first', 150),
        ...(point === null ? {} : { initial_option: point }),
      },
      { hint: 'From the central vault it is copied back first.' },
    ),
    ...(kind.pointInTime.value === 'yes'
      ? [
          input('pointInTime', 'Point in time', moment('pointInTime', values), {
            optional: true,
            hint: 'Of a continuous backup in the local vault only; a copy is a plain snapshot.',
          }),
        ]
      : []),
    modeInput(recipe, values),
    ...danger,
    accountInput(house, here),
    input(
      'region',
      'Target Region',
      chosen(
        'region',
        house.regions.map(it => option(it)),
        here,
      ),
    ),
    ...fieldsOf(recipe, mode).map(field => ownField(field, values)),
    input('reason', 'Why is it needed?', written('reason', values, true, 1000)),
    input(
      'urgency',
      'How urgent?',
      chosen('urgency', [option('normal', 'Normal'), option('urgent', 'Urgent: something is down')], here),
    ),
    input('neededBy', 'Needed by', moment('neededBy', values), { optional: true }),
    input('ticket', 'Ticket', written('ticket', values, false, 300), {
      optional: true,
      hint: 'A link, or a key such as OPS-123.',
    }),
    context(mrk`The CDX team is asked; nothing happens before they approve.`),
  ]
  return {
    type: 'modal',
    callback_id: restoreFormId,
    private_metadata: JSON.stringify(subject),
    ...titles,
    submit: text('Ask for it', 24),
    blocks: withErrors(blocks, errors).slice(0, 100),
  }
}

const gigabytes = (bytes: number | null): string => (bytes === null ? '' : `, ${(bytes / 1e9).toFixed(1)} GB`)

/** A key's id is enough to tell one from another in a list. */
export const keyName = (key: string | null): string | null => key?.split('/').at(-1)?.slice(0, 40) ?? null

/** One line of the list of recovery points: date, where, size; the value is its place and ARN. */
export const pointOption = (point: Point, encryptedWith: string | null): PlainTextOption | null => {
  const value = `${point.account} ${point.region} ${point.arn}`
  if (value.length > 150) return null
  const time = point.createdAt.slice(0, 16).replace('T', ' ')
  const until = point.expiresAt === null ? 'kept for ever' : `until ${point.expiresAt.slice(0, 10)}`
  return {
    ...option(value, `${time} UTC, ${point.vault}${gigabytes(point.bytes)}`),
    description: text(`${until}, ${point.region}${encryptedWith === null ? '' : `, key ${encryptedWith}`}`, 75),
  }
}

/** The place and ARN that `pointOption` wrote; `null` for anything else. */
export const readPointOption = (value: string): Pick<Point, 'account' | 'region' | 'arn'> | null => {
  const [, account, region, arn] = /^(\d{12}) (\S+) (arn:\S+)$/.exec(value) ?? []
  return account && region && arn ? { account, region, arn } : null
}

const subjectParts = ['arn', 'name', 'kind', 'account', 'region'] as const

/** The subject that the view carries; `null` where it is not ours or was cut. */
export const readSubject = (metadata: string): FormSubject | null => {
  try {
    const it: unknown = JSON.parse(metadata)
    if (typeof it !== 'object' || it === null) return null
    const given = new Map(Object.entries(it))
    const [arn, name, kind, account, region] = subjectParts.map(part => given.get(part))
    return [arn, name, kind, account, region].every(part => typeof part === 'string')
      ? { arn, name, kind, account, region }
      : null
  } catch {
    return null
  }
}

type Given = {
  readonly value?: string | null
  readonly selected_option?: { readonly value: string } | null
  readonly selected_date_time?: number | null
}

const typed = ({ value, selected_option, selected_date_time }: Given): string =>
  value ??
  selected_option?.value ??
  (typeof selected_date_time === 'number' ? new Date(selected_date_time * 1000).toISOString() : '')

/** What was typed, from `view.state.values`. */
export const readForm = (state: Readonly<Record<string, Readonly<Record<string, Given>>>>): FormValues =>
  Object.fromEntries(
    Object.entries(state).flatMap(([id, actions]) => {
      const [given] = Object.values(actions)
      const value = given === undefined ? '' : typed(given)
      return value === '' ? [] : [[id, value]]
    }),
  )

/** The answer to a form with mistakes. A sentence for an input that the form does not show goes to the recovery point. */
export const formErrors = (
  errors: FormErrors,
  view: Pick<ModalView, 'blocks'>,
): { readonly response_action: 'errors'; readonly errors: FormErrors } => {
  const shown = new Set(view.blocks.flatMap(it => (it.type === 'input' && it.block_id ? [it.block_id] : [])))
  const homeless = Object.entries(errors).filter(([id]) => !shown.has(id))
  const at = Object.fromEntries(Object.entries(errors).filter(([id]) => shown.has(id)))
  const first = homeless[0]?.[1]
  return { response_action: 'errors', errors: first === undefined || at.point ? at : { ...at, point: first } }
}
