import { isAccountId } from '../arn.ts'
import type { Fact } from '../fact.ts'
import type { House } from '../house.ts'
import { isoTime } from '../iso-time.ts'
import type { Kind } from '../kind.ts'
import { type Field, idOf, linesOf, type Recipe } from './recipe.ts'
import { type Draft, needsCopy, type Point, type Target } from './request.ts'

/** What was typed, by the id of the input; times in ISO 8601. A type's own fields have `p-` before their id. */
export type FormValues = Readonly<Record<string, string>>
export const parameter = (field: Pick<Field, 'id'>): string => `p-${field.id}`

/** The chosen recovery point as it was read just now. */
export type ChosenPoint = Point & { readonly resource: string; readonly status: string }

export type FormContext = {
  readonly house: House
  readonly kind: Kind
  readonly recipe: Recipe
  readonly resource: Draft['resource']
  /** `null`: none was chosen. */
  readonly point: Fact<ChosenPoint> | null
  /** Whether the new resource's name is taken in the target account and Region; `null`: it was not asked for. */
  readonly taken: Fact<boolean> | null
  /** ISO 8601. */
  readonly now: string
}

/** By the id of the input, one plain sentence each. */
export type FormErrors = Readonly<Record<string, string>>
export type FormResult =
  | { readonly valid: true; readonly draft: Draft }
  | { readonly valid: false; readonly errors: FormErrors }

const day = 86_400_000
const longest = { reason: 1000, ticket: 300, parameter: 3000 }

export const modesOf = ({ overwrites, always }: Recipe): readonly Target['mode'][] =>
  always !== undefined ? [always] : overwrites === undefined ? ['new'] : ['new', 'overwrite']

/** The fields that count in a mode. */
export const fieldsOf = ({ fields }: Recipe, mode: Target['mode']): readonly Field[] =>
  fields.filter(field => field.mode === undefined || field.mode === mode)

const asLines = (value: string): string => {
  try {
    const list: unknown = JSON.parse(value)
    return Array.isArray(list) ? list.map(String).join('\n') : value
  } catch {
    return value
  }
}

/** The fields as the backed-up resource had them, from GetRecoveryPointRestoreMetadata; what has no value is left out. */
export const prefill = ({ fields }: Recipe, metadata: Point['metadata']): FormValues => {
  const byKey = new Map(Object.entries(metadata).map(([key, value]) => [key.toLowerCase(), value]))
  return Object.fromEntries(
    fields.flatMap(field => {
      const value = (field.from === undefined ? undefined : byKey.get(field.from.toLowerCase())) ?? ''
      const shown = field.lines ? asLines(value) : value
      const offered = field.choices === undefined || field.choices.includes(shown)
      return shown === '' || !offered ? [] : [[parameter(field), shown]]
    }),
  )
}

