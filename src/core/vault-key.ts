import type { Key } from './fact.ts'
import { parsePolicy } from './key-policy/document.ts'
import type { Need } from './key-policy/needs.ts'
import { judgeNeeds } from './key-policy/sharing.ts'
import { type Judgement, ok, unsure } from './rule.ts'
import { isMistake } from './trouble.ts'

/**
 * Whether the policy of a vault's key lets in whoever writes into the vault, as far as that can be told without its grants.
 * `shut`: a Deny keeps them out.
 */
export const judgeVaultKey = (
  { arn }: Key,
  policy: string,
  calls: readonly Need[],
  fix: { readonly say: string },
  shut: (because: string, fix: { readonly say: string }) => Judgement,
): Judgement => {
  const document = parsePolicy(policy)
  if (isMistake(document)) return unsure(`${arn}: ${document.mistake}`, fix)
  const judged = judgeNeeds(document, calls, arn, null)
  const barrier = judged.find(it => it.answer.denied) ?? judged.find(it => it.answer.allowed !== true)
  if (barrier === undefined) return ok(`${arn}: ${judged[0]?.answer.because ?? 'the role may use the key.'}`)
  return (barrier.answer.denied ? shut : unsure)(`${arn}: ${barrier.answer.because}`, fix)
}
