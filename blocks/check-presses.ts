import type { Intent } from '../src/core/intent.ts'
import { isMissing } from '../src/core/one-finding.ts'
import type { Verdict } from '../src/core/verdict.ts'
import { type Press, press } from './kit.ts'

const keyRules = new Set(['key-shared-with-central', 'backup-role-can-use-key'])

const leadsTo = ({ findings }: Verdict, verb: 'explain' | 'restore'): boolean =>
  findings.some(it => it.fix.then?.startsWith(`${verb} `))

/** A job of it failed, or may have failed without the check seeing it. */
const mayHaveFailed = (verdict: Verdict): boolean => {
  const { resource, findings, stages } = verdict
  if (leadsTo(verdict, 'explain')) return true
  if (resource.type.startsWith('unsupported:') || isMissing(verdict)) return false
  const copyIsFine = findings.some(it => it.rule === 'last-copy-worked' && it.outcome === 'ok')
  const backupIsFine = stages.selected !== 'yes' || stages['backed up'] === 'yes'
  return !copyIsFine || !backupIsFine
}

/** What can be asked next. */
export const checkPresses = (verdict: Verdict, asked: Extract<Intent, { verb: 'check' }>): Press[] => {
  const { share: _, ...again } = asked
  const { resource } = verdict
  const { arn, account, region } = resource
  const where = arn.includes(`:${account}:`) ? {} : { account, ...(region ? { region } : {}) }
  const keyTrouble = verdict.findings.some(it => keyRules.has(it.rule) && it.outcome !== 'ok')
  return [
    ...(keyTrouble ? [press('Key policy', { verb: 'policy', target: arn, ...where }, { style: 'primary' })] : []),
    ...(mayHaveFailed(verdict) ? [press('Explain the last failure', { verb: 'explain', what: arn, ...where })] : []),
    ...(leadsTo(verdict, 'restore')
      ? [press('Ask for a restore', { verb: 'restore', target: arn, ...where }, { style: 'primary' })]
      : []),
    ...(asked.all || isMissing(verdict) ? [] : [press('All checks', { ...again, all: true })]),
    press('Check again', again),
    ...(asked.share ? [] : [press('Share with the channel', { ...again, share: true })]),
  ]
}
