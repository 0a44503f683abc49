import { isMistake } from '../trouble.ts'
import { kmsActions, likely } from './actions.ts'
import {
  type Named,
  type PolicyDocument,
  parsePolicy,
  readStatement,
  type Statement,
  statementsOf,
  unclearOf,
} from './document.ts'
import { glob, hasWildcard } from './glob.ts'
import { isObject, type Json, type Place, placeOf } from './json.ts'
import { isOrphan } from './principal.ts'

/** 32 KB, in bytes. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
export const maxBytes = 32_768
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/**
 * `refused`: kms:PutKeyPolicy answers with an error. `no effect`: KMS accepts it, and it does nothing.
 * `risk`: it does more, or something else, than its author may think.
 */
export type Problem = {
  readonly id:
    | 'no policy'
    | 'character'
    | 'size'
    | 'incomplete statement'
    | 'malformed element'
    | 'no such action'
    | 'orphaned principal'
    | 'partial wildcard principal'
    | 'malformed principal'
    | 'allow with NotPrincipal'
    | 'overly permissive condition'
    | 'repeated Sid'
  readonly effect: 'refused' | 'no effect' | 'risk'
  readonly says: string
  /** `Statement[2].Action`, or `line 3, column 7`. */
  readonly place: string
}

const at = ({ line, column }: Place): string => `line ${line}, column ${column}`

const ofText = (text: string): readonly Problem[] => {
  const found: Problem[] = []
  // KMS takes tab, line feed, carriage return and U+0020 to U+00FF: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
  const strange = /[^\t\n\r\u0020-\u00ff]/u.exec(text)
  if (strange) {
    const code = `U+${(strange[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    const says = `The character ${code} is outside the set that KMS accepts.`
    found.push({ id: 'character', effect: 'refused', says, place: at(placeOf(text, strange.index)) })
  }
  const bytes = bytesOf(text)
  if (bytes > maxBytes) {
    const says = `The policy has ${bytes} bytes; KMS documents at most ${maxBytes}.`
    found.push({ id: 'size', effect: 'refused', says, place: 'the whole policy' })
  }
  return found
}

const accountForms =
  /^(\*|\d{12}|arn:[a-z-]+:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)\/[^<>{}\s]+))$/

const ofPrincipal = (place: string, { type, value }: Named): Problem | null => {
  if (type !== 'AWS' || value === '*') return null
  if (isOrphan(value))
    return {
      id: 'orphaned principal',
      effect: 'refused',
      says: `${value} is what is left of a deleted role or user: it allows nothing, and KMS refuses a policy that still names it.`,
      place,
    }
  if (hasWildcard(value))
    return {
      id: 'partial wildcard principal',
      effect: 'refused',
      says: `${value} is no principal: a wildcard inside an ARN works in a condition on aws:PrincipalArn only.`,
      place,
    }
  if (accountForms.test(value)) return null
  return {
    id: 'malformed principal',
    effect: 'refused',
    says: `${value} is no ARN of an account, role or user.`,
    place,
  }
}

/** The names as written, because a statement keeps its actions in small letters. */
const written = (raw: Json, name: string): readonly string[] => {
  const value = isObject(raw) ? raw[name] : undefined
  return (Array.isArray(value) ? value : [value]).filter(it => typeof it === 'string')
}

const ofAction = (place: string, action: string): Problem | null => {
  const name = action.toLowerCase()
  if (name === '*' || kmsActions.some(it => glob(name, `kms:${it}`.toLowerCase()))) return null
  if (name.includes(':') && !name.startsWith('kms:')) return null
  const meant = likely(action)
  const says = `There is no action ${action}, so it allows nothing${meant.length > 0 ? `; meant is ${meant.join(' or ')}` : ''}.`
  return { id: 'no such action', effect: 'no effect', says, place }
}

const ofStatement = (raw: Json, it: Statement): readonly (Problem | null)[] => {
  const principals = `${it.place}.${it.principals.not ? 'NotPrincipal' : 'Principal'}`
  const actions = it.actions.not ? 'NotAction' : 'Action'
  const sweeping = it.conditions.find(
    ({ operator, key }) => /^ForAllValues:/.test(operator) && /^(kms:EncryptionContext:|aws:RequestTag\/)/i.test(key),
  )
  return [
    it.inert === null
      ? null
      : {
          id: 'incomplete statement',
          effect: /Effect|Principal|both|object/.test(it.inert) ? 'refused' : 'no effect',
          says: `"${it.label}" does nothing: ${it.inert}.`,
          place: it.place,
        },
    it.unclear === null
      ? null
      : {
          id: 'malformed element',
          effect: 'refused',
          says: `Nobody can say what the ${it.unclear} of "${it.label}" means.`,
          place: `${it.place}.${it.unclear}`,
        },
    it.effect === 'Allow' && it.principals.not
      ? {
          id: 'allow with NotPrincipal',
          effect: 'risk',
          says: `"${it.label}" allows everybody in the world except those it lists.`,
          place: principals,
        }
      : null,
    sweeping === undefined
      ? null
      : {
          id: 'overly permissive condition',
          effect: 'refused',
          says: `KMS refuses ${sweeping.operator} on ${sweeping.key}: it is met by a call without the key.`,
          place: `${it.place}.Condition`,
        },
    ...it.principals.named.map(named => ofPrincipal(principals, named)),
    ...written(raw, actions).map(action => ofAction(`${it.place}.${actions}`, action)),
  ]
}

const repeatedSids = (statements: readonly Statement[]): readonly Problem[] =>
  statements
    .filter((it, index) => statements.findIndex(other => other.label === it.label) < index)
    .map(it => ({
      id: 'repeated Sid',
      effect: 'risk',
      says: `Another statement is called "${it.label}" too.`,
      place: `${it.place}.Sid`,
    }))

/** What is wrong with a policy, each with its place and what KMS does about it; a text that is no policy gives one problem. */
export const problemsIn = (policy: PolicyDocument | string): readonly Problem[] => {
  const document = typeof policy === 'string' ? parsePolicy(policy) : policy
  if (isMistake(document)) {
    const place = /line \d+, column \d+/.exec(document.mistake)?.[0] ?? 'the whole policy'
    return [{ id: 'no policy', effect: 'refused', says: document.mistake, place }]
  }
  const raw = statementsOf(document.json)
  const unclear = unclearOf(document.json)
  const whole: readonly Problem[] =
    unclear === null
      ? []
      : [{ id: 'malformed element', effect: 'refused', says: `KMS knows no such ${unclear}.`, place: unclear }]
  const each = raw.flatMap((it, index) => ofStatement(it, readStatement(it, index)))
  return [...ofText(document.text), ...whole, ...each.filter(it => it !== null), ...repeatedSids(document.statements)]
}
