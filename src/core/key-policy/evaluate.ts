import { type Context, isBeginning, isChoice, readerOf, settle } from './conditions.ts'
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
  readonly by: Condition | 'conditions' | 'principal' | 'resource' | null
  readonly through: Through
}

/** `kms*` and `k?s:Decrypt` are refused: only `*` may stand for a service. */
const hasService = /^([a-z0-9-]+|\*):/

/** `action` in lower case, as the patterns are. */
const matchAction = ({ not: negated, patterns }: Patterns, action: string): boolean => {
  const listed = patterns.some(it => glob(it, action) && (it === '*' || hasService.test(it)))
  return listed !== negated
}

/** Aliases and bare key ids never match: the Resource of a key policy is a key ARN. */
const matchResource = ({ not: negated, patterns }: Patterns, resource: string): Truth => {
  const listed = any(patterns.map(pattern => (pattern.includes('${') ? 'unknown' : glob(pattern, resource))))
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
          ? `this call carries ${given.oneOf.join(' or ')}, and AWS does not say which`
          : `this call carries ${given.join(', ')}`

const whyOf = ({ match, by }: Match, read: Read): string => {
  if (by === 'conditions') return 'its Condition is malformed'
  if (by === 'principal') return 'its NotPrincipal lists only one of the role and its account'
  if (by === 'resource' || by === null) return 'its Resource contains a policy variable'
  const value = read(by.key)
  const given = carried(value)
  if (match === 'unknown')
    return `its condition ${shown(by)} cannot be settled from outside${isChoice(value) ? `: ${given}` : ''}`
  return `its condition ${shown(by)} is not met${given && `: ${given}`}`
}

/** The first condition that is not met decides, else the first that cannot be settled. */
const matchConditions = ({ conditions }: Statement, read: Read): Pick<Match, 'match' | 'by'> => {
  if (conditions === null) return { match: 'unknown', by: 'conditions' }
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
  if (statement.inert !== null || !matchAction(statement.actions, action)) return null
  const { match: principal, through } = matchPrincipal(statement, request.principal)
  if (principal === false) return null
  const resource = matchResource(statement.resources, request.resource)
  if (resource === false) return null
  const conditions = matchConditions(statement, read)
  if (conditions.match !== true) return { ...conditions, through }
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
  const free = fitting.find(it => !it.constrained)
  if (free) return { allowed: true, because: `Grant ${free.id} allows ${action} to ${free.grantee}.`, through: 'grant' }
  const bound = fitting[0]
  return bound === undefined
    ? null
    : {
        allowed: 'unknown',
        because: `Grant ${bound.id} allows ${action} to ${bound.grantee}, but only in one encryption context.`,
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
          because: `"${label}" may deny ${action}: ${whyOf(found, read)}.`,
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
        because: `"${label}" may allow ${action}: ${whyOf(found, read)}.`,
        statement: label,
      }
    else near ||= ` "${label}" would, but ${whyOf(found, read)}.`
  }

  const granted = byGrant(grants, request)
  if (allowed === null && granted?.allowed === true) allowed = granted
  if (allowed !== null) return maybeDenied ?? allowed
  return (
    maybeAllowed ??
    granted ?? { allowed: false, because: `No statement allows ${action} to ${nameOf(principal)}.${near}` }
  )
}
