import { fold } from './fold.ts'
import type { Kind } from './kind.ts'
import { cloudformation, eks } from './links.ts'
import type { Authority, Stage } from './rule.ts'
import type { Answer, Finding, Verdict } from './verdict.ts'

export const isComposite = ({ family }: Pick<Kind, 'family'>): boolean =>
  family === 'cloudformation' || family === 'eks'

const within = (inside: Verdict, stage: Stage, authority: Authority): readonly Finding[] =>
  inside.findings.filter(it => it.stage === stage && it.authority === authority)

/** A nested answer that is left open may be gathered in a finding of an earlier stage: the stages know better. */
const answerOf = (inside: Verdict, stage: Stage, authority: Authority): Answer => {
  const answer = fold(within(inside, stage, authority))
  return answer === 'yes' && authority === 'aws' && inside.stages[stage] === 'unsure' ? 'unsure' : answer
}

const verbs = { selected: 'selected', 'backed up': 'backed up', copied: 'copied' } as const satisfies Record<
  Stage,
  string
>

const list = (some: readonly Verdict[]): string =>
  some
    .map(({ resource, findings }) => {
      const why = findings.find(it => it.outcome === 'blocked' || it.outcome === 'unknown')
      return `${resource.name}${why === undefined ? '' : ` (${why.because.replace(/\.$/, '')})`}`
    })
    .join('; ')

const judgeStage = (kind: Kind, nested: readonly Verdict[], stage: Stage, authority: Authority): readonly Finding[] => {
  const source = kind.family === 'eks' ? eks : cloudformation
  const rule =
    authority === 'house' ? 'nested-resources-keep-house-rules' : `nested-resources-${verbs[stage].replace(' ', '-')}`
  const base = { rule, stage, authority, evidence: [], source }
  const by = (answer: Answer) => nested.filter(inside => answerOf(inside, stage, authority) === answer)
  const [bad, open] = [by('no'), by('unsure')]
  const left = 'AWS leaves out what fails and marks the composite recovery point PARTIAL.'
  if (bad.length > 0) {
    const because =
      authority === 'house'
        ? `${bad.length} of ${nested.length} resources inside break a house rule: ${list(bad)}.`
        : `${bad.length} of ${nested.length} resources inside cannot be ${verbs[stage]}: ${list(bad)}. ${left}`
    return [{ ...base, outcome: 'blocked', because, fix: { say: 'Mend each of them; their own checks say how.' } }]
  }
  if (open.length > 0)
    return [
      {
        ...base,
        outcome: 'unknown',
        because: `Of ${nested.length} resources inside, ${open.length} could not be judged: ${list(open)}.`,
        fix: { say: 'See the checks of those resources for what could not be read.' },
      },
    ]
  return authority === 'house'
    ? []
    : [
        {
          ...base,
          outcome: 'ok',
          because: `All ${nested.length} resources inside can be ${verbs[stage]}.`,
          fix: { say: 'Nothing to do.' },
        },
      ]
}

/**
 * What the resources inside mean for the whole. Their tags and opt-ins do not count: AWS backs up every supported
 * resource of a stack (https://docs.aws.amazon.com/aws-backup/latest/devguide/applicationstackbackups.html) and the
 * storage of a cluster (https://docs.aws.amazon.com/aws-backup/latest/devguide/eks-backups.html).
 */
export const compositeFindings = (kind: Kind, nested: readonly Verdict[]): readonly Finding[] => {
  if (!isComposite(kind) || nested.length === 0) return []
  return [
    ...judgeStage(kind, nested, 'backed up', 'aws'),
    ...judgeStage(kind, nested, 'copied', 'aws'),
    ...judgeStage(kind, nested, 'copied', 'house'),
  ]
}
