import type { Evidence, FactName, Facts, Key } from './fact.ts'
import type { Destination, House } from './house.ts'
import type { Kind } from './kind.ts'
import type { Resource } from './resource.ts'

/** Three stages, each with its own answer: tag and opt-in, the local backup, the copy to the central account. */
export const stages = ['selected', 'backed up', 'copied'] as const
export type Stage = (typeof stages)[number]

/** Who says so: AWS would refuse, or AWS would do it but the house demands otherwise. */
export type Authority = 'aws' | 'house'
export type Outcome = 'ok' | 'blocked' | 'advice' | 'by choice' | 'unknown'

/** The next step: a sentence, and the words (as after `/backup`) that take it. */
export type Fix = { readonly say: string; readonly then?: string }

export type Judgement = {
  readonly outcome: Outcome
  readonly because: string
  readonly fix?: Fix
  /** Replaces the evidence of the needed facts, where the rule can name better (the deciding statement, say). */
  readonly evidence?: readonly Evidence[]
  /** Another link than the rule's own, where this outcome has its own source. */
  readonly source?: string
}

/** What a rule is asked about. */
export type About = {
  readonly resource: Resource
  readonly kind: Kind
  readonly house: House
  readonly to: Destination
  /** The moment of the check. */
  readonly at: Date
  /** For rules judged per key or per encryption: which parts of the resource it encrypts. */
  readonly of: readonly string[]
  /** For rules judged per key: whose key it is, where that was read. */
  readonly manager?: Key['manager']
}

/**
 * One question about a resource. It is given the facts that it needs and no others; when one of them is unknown the
 * finding is `unknown` and `judge` is not called.
 */
export type Rule<N extends FactName> = {
  readonly id: string
  /** The good condition, for people: `The tag backup=enabled is on the resource`. */
  readonly title: string
  readonly stage: Stage
  readonly authority: Authority
  readonly source: string
  /** `key`: judged once for every key that encrypts the resource. `encryption`: also for what has no key of the account. */
  readonly per?: 'key' | 'encryption'
  /** Skipped where a needed fact was never asked for. Asked for and not read, it still leaves the rule open. */
  readonly optional?: true
  readonly needs: readonly N[]
  readonly applies?: (about: About) => boolean
  /** The answer where a needed fact was looked for and is not there, if that says it all (a vault that does not exist). */
  readonly notFound?: (about: About) => Judgement
  readonly judge: (facts: Pick<Facts, N>, about: About) => Judgement
}

// biome-ignore lint/suspicious/noExplicitAny: a list of rules with different needs has no common supertype but this
export type AnyRule = Rule<any>

export const rule = <N extends FactName>(it: Rule<N>): AnyRule => it

export const ok = (because: string): Judgement => ({ outcome: 'ok', because })
export const blocked = (because: string, fix: Fix, more: Partial<Judgement> = {}): Judgement => ({
  outcome: 'blocked',
  because,
  fix,
  ...more,
})
export const advice = (because: string, fix: Fix, more: Partial<Judgement> = {}): Judgement => ({
  outcome: 'advice',
  because,
  fix,
  ...more,
})
export const unsure = (because: string, fix: Fix, more: Partial<Judgement> = {}): Judgement => ({
  outcome: 'unknown',
  because,
  fix,
  ...more,
})
