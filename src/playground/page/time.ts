const at = (seconds: number) => new Date(seconds * 1000)
const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString()

export const clock = (seconds: number): string =>
  at(seconds).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' })
export const wholeTime = (seconds: number): string =>
  at(seconds).toLocaleString([], { dateStyle: 'full', timeStyle: 'medium' })

/** Today, Yesterday, Tomorrow, or the date. */
export const day = (seconds: number, style: 'short' | 'long' = 'long'): string => {
  const date = at(seconds)
  const near = { Yesterday: -1, Today: 0, Tomorrow: 1 }
  for (const [word, days] of Object.entries(near))
    if (sameDay(date, new Date(Date.now() + days * 86_400_000))) return word
  return date.toLocaleDateString([], { month: style, day: 'numeric', year: 'numeric' })
}

/** Within a sentence. */
const pretty = (seconds: number, style: 'short' | 'long') => {
  const words = day(seconds, style)
  return /\d/.test(words) ? words : words.toLowerCase()
}

/** Slack's date formats, of which the reader's own time zone and language make words. */
export const slackDate = (seconds: number, format: string): string =>
  format
    .replace(/\{date_(short|long)_pretty\}|\{date_pretty\}/g, all =>
      pretty(seconds, all.includes('short') ? 'short' : 'long'),
    )
    .replace('{date_num}', at(seconds).toISOString().slice(0, 10))
    .replace(/\{date(_short|_long)?\}/g, (_, style?: string) =>
      at(seconds).toLocaleDateString([], {
        ...(style === '_long' ? { weekday: 'long' as const } : {}),
        month: style === '_short' ? 'short' : 'long',
        day: 'numeric',
        year: 'numeric',
      }),
    )
    .replace('{time_secs}', at(seconds).toLocaleTimeString([], { timeStyle: 'medium' }))
    .replace('{time}', clock(seconds))

/** `3 min ago`, for things of this session and of last night. */
export const ago = (iso: string): string => {
  const minutes = Math.floor((Date.now() - Date.parse(iso)) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h ago` : `${Math.floor(minutes / 1440)} d ago`
}
