import type { ShellWord } from '../restore/recipe.ts'

/** Quotes one word for a POSIX shell; what needs none stays as it is. */
export const shellQuote = (word: string): string =>
  /^[A-Za-z0-9_/:.,=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

const line = (words: readonly ShellWord[]): string =>
  words.map(word => (typeof word === 'string' ? shellQuote(word) : word.shell)).join(' ')
/** One `aws` command in a Region. */
export const aws = (region: string, ...words: readonly ShellWord[]): string =>
  line(['aws', ...words, '--region', region])