const pointError = ({ point, resource, now }: FormContext): string | null => {
  if (point === null) return 'Choose a recovery point.'
  if (!point.known)
    return point.why === 'not found'
      ? 'This recovery point is gone; choose another one.'
      : `It could not be read: ${point.detail}`
  const { value } = point
  if (value.resource !== resource.arn) return 'This recovery point belongs to another resource.'
  if (value.status !== 'COMPLETED' && value.status !== 'AVAILABLE')
    return `This recovery point is ${value.status}; choose a completed one.`
  return value.expiresAt !== null && Date.parse(value.expiresAt) <= Date.parse(now)
    ? `This recovery point expired at ${value.expiresAt}; choose another one.`
    : null
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html; of SAP HANA's own no ARN is documented. */
const continuity = ({ arn }: Point, kind: Kind): 'continuous' | 'snapshot' | 'unknown' =>
  arn.includes(':recovery-point:continuous:') ? 'continuous' : kind.id === 'sap-hana' ? 'unknown' : 'snapshot'

const timeError = (given: string, point: Point | null, target: Target, { kind, now }: FormContext): string | null => {
  if (given === '')
    return point !== null && !needsCopy({ point, target }) && continuity(point, kind) === 'continuous'
      ? 'A continuous backup is restored as of a moment: give a date and a time.'
      : null
  const time = isoTime(given)
  if (time === null) return 'Give a date and a time.'
  if (kind.pointInTime.value !== 'yes') return `AWS Backup keeps no continuous backups of ${kind.name}.`
  if (point !== null && needsCopy({ point, target }))
    return 'A copied recovery point is a plain snapshot: leave this empty, or choose the local recovery point.'
  if (point !== null && continuity(point, kind) === 'snapshot')
    return 'This recovery point is a plain snapshot: leave this empty, or choose the continuous one.'
  if (time > now) return 'This moment has not come yet.'
  return Date.parse(now) - Date.parse(time) > 35 * day ? 'AWS Backup keeps at most 35 days of continuous backup.' : null
}

const targetErrors = (values: FormValues, mode: string, { house, recipe, resource }: FormContext): FormErrors => {
  const { account = '', region = '', confirm = '' } = values
  const errors: Record<string, string> = {}
  const named = house.accounts.some(it => it.id === account) || account === resource.account
  if (!isAccountId(account)) errors.account = 'An account id has 12 digits.'
  else if (house.accounts.length > 0 && !named) errors.account = `Account ${account} is not one of this organisation.`
  if (!house.regions.includes(region)) errors.region = `Choose one of ${house.regions.join(', ')}.`
  if (!modesOf(recipe).some(it => it === mode))
    errors.mode =
      mode === 'overwrite'
        ? `AWS Backup never overwrites here: it makes ${recipe.makes}.`
        : mode === 'new'
          ? 'AWS Backup restores this only over something that exists.'
          : 'Choose where to restore to.'
  if (mode === 'overwrite' && confirm.trim() !== resource.name) errors.confirm = `Type ${resource.name} to confirm.`
  // Over the original means over this one; a type that has no other way names its target in a field.
  if (mode === 'overwrite' && recipe.always === undefined) {
    if (errors.account === undefined && account !== resource.account)
      errors.account = `The original is in account ${resource.account}.`
    if (errors.region === undefined && region !== resource.region)
      errors.region = `The original is in ${resource.region}.`
  }
  return errors
}

const fieldErrors = (values: FormValues, target: Target, { recipe, resource, taken }: FormContext): FormErrors => {
  const errors: Record<string, string> = {}
  for (const field of fieldsOf(recipe, target.mode)) {
    const value = (values[parameter(field)] ?? '').trim()
    const empty = value === '' || (field.lines === true && linesOf(value).length === 0)
    const wrong = empty
      ? field.required
        ? `${field.label} is needed.`
        : null
      : value.length > longest.parameter
        ? 'This is too long.'
        : field.choices !== undefined && !field.choices.includes(value)
          ? `Choose one of ${field.choices.join(', ')}.`
          : (field.check?.(value, target) ?? null)
    if (wrong !== null) errors[parameter(field)] = wrong
  }
  if (recipe.named === undefined) return errors
  const name = `p-${recipe.named}`
  const same =
    values[name]?.trim() === idOf({ resource }) &&
    target.account === resource.account &&
    target.region === resource.region
  if (errors[name] === undefined && (same || (taken?.known && taken.value)))
    errors[name] =
      `${values[name]?.trim()} exists already in account ${target.account}, ${target.region}; choose another name.`
  return errors
}

const careErrors = (values: FormValues, { now }: FormContext): FormErrors => {
  const { reason = '', neededBy = '', ticket = '', urgency = '' } = values
  const errors: Record<string, string> = {}
  if (reason.trim() === '') errors.reason = 'Say why it is needed.'
  else if (reason.length > longest.reason) errors.reason = `Say it in ${longest.reason} characters.`
  if (neededBy !== '') {
    const time = isoTime(neededBy)
    if (time === null) errors.neededBy = 'Give a date and a time.'
    else if (time <= now) errors.neededBy = 'This moment is over.'
  }
  if (urgency !== 'urgent' && urgency !== 'normal') errors.urgency = 'Choose how urgent it is.'
  const link = /^(https?:\/\/[^\s<>|]+|[A-Z][A-Z0-9]+-\d+)$/.test(ticket.trim())
  if (ticket.trim() !== '' && (!link || ticket.length > longest.ticket))
    errors.ticket = 'Give the link of the ticket, or its key such as OPS-123.'
  return errors
}

/**
 * Everything that was typed, checked: a draft that can be filed, or a sentence for each input that is wrong. A name
 * whose being taken could not be read passes; AWS Backup refuses it then, and the request goes back to approved.
 */
export const checkForm = (values: FormValues, context: FormContext): FormResult => {
  const { recipe, resource, kind, point } = context
  const mode: Target['mode'] = values.mode === 'overwrite' ? 'overwrite' : 'new'
  const parameters = Object.fromEntries(
    fieldsOf(recipe, mode).flatMap(field => {
      const value = (values[parameter(field)] ?? '').trim()
      return value === '' ? [] : [[field.id, value]]
    }),
  )
  const time = values.pointInTime ?? ''
  const target: Target = {
    mode,
    account: values.account ?? '',
    region: values.region ?? '',
    pointInTime: time === '' ? null : isoTime(time),
    parameters,
  }
  const chosen = point?.known ? point.value : null
  const wrongPoint = pointError(context)
  const wrongTime = timeError(time, chosen, target, context)
  const errors: FormErrors = {
    ...(wrongPoint === null ? {} : { point: wrongPoint }),
    ...(wrongTime === null ? {} : { pointInTime: wrongTime }),
    ...targetErrors(values, values.mode ?? 'new', context),
    ...fieldErrors(values, target, context),
    ...careErrors(values, context),
  }
  if (Object.keys(errors).length > 0 || chosen === null) return { valid: false, errors }
  const { resource: _, status: __, ...kept } = chosen
  return {
    valid: true,
    draft: {
      resource: { ...resource, kind: kind.id },
      point: kept,
      target,
      reason: (values.reason ?? '').trim(),
      urgency: values.urgency === 'urgent' ? 'urgent' : 'normal',
      neededBy: values.neededBy ? isoTime(values.neededBy) : null,
      ticket: values.ticket?.trim() || null,
    },
  }
}
