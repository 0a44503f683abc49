import { fold } from './fold.ts'
import type { Kind } from './kind.ts'
import { supported } from './links.ts'
import { type Authority, type Stage, stages } from './rule.ts'
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

const list = (some: readonly Verdict[], stage: Stage, authority: Authority): string =>
  some
    .map(inside => {
      const stops = ({ outcome }: Finding) => outcome === 'blocked' || outcome === 'unknown'
      const why = within(inside, stage, authority).find(stops) ?? inside.findings.find(stops)
      return `${inside.resource.name}${why === undefined ? '' : ` (${why.because.replace(/\.$/, '')})`}`
    })
    .join('; ')

const judgeStage = (kind: Kind, nested: readonly Verdict[], stage: Stage, authority: Authority): readonly Finding[] => {
  const source = kind.sources[0] ?? supported
  const rule =
    authority === 'house' ? 'nested-resources-keep-house-rules' : `nested-resources-${verbs[stage].replace(' ', '-')}`
  const base = { rule, stage, authority, evidence: [], source }
  const by = (answer: Answer) => nested.filter(inside => answerOf(inside, stage, authority) === answer)
  const [bad, open, chosen] = [by('no'), by('unsure'), by('by choice')]
  const left = isComposite(kind) ? ' AWS leaves out what fails and marks the composite recovery point PARTIAL.' : ''
  if (bad.length > 0) {
    const because =
      authority === 'house'
        ? `${bad.length} of ${nested.length} resources inside break a house rule: ${list(bad, stage, authority)}.`
        : `${bad.length} of ${nested.length} resources inside cannot be ${verbs[stage]}: ${list(bad, stage, authority)}.${left}`
    return [{ ...base, outcome: 'blocked', because, fix: { say: 'Mend each of them; their own checks say how.' } }]
  }
  if (open.length > 0)
    return [
      {
        ...base,
        outcome: 'unknown',
        because: `Of ${nested.length} resources inside, ${open.length} could not be judged: ${list(open, stage, authority)}.`,
        fix: { say: 'See the checks of those resources for what could not be read.' },
      },
    ]
  if (chosen.length > 0)
    return [
      {
        ...base,
        outcome: 'by choice',
        because: `${chosen.length} of ${nested.length} resources inside are left out by choice: ${chosen.map(it => it.resource.name).join(', ')}.`,
        fix: { say: 'Nothing to do, as long as that is what you want.' },
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
 * What the resources inside mean for the whole. What only holds them (a gateway, an ONTAP file system) is as good as
 * they are. Of a composite their tags and opt-ins do not count: AWS backs up every supported
 * resource of a stack (https://docs.aws.amazon.com/aws-backup/latest/devguide/applicationstackbackups.html) and the
 * storage of a cluster (https://docs.aws.amazon.com/aws-backup/latest/devguide/eks-backups.html).
 */
export const compositeFindings = (kind: Kind, nested: readonly Verdict[]): readonly Finding[] => {
  if (nested.length === 0) return []
  if (!isComposite(kind))
    return stages.flatMap(stage => [
      ...judgeStage(kind, nested, stage, 'aws'),
      ...judgeStage(kind, nested, stage, 'house'),
    ])
  return [
    ...judgeStage(kind, nested, 'backed up', 'aws'),
    ...judgeStage(kind, nested, 'copied', 'aws'),
    ...judgeStage(kind, nested, 'copied', 'house'),
  ]
}
