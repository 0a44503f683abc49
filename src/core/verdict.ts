import type { Evidence, FactTable, KeyFacts, Unknown } from './fact.ts'
import type { Destination } from './house.ts'
import type { Resource } from './resource.ts'
import type { Authority, Fix, Outcome, Stage } from './rule.ts'

export type Answer = 'yes' | 'no' | 'unsure' | 'by choice'

export type Finding = {
  readonly rule: string
  readonly stage: Stage
  readonly outcome: Outcome
  readonly authority: Authority
  readonly because: string
  readonly evidence: readonly Evidence[]
  readonly fix: Fix
  readonly source: string
}

/** What the readers brought back about one resource. */
export type Reading = {
  readonly resource: Resource
  /** Id of the kind; the family's most likely one where the reading that decides it failed. */
  readonly kind: string
  /** Sentences about how the target became this resource: followed to the cluster, stripped to the bucket, … */
  readonly notes: readonly string[]
  readonly facts: FactTable
  readonly keys: readonly KeyFacts[]
  /** Of a composite: the resources inside it. */
  readonly nested: readonly Reading[]
  /** Why nobody knows where the resource is, so that nothing else could be asked. */
  readonly missing?: Unknown
}

/** The contract's `check --json` (backup-bot/check/1). */
export type Verdict = {
  readonly resource: {
    readonly arn: string
    readonly account: string
    readonly region: string
    readonly type: string
    readonly name: string
  }
  readonly to: Destination
  readonly verdict: Answer
  readonly verdictByAws: Answer
  readonly stages: Readonly<Record<Stage, Answer>>
  readonly encryption: {
    readonly kind: 'none' | 'aws-owned' | 'aws-managed' | 'customer' | 'unknown'
    readonly keys: readonly string[]
  }
  readonly findings: readonly Finding[]
  readonly unchecked: readonly string[]
  readonly notes: readonly string[]
  readonly nested: readonly Verdict[]
  readonly checkedAt: string
}
