import type { Named, Statement } from './document.ts'
import type { Truth } from './truth.ts'

/** Who calls. A role is named by its own ARN, never by that of a session; `service`: the service itself calls. */
export type Principal = { readonly arn: string; readonly account: string; readonly service?: string }

/** How a policy reaches a caller: named itself, through its account (whose IAM policies then decide too), or as anybody. */
export type Through = 'itself' | 'account' | 'everyone'

const partitionOf = (arn: string): string => arn.split(':')[1] ?? ''

/** A deleted role or user: its ARN has turned into the id that it had. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const isOrphan = (value: string): boolean => /^(AROA|AIDA|AIPA|AGPA|ANPA)[A-Z0-9]{12,}$/.test(value)

const root = /^arn:([a-z-]+):iam::(\d{12}):root$/

/** How one name reaches the caller; `null` when it does not. Wildcards inside an ARN are plain text here. */
const reaches = (named: Named, caller: Principal): Through | null => {
  if (named.value === '*' && (named.type === '*' || named.type === 'AWS')) return 'everyone'
  if (caller.service !== undefined) return named.type === 'Service' && named.value === caller.service ? 'itself' : null
  if (named.type !== 'AWS') return null
  if (named.value === caller.arn) return 'itself'
  if (named.value === caller.account) return /^\d{12}$/.test(named.value) ? 'account' : null
  const [, partition, account] = (named.value.endsWith(':root') && root.exec(named.value)) || []
  return account === caller.account && partition === partitionOf(caller.arn) ? 'account' : null
}

/**
 * Whether NotPrincipal exempts the caller. AWS supports it with Deny only, and there a role that is listed may still be
 * denied: for its account that is not, for its session, for a permissions boundary.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
const exempt = (found: readonly Through[], caller: Principal): Truth => {
  if (found.includes('everyone')) return true
  if (found.includes('itself') && (caller.service !== undefined || root.test(caller.arn))) return true
  return found.length > 0 && 'unknown'
}

/** Whether the name is that of a session of the caller's role; the name of the caller's own session is not known. */
const isSession = ({ type, value }: Named, { arn, account }: Principal): boolean =>
  type === 'AWS' &&
  value.startsWith(`arn:${partitionOf(arn)}:sts::${account}:assumed-role/${arn.slice(arn.lastIndexOf('/') + 1)}/`)

/** Whether the statement speaks of the caller, and through what. */
export const matchPrincipal = (
  statement: Pick<Statement, 'principals' | 'effect'>,
  caller: Principal,
): { readonly match: Truth; readonly through: Through } => {
  const { not, named } = statement.principals
  const isDeny = statement.effect === 'Deny'
  const found: Through[] = []
  for (const it of named) {
    const through = reaches(it, caller)
    if (through !== null) found.push(through)
  }
  const perhaps = () => isDeny && named.some(it => isSession(it, caller))
  if (!not) {
    const through = found.includes('itself') ? 'itself' : found.includes('account') ? 'account' : 'everyone'
    return { match: found.length > 0 || (perhaps() && 'unknown'), through }
  }
  const exempted = exempt(found, caller)
  const match = exempted === true ? false : exempted === 'unknown' || perhaps() || !isDeny ? 'unknown' : true
  return { match, through: 'everyone' }
}
