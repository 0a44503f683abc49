import { kindOf, kinds } from '../kinds/index.ts'
import { airGapped } from './air-gapped.ts'
import { cost } from './cost.ts'
import { howItWorks } from './how-it-works.ts'
import { keys } from './keys.ts'
import { notSupported } from './not-supported.ts'
import { oneType } from './one-type.ts'
import { regions } from './regions.ts'
import { restore } from './restore.ts'
import { s3Endpoint } from './s3-endpoint.ts'
import { tags } from './tags.ts'
import type { Topic } from './topic.ts'
import { types } from './types.ts'

/** What `help` tells about, in the order in which a newcomer would ask. */
export const topics: readonly Topic[] = [
  howItWorks,
  tags,
  keys,
  types,
  regions,
  cost,
  restore,
  notSupported,
  s3Endpoint,
  airGapped,
]

/** A topic by its id, or one type by the id of its kind; written in capitals or not. */
export const topicOf = (word: string): Topic | undefined => {
  const id = word.trim().toLowerCase()
  const kind = kindOf(id)
  return topics.find(topic => topic.id === id) ?? (kind && oneType(kind))
}

/** Ids of the types whose id or name holds the word: `rds`, `DynamoDB`. */
export const typesLike = (word: string): readonly string[] => {
  const part = word.trim().toLowerCase()
  if (part.length < 3) return []
  return kinds.filter(({ id, name }) => id.includes(part) || name.toLowerCase().includes(part)).map(kind => kind.id)
}
