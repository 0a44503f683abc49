import { isMistake, type Mistake, mistake } from '../trouble.ts'
import { isObject, isWhole, type Json, type JsonObject, placeOf, walkJson } from './json.ts'

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
  readonly conditions: readonly Condition[]
  /** The element that AWS does not know, or not in that shape: nobody can say what it means, and KMS takes no such statement. */
  readonly unclear: string | null
  /** Why the statement does nothing; `null` when it counts. KMS accepts some of these without a word. */
  readonly inert: string | null
}

export type PolicyDocument = {
  readonly text: string
  /** The parsed JSON, untouched. */
  readonly json: JsonObject
  readonly statements: readonly Statement[]
}

const isText = (value: Json): boolean => value !== null && typeof value !== 'object'
const isString = (value: Json): value is string => typeof value === 'string'

// Nearly every value is a string or a list of strings, which are taken as they are.
const texts = (value: Json | undefined): readonly string[] => {
  if (typeof value === 'string') return [value]
  if (value === undefined) return []
  if (!Array.isArray(value)) return isText(value) ? [String(value)] : []
  return value.every(isString) ? value : value.filter(isText).map(String)
}

const principalsIn = (value: Json | undefined): readonly Named[] => {
  if (!isObject(value)) return value === '*' ? [{ type: '*', value }] : []
  const found: Named[] = []
  for (const type of Object.keys(value)) for (const name of texts(value[type])) found.push({ type, value: name })
  return found
}

const conditionsIn = (value: Json | undefined): readonly Condition[] => {
  const found: Condition[] = []
  if (!isObject(value)) return found
  for (const operator of Object.keys(value)) {
    const keys = value[operator]
    if (!isObject(keys)) continue
    for (const key of Object.keys(keys)) found.push({ operator, key, values: texts(keys[key]) })
  }
  return found
}

const areTexts = (value: Json): boolean => (Array.isArray(value) ? value.every(isText) : isText(value))
const types: readonly string[] = ['AWS', 'Service', 'Federated', 'CanonicalUser']
const isPrincipal = (value: Json): boolean =>
  value === '*' ||
  (isObject(value) && Object.keys(value).every(type => types.includes(type) && areTexts(value[type] ?? null)))
/** No key stands twice for one operator: condition keys are compared without regard to case. */
const isCondition = (value: Json): boolean =>
  isObject(value) &&
  Object.values(value).every(keys => {
    if (!isObject(keys) || !Object.values(keys).every(areTexts)) return false
    const names = Object.keys(keys)
    return names.length < 2 || new Set(names.map(it => it.toLowerCase())).size === names.length
  })
const anything = (): boolean => true
type Shapes = ReadonlyMap<string, (value: Json) => boolean>
/** The elements of a statement. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const shapes: Shapes = new Map([
  ['Sid', anything],
  ['Effect', anything],
  ['Principal', isPrincipal],
  ['NotPrincipal', isPrincipal],
  ['Action', areTexts],
  ['NotAction', areTexts],
  ['Resource', areTexts],
  ['NotResource', areTexts],
  ['Condition', isCondition],
])
const isVersion = (value: Json): boolean => value === '2012-10-17' || value === '2008-10-17'
const wholeShapes: Shapes = new Map([
  ['Version', isVersion],
  ['Id', anything],
  ['Statement', anything],
])
const unclearIn = (it: JsonObject, known: Shapes): string | null => {
  for (const name of Object.keys(it)) {
    const value = it[name]
    if (value !== undefined && !known.get(name)?.(value)) return name.slice(0, 40)
  }
  return null
}
/** The element of the policy that KMS does not know, or not with that value. */
export const unclearOf = (json: JsonObject): string | null => unclearIn(json, wholeShapes)

/** Why a part of a statement means nothing: the form and its negation are exclusive, and one of them must be there. */
const lacking = (name: string, plain: Json | undefined, negated: Json | undefined, count: number): string | null => {
  if (plain !== undefined && negated !== undefined) return `it has both ${name} and Not${name}`
  if (plain === undefined && negated === undefined) return `it has no ${name}`
  return count === 0 ? `its ${name} is empty` : null
}

export const readStatement = (raw: Json, index: number): Statement => {
  const it: JsonObject = isObject(raw) ? raw : {}
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = it
  const named = principalsIn(Principal ?? NotPrincipal)
  const actions = texts(Action ?? NotAction)
  const resources = texts(Resource ?? NotResource)
  const unclear = unclearIn(it, shapes)
  return {
    label: typeof Sid === 'string' && Sid !== '' ? Sid : `statement ${index + 1}`,
    place: `Statement[${index}]`,
    effect: Effect === 'Deny' ? 'Deny' : 'Allow',
    principals: { not: Principal === undefined && NotPrincipal !== undefined, named },
    actions: {
      not: Action === undefined && NotAction !== undefined,
      patterns: actions.map(name => name.toLowerCase()),
    },
    resources: { not: Resource === undefined && NotResource !== undefined, patterns: resources },
    conditions: conditionsIn(it.Condition),
    unclear,
    inert: !isObject(raw)
      ? 'it is not an object'
      : Effect !== 'Allow' && Effect !== 'Deny'
        ? 'its Effect is neither Allow nor Deny'
        : unclear !== null
          ? null
          : (lacking('Principal', Principal, NotPrincipal, named.length) ??
            lacking('Action', Action, NotAction, actions.length) ??
            lacking('Resource', Resource, NotResource, resources.length)),
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
    const json: Json = JSON.parse(text)
    if (isWhole(json, text)) return json
  } catch {
    // The walk says what is wrong, and where.
  }
  const { fault, lost } = walkJson(text)
  const wrong = fault ?? lost[0]
  if (wrong === undefined) return JSON.parse(text)
  const { line, column } = placeOf(text, wrong.at)
  const says = fault === null ? 'The policy cannot be taken as it stands' : 'The policy is not JSON'
  return mistake(`${says}: line ${line}, column ${column}: ${wrong.says}.`)
}

/** Of a policy with its spaces and escapes, as a tool may print it. kms:PutKeyPolicy takes 131,072 characters. */
const longest = 1_000_000

/**
 * Reads the text of a resource policy, also as `aws kms get-key-policy` prints it (`{"Policy": "…"}`). Statements that
 * mean nothing are kept and marked; only a text that is no policy document at all is a mistake.
 */
export const parsePolicy = (text: string): PolicyDocument | Mistake => {
  if (text.length > longest)
    return mistake(`The policy has ${text.length} characters; no service of AWS takes so many.`)
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
