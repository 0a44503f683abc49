import * as at from '../links.ts'
import type { Outcome } from '../rule.ts'
import { finding, type LegFinding, nothing, type PreflightOf, retry, type Stage, type Told } from './leg-finding.ts'
import { copyIsOffered, vaultHasOwnKey, vaultTakesCopies } from './preflight-copy.ts'
import { keyUsable } from './preflight-key.ts'
import { needsCopy } from './request.ts'

const pointIsThere = ({ draft, facts, now }: PreflightOf): LegFinding => {
  const stage: Stage = needsCopy(draft) ? 'copy back' : 'restore'
  const tell = (told: Told) => finding('recovery-point-usable', stage, at.pointsByVault, told)
  const { point } = facts
  if (!point.known)
    return point.why === 'not found'
      ? tell({ outcome: 'blocked', because: `The recovery point is gone: ${point.detail}`, say: 'Choose another one.' })
      : tell({ outcome: 'unknown', because: point.detail, say: retry })
  const { evidence } = point
  const { status, resource, expiresAt } = point.value
  if (resource !== draft.resource.arn)
    return tell({
      outcome: 'blocked',
      because: `The recovery point belongs to ${resource}, not to ${draft.resource.arn}.`,
      say: 'Choose a recovery point of this resource.',
      evidence,
    })
  if (status !== 'COMPLETED' && status !== 'AVAILABLE')
    return tell({
      outcome: 'blocked',
      because: `The recovery point is ${status}; only a completed one can be restored.`,
      say: 'Choose another one.',
      evidence,
    })
  if (expiresAt !== null && Date.parse(expiresAt) <= Date.parse(now))
    return tell({
      outcome: 'blocked',
      because: `The recovery point expired at ${expiresAt}.`,
      say: 'Choose another one.',
      evidence,
    })
  return tell({
    outcome: 'ok',
    because: 'The recovery point is there and belongs to this resource.',
    say: nothing,
    evidence,
  })
}

const copyBack = (asked: PreflightOf): readonly LegFinding[] => {
  const { draft, kind, facts } = asked
  const { pointKey } = facts
  const reading =
    pointKey === null
      ? []
      : [
          keyUsable(
            {
              rule: 'point-key-shared-with-member',
              leg: 'copy back',
              reading: pointKey,
              of: 'the recovery point',
              user: `AWSServiceRoleForBackup of account ${draft.target.account}`,
              disputed: !kind.keyMustBeShared,
            },
            asked,
          ),
        ]
  return [
    copyIsOffered(asked),
    ...vaultTakesCopies(asked),
    ...vaultHasOwnKey(asked),
    ...(draft.point.account === draft.target.account ? [] : reading),
  ]
}

const restoring = (asked: PreflightOf): readonly LegFinding[] => {
  const { draft, kind, house, facts } = asked
  const copied = needsCopy(draft)
  // The copy of an unencrypted cluster of Aurora, DocumentDB or Neptune has no key either.
  const plain = facts.pointKey === null && kind.copyWhen.none === 'stays unencrypted'
  const reading = copied && !plain ? facts.vaultKey : facts.pointKey
  const rule = 'restore-role-can-use-key'
  if (reading === null)
    return copied && !plain
      ? [
          finding(rule, 'restore', at.encryption, {
            outcome: 'unknown',
            because: 'The key of the local vault was not read.',
            say: retry,
          }),
        ]
      : [
          finding(rule, 'restore', at.encryption, {
            outcome: 'ok',
            because: 'The recovery point is not encrypted.',
            say: nothing,
          }),
        ]
  const of = copied ? `the vault ${house.member.vault}, which encrypts the copy` : 'the recovery point'
  const user = `the role ${house.member.backupRole} of account ${draft.target.account}`
  return [keyUsable({ rule, leg: 'restore', reading, of, user, disputed: false }, asked)]
}

const order: readonly Outcome[] = ['blocked', 'unknown', 'by choice', 'advice', 'ok']

/**
 * What would stop the copy back and the restore, judged before anybody approves; blocked first. Without a copy back only
 * the restore is judged. https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
 */
export const preflight = (asked: PreflightOf): readonly LegFinding[] =>
  [pointIsThere(asked), ...(needsCopy(asked.draft) ? copyBack(asked) : []), ...restoring(asked)].toSorted(
    (one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome),
  )

/** `no`: a leg is blocked. `unsure`: something that decides it could not be read. */
export const canBeFulfilled = (findings: readonly LegFinding[]): 'yes' | 'no' | 'unsure' =>
  findings.length === 0
    ? 'unsure'
    : findings.some(it => it.outcome === 'blocked')
      ? 'no'
      : findings.some(it => it.outcome === 'unknown')
        ? 'unsure'
        : 'yes'
