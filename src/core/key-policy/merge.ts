import { type Mistake, mistake } from '../trouble.ts'
import { documentOf, type PolicyDocument, statementsOf } from './document.ts'
import { type Context, evaluate } from './evaluate.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { rootOf, type Where } from './needs.ts'
import { bytesOf, maxBytes, problemsIn } from './problems.ts'
import { type AllowStatement, isFormer, widened } from './statements.ts'
import type { Truth } from './truth.ts'

export type Merged = {
  readonly policy: JsonObject
  /** What was added: new statements of ours, and former ones as widened in place. */
  readonly statements: readonly AllowStatement[]
  readonly document: PolicyDocument
  /** UTF-8 bytes of the policy as compact JSON. */
  readonly bytes: number
}

const sidsIn = (statements: readonly Json[]): readonly Json[] =>
  statements.map(it => (isObject(it) ? (it.Sid ?? null) : null))

const freeSid = (sid: string, taken: readonly Json[]): string => {
  let number = 2
  if (!taken.includes(sid)) return sid
  while (taken.includes(`${sid}${number}`)) number += 1
  return `${sid}${number}`
}

/**
 * The statements put into the policy in force. Every statement of others stays as it is, in its place; one of ours is
 * recognised by Sid and form and widened in place; merging the same again changes nothing. A Mistake where KMS would
 * refuse the result for its size or its characters.
 */
export const merge = (policy: PolicyDocument, fresh: readonly AllowStatement[]): Merged | Mistake => {
  const statements: Json[] = [...statementsOf(policy.json)]
  const ours: AllowStatement[] = []
  for (const statement of fresh) {
    const index = statements.findIndex(it => isFormer(it, statement))
    const former = statements[index]
    const final = isObject(former)
      ? widened(former, statement)
      : { ...statement, Sid: freeSid(statement.Sid, sidsIn(statements)) }
    if (final === null) continue
    ours.push(final)
    statements.splice(index < 0 ? statements.length : index, index < 0 ? 0 : 1, final as unknown as Json)
  }
  const json: JsonObject = {
    ...policy.json,
    Statement: ours.length === 0 ? (policy.json.Statement ?? []) : statements,
  }
  const text = JSON.stringify(json)
  const bytes = bytesOf(text)
  if (bytes > maxBytes)
    return mistake(
      `With these statements the policy has ${bytes} bytes, and KMS takes ${maxBytes}: first remove statements that nobody needs any more.`,
    )
  const character = problemsIn(text).find(it => it.id === 'character')
  if (character) return mistake(`KMS would refuse the policy: ${character.says}`)
  return { policy: json, statements: ours, document: documentOf(json, text), bytes }
}

/**
 * Who can still change the policy: `root` when the account's own IAM policies decide (AWS's default statement), `named`
 * when only principals that the policy names can, `nobody` when a new policy would be refused or lock everybody out.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export const administrators = (
  policy: PolicyDocument,
  key: Where & { readonly arn: string },
): { readonly who: 'root' | 'named' | 'unknown' | 'nobody'; readonly names: readonly string[] } => {
  const root = rootOf(key.account, key.partition)
  const may = (arn: string, whoever: Context = {}): Truth => {
    const principal = { arn, account: key.account }
    const { region, account } = key
    // A person's call: where it comes from, with which second factor, of which organisation is not known here.
    const context: Context = {
      'aws:PrincipalArn': [arn],
      'aws:PrincipalAccount': [account],
      'kms:CallerAccount': [account],
      'aws:RequestedRegion': [region],
      'aws:ResourceAccount': [account],
      'aws:PrincipalIsAWSService': ['false'],
      'aws:SecureTransport': ['true'],
      'kms:ViaService': 'absent',
      'kms:GrantIsForAWSResource': 'absent',
      'kms:BypassPolicyLockoutSafetyCheck': ['false'],
      ...whoever,
    }
    return evaluate(policy, { principal, action: 'kms:PutKeyPolicy', resource: key.arn, context }).allowed
  }
  if (may(root) === true) return { who: 'root', names: [root] }
  const named = policy.statements
    .flatMap(it => it.principals.named.map(({ value }) => value))
    .filter(arn => arn.startsWith(`arn:${key.partition}:iam::${key.account}:`) && arn !== root)
  const able = [...new Set(named)].map(arn => ({ arn, may: may(arn) }))
  const names = able.filter(it => it.may === true).map(it => it.arn)
  if (names.length > 0) return { who: 'named', names }
  const somebody = may(root, { 'aws:PrincipalArn': 'unknown' }) !== false || able.some(it => it.may === 'unknown')
  return { who: somebody ? 'unknown' : 'nobody', names: [] }
}
