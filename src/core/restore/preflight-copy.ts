import { partitionOf } from '../arn.ts'
import { settled } from '../cell.ts'
import { exceptedFromRegions } from '../copies.ts'
import { parsePolicy } from '../key-policy/document.ts'
import { rootOf } from '../key-policy/needs.ts'
import * as at from '../links.ts'
import type { Outcome } from '../rule.ts'
import { isMistake } from '../trouble.ts'
import { judgeLock } from '../vault-lock.ts'
import { copyIntoVault, mayCopyInto } from '../vault-policy.ts'
import { finding, type LegFinding, nothing, type PreflightOf, retry, type Told } from './leg-finding.ts'
import { keepDays } from './request.ts'

export const copyIsOffered = ({ draft: { point, target }, kind }: PreflightOf): LegFinding => {
  const account = point.account !== target.account
  const region = point.region !== target.region
  const cell = account && region ? kind.bothInOneAction : account ? kind.crossAccountCopy : kind.crossRegionCopy
  const way =
    account && region
      ? 'to another account and Region in one step'
      : account
        ? 'to another account'
        : 'to another Region'
  const excepted = region && exceptedFromRegions(kind.id, point.region, target.region) !== undefined
  const value = excepted ? 'no' : settled(cell)
  const outcome: Outcome = value === 'yes' ? 'ok' : value === 'no' ? 'blocked' : 'unknown'
  const because = {
    ok: `AWS Backup copies recovery points of ${kind.name} ${way}.`,
    blocked: `AWS Backup does not copy recovery points of ${kind.name} ${way}.`,
    unknown: `AWS does not say clearly whether a recovery point of ${kind.name} can be copied ${way}.`,
  }[outcome]
  const say =
    outcome === 'ok'
      ? nothing
      : account && region
        ? 'Restore into the Region of the recovery point.'
        : 'Restore where the recovery point is.'
  return finding('copy-offered', 'copy back', cell.sources[0] ?? at.copying, { outcome, because, say })
}

export const vaultTakesCopies = ({ draft: { point, target }, house, facts }: PreflightOf): readonly LegFinding[] => {
  const name = `${house.member.vault} in account ${target.account}, ${target.region}`
  const tell = (rule: string, told: Told) => finding(rule, 'copy back', at.crossAccount, told)
  const { vault, vaultPolicy } = facts
  if (!vault.known) {
    const gone = vault.why === 'not found'
    return [
      tell('member-vault-exists', {
        outcome: gone ? 'blocked' : 'unknown',
        because: gone ? `There is no vault ${name} to copy back to.` : vault.detail,
        say: gone ? 'Create it with a customer managed key.' : retry,
      }),
    ]
  }
  const found = tell('member-vault-exists', {
    outcome: 'ok',
    because: `The vault ${name} is there.`,
    say: nothing,
    evidence: vault.evidence,
  })
  const { outcome: taken, because } = judgeLock(vault.value, 'copies', keepDays(house), 'the one back is kept for')
  const lock = finding('copy-within-vault-lock', 'copy back', at.vaultLock, {
    outcome: taken,
    because,
    say: taken === 'ok' ? nothing : 'Copy by hand into a vault whose lock takes the copy, and restore from there.',
    evidence: vault.evidence,
  })
  if (point.account === target.account) return [found, lock]

  const policy = (told: Told) => [found, lock, tell('member-vault-lets-central-in', told)]
  const statement = `Allow ${rootOf(point.account, partitionOf(vault.value.arn))} the action ${copyIntoVault} in the access policy of the vault.`
  if (!vaultPolicy.known) return policy({ outcome: 'unknown', because: vaultPolicy.detail, say: retry })
  const { evidence } = vaultPolicy
  if (vaultPolicy.value === null)
    return policy({
      outcome: 'blocked',
      because: `The vault ${name} has no access policy, so account ${point.account} cannot copy into it.`,
      say: statement,
      evidence,
    })
  const document = parsePolicy(vaultPolicy.value)
  if (isMistake(document)) return policy({ outcome: 'unknown', because: document.mistake, say: statement, evidence })
  const answer = mayCopyInto(document, vault.value.arn, point.account, house)
  const outcome: Outcome = answer.allowed === true ? 'ok' : answer.allowed === false ? 'blocked' : 'unknown'
  return policy({ outcome, because: answer.because, say: outcome === 'ok' ? nothing : statement, evidence })
}

/** Types that keep the key of their resource cannot be copied from another account into a vault under aws/backup. */
export const vaultHasOwnKey = ({ draft, kind, house, facts: { vaultKey } }: PreflightOf): readonly LegFinding[] => {
  if (!kind.keyMustBeShared || draft.point.account === draft.target.account) return []
  const tell = (told: Told) => [finding('member-vault-has-own-key', 'copy back', at.messages, told)]
  const name = `${house.member.vault} in account ${draft.target.account}`
  if (vaultKey === null || !vaultKey.key.known) {
    const because =
      vaultKey === null || vaultKey.key.known ? `The key of the vault ${name} was not read.` : vaultKey.key.detail
    return tell({ outcome: 'unknown', because, say: retry })
  }
  const { evidence, value } = vaultKey.key
  return value.manager === 'AWS'
    ? tell({
        outcome: 'blocked',
        because: `The vault ${name} is encrypted with the AWS managed key ${value.arn}; ${kind.name} cannot be copied into it from another account.`,
        say: 'Copy back to a vault with a customer managed key; the key of a vault cannot be changed.',
        evidence,
      })
    : tell({ outcome: 'ok', because: `The vault ${name} has a customer managed key.`, say: nothing, evidence })
}
