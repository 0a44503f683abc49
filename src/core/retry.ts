/** In days; -1 is never. `archive`: what can be archived goes to cold storage, too, where AWS asks that. */
export type CopyLifecycle = {
  readonly deleteAfter: number | null
  readonly moveToColdStorageAfter: number | null
  readonly archive?: boolean | null
}

/** Everything that StartCopyJob is given to make the copy of a failed job once more. */
export type CopyOrder = {
  /** The same for the same recovery point and the same last failure, so that pressing twice copies once. */
  readonly token: string
  /** How often it was begun once more after its job had failed. */
  readonly again?: number
  readonly account: string
  readonly region: string
  readonly resource: string | null
  readonly backupType: string
  readonly recoveryPoint: string
  /** Name. */
  readonly sourceVault: string
  /** ARN. */
  readonly destinationVault: string
  readonly role: string
  readonly lifecycle: CopyLifecycle
}

/** One try of a copy: AWS answers to the same token with the same job, also where that job has failed. */
export const tokenOfTry = ({ token, again = 0 }: Pick<CopyOrder, 'token' | 'again'>): string =>
  again === 0 ? token : `${token}-${again + 1}`

export const copyStates = ['waiting', 'started', 'landed', 'failed', 'refused'] as const
/** `refused`: AWS did not take the order. `failed`: it took it, and the job failed. */
export type CopyState = (typeof copyStates)[number]

/** One copy of a retry and what became of it. */
export type RetryCopy = {
  readonly order: CopyOrder
  readonly state: CopyState
  /** Id of the new job. */
  readonly job: string | null
  readonly say: string | null
}

/** The copies of a notice being made again. */
export type Retry = {
  readonly notice: string
  /** Slack's user id. */
  readonly by: string
  readonly at: string
}

/** AWS runs five copies at once for each service and account. https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html */
export const atOnce = 5

/** Types that share a service's room; every other type has one of its own. */
const services: Readonly<Record<string, string>> = { EBS: 'EC2', Aurora: 'RDS', Neptune: 'RDS', DocumentDB: 'RDS' }
export const serviceOf = (backupType: string): string => services[backupType] ?? backupType

export const roomOf = (order: Pick<CopyOrder, 'account' | 'region' | 'backupType'>): string =>
  `${order.account}/${order.region}/${serviceOf(order.backupType)}`

/** The orders that may start now, given how many jobs run in each room. */
export const startable = (
  waiting: readonly CopyOrder[],
  running: (order: CopyOrder) => number,
): readonly CopyOrder[] => {
  const taken = new Map<string, number>()
  return waiting.filter(order => {
    const room = roomOf(order)
    const now = taken.get(room) ?? running(order)
    if (now >= atOnce) return false
    taken.set(room, now + 1)
    return true
  })
}

export const isOver = (copies: readonly Pick<RetryCopy, 'state'>[]): boolean =>
  copies.every(it => it.state !== 'waiting' && it.state !== 'started')
