import { type EncryptedPart, type Encryption, type Fact, type Facts, known } from '../core/fact.ts'
import { type Answer, pick } from './read.ts'

type Tag = { readonly Key?: string | undefined; readonly Value?: string | undefined }
type By = EncryptedPart['by']

/** Tags in AWS's usual shape as a map; a list that is missing from an answer is an empty one. */
export const tagMap = (list: readonly Tag[] | undefined): Facts['tags'] =>
  Object.fromEntries((list ?? []).flatMap(({ Key, Value = '' }) => (Key === undefined ? [] : [[Key, Value]])))

/** The tags of an answer. Evidence shows the tag `first` before the others, however it is capitalised. */
export const tagsFrom = <A>(
  answer: Answer<A>,
  field: string,
  first: string,
  choose: (value: A) => Facts['tags'],
): Fact<Facts['tags']> =>
  pick(answer, field, choose, value => {
    const isFirst = ([key]: readonly [string, string]) => key.toLowerCase() === first.toLowerCase()
    const all = Object.entries(choose(value)).sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)))
    return all.map(([key, tag]) => `${key}=${tag}`).join(', ') || 'none'
  })

const keyLike = /^(arn:|alias\/|mrk-|[0-9a-f]{8}-)/

/** A key that the service reports by ARN, id or alias, or as one of its own; of any other word nobody knows what it means. */
export const byKey = (id: string): By | undefined => {
  if (keyLike.test(id)) return { kind: 'key', id }
  return /^aws.?owned/i.test(id) ? awsOwned : undefined
}
export const unencrypted: By = { kind: 'none' }
export const awsOwned: By = { kind: 'aws-owned' }

export const whole = (of: string, by: By | undefined): Encryption | undefined => by && { parts: [{ of, by }] }
/** No encryption of its own, whatever a call answers: the backup takes the key of the vault, or of what is inside. */
export const noParts: Fact<Encryption> = known({ parts: [] })

/** `Region`, the ARN of the Outpost, or the name of the local zone; `undefined` when AWS did not say. */
export const placeOf = (region: string, zone: string | undefined, outpost: string | undefined): string | undefined => {
  if (outpost) return outpost
  if (!zone) return undefined
  return new RegExp(`^${region}[a-z]$`).test(zone) ? 'Region' : zone
}
