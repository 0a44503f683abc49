/** What can go wrong between the caller and AWS; the next matching calls meet it. `*` is every service. */
type Fault =
  | { readonly kind: 'throttle' | 'drop'; readonly service: string; calls: number }
  | { readonly kind: 'error'; readonly service: string; calls: number; readonly status: number }
  | { readonly kind: 'delay'; readonly service: string; calls: number; readonly ms: number }
  /** Not of a call: the next copy jobs end with a fatal error of AWS Backup's own. */
  | { readonly kind: 'copy'; readonly service: 'backup'; calls: number }

export type Faults = {
  /** Answers the next calls of a service with its own throttling error. */
  throttle(service: string, calls?: number): void
  /** Answers with a plain server error, 500 unless told. */
  error(service: string, calls?: number, status?: number): void
  delay(service: string, ms: number, calls?: number): void
  /** Closes the connection without an answer. */
  drop(service: string, calls?: number): void
  failCopies(jobs?: number): void
  clear(): void
  /** Faults still to come, for the page. */
  list(): readonly Fault[]
  /** Takes the first fault that waits for this service. */
  take(service: string): Fault | undefined
  /** Whether this copy job is to fail. */
  takeCopy(): boolean
}

/** `service` is the name in the credential scope: `kms`, `backup`, `elasticfilesystem`. */
export const createFaults = (): Faults => {
  let waiting: Fault[] = []
  const taken = (fault: Fault | undefined): Fault | undefined => {
    if (!fault) return undefined
    fault.calls -= 1
    waiting = waiting.filter(each => each.calls > 0)
    return fault
  }
  return {
    throttle: (service, calls = 1) => void waiting.push({ kind: 'throttle', service, calls }),
    error: (service, calls = 1, status = 500) => void waiting.push({ kind: 'error', service, calls, status }),
    delay: (service, ms, calls = 1) => void waiting.push({ kind: 'delay', service, calls, ms }),
    drop: (service, calls = 1) => void waiting.push({ kind: 'drop', service, calls }),
    failCopies: (calls = 1) => void waiting.push({ kind: 'copy', service: 'backup', calls }),
    clear: () => {
      waiting = []
    },
    list: () => waiting.map(fault => ({ ...fault })),
    take: service =>
      taken(waiting.find(each => each.kind !== 'copy' && (each.service === service || each.service === '*'))),
    takeCopy: () => taken(waiting.find(each => each.kind === 'copy')) !== undefined,
  }
}
