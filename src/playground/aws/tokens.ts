import { createHash } from 'node:crypto'

/** What AWS's services call the place where a list goes on. */
const members = ['NextToken', 'nextToken', 'Marker', 'NextMarker', 'PaginationToken', 'ContinuationToken']

type Members = Readonly<Record<string, unknown>>

/** A token goes on with the list that gave it, and with no other; `list` tells lists apart. */
export const tokensOf = (list: string) => {
  const seal = (token: string) => `${Buffer.from(token).toString('base64url')}.${sumOf(list, token)}`
  return {
    sealed: (output: Members) => replaced(output, seal),
    /** A token of another list becomes one that no list takes. */
    opened: (input: Members) =>
      replaced(input, token => {
        const own = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')
        return seal(own) === token ? own : 'foreign'
      }),
  }
}

const sumOf = (list: string, token: string) =>
  createHash('sha256').update(`${list} ${token}`).digest('base64url').slice(0, 12)

const replaced = (record: Members, change: (token: string) => string): Record<string, unknown> => ({
  ...record,
  ...Object.fromEntries(
    members.flatMap(name => {
      const token = record[name]
      // Where there is no further page, some services answer with an empty one.
      return typeof token === 'string' && token !== '' ? [[name, change(token)]] : []
    }),
  ),
})
