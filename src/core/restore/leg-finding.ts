import type { Evidence, Fact, Key, Vault } from '../fact.ts'
import type { House } from '../house.ts'
import type { Grant } from '../key-policy/evaluate.ts'
import type { Kind } from '../kind.ts'
import type { Outcome } from '../rule.ts'
import type { Finding } from '../verdict.ts'
import type { Draft } from './request.ts'

/** A finding about one leg of a restore; the shape of a check's, with the leg where that has its stage. */
export type LegFinding = Omit<Finding, 'stage'> & { readonly stage: 'copy back' | 'restore' }

/** The recovery point as it is now, found by its ARN in its vault. */
export type FoundPoint = { readonly status: string; readonly resource: string; readonly expiresAt: string | null }

export type KeyReading = {
  readonly key: Fact<Key>
  readonly policy: Fact<string>
  readonly grants: Fact<readonly Grant[]>
}

/** What the pre-flight is judged from; whatever was not read leaves its finding `unknown`. */
export type PreflightFacts = {
  readonly point: Fact<FoundPoint>
  /** The key that encrypts the recovery point where it lies now; `null`: it is not encrypted. */
  readonly pointKey: KeyReading | null
  /** The local vault of the target account and Region. */
  readonly vault: Fact<Vault>
  /** `null`: it has no access policy. */
  readonly vaultPolicy: Fact<string | null>
  /** The key of that vault; `null` where it was not asked for, because no copy is needed. */
  readonly vaultKey: KeyReading | null
}

export type PreflightOf = {
  readonly draft: Pick<Draft, 'resource' | 'point' | 'target'>
  readonly kind: Kind
  readonly house: House
  readonly facts: PreflightFacts
  /** ISO 8601. */
  readonly now: string
}

export type Stage = LegFinding['stage']
export type Told = {
  readonly outcome: Outcome
  readonly because: string
  readonly say: string
  readonly evidence?: readonly Evidence[]
}

export const finding = (rule: string, stage: Stage, source: string, told: Told): LegFinding => ({
  rule,
  stage,
  outcome: told.outcome,
  authority: 'aws',
  because: told.because,
  evidence: told.evidence ?? [],
  fix: { say: told.say },
  source,
})

export const nothing = 'Nothing to do.'
export const retry = 'Ask the CDX team to look with their own rights.'
