/** `*` stands for any text, `?` for one character. Linear in practice: never backtracks behind the last `*`. */
export const glob = (pattern: string, text: string): boolean => {
  let at = 0
  let from = 0
  let star = -1
  let mark = 0
  while (from < text.length) {
    if (pattern[at] === '*') {
      star = at
      at += 1
      if (at === pattern.length) return true
      mark = from
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from])) {
      at += 1
      from += 1
    } else if (star >= 0) {
      at = star + 1
      mark += 1
      from = mark
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}

export const hasWildcard = (pattern: string): boolean => /[*?]/.test(pattern)
