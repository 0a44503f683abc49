/** Somebody's mistake, drawn kindly: one plain sentence saying what is wrong and what to do, and choices where they help. */
export type Mistake = {
  readonly mistake: string
  /** Answers to a question, each with the words (as after `/backup`) that give it. */
  readonly choices?: readonly { readonly label: string; readonly words: string }[]
  /** The verb whose usage line helps. */
  readonly usage?: string
  /** Nobody's mistake: something that was needed could not be read. */
  readonly unread?: true
}

export const mistake = (sentence: string, more: Omit<Mistake, 'mistake'> = {}): Mistake => ({
  mistake: sentence,
  ...more,
})
export const isMistake = (value: unknown): value is Mistake =>
  typeof value === 'object' && value !== null && 'mistake' in value
