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

/** What makes each answer, in the order in which they decide. */
const makes = [
  ['no', 'blocked'],
  ['unsure', 'unknown'],
  ['by choice', 'by choice'],
] as const
/** Of several hundred resources inside, what AWS said of the first. */
const mostEvidence = 20

const judgeStage = (kind: Kind, nested: readonly Verdict[], stage: Stage, authority: Authority): readonly Finding[] => {
  const by = (answer: Answer) => nested.filter(inside => answerOf(inside, stage, authority) === answer)
  const [answer, outcome] = makes.find(([it]) => by(it).length > 0) ?? ['yes', 'ok']
  const some = by(answer)
  const isIt = (it: Finding) => it.outcome === outcome
  const why = (inside: Verdict) => within(inside, stage, authority).find(isIt) ?? inside.findings.find(isIt)
  const named = (it: Verdict) =>
    [it.resource.name, why(it)?.because.replace(/(.+?)\.?$/, '($1)')].filter(Boolean).join(' ')
  const list = some.map(named).join('; ')
  const found = (because: string, say: string): readonly Finding[] => [
    {
      rule: authority === 'house' ? 'nested-resources-keep-house-rules' : `nested-resources-${stage.replace(' ', '-')}`,
      ...{ stage, authority, outcome, because },
      evidence: some.flatMap(it => why(it)?.evidence ?? []).slice(0, mostEvidence),
      fix: { say },
      source: kind.sources[0] ?? supported,
    },
  ]
  const left = isComposite(kind) ? ' AWS leaves out what fails and marks the composite recovery point PARTIAL.' : ''
  const many = `${some.length} of ${nested.length} resources inside`
  switch (answer) {
    case 'no':
      return found(
        authority === 'house' ? `${many} break a house rule: ${list}.` : `${many} cannot be ${stage}: ${list}.${left}`,
        'Mend each of them; their own checks say how.',
      )
    case 'unsure':
      return found(
        `Of ${nested.length} resources inside, ${some.length} could not be judged: ${list}.`,
        'See the checks of those resources for what could not be read.',
      )
    case 'by choice':
      return found(
        `${many} are left out by choice: ${some.map(it => it.resource.name).join(', ')}.`,
        'Nothing to do, as long as that is what you want.',
      )
    case 'yes':
      return authority === 'house'
        ? []
        : found(`All ${nested.length} resources inside can be ${stage}.`, 'Nothing to do.')
  }
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
