import type { Target } from '../../core/restore.ts'
import type { Answer, Ask } from '../read.ts'

/** One of the service's own describe calls: `not found` says that the name is free. */
export type Look = (
  ask: Ask,
  asked: { readonly name: string; readonly parameters: Target['parameters'] },
) => Promise<Answer<unknown>>
