import type { Condition } from './document.ts'
import { glob, hasWildcard } from './glob.ts'
import { all, any, not, type Truth } from './truth.ts'

/**
 * What the call carries, by condition key: its values, `absent` when the call has no such key, `unknown` when nobody
 * outside can say, the beginning of its one value, or the few that it may be. A key that is not mentioned is unknown,
 * not absent.
 */
export type Context = { readonly [key: string]: readonly string[] | 'absent' | 'unknown' | Beginning | Choice }
type Beginning = { readonly startsWith: string }
type Choice = { readonly oneOf: readonly (readonly string[] | 'absent')[] }
export const isBeginning = (given: Context[string]): given is Beginning =>
  typeof given === 'object' && 'startsWith' in given
export const isChoice = (given: Context[string]): given is Choice => typeof given === 'object' && 'oneOf' in given

type Compare = (expected: string, actual: string) => Truth

const partsOf = (text: string): readonly string[] => {
  const found = text.split(':')
  return found.length <= 6 ? found : [...found.slice(0, 5), found.slice(5).join(':')]
}
/** The six parts of an ARN are compared one by one; the last one may itself contain colons. */
export const arn: Compare = (expected, actual) => {
  const wanted = partsOf(expected)
  if (wanted.length < 6) return hasWildcard(expected) ? 'unknown' : false
  const given = partsOf(actual)
  return wanted.every((part, index) => glob(part, given[index] ?? ''))
}

const measured =
  (read: (text: string) => number, holds: (expected: number, actual: number) => boolean): Compare =>
  (expected, actual) => {
    const [wanted, given] = [read(expected), read(actual)]
    return Number.isNaN(wanted) || Number.isNaN(given) ? 'unknown' : holds(wanted, given)
  }

const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))
const date = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text))

const ipv4 = (text: string): number | null => {
  const parts = text.split('.').map(part => (/^\d{1,3}$/.test(part) ? Number(part) : 256))
  return parts.length === 4 && parts.every(part => part < 256) ? parts.reduce((sum, part) => sum * 256 + part, 0) : null
}
const address: Compare = (expected, actual) => {
  const [network = '', length = '32'] = expected.split('/')
  const [from, given, bits] = [ipv4(network), ipv4(actual), Number(length)]
  if (from === null || !(bits >= 0 && bits <= 32))
    return given === null ? 'unknown' : expected.includes(':') ? false : 'unknown'
  const size = 2 ** (32 - bits)
  // A call from AWS has an address too, and every address lies in the widest network.
  if (given === null && bits === 0) return 'unknown'
  return given !== null && Math.floor(from / size) === Math.floor(given / size)
}

const same: Compare = (expected, actual) => expected === actual
const sameIgnoringCase: Compare = (expected, actual) => expected.toLowerCase() === actual.toLowerCase()

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const positive: Readonly<Record<string, Compare>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameIgnoringCase,
  StringLike: glob,
  ArnEquals: arn,
  ArnLike: arn,
  Bool: sameIgnoringCase,
  BinaryEquals: same,
  IpAddress: address,
  NumericEquals: measured(number, (expected, actual) => actual === expected),
  NumericLessThan: measured(number, (expected, actual) => actual < expected),
  NumericLessThanEquals: measured(number, (expected, actual) => actual <= expected),
  NumericGreaterThan: measured(number, (expected, actual) => actual > expected),
  NumericGreaterThanEquals: measured(number, (expected, actual) => actual >= expected),
  DateEquals: measured(date, (expected, actual) => actual === expected),
  DateLessThan: measured(date, (expected, actual) => actual < expected),
  DateLessThanEquals: measured(date, (expected, actual) => actual <= expected),
  DateGreaterThan: measured(date, (expected, actual) => actual > expected),
  DateGreaterThanEquals: measured(date, (expected, actual) => actual >= expected),
}
/** The negated operator by the one that it negates. */
const negative: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
}

