import { unknown } from '../../core/fact.ts'
import type { Resource } from '../../core/resource.ts'
import { type Answer, complete, type Pages } from '../read.ts'
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
  answer: Answer<Pages<unknown>>,
  found: readonly Resource[],
): Found | Follow => {
  const say = `${name} is ${is}; AWS Backup protects ${parts}, each with its own tags`
  const all = complete(answer)
  const [only, ...more] = all.known ? found : []
  if (only && more.length === 0) return { follow: only, note: `${say}, so the only one, ${only.name}, was checked.` }
  if (only) return { kind, notes: [`${say}: ${found.map(it => it.name).join(', ')}.`], facts: {}, nested: found }
  const none = all.known ? unknown('not found', `${say}, and none was found.`) : all
  return { kind, facts: { tags: none, state: none, encryption: none } }
}
