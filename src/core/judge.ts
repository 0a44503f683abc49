import { compositeFindings, isComposite } from './composite.ts'
import { encryptionOf } from './encryption.ts'
import { type FactName, type Facts, type FactTable, type Unknown, unknown } from './fact.ts'
import { factWords } from './fact-words.ts'
import { fold, foldStages } from './fold.ts'
import type { Destination, House } from './house.ts'
import { kindOf } from './kinds/index.ts'
import { isMissing, judgeMissing, ofMissing } from './one-finding.ts'
import type { About, AnyRule, Fix, Judgement, Outcome } from './rule.ts'
import { commonRules } from './rules/index.ts'
import { type Subject, subjectsOf } from './subjects.ts'
import { uncheckedOf } from './unchecked.ts'
import { type Open, unreadFindings } from './unread.ts'
import type { Finding, Reading, Verdict } from './verdict.ts'

export { judgeUnsupported } from './one-finding.ts'

type Asked = {
  readonly house: House
  readonly to: Destination
  readonly checkedAt: string
  /** It is judged as a part of a composite, which is selected as a whole. */
  readonly inside?: true
}

const steps: Readonly<Record<Outcome, Fix>> = {
  ok: { say: 'Nothing to do.' },
  'by choice': { say: 'Nothing to do, as long as that is what you want.' },
  advice: { say: 'Consider it.' },
  blocked: { say: 'Ask the CDX team.' },
  unknown: { say: 'Ask the CDX team.' },
}

const finding = (rule: AnyRule, judgement: Judgement, facts: FactTable): Finding => ({
  rule: rule.id,
  stage: rule.stage,
  outcome: judgement.outcome,
  authority: rule.authority,
  because: judgement.because,
  evidence:
    judgement.evidence ??
    namesOf(rule).flatMap(name => {
      const fact = facts[name]
      return fact?.known ? fact.evidence : []
    }),
  fix: judgement.fix ?? steps[judgement.outcome],
  source: judgement.source ?? rule.source,
})

const namesOf = (rule: AnyRule): readonly FactName[] => rule.needs

/** Where nothing was brought back at all, nothing was read. */
const neverRead = (name: FactName, key: string | null): Unknown => {
  const what = factWords[name].what.replace(/^The/, 'the')
  return unknown('no reader', `nothing was asked of AWS about ${what}${key === null ? '' : ` of ${key}`}`)
}

/** The fact as the readers know it. */
const originOf = (name: FactName, key: string | null): FactName =>
  name !== 'encryptedBy' ? name : key === null ? 'encryption' : 'key'

const unreadOf = (rule: AnyRule, facts: FactTable, key: string | null): readonly Open[] =>
  namesOf(rule).flatMap(name => {
    const found = facts[name] ?? neverRead(name, key)
    return found.known ? [] : [{ rule, fact: originOf(name, key), unknown: found, key }]
  })

/** `answered`: what was not found and says so in a finding of its own. */
type Asking = {
  readonly findings: readonly Finding[]
  readonly open: readonly Open[]
  readonly answered: readonly Open[]
}

/** The rule receives what it declared and nothing else. */
const given = (rule: AnyRule, facts: FactTable): Partial<Facts> =>
  Object.fromEntries(
    namesOf(rule).flatMap(name => {
      const fact = facts[name]
      return fact?.known ? [[name, fact.value]] : []
    }),
  )

const ask = (rule: AnyRule, subject: Subject, about: About): Asking => {
  const { facts, key } = subject
  const skipped = rule.optional && namesOf(rule).some(name => facts[name] === undefined)
  const nothing: Asking = { findings: [], open: [], answered: [] }
  if (skipped || rule.applies?.(about) === false) return nothing
  const open = unreadOf(rule, facts, key)
  if (open.length === 0) return { ...nothing, findings: [finding(rule, rule.judge(given(rule, facts), about), facts)] }
  return rule.notFound && open.every(it => it.unknown.why === 'not found')
    ? { ...nothing, findings: [finding(rule, rule.notFound(about), facts)], answered: open }
    : { ...nothing, open }
}

const order: readonly Outcome[] = ['blocked', 'unknown', 'by choice', 'advice', 'ok']
const ordered = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome))

/** What a rule left open counts in its own stage and authority, however the findings are gathered for people. */
const leftOpen = ({ rule, unknown: { detail } }: Open): Finding =>
  finding(rule, { outcome: 'unknown', because: detail }, {})

/**
 * The findings about one resource folded into the answer of the contract's `check --json`. Findings are ordered
 * blocked, unknown, by choice, advice, ok. A needed fact that is unknown or absent never lets the answer be `yes`.
 */
export const judge = (reading: Reading, asked: Asked): Verdict => {
  const { house, to, checkedAt } = asked
  const { resource } = reading
  const kind = kindOf(reading.kind)
  if (kind === undefined) throw new Error(`No resource type ${reading.kind} is known.`)
  if (reading.missing) return judgeMissing(reading, reading.missing, asked)

  const subjects = subjectsOf(reading, kind)
  // What only holds what is backed up has nothing of its own to be asked about.
  const holds = reading.nested.length > 0 && !isComposite(kind)
  const mine = holds ? [] : [...commonRules, ...kind.rules].filter(it => !asked.inside || it.stage !== 'selected')
  const asking = mine.flatMap(rule =>
    subjects
      .filter(subject => subject.per.includes(rule.per ?? 'resource'))
      .map(subject => {
        const about = { resource, kind, house, to, at: new Date(checkedAt), of: subject.of }
        return ask(rule, subject, subject.manager === undefined ? about : { ...about, manager: subject.manager })
      }),
  )
  const nested = reading.nested.map(it => judge(it, isComposite(kind) ? { ...asked, inside: true } : asked))
  const settled = [...asking.flatMap(it => it.findings), ...compositeFindings(kind, nested)]
  const open = asking.flatMap(it => it.open)
  const all = [...settled, ...open.map(leftOpen)]
  const answered = new Set(asking.flatMap(it => it.answered.map(({ unknown: { detail } }) => detail)))
  const untold = open.filter(it => !answered.has(it.unknown.detail))
  const findings = ordered([...settled, ...unreadFindings(untold, resource, house)])
  const missing = isMissing({ findings })

  return {
    resource: {
      arn: resource.arn,
      account: resource.account,
      region: resource.region,
      type: kind.id,
      name: resource.name,
    },
    to,
    verdict: fold(all),
    verdictByAws: fold(all.filter(it => it.authority === 'aws')),
    stages: foldStages(all),
    encryption: encryptionOf(reading, nested),
    findings: missing ? ofMissing(findings, reading.facts, resource.arn) : findings,
    unchecked: missing ? [] : uncheckedOf(kind, house),
    notes: reading.notes,
    nested,
    checkedAt,
  }
}
