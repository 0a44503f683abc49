import { arn, type Context, isBeginning, isChoice, readerOf, settle } from './conditions.ts'
import type { Condition, Patterns, PolicyDocument, Statement } from './document.ts'
import { glob } from './glob.ts'
import { isOrphan, matchPrincipal, type Principal, type Through } from './principal.ts'
import { any, not, type Truth } from './truth.ts'

/** A grant as kms:ListGrants answers it. */
export type Grant = {
  readonly id: string
  readonly grantee: string
  readonly operations: readonly string[]
  readonly constrained: boolean
}

export type { Context, Principal }
export type Request = {
  readonly principal: Principal
  readonly action: string
  /** ARN of the key or vault. */
  readonly resource: string
  readonly context: Context
}

/**
 * What the resource's own policy (and grants) say; the caller's identity policies, SCPs and RCPs are not seen.
 * `denied`: a Deny decided, so no further Allow can help.
 */
export type Answer = {
  readonly allowed: Truth
  readonly because: string
  readonly statement?: string
  readonly denied?: true
  readonly through?: Through | 'grant'
}

type Read = (key: string) => Context[string]

/** `by`: the condition, or the other part of the statement, that decides a match that is not true. */
type Match = {
  readonly match: Truth
  readonly by: Condition | 'shape' | 'action' | 'principal' | 'resource' | null
  readonly through: Through
}

/** `kms*` and `k?s:Decrypt` are refused: only `*` may stand for a service. */
const hasService = /^([a-z0-9-]+|\*):/

/** `action` in lower case, as the patterns are. */
const matchAction = ({ not: negated, patterns }: Patterns, action: string): Truth => {
  let listed: Truth = false
  for (const it of patterns) {
    if (!glob(it, action)) continue
    listed = it === '*' || hasService.test(it) || 'unknown'
    if (listed === true) break
  }
  return negated ? not(listed) : listed
}

/**
 * Aliases and bare key ids never match: the Resource of a key policy is a key ARN. Where it matters whether a wildcard
 * reaches beyond a colon, or whether AWS completes an ARN of fewer than six parts, nobody can say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
const covers = (pattern: string, resource: string): Truth => {
  if (pattern === '*' || pattern === resource) return true
  if (pattern.includes('${')) return 'unknown'
  const whole = glob(pattern, resource)
  const completed = pattern + ':*'.repeat(Math.max(0, 6 - pattern.split(':').length))
  return whole === arn(completed, resource) ? whole : 'unknown'
}
const matchResource = ({ not: negated, patterns }: Patterns, resource: string): Truth => {
  const listed = any(patterns.map(pattern => covers(pattern, resource)))
  return negated ? not(listed) : listed
}

const shown = ({ operator, key, values }: Condition): string => `${operator} ${key} = ${values.join(' or ')}`

const carried = (given: Context[string]): string =>
  given === 'absent'
    ? 'this call does not carry the key'
    : given === 'unknown'
      ? ''
      : isBeginning(given)
        ? `this call carries ${given.startsWith}…`
        : isChoice(given)
          ? `this call carries ${given.oneOf.map(it => (it === 'absent' ? 'no such key' : it.join(', '))).join(' or ')}, and AWS does not say which`
          : `this call carries ${given.join(', ')}`

const whyOf = ({ match, by }: Match, { unclear }: Statement, read: Read): string => {
  if (by === 'shape') return `nobody can say what its ${unclear} means`
  if (by === 'action') return 'a wildcard stands for the service in its Action'
  if (by === 'principal') return 'nobody can say from outside whether its Principal means this caller'
  if (by === 'resource' || by === null) return 'nobody can say from outside whether its Resource means this one'
  const value = read(by.key)
  const given = carried(value)
  if (match === 'unknown')
    return `its condition ${shown(by)} cannot be settled from outside${isChoice(value) ? `: ${given}` : ''}`
  return `its condition ${shown(by)} is not met${given && `: ${given}`}`
}

/** The first condition that is not met decides, else the first that cannot be settled. */
const matchConditions = ({ conditions }: Statement, read: Read): Pick<Match, 'match' | 'by'> => {
  let vague: Condition | null = null
  for (const condition of conditions) {
    const truth = settle(condition, read(condition.key))
    if (truth === false) return { match: false, by: condition }
    if (truth === 'unknown') vague ??= condition
  }
  return { match: vague === null ? true : 'unknown', by: vague }
}

