import type { KnownBlock } from '@slack/types'
import type { Evidence } from '../src/core/fact.ts'
import type { Destination } from '../src/core/house.ts'
import type { Intent } from '../src/core/intent.ts'
import { kindOf } from '../src/core/kinds/index.ts'
import { isMissing } from '../src/core/one-finding.ts'
import { type Outcome, type Stage, stages } from '../src/core/rule.ts'
import type { Answer, Finding, Verdict } from '../src/core/verdict.ts'
import { lower } from '../src/core/words.ts'
import { checkPresses } from './check-presses.ts'
import { bold, buttons, code, context, cut, join, link, type Mrkdwn, mrk, packed, prose, section } from './kit.ts'
import { sentence, subjectOf } from './sentence.ts'

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

const kindName = (type: string): string => kindOf(type)?.name ?? type

const symbol = (name: string): Mrkdwn => ({ mrkdwn: name })

const stageLine = (verdict: Verdict, stage: Stage): Mrkdwn => {
  const answer = verdict.stages[stage]
  return mrk`${symbol(answerSymbol[answer])} ${bold(stageName(stage, verdict.to))}: ${answer}`
}

const evidenceOf = (it: Evidence): Mrkdwn => mrk`${code(it.call)} ${prose(it.field)} = ${code(cut(it.value, 100))}`

const asked = (finding: Finding): Mrkdwn[] =>
  finding.authority === 'house' ? [mrk`The house asks this, AWS does not`] : []

/** What a finding rests on, in small print. */
const grounds = (finding: Finding): Mrkdwn => {
  const subject = subjectOf(finding.because)
  return join(
    [
      ...asked(finding),
      ...(subject ? [code(subject)] : []),
      ...finding.evidence.slice(0, 4).map(evidenceOf),
      mrk`${link(finding.source, 'documentation')} (${finding.rule})`,
    ],
    ' · ',
  )
}

const told = ({ outcome, because, fix }: Finding, by: string): Mrkdwn =>
  mrk`${symbol(outcomeSymbol[outcome])} ${sentence(because)}${
    outcome === 'ok' || fix.say === 'Nothing to do.' ? mrk`` : mrk`${by}*Do:* ${sentence(fix.say)}`
  }`

/** What decides stands large, advice small. */
const findingBlocks = (finding: Finding): KnownBlock[] =>
  finding.outcome === 'advice'
    ? [context(told(finding, ' '))]
    : [section(told(finding, '\n')), context(grounds(finding))]

/** Every check that passed, and everything that nobody outside can see. */
const everything = ({ findings, unchecked }: Verdict): KnownBlock[] => [
  ...packed(findings.flatMap(it => (it.outcome === 'ok' ? [mrk`${told(it, ' ')} (${it.rule})`] : []))),
  ...(unchecked.length
    ? [context(mrk`Not visible from here, so not judged:\n${join(unchecked.map(prose), '\n')}`)]
    : []),
]

/** What needs no reading is counted; all of it is one press away. */
const counted = (verdict: Verdict): KnownBlock[] => {
  const ok = verdict.findings.filter(finding => finding.outcome === 'ok').length
  const unseen = verdict.unchecked.map(it => lower(cut((it.split(':')[0] ?? it).replace(/\.$/, ''), 120)))
  const passed = mrk`:white_check_mark: ${ok} ${ok === 1 ? 'check' : 'checks'} passed.`
  return [
    ...(ok ? [context(passed)] : []),
    ...(unseen.length ? [context(mrk`Not visible from here, so not judged: ${prose(unseen.join('; '))}.`)] : []),
  ]
}

const nestedLine = (it: Verdict): Mrkdwn =>
  mrk`${symbol(answerSymbol[it.verdict])} ${prose(cut(it.resource.name, 100))} (${kindName(it.resource.type)}): ${it.verdict}`

const history = new Set(['local-point-exists', 'central-point-exists', 'last-copy-worked', 'backup-on-schedule'])
/** What exists already is worth telling also where nothing is wrong with it. */
const exists = (verdict: Verdict): KnownBlock[] => {
  const known = verdict.findings.filter(it => it.outcome === 'ok' && history.has(it.rule))
  const lines = known.map(it => mrk`:clock1: ${sentence(it.because)}`)
  return lines.length ? [context(join(lines, '\n'))] : []
}

const weight: Record<Outcome, number> = { blocked: 0, unknown: 1, 'by choice': 1, advice: 2, ok: 2 }
const byWeight = (one: Finding, other: Finding) => weight[one.outcome] - weight[other.outcome]

/** The answer to `check`: three stages, then what is wrong and how to mend it; what passed is counted, or told where all is asked for. */
export const checkBlocks = (
  verdict: Verdict,
  asked: Extract<Intent, { verb: 'check' }>,
  accountName: string,
): KnownBlock[] => {
  const { resource } = verdict
  const shown = verdict.findings.filter(it => it.outcome !== 'ok').toSorted(byWeight)
  return [
    section(
      join(
        [
          mrk`${symbol(answerSymbol[verdict.verdict])} ${bold(resource.name)}  ${headlineOf(verdict)}`,
          mrk`${code(resource.arn)} · ${kindName(resource.type)} · ${prose(accountName)} ${resource.account} · ${resource.region}`,
          ...verdict.notes.map(note => mrk`:bulb: ${prose(note)}`),
        ],
        '\n',
      ),
    ),
    ...(isMissing(verdict)
      ? []
      : [
          section(
            join(
              stages.map(stage => stageLine(verdict, stage)),
              '\n',
            ),
          ),
        ]),
    ...shown.flatMap(findingBlocks),
    ...packed(verdict.nested.map(nestedLine)),
    ...(asked.all ? everything(verdict) : [...exists(verdict), ...(isMissing(verdict) ? [] : counted(verdict))]),
    ...buttons(...checkPresses(verdict, asked)),
  ]
}

const headlineOf = (verdict: Verdict): Mrkdwn => {
  if (isMissing(verdict)) return mrk`I cannot find it.`
  if (verdict.verdict === 'no' && verdict.verdictByAws === 'yes')
    return mrk`AWS would back it up and copy it, but the house rule says no.`
  if (verdict.verdict === 'yes' && verdict.to === 'air-gapped')
    return mrk`Yes, it is backed up and copied to the air-gapped vault.`
  return mrk`${headline[verdict.verdict]}`
}
