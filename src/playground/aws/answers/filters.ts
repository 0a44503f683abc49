import { type Refusal, refuse } from '../refusal.ts'

type Read<T> = (record: T) => readonly (string | boolean | undefined)[]
/** The values of one filter in a record, by the filter's name. */
export type FilterTable<T> = Readonly<Record<string, Read<T>>>
export type Filters = readonly { Name?: string | undefined; Values?: (string | undefined)[] | undefined }[] | undefined

/**
 * Records that pass every filter; within one filter any value will do. `unknown` is what the service says of a filter
 * that is not in the table: a real one refuses it, too.
 */
export const passing = <T>(
  records: readonly T[],
  asked: Filters,
  table: FilterTable<T>,
  unknown: (name: string) => Refusal,
  fits = (wanted: string, value: string) => wanted === value,
): T[] =>
  (asked ?? []).reduce<T[]>(
    (left, { Name = '', Values = [] }) => {
      const read = Object.hasOwn(table, Name) ? table[Name] : undefined
      if (!read) throw unknown(Name)
      return left.filter(record =>
        read(record).some(value => value !== undefined && Values.some(it => fits(it ?? '', String(value)))),
      )
    },
    [...records],
  )

type Tagged = { Tags?: { Key?: string | undefined; Value?: string | undefined }[] | undefined }

/** As EC2 does it: `*` and `?` are wildcards, and there are `tag:NAME` and `tag-key` besides. */
export const filtered = <T extends Tagged>(records: readonly T[], asked: Filters, table: FilterTable<T>): T[] => {
  const ofTags = (asked ?? []).flatMap(({ Name = '' }) => {
    const read = tagReader<T>(Name)
    return read ? [[Name, read] as const] : []
  })
  const unknown = (name: string) => refuse('InvalidParameterValue', `The filter '${name}' is invalid`)
  return passing(records, asked, { ...Object.fromEntries(ofTags), ...table }, unknown, like)
}

const tagReader = <T extends Tagged>(name: string): Read<T> | undefined => {
  if (name === 'tag-key') return ({ Tags = [] }: T) => (Tags ?? []).map(tag => tag.Key)
  if (!name.startsWith('tag:')) return undefined
  return ({ Tags = [] }: T) => (Tags ?? []).filter(tag => tag.Key === name.slice(4)).map(tag => tag.Value)
}

/** A backslash takes its meaning from the wildcard that follows. */
const like = (pattern: string, text: string): boolean => {
  const source = pattern.replace(/\\([*?\\])|[\s\S]/g, (token, plain: string | undefined) =>
    plain ? escaped(plain) : token === '*' ? '.*' : token === '?' ? '.' : escaped(token),
  )
  return new RegExp(`^${source}$`, 's').test(text)
}
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
