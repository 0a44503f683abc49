import { type CreateGrantCommandInput, GrantOperation } from '@aws-sdk/client-kms'
import type { KeyOfWorld, World } from '../../world.ts'
import type { Call } from '../call.ts'
import { askKey, callerOf } from '../keys.ts'
import { refuse } from '../refusal.ts'
import { isRecord } from '../schema.ts'

/** What PutKeyPolicy refuses. https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export const checkPolicy = (call: Call, key: KeyOfWorld, text: string, bypassLockout: boolean): void => {
  if (Buffer.byteLength(text) > 32_768) throw refuse('LimitExceededException', 'The policy document is too long.')
  const document = parse(text)
  if (unknownIn(document, ['Version', 'Id', 'Statement']) || !versions.has(document.Version ?? '2008-10-17'))
    throw malformed('Syntax errors in policy.')
  const statements = [document.Statement ?? []].flat().filter(isRecord)
  if (statements.length === 0) throw malformed('The policy has no statement.')
  for (const statement of statements) {
    if (unknownIn(statement, elements)) throw malformed('Syntax errors in policy.')
    if ('Action' in statement === 'NotAction' in statement) throw malformed('Policy statement must contain actions.')
    if ('Resource' in statement === 'NotResource' in statement)
      throw malformed('Policy statement must contain resources.')
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw malformed('Invalid effect in policy.')
    if (!('Principal' in statement) && !('NotPrincipal' in statement)) {
      throw malformed('Policy contains a statement with no principal.')
    }
    const principals = principalsOf(statement.Principal ?? statement.NotPrincipal)
    if (principals.some(principal => !exists(call.world, principal))) {
      throw malformed('Policy contains a statement with one or more invalid principals.')
    }
  }
  if (bypassLockout) return
  const found = { key: { ...key, Policy: text }, account: call.account, region: call.region }
  const root = { arn: `arn:${call.world.partition}:iam::${call.account}:root`, account: call.account }
  const keepers = [callerOf(call.world, call.identity), root]
  if (!keepers.some(keeper => askKey(call.world, found, keeper, 'kms:PutKeyPolicy').allowed === true)) {
    throw malformed('The new key policy will not allow you to update the key policy in the future.')
  }
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
const versions: ReadonlySet<unknown> = new Set(['2008-10-17', '2012-10-17'])
const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]
const unknownIn = (object: Record<string, unknown>, known: readonly string[]) =>
  Object.keys(object).some(key => !known.includes(key))

/** What CreateGrant refuses. https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html */
export const checkGrant = ({ world }: Call, { GranteePrincipal, RetiringPrincipal, Operations }: Grant): void => {
  for (const principal of [GranteePrincipal, RetiringPrincipal])
    if (principal !== undefined && (!principal.startsWith('arn:') || !exists(world, principal)))
      throw refuse('InvalidArnException', `ARN does not refer to a valid principal: ${principal}`)
  const odd = Operations?.find(it => !Object.hasOwn(GrantOperation, it))
  if (odd)
    throw refuse(
      'ValidationException',
      `1 validation error detected: Value '[${odd}]' at 'operations' failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(GrantOperation).join(', ')}]`,
    )
}

type Grant = Pick<CreateGrantCommandInput, 'GranteePrincipal' | 'RetiringPrincipal' | 'Operations'>

const malformed = (message: string) => refuse('MalformedPolicyDocumentException', message)

const parse = (text: string): Record<string, unknown> => {
  // KMS takes tab, line feed, carriage return and U+0020 to U+00FF.
  if (/[^\t\n\r\u0020-\u00ff]/.test(text)) throw malformed('The policy contains characters that are not allowed.')
  try {
    const document: unknown = JSON.parse(text)
    if (isRecord(document)) return document
  } catch {
    // Answered below, as for any other text that is no policy.
  }
  throw malformed('Syntax errors in policy.')
}

const principalsOf = (principal: unknown): string[] => {
  if (typeof principal === 'string') return [principal]
  if (!isRecord(principal)) return []
  return [principal.AWS ?? []].flat().map(String)
}

/** An account outside the world is taken for real; inside it, roles must be there, and so must users. */
const exists = (world: World, principal: string): boolean => {
  if (principal === '*' || /^\d{12}$/.test(principal)) return true
  const [, account, what] = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):(.+)$/.exec(principal) ?? []
  if (!account || !what) return false
  const owner = world.accounts[account]
  if (what === 'root' || !owner) return true
  if (what.startsWith('user/')) return what === 'user/administrator'
  return owner.roles.some(
    role => what === `role${role.Path}${role.RoleName}` || what.startsWith(`assumed-role/${role.RoleName}/`),
  )
}