type Operator = {
  readonly set: 'ForAllValues' | 'ForAnyValue' | null
  readonly ifExists: boolean
  readonly negated: boolean
  readonly compare: Compare
}
/** Every operator by its whole name, such as `ForAnyValue:StringNotLikeIfExists`. */
const operators: ReadonlyMap<string, Operator> = new Map(
  [...Object.keys(positive), ...Object.keys(negative)].flatMap(name =>
    ([null, 'ForAllValues', 'ForAnyValue'] as const).flatMap(set =>
      [false, true].flatMap((ifExists): (readonly [string, Operator])[] => {
        const plain = negative[name]
        const compare = positive[plain ?? name]
        const whole = `${set === null ? '' : `${set}:`}${name}${ifExists ? 'IfExists' : ''}`
        return compare ? [[whole, { set, ifExists, negated: plain !== undefined, compare }]] : []
      }),
    ),
  ),
)

const whenAbsent = ({ set, ifExists, negated }: Operator): Truth => {
  if (set === 'ForAllValues') return true
  if (set === 'ForAnyValue') return ifExists ? 'unknown' : false
  return ifExists || negated
}

const meets = ({ negated, compare }: Operator, expected: readonly string[], value: string): Truth => {
  let met: Truth = false
  for (const wanted of expected) {
    // A policy variable (`${aws:PrincipalTag/team}`) is filled in by AWS at the time of the call.
    const it = wanted.includes('${') ? 'unknown' : compare(wanted, value)
    if (it !== false) met = it
    if (it === true) break
  }
  return negated ? not(met) : met
}

const whenPresent = (operator: Operator, expected: readonly string[], actual: readonly string[]): Truth => {
  const [only] = actual
  if (actual.length === 1 && only !== undefined) return meets(operator, expected, only)
  // AWS leaves open what an operator for one value does with several of them.
  if (operator.set === null) return 'unknown'
  const each = actual.map(value => meets(operator, expected, value))
  return operator.set === 'ForAnyValue' ? any(each) : all(each)
}

/** What can be said of a value by its beginning alone: that no pattern of another beginning meets it, and that all else does. */
const begins = (operator: Operator, expected: readonly string[], { startsWith }: Beginning): Truth => {
  const { set, compare, negated } = operator
  // The one key so known, aws:PrincipalOrgPaths, has several values for AWS.
  if (set === null) return 'unknown'
  const one = (wanted: string): Truth => {
    if (wanted.includes('${') || (compare !== glob && compare !== same)) return 'unknown'
    const plain = compare === same ? wanted : (/^[^*?]*/.exec(wanted)?.[0] ?? '')
    if (compare === glob && wanted === `${plain}*` && startsWith.startsWith(plain)) return true
    const fits = plain.startsWith(startsWith) || (compare === glob && startsWith.startsWith(plain))
    return fits ? 'unknown' : false
  }
  const met = any(expected.map(one))
  return negated ? not(met) : met
}

/** `Null: true` is met when the call lacks the key, `Null: false` when it has it. */
const whenNull = (expected: readonly string[], isAbsent: boolean): Truth =>
  any(expected.map(wanted => (wanted.includes('${') ? 'unknown' : wanted.toLowerCase() === String(isAbsent))))

/** Whether one condition is met by a call whose `actual` values are given. */
export const settle = (condition: Condition, given: Context[string]): Truth => {
  if (isChoice(given)) {
    const [first = 'unknown', ...others] = given.oneOf.map(it => settle(condition, it))
    return others.every(it => it === first) ? first : 'unknown'
  }
  const { operator: name, values } = condition
  const actual = Array.isArray(given) && given.length === 0 ? 'absent' : given
  if (name === 'Null') return actual === 'unknown' ? actual : whenNull(values, actual === 'absent')
  const operator = operators.get(name)
  if (operator === undefined || actual === 'unknown') return 'unknown'
  if (isBeginning(actual)) return begins(operator, values, actual)
  return actual === 'absent' ? whenAbsent(operator) : whenPresent(operator, values, actual)
}

/** Condition keys are compared without regard to case. */
export const readerOf = (context: Context): ((key: string) => Context[string]) => {
  let byKey: Map<string, Context[string]> | undefined
  return key => {
    byKey ??= new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), value]))
    return byKey.get(key.toLowerCase()) ?? 'unknown'
  }
}
