import { glob } from '../../core/key-policy/glob.ts'
import { refuse } from './refusal.ts'
import { isRecord } from './schema.ts'

/** What a session may do of what its role may. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session */
export type SessionPolicy = readonly Statement[]

type Patterns = { readonly not: boolean; readonly patterns: readonly string[] }
type Statement = { readonly effect: 'Allow' | 'Deny'; readonly actions: Patterns; readonly resources: Patterns }

const versions: ReadonlySet<unknown> = new Set([undefined, '2008-10-17', '2012-10-17'])
const elements = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']

/** Throws what AssumeRole answers to a text that is no policy of identities. */
export const readSessionPolicy = (text: string): SessionPolicy => {
  const { Version, Statement } = parse(text)
  const statements = [Statement ?? []].flat()
  if (!versions.has(Version) || statements.length === 0) throw malformed()
  return statements.map(readStatement)
}

/** Whether the policy leaves an action on a resource. One that is no ARN is not known, and so allowed with any other. */
export const leaves = (policy: SessionPolicy, action: string, resource: string): 'yes' | 'no' | 'denied' => {
  const vague = !resource.startsWith('arn:')
  const effects = policy
    .filter(({ actions }) => covers(actions, action.toLowerCase()))
    .filter(({ effect, resources }) => covers(resources, resource) || (vague && effect === 'Allow'))
    .map(({ effect }) => effect)
  if (effects.includes('Deny')) return 'denied'
  return effects.includes('Allow') ? 'yes' : 'no'
}

const readStatement = (statement: unknown): Statement => {
  if (!isRecord(statement) || Object.keys(statement).some(key => !elements.includes(key))) throw malformed()
  const { Effect } = statement
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed()
  if (statement.Condition !== undefined)
    throw refuse('NotImplemented', 'The embedded AWS does not have conditions of session policies.', { status: 501 })
  const actions = patternsOf(statement, 'Action')
  return {
    effect: Effect,
    // IAM compares actions without regard to case.
    actions: { ...actions, patterns: actions.patterns.map(it => it.toLowerCase()) },
    resources: patternsOf(statement, 'Resource'),
  }
}

const patternsOf = (statement: Record<string, unknown>, element: 'Action' | 'Resource'): Patterns => {
  const [listed, others] = [statement[element], statement[`Not${element}`]]
  const patterns = [listed ?? others].flat()
  if ((listed === undefined) === (others === undefined) || !patterns.every(it => typeof it === 'string'))
    throw malformed()
  return { not: listed === undefined, patterns }
}

const covers = ({ not, patterns }: Patterns, text: string): boolean =>
  patterns.some(pattern => glob(pattern, text)) !== not

const parse = (text: string): Record<string, unknown> => {
  try {
    const document: unknown = JSON.parse(text)
    if (isRecord(document)) return document
  } catch {
    // Refused below, as any other text that is no policy.
  }
  throw malformed()
}

const malformed = () => refuse('MalformedPolicyDocument', 'Syntax errors in policy.')
