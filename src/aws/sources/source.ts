import type { Fact } from '../../core/fact.ts'
import type { Family } from '../../core/resource.ts'
import type { Ask } from '../read.ts'

/** Asks the service itself what a snapshot was made of. `resource` is the last part of the snapshot's ARN. */
export type SourceOf = (ask: Ask, resource: string) => Promise<{ readonly family: Family; readonly name: Fact<string> }>
