import { isMistake, type Mistake, mistake } from '../trouble.ts'
import { isObject, type Json, type JsonObject, placeOf, walkJson } from './json.ts'

/** One name in Principal or NotPrincipal: `{ type: 'AWS', value: '111122223333' }`; the bare `"*"` has the type `*`. */
export type Named = { readonly type: string; readonly value: string }
export type Patterns = { readonly not: boolean; readonly patterns: readonly string[] }
export type Condition = { readonly operator: string; readonly key: string; readonly values: readonly string[] }

/** A statement in one shape, whatever mixture of strings and lists it was written in. */
export type Statement = {
  /** Its Sid, else `statement 3`. */
  readonly label: string
  /** `Statement[2]`. */
  readonly place: string
  readonly effect: 'Allow' | 'Deny'
  readonly principals: { readonly not: boolean; readonly named: readonly Named[] }
  readonly actions: Patterns
  readonly resources: Patterns
  /** `null`: a Condition that is not an object of objects; nobody can say what it means. */
  readonly conditions: readonly Condition[] | null
  /** Why the statement does nothing; `null` when it counts. KMS accepts some of these without a word. */
  readonly inert: string | null
}

export type PolicyDocument = {
  readonly text: string
  /** The parsed JSON, untouched. */
  readonly json: JsonObject
  readonly statements: readonly Statement[]
}

const texts = (value: Json | undefined): readonly string[] =>
  value === undefined
    ? []
    : (Array.isArray(value) ? value : [value]).filter(it => it !== null && typeof it !== 'object').map(String)

const principalsIn = (value: Json | undefined): readonly Named[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([type, names]) => texts(names).map(name => ({ type, value: name })))
    : texts(value).map(name => ({ type: name === '*' ? '*' : 'AWS', value: name }))

const conditionsIn = (value: Json | undefined): readonly Condition[] | null => {
  if (value === undefined) return []
  if (!isObject(value)) return null
  const found: Condition[] = []
  for (const [operator, keys] of Object.entries(value)) {
    if (!isObject(keys)) return null
    for (const [key, values] of Object.entries(keys)) found.push({ operator, key, values: texts(values) })
  }
  return found
}

/** The form and its negation are exclusive: a statement that has both is no policy. */
const either = (raw: JsonObject, name: string): { readonly not: boolean; readonly value: Json | undefined } => {
  const plain = raw[name]
  return plain === undefined
    ? { not: raw[`Not${name}`] !== undefined, value: raw[`Not${name}`] }
    : { not: false, value: plain }
}

const lacking = (raw: JsonObject): string | null => {
  if (raw.Effect !== 'Allow' && raw.Effect !== 'Deny') return 'its Effect is neither Allow nor Deny'
  for (const name of ['Principal', 'Action', 'Resource']) {
    if (raw[name] !== undefined && raw[`Not${name}`] !== undefined) return `it has both ${name} and Not${name}`
    const { value } = either(raw, name)
    if (value === undefined) return `it has no ${name}`
    const empty = name === 'Principal' ? principalsIn(value).length === 0 : texts(value).length === 0
    if (empty) return `its ${name} is empty`
  }
  return null
}

export const readStatement = (raw: Json, index: number): Statement => {
  const it = isObject(raw) ? raw : {}
  const sid = it.Sid
  const principal = either(it, 'Principal')
  const action = either(it, 'Action')
  const resource = either(it, 'Resource')
  return {
    label: typeof sid === 'string' && sid !== '' ? sid : `statement ${index + 1}`,
    place: `Statement[${index}]`,
    effect: it.Effect === 'Deny' ? 'Deny' : 'Allow',
    principals: { not: principal.not, named: principalsIn(principal.value) },
    actions: { not: action.not, patterns: texts(action.value).map(name => name.toLowerCase()) },
    resources: { not: resource.not, patterns: texts(resource.value) },
    conditions: conditionsIn(it.Condition),
    inert: isObject(raw) ? lacking(raw) : 'it is not an object',
  }
}

/** The statements as they stand: a single one may be written without the list. */
export const statementsOf = (json: JsonObject): readonly Json[] => {
  const value = json.Statement
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

export const documentOf = (json: JsonObject, text = JSON.stringify(json)): PolicyDocument => ({
  text,
  json,
  statements: statementsOf(json).map(readStatement),
})

const parsed = (text: string): Json | Mistake => {
  try {
    return JSON.parse(text)
  } catch {
    const { fault } = walkJson(text)
    if (fault === null) return mistake('The policy is not JSON.')
    const { line, column } = placeOf(text, fault.at)
    return mistake(`The policy is not JSON: line ${line}, column ${column}: ${fault.says}.`)
  }
}

/**
 * Reads the text of a resource policy, also as `aws kms get-key-policy` prints it (`{"Policy": "…"}`). Statements that
 * mean nothing are kept and marked; only a text that is no policy document at all is a mistake.
 */
export const parsePolicy = (text: string): PolicyDocument | Mistake => {
  const plain = text.replace(/^\uFEFF/, '')
  if (plain.trim() === '') return mistake('The policy is empty.')
  const json = parsed(plain)
  if (isMistake(json)) return json
  if (!isObject(json)) return mistake('The policy is JSON, but not an object with a Statement.')
  const wrapped = json.Policy
  if (typeof wrapped === 'string' && json.Statement === undefined) return parsePolicy(wrapped)
  const statements = json.Statement
  if (!Array.isArray(statements) && !isObject(statements))
    return mistake('The policy has no Statement: a policy document is an object with a list of statements.')
  return documentOf(json, plain)
}
