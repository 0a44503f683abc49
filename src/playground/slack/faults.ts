/**
 * What goes wrong with the next calls of a method. `status` answers with it, `error` refuses in Slack's words; `drop`
 * cuts the connection before or after the call had its effect.
 */
export type Fault = {
  /** Absent: any method. */
  readonly method?: string
  readonly channel?: string
  /** Absent: once. */
  readonly times?: number
} & (
  | { readonly status: number; readonly retryAfter?: number }
  | { readonly error: string }
  | { readonly drop: 'before' | 'after' }
)

/** Faults wait in line; the first that fits is taken, so often as it says. */
export const createFaults = () => {
  let waiting: { fault: Fault; left: number }[] = []
  return {
    /** Calls that will still meet one. */
    waiting: (): number => waiting.reduce((sum, it) => sum + it.left, 0),
    add: (fault: Fault): void => {
      waiting.push({ fault, left: fault.times ?? 1 })
    },
    clear: (): void => {
      waiting = []
    },
    take: (method: string, channel: unknown): Fault | undefined => {
      const found = waiting.find(
        ({ fault }) =>
          (fault.method === undefined || fault.method === method) &&
          (fault.channel === undefined || fault.channel === channel),
      )
      if (!found) return undefined
      found.left--
      if (found.left <= 0) waiting = waiting.filter(it => it !== found)
      return found.fault
    },
  }
}

export type Faults = ReturnType<typeof createFaults>
