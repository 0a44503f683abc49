import type { Place, World } from '../world.ts'
import type { Identity, Sessions } from './identity.ts'
import type { Queues } from './queues.ts'

/** What an answer is given beside its input: who calls, where, and the world it may read and change. */
export type Call = {
  readonly world: World
  readonly identity: Identity
  readonly account: string
  readonly region: string
  /** The caller's account in the Region of the request. */
  readonly place: Place
  readonly now: Date
  readonly sessions: Sessions
  readonly queues: Queues
  /** Host (as the caller's kind of client takes it) and address under which the caller reached this server. */
  readonly host: string
  readonly url: string
  /** Whether the caller has gone away without waiting for the answer. */
  readonly isGone: () => boolean
  /** Sets a copy or restore job going; it changes on its own from then on. */
  readonly startJob: (job: StartedJob) => void
}

export type StartedJob = {
  readonly kind: 'copy' | 'restore'
  readonly id: string
  readonly account: string
  readonly region: string
  /** Of a restore: what the restored resource is to be called. */
  readonly name?: string
}
