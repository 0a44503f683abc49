import type { Key } from '../fact.ts'
import type { PolicyDocument } from './document.ts'
import { administrators } from './merge.ts'
import type { Where } from './needs.ts'
import { problemsIn } from './problems.ts'
import { actionsOf, type Judged } from './sharing.ts'
import type { Style } from './statements.ts'

/** What the person should know besides. `place`: the key's own. */
export const cautionsFor = (
  document: PolicyDocument,
  key: Key,
  place: Where,
  doubts: readonly Judged[],
): readonly string[] => {
  const { who, names } = administrators(document, { ...place, arn: key.arn })
  return [
    ...problemsIn(document)
      .filter(problem => problem.effect === 'refused')
      .map(problem => `KMS will not take this policy again before this is mended: ${problem.place}: ${problem.says}`),
    ...(who === 'named'
      ? [`Only ${names.join(', ')} can change this policy: it does not delegate to the account's root.`]
      : []),
    ...(who === 'unknown' ? ['Nobody can say from outside who may change this policy: its conditions decide.'] : []),
    ...(doubts.length > 0
      ? [`The local backup may need ${actionsOf(doubts).join(', ')} too: ${doubts[0]?.answer.because ?? ''}`]
      : []),
    ...(key.multiRegion
      ? ['This is a multi-Region key: every replica has its own policy, and this one is that of the Region above.']
      : []),
  ]
}

/** Of a copy that leaves its Region. */
export const crossing = (from: string, to: string): readonly string[] =>
  from === to
    ? []
    : [
        `The copy goes to ${to}, and AWS does not document in which of the two Regions the service calls this key: a condition on kms:ViaService must hold for both.`,
      ]

/** Said of every change. */
export const afterwards = (style: Style): readonly string[] => [
  style === 'guide'
    ? `These statements are the CDX guide's, without its user: every identity of the central account with KMS permissions may encrypt and decrypt with this key.`
    : `These statements are narrower than AWS's own example; should a copy still fail, the broad ones are at hand: “Broader statements”, --style guide.`,
  'Wait a few minutes after the change before the copy is started again.',
]
