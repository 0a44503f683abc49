import { refuse } from '../refusal.ts'

/** The values of one filter in a record, by the filter's name. */
export type FilterTable<T> = Readonly<Record<string, (record: T) => readonly (string | boolean | undefined)[]>>
type Asked = { Name?: string | undefined; Values?: (string | undefined)[] | undefined }

/**
 * Records that pass every filter; within one filter any value will do, `*` and `?` are wildcards. EC2 adds `tag:NAME`
 * and `tag-key`. Throws when a filter is not known: a real service does so too.
 */
export const filtered = <T extends { Tags?: { Key?: string | undefined; Value?: string | undefined }[] | undefined }>(
  records: readonly T[],
  asked: readonly Asked[] | undefined,
  table: FilterTable<T>,
): T[] =>
  (asked ?? []).reduce<T[]>(
    (left, { Name = '', Values = [] }) => {
      const read = Object.hasOwn(table, Name) ? table[Name] : tagReader<T>(Name)
      if (!read) throw refuse('InvalidParameterValue', `The filter '${Name}' is invalid`)
      return left.filter(record =>
        read(record).some(value => value !== undefined && Values.some(it => like(it ?? '', String(value)))),
      )
    },
    [...records],
  )

const tagReader = <T extends { Tags?: { Key?: string | undefined; Value?: string | undefined }[] | undefined }>(
  name: string,
) => {
  if (name === 'tag-key') return ({ Tags = [] }: T) => (Tags ?? []).map(tag => tag.Key)
  if (!name.startsWith('tag:')) return undefined
  return ({ Tags = [] }: T) => (Tags ?? []).filter(tag => tag.Key === name.slice(4)).map(tag => tag.Value)
}

const like = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text)
