import type { KnownBlock } from '@slack/types'
import type { Evidence } from '../src/core/fact.ts'
import type { Destination } from '../src/core/house.ts'
import type { Intent } from '../src/core/intent.ts'
import { type Outcome, type Stage, stages } from '../src/core/rule.ts'
import type { Answer, Finding, Verdict } from '../src/core/verdict.ts'
import {
  bold,
  buttons,
  code,
  context,
  cut,
  join,
  link,
  type Mrkdwn,
  mrk,
  type Press,
  press,
  prose,
  section,
} from './kit.ts'

const answerSymbol: Record<Answer, string> = {
  yes: ':white_check_mark:',
  no: ':x:',
  unsure: ':grey_question:',
  'by choice': ':no_entry_sign:',
}
const outcomeSymbol: Record<Outcome, string> = {
  ok: ':white_check_mark:',
  blocked: ':x:',
  unknown: ':grey_question:',
  'by choice': ':no_entry_sign:',
  advice: ':bulb:',
}

const headline: Record<Answer, string> = {
  yes: 'Yes, it is backed up and copied to the central vault.',
  no: 'No, not as it is now.',
  unsure: 'I cannot tell: something that decides it could not be read.',
  'by choice': 'Not backed up, by choice: the tag says so.',
}

const stageNames: Record<Stage, string> = {
  selected: 'Selected',
  'backed up': 'Backed up locally',
  copied: 'Copied to the central account',
}
const stageName = (stage: Stage, to: Destination) =>
  stage === 'copied' && to === 'air-gapped' ? 'Copied to the air-gapped vault' : stageNames[stage]

const symbol = (name: string): Mrkdwn => ({ mrkdwn: name })

const worst = (findings: readonly Finding[], stage: Stage): Finding | undefined =>
  findings.find(finding => finding.stage === stage && finding.outcome !== 'ok' && finding.outcome !== 'advice')

const stageLine = (verdict: Verdict, stage: Stage): Mrkdwn => {
  const answer = verdict.stages[stage]
  const reason = worst(verdict.findings, stage)
  return join([
    mrk`${symbol(answerSymbol[answer])} ${bold(stageName(stage, verdict.to))}: ${answer}`,
    ...(reason && answer !== 'yes' ? [mrk` – ${prose(inShort(reason.because))}`] : []),
  ])
}

/** The reason in a stage's own line: the first sentence, without the key or volume that it is about. */
const inShort = (text: string) =>
  cut(text.replace(/^arn:\S+: /, '').split(/\.\s/)[0] ?? text, 160).replace(/([^.…])$/, '$1.')

const evidenceOf = (it: Evidence): Mrkdwn => mrk`${code(it.call)} ${prose(it.field)} = ${code(it.value)}`

const asked = (finding: Finding): Mrkdwn =>
  finding.authority === 'house' ? mrk`The house asks this, AWS does not. ` : mrk``

const findingBlocks = (finding: Finding): KnownBlock[] => [
  section(
    mrk`${symbol(outcomeSymbol[finding.outcome])} ${prose(finding.because)}\n${
      finding.fix.say === 'Nothing to do.' ? mrk`` : mrk`*Do:* ${prose(finding.fix.say)}`
    }`,
  ),
  context(
    join([
      asked(finding),
      join(finding.evidence.slice(0, 4).map(evidenceOf), ' · '),
      finding.evidence.length ? mrk` · ` : mrk``,
      link(finding.source, 'documentation'),
      mrk` (${finding.rule})`,
    ]),
  ),
]

const passed = (verdict: Verdict): KnownBlock[] => {
  const ok = verdict.findings.filter(finding => finding.outcome === 'ok')
  if (!ok.length) return []
  return [context(mrk`:white_check_mark: ${ok.length} passed: ${ok.map(finding => finding.rule).join(', ')}`)]
}

const linesInSection = 20
const nestedLine = (it: Verdict): Mrkdwn =>
  mrk`${symbol(answerSymbol[it.verdict])} ${prose(cut(it.resource.name, 100))} (${it.resource.type}): ${it.verdict}`

/** In as many sections as fit: a stack may hold many. */
const nestedBlocks = (nested: readonly Verdict[]): KnownBlock[] =>
  Array.from({ length: Math.ceil(nested.length / linesInSection) }, (_, at) =>
    section(join(nested.slice(at * linesInSection, (at + 1) * linesInSection).map(nestedLine), '\n')),
  )

const history = new Set(['local-point-exists', 'central-point-exists', 'last-copy-worked', 'backup-on-schedule'])
/** What exists already is worth telling also where nothing is wrong with it. */
const exists = (verdict: Verdict): KnownBlock[] => {
  const told = verdict.findings.filter(it => it.outcome === 'ok' && history.has(it.rule))
  return told.length
    ? [
        context(
          join(
            told.map(it => mrk`:clock1: ${prose(it.because)}`),
            '\n',
          ),
        ),
      ]
    : []
}

const keyRules = new Set(['key-shared-with-central', 'backup-role-can-use-key'])

const next = (verdict: Verdict, asked: Extract<Intent, { verb: 'check' }>): Press[] => {
  const { share: _, ...again } = asked
  const { resource } = verdict
  const { arn, account, region } = resource
  const where = arn.includes(`:${account}:`) ? {} : { account, ...(region ? { region } : {}) }
  const keyTrouble = verdict.findings.some(it => keyRules.has(it.rule) && it.outcome !== 'ok')
  return [
    ...(keyTrouble ? [press('Key policy', { verb: 'policy', target: arn, ...where }, { style: 'primary' })] : []),
    ...(verdict.verdict === 'yes' || resource.type.startsWith('unsupported:')
      ? []
      : [press('Explain the last failure', { verb: 'explain', what: arn, ...where })]),
    press('Check again', again),
    ...(asked.share ? [] : [press('Share with the channel', { ...again, share: true })]),
  ]
}

/** The answer to `check`: three stages, then what is wrong and how to mend it, then what passed. */
export const checkBlocks = (
  verdict: Verdict,
  asked: Extract<Intent, { verb: 'check' }>,
  accountName: string,
): KnownBlock[] => {
  const { resource } = verdict
  const shown = verdict.findings.filter(finding => finding.outcome !== 'ok')
  return [
    section(
      join(
        [
          mrk`${symbol(answerSymbol[verdict.verdict])} ${bold(resource.name)}  ${headlineOf(verdict)}`,
          mrk`${code(resource.arn)} · ${resource.type} · ${prose(accountName)} ${resource.account} · ${resource.region}`,
          ...verdict.notes.map(note => mrk`:bulb: ${prose(note)}`),
        ],
        '\n',
      ),
    ),
    section(
      join(
        stages.map(stage => stageLine(verdict, stage)),
        '\n',
      ),
    ),
    ...shown.flatMap(findingBlocks),
    ...nestedBlocks(verdict.nested),
    ...exists(verdict),
    ...passed(verdict),
    ...(verdict.unchecked.length
      ? [context(mrk`Not visible from here, so not judged: ${prose(verdict.unchecked.join(' '))}`)]
      : []),
    ...buttons(...next(verdict, asked)),
  ]
}

const headlineOf = (verdict: Verdict): Mrkdwn =>
  verdict.verdict === 'no' && verdict.verdictByAws === 'yes'
    ? mrk`AWS would back it up and copy it, but the house rule says no.`
    : verdict.verdict === 'yes' && verdict.to === 'air-gapped'
      ? mrk`Yes, it is backed up and copied to the air-gapped vault.`
      : mrk`${headline[verdict.verdict]}`
