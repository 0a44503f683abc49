/** What a command does, one after the other. */
export const stages = ['identify', 'gather', 'judge', 'show'] as const
export type Stage = (typeof stages)[number]

export type Stopwatch = {
  /** From now on the time belongs to this stage, which may be entered again. */
  readonly enter: (stage: Stage) => void
  /** Milliseconds of every stage that was entered, until now. */
  readonly spent: () => Readonly<Partial<Record<Stage, number>>>
}

/** Starts in the first stage. `clock`: milliseconds. */
export const stopwatch = (clock: () => number): Stopwatch => {
  const spent: Partial<Record<Stage, number>> = {}
  let current: Stage = 'identify'
  let since = clock()
  const enter = (stage: Stage): void => {
    const at = clock()
    spent[current] = (spent[current] ?? 0) + at - since
    current = stage
    since = at
  }
  return {
    enter,
    spent: () => {
      enter(current)
      return spent
    },
  }
}