/** Runs for every statement of every decision: it makes no sentence that nobody may ask for. */
const matchStatement = (statement: Statement, request: Request, action: string, read: Read): Match | null => {
  if (statement.inert !== null) return null
  if (statement.unclear !== null) return { match: 'unknown', by: 'shape', through: 'everyone' }
  const listed = matchAction(statement.actions, action)
  if (listed === false) return null
  const { match: principal, through } = matchPrincipal(statement, request.principal)
  if (principal === false) return null
  const resource = matchResource(statement.resources, request.resource)
  if (resource === false) return null
  const conditions = matchConditions(statement, read)
  if (conditions.match !== true) return { ...conditions, through }
  if (listed === 'unknown') return { match: 'unknown', by: 'action', through }
  if (principal === 'unknown') return { match: 'unknown', by: 'principal', through }
  if (resource === 'unknown') return { match: 'unknown', by: 'resource', through }
  return { match: true, by: null, through }
}

/** Grants name an operation without the prefix. One for an account serves its identities, as a policy statement does. */
const byGrant = (grants: readonly Grant[], { principal, action }: Request): Answer | null => {
  const operation = action.replace(/^kms:/i, '').toLowerCase()
  const fitting = grants.filter(({ grantee, operations }) => {
    const named = { type: principal.service === undefined ? 'AWS' : 'Service', value: grantee }
    const everyone = grantee === '*' || isOrphan(grantee)
    const reached = matchPrincipal({ effect: 'Allow', principals: { not: false, named: [named] } }, principal)
    return !everyone && reached.match === true && operations.some(it => it.toLowerCase() === operation)
  })
  // A grant made under a grant can give no other operations: https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
  const passesOn = (it: Grant): boolean => operation !== 'creategrant' || it.operations.includes('Decrypt')
  const free = fitting.find(it => !it.constrained && passesOn(it))
  if (free) return { allowed: true, because: `Grant ${free.id} allows ${action} to ${free.grantee}.`, through: 'grant' }
  const bound = fitting[0]
  return bound === undefined
    ? null
    : {
        allowed: 'unknown',
        because: `Grant ${bound.id} allows ${action} to ${bound.grantee}, but only ${bound.constrained ? 'in one encryption context' : 'for grants without Decrypt'}.`,
        through: 'grant',
      }
}

const nameOf = ({ arn, account, service }: Principal): string => service ?? (arn || account)

const allows = (statement: Statement, through: Through, { action, principal }: Request): string =>
  `"${statement.label}" allows ${action} to ${
    through === 'itself'
      ? nameOf(principal)
      : through === 'account'
        ? `account ${principal.account}, whose IAM policies must allow it too`
        : 'every identity that meets its conditions'
  }.`

/**
 * Three-valued decision of a resource policy for one call: an explicit Deny first, then any Allow or grant.
 * What cannot be settled is `unknown`, never allowed. `statement` is the Sid, else `statement 3`.
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
export const evaluate = (policy: PolicyDocument, request: Request, grants: readonly Grant[] = []): Answer => {
  const read = readerOf(request.context)
  const { action, principal } = request
  const name = action.toLowerCase()
  let maybeDenied: Answer | null = null
  let allowed: Answer | null = null
  let maybeAllowed: Answer | null = null
  let near = ''

  for (const statement of policy.statements) {
    const found = matchStatement(statement, request, name, read)
    if (found === null) continue
    const { label, effect } = statement
    if (effect === 'Deny') {
      if (found.match === true)
        return {
          allowed: false,
          because: `"${label}" denies ${action} to ${nameOf(principal)}.`,
          statement: label,
          denied: true,
        }
      if (found.match === 'unknown')
        maybeDenied ??= {
          allowed: 'unknown',
          because: `"${label}" may deny ${action}: ${whyOf(found, statement, read)}.`,
          statement: label,
        }
    } else if (found.match === true)
      allowed ??= {
        allowed: true,
        because: allows(statement, found.through, request),
        statement: label,
        through: found.through,
      }
    else if (found.match === 'unknown')
      maybeAllowed ??= {
        allowed: 'unknown',
        because: `"${label}" may allow ${action}: ${whyOf(found, statement, read)}.`,
        statement: label,
      }
    else near ||= ` "${label}" would, but ${whyOf(found, statement, read)}.`
  }

  const granted = byGrant(grants, request)
  if (allowed === null && granted?.allowed === true) allowed = granted
  if (allowed !== null) return maybeDenied ?? allowed
  return (
    maybeAllowed ??
    granted ?? { allowed: false, because: `No statement allows ${action} to ${nameOf(principal)}.${near}` }
  )
}
