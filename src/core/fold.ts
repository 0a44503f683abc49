import { type Stage, stages } from './rule.ts'
import type { Answer, Finding } from './verdict.ts'

/** `no` with any blocked finding, else `unsure` with any unknown one, else `by choice` where the tag says so, else `yes`. */
export const fold = (findings: readonly Pick<Finding, 'outcome'>[]): Answer => {
  const has = (outcome: Finding['outcome']) => findings.some(it => it.outcome === outcome)
  return has('blocked') ? 'no' : has('unknown') ? 'unsure' : has('by choice') ? 'by choice' : 'yes'
}

export const foldStages = (
  findings: readonly Pick<Finding, 'outcome' | 'stage'>[],
): Readonly<Record<Stage, Answer>> => {
  const at = (stage: Stage): Answer => fold(findings.filter(it => it.stage === stage))
  return { selected: at(stages[0]), 'backed up': at(stages[1]), copied: at(stages[2]) }
}
