/** One page of a list. The token is opaque to callers: it holds where the next page begins. */
export const page = <T>(
  items: readonly T[],
  { size, token, onBadToken }: { size: number | undefined; token: string | undefined; onBadToken: () => Error },
): { readonly items: T[]; readonly next: string | undefined } => {
  const from = token === undefined || token === '' ? 0 : read(token)
  if (from === undefined || from > items.length) throw onBadToken()
  const to = size === undefined ? items.length : from + size
  return { items: items.slice(from, to), next: to < items.length ? write(to) : undefined }
}

const write = (from: number) => Buffer.from(`from:${from}`).toString('base64')

const read = (token: string): number | undefined => {
  const found = /^from:(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'))
  return found ? Number(found[1]) : undefined
}
