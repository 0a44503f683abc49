import type { FactTable } from '../../core/fact.ts'
import type { House } from '../../core/house.ts'
import type { Resource } from '../../core/resource.ts'
import type { Settings } from '../backup.ts'
import type { Ask } from '../read.ts'

/** What a reader is given. `session` is of the resource's account and Region. */
export type Scope = Ask & {
  readonly resource: Resource
  readonly house: House
  /** The Region of the resource was read, not only typed. */
  readonly placed?: true
  /** Shared with the rest of the check: which kind a DynamoDB table is depends on it. */
  readonly settings: () => Promise<Settings>
}

export type Found = {
  /** Id of the kind. */
  readonly kind: string
  /** Where the answer told more of the resource than was asked: its own ARN. */
  readonly resource?: Resource
  readonly notes?: readonly string[]
  readonly facts: FactTable
  /** Facts that need a second call but not before the keys are read. */
  readonly later?: Promise<FactTable>
  /** Of a composite: what is inside it. */
  readonly nested?: readonly Resource[]
}

/** The target stands for another resource: read that one instead. */
export type Follow = { readonly follow: Resource; readonly note: string }

/** Reads one resource. Never rejects: what cannot be read is an unknown fact. */
export type Reader = (scope: Scope) => Promise<Found | Follow>
