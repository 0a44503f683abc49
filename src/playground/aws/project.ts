import { NormalizedSchema } from '@smithy/core/schema'
import type { Stored } from '../world.ts'
import type { Shape } from './schema.ts'

/** The members of a record that a smaller shape has too: a list shows less of a recovery point than its description. */
export const project = <T>(shape: Shape, record: object): Stored<T> => {
  const schema = NormalizedSchema.of(shape)
  const members = new Set(Array.from(schema.structIterator(), ([name]) => name))
  return Object.fromEntries(Object.entries(record).filter(([name]) => members.has(name))) as Stored<T>
}
