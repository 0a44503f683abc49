import { unknown } from '../../core/fact.ts'
import type { Resource } from '../../core/resource.ts'
import type { Answer } from '../read.ts'
import type { Follow, Found } from './reader.ts'

type Holder = {
  readonly kind: string
  /** `an ONTAP file system`, `its volumes`. */
  readonly is: string
  readonly parts: string
}

/** What was pasted holds what AWS Backup takes: its one part is checked in its place, or each of its parts. */
export const holding = (
  { name }: Resource,
  { kind, is, parts }: Holder,
  answer: Answer<unknown>,
  found: readonly Resource[],
): Found | Follow => {
  const say = `${name} is ${is}; AWS Backup protects ${parts}, each with its own tags`
  const [only, ...more] = found
  if (only && more.length === 0) return { follow: only, note: `${say}, so the only one, ${only.name}, was checked.` }
  if (only) return { kind, notes: [`${say}: ${found.map(it => it.name).join(', ')}.`], facts: {}, nested: found }
  const none = answer.known ? unknown('not found', `${say}, and none was found.`) : answer
  return { kind, facts: { tags: none, state: none, encryption: none } }
}
