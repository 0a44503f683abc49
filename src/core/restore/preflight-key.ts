import { partitionOf } from '../arn.ts'
import type { Evidence } from '../fact.ts'
import { parsePolicy } from '../key-policy/document.ts'
import { type KindOfKey, needs } from '../key-policy/needs.ts'
import { type Judged, judgeNeeds } from '../key-policy/sharing.ts'
import type { Truth } from '../key-policy/truth.ts'
import * as at from '../links.ts'
import { isMistake } from '../trouble.ts'
import {
  finding,
  type KeyReading,
  type LegFinding,
  nothing,
  type PreflightOf,
  retry,
  type Stage,
  type Told,
} from './leg-finding.ts'

const worstOf = (judged: readonly Judged[]): Truth => {
  const counted = judged.filter(it => it.need.weight === 'must')
  const listed = judged.filter(it => it.need.weight === 'should')
  if (counted.some(it => it.answer.allowed === false) || listed.some(it => it.answer.denied)) return false
  return [...counted, ...listed].every(it => it.answer.allowed === true) ? true : 'unknown'
}

export type KeyAsked = {
  readonly rule: string
  readonly leg: Stage
  readonly reading: KeyReading
  readonly of: string
  /** Whose identity uses the key, for people. */
  readonly user: string
  /** Where AWS's own pages disagree whether the leg uses the key at all, a refusal only leaves it open. */
  readonly disputed: boolean
}

/** Whether the leg may use the key: unread, unsettled or disputed gives `unknown`. */
export const keyUsable = (asked: KeyAsked, { draft: { point, target }, kind, house }: PreflightOf): LegFinding => {
  const { reading, leg, of, user, disputed } = asked
  const tell = (told: Told) => finding(asked.rule, leg, leg === 'copy back' ? at.crossAccount : at.encryption, told)
  if (!reading.key.known) return tell({ outcome: 'unknown', because: reading.key.detail, say: retry })
  const { arn, manager, state, account, region } = reading.key.value
  const { evidence } = reading.key
  if (state !== 'Enabled')
    return tell({
      outcome: 'blocked',
      because: `The key of ${of}, ${arn}, is ${state}.`,
      say: 'Enable the key, or cancel its deletion.',
      evidence,
    })
  if (manager === 'AWS' && leg === 'copy back' && kind.keyMustBeShared)
    return tell({
      outcome: 'blocked',
      because: `${of} is encrypted with the AWS managed key ${arn}, which no other account can use.`,
      say: 'Restore in the account of the recovery point, or copy it to a vault with a customer managed key there first.',
      evidence,
    })
  // Such a key lets every identity of its own account use it through its service; nobody can change that policy.
  if (manager === 'AWS' && account === target.account)
    return tell({
      outcome: 'ok',
      because: `The AWS managed key of ${of} serves every role of account ${account}.`,
      say: nothing,
      evidence,
    })
  if (!reading.policy.known) return tell({ outcome: 'unknown', because: reading.policy.detail, say: retry })
  const document = parsePolicy(reading.policy.value)
  if (isMistake(document)) return tell({ outcome: 'unknown', because: document.mistake, say: retry })

  const shared: KindOfKey = { ...kind, keyMustBeShared: true }
  const central = { ...house, central: { ...house.central, account: point.account } }
  const place = { account: target.account, region, partition: partitionOf(arn) }
  const asking = { kind: shared, leg, house: central, resource: place, to: target.region }
  const wanted = needs(asking).filter(it => it.weight !== 'nice')
  const judged = judgeNeeds(document, wanted, arn, reading.grants.known ? reading.grants.value : null)
  const usable = worstOf(judged)
  const lacking = [...new Set(judged.filter(it => it.answer.allowed !== true).map(it => it.need.action))]
  const deciding = judged.find(it => (usable === 'unknown' ? it.answer.allowed !== true : it.answer.allowed === usable))
  const all = [
    ...evidence,
    ...judged.slice(0, 3).map(
      ({ answer }): Evidence => ({
        call: 'kms:GetKeyPolicy',
        field: answer.statement ? `Statement[${answer.statement}]` : 'Statement',
        value: answer.because,
      }),
    ),
  ]
  if (usable === true)
    return tell({
      outcome: 'ok',
      because: `The policy of the key of ${of} lets ${user} use it.`,
      say: nothing,
      evidence: all,
    })
  const say = `Let ${user} use ${lacking.join(', ')} in the policy of ${arn}.`
  if (usable === false && !disputed)
    return tell({
      outcome: 'blocked',
      because: `The policy of the key of ${of} does not let ${user} use ${lacking.join(', ')}.`,
      say,
      evidence: all,
    })
  const because = disputed
    ? `The policy of the key of ${of} does not clearly let ${user} use it, and AWS's pages disagree whether this leg needs that.`
    : (deciding?.answer.because ?? `The policy of the key of ${of} does not clearly let ${user} use it.`)
  return tell({ outcome: 'unknown', because, say, evidence: all })
}
