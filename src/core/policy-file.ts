import type { Key } from './fact.ts'
import type { House } from './house.ts'
import { parsePolicy } from './key-policy/document.ts'
import type { Where } from './key-policy/needs.ts'
import { type Plan, plan } from './key-policy/plan.ts'
import { type Problem, problemsIn } from './key-policy/problems.ts'
import type { Style } from './key-policy/statements.ts'
import { isMistake, type Mistake, mistake } from './trouble.ts'

/** The plan for a document that nobody looked up in AWS, with everything that is wrong with it. */
export type JudgedFile = Plan & { readonly problems: readonly Problem[] }

export type FileOf = {
  readonly text: string
  readonly key: Where & { readonly arn: string }
  readonly house: House
  readonly style: Style
  /** Whose resources are under the key, where that is another account than the key's. */
  readonly account?: string
}

const notRead = [
  'Nothing was read from AWS: the key is taken to be customer managed, enabled and symmetric.',
  'Grants were not looked at: one may allow what the policy does not.',
]

/** These are wrong with the text as a whole: KMS takes none of it. */
const ofText: readonly Problem['id'][] = ['character', 'size']

/** Judges the text of a key policy. A Mistake, with its line and column, where the text can be no key policy. */
export const judgeFile = ({ text, key: at, house, style, account }: FileOf): JudgedFile | Mistake => {
  const document = parsePolicy(text)
  if (isMistake(document)) return document
  const problems = problemsIn(document)
  const wrong = problems.find(it => ofText.includes(it.id))
  if (wrong) return mistake(`${wrong.place}: ${wrong.says}`)
  const key: Key = {
    arn: at.arn,
    account: at.account,
    region: at.region,
    manager: 'CUSTOMER',
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    multiRegion: at.arn.includes(':key/mrk-'),
  }
  const resource: Where = { account: account ?? at.account, region: at.region, partition: at.partition }
  const made = plan({ key, policy: text, grants: [], kinds: [], house, style, resource })
  return {
    ...made,
    key: { ...made.key, state: 'not read' },
    // The list of problems says these already.
    cautions: [...made.cautions.filter(it => !problems.some(({ says }) => it.endsWith(says))), ...notRead],
    problems,
  }
}

/** KMS refuses the document because of one of its statements. */
export const isRefused = ({ problems }: JudgedFile): boolean => problems.some(it => it.effect === 'refused')
