import { type Mistake, mistake } from '../trouble.ts'
import {
  type Actor,
  type Leg,
  type Moved,
  type MoveName,
  moveNames,
  needsCopy,
  type Request,
  type State,
} from './request.ts'

/** What a move is told besides who makes it; texts of people and ids of AWS. */
export type More = {
  readonly where: string
  readonly reason?: string
  readonly job?: string
  readonly made?: string
}

type Role = 'requester' | 'cdx' | 'system'
type Move = {
  readonly from: readonly State[]
  readonly to: State
  readonly who: readonly Role[]
  /** For people: `It is approved already.` needs the past form. */
  readonly past: string
  readonly needs?: readonly ('reason' | 'job' | 'made')[]
  /** Why it is not open although the state is right; `null`: it is open. */
  readonly unless?: (request: Request, actor: Actor) => string | null
  /** It tells of the running job: news of another job, an older try, changes nothing. */
  readonly ofRunningJob?: true
  /** Sets what the move tells besides the state. */
  readonly sets?: (request: Request, actor: Actor, at: string, more: More) => Partial<Request>
}

const leg = (request: Request, which: 'copy' | 'restore', change: Partial<Leg>): Partial<Request> => ({
  legs: { ...request.legs, [which]: { ...request.legs[which], ...change } },
})
const copiedBack = (request: Request): boolean => !needsCopy(request) || request.legs.copy.done !== null

/** The whole life of a request; its states are read off this table. */
export const moves: { readonly [M in MoveName]: Move } = {
  approve: {
    from: ['filed'],
    to: 'approved',
    who: ['cdx'],
    past: 'approved',
    unless: (request, actor) =>
      actor.kind !== 'person'
        ? null
        : actor.id === request.requester.id
          ? 'Nobody approves a request of their own; ask a colleague of the CDX team.'
          : request.approvals.some(it => it.by === actor.id)
            ? `You have approved it; ${request.approvalsNeeded} different people must.`
            : null,
    sets: (request, actor, at) => {
      const by = actor.kind === 'person' ? { by: actor.id, name: actor.name, at } : { by: 'system', name: 'system', at }
      const approvals = [...request.approvals, by]
      return { approvals, ...(approvals.length < request.approvalsNeeded ? { state: 'filed' as const } : {}) }
    },
  },
  decline: { from: ['filed', 'approved'], to: 'declined', who: ['cdx'], past: 'declined', needs: ['reason'] },
  withdraw: { from: ['filed', 'approved'], to: 'withdrawn', who: ['requester'], past: 'withdrawn' },
  copy: {
    from: ['approved'],
    to: 'copying back',
    who: ['cdx'],
    past: 'being copied back',
    needs: ['job'],
    // Again after a failure, too: what was copied may be gone by then.
    unless: request =>
      needsCopy(request) ? null : 'The recovery point is in the target account and Region already: start the restore.',
    sets: (request, _, __, { job = null }) => leg(request, 'copy', { job, done: null }),
  },
  copied: {
    from: ['copying back'],
    to: 'copying back',
    who: ['cdx', 'system'],
    past: 'copied back',
    needs: ['made'],
    ofRunningJob: true,
    unless: request => (request.legs.copy.done === null ? null : 'The recovery point is copied back already.'),
    sets: (request, _, __, { made = null }) => leg(request, 'copy', { done: made }),
  },
  restore: {
    from: ['approved', 'copying back'],
    to: 'restoring',
    who: ['cdx'],
    past: 'being restored',
    needs: ['job'],
    unless: request => (copiedBack(request) ? null : 'The recovery point must be copied back first.'),
    sets: (request, _, __, { job = null }) => leg(request, 'restore', { job, done: null }),
  },
  finish: {
    from: ['restoring'],
    to: 'restored',
    who: ['cdx', 'system'],
    past: 'restored',
    ofRunningJob: true,
    sets: (request, _, __, { made = null }) => leg(request, 'restore', { done: made }),
  },
  fail: {
    from: ['copying back', 'restoring'],
    to: 'approved',
    who: ['cdx', 'system'],
    past: 'sent back after a failure',
    needs: ['reason'],
    ofRunningJob: true,
  },
  expire: { from: ['filed', 'approved'], to: 'expired', who: ['system'], past: 'expired', needs: ['reason'] },
}

/** The job of AWS Backup that runs now, where its id is known. */
export const runningJob = ({ state, legs }: Request): string | null =>
  state === 'copying back' ? legs.copy.job : state === 'restoring' ? legs.restore.job : null

/** Whoever of the CDX team looks at the card. */
export const anyCdx: Actor = { kind: 'person', id: '', name: 'CDX', cdx: true }

const isOf = (role: Role, request: Request, actor: Actor): boolean =>
  actor.kind === 'system'
    ? role === 'system'
    : role === 'cdx'
      ? actor.cdx
      : role === 'requester' && actor.id === request.requester.id

const mayMake: { readonly [R in Role]: string } = {
  requester: 'whoever asked for it',
  cdx: 'the CDX team',
  system: 'the bot itself',
}

const asked: { readonly [N in 'reason' | 'job' | 'made']: string } = {
  reason: 'Say why, in a few words.',
  job: 'Name the id of the job in AWS Backup.',
  made: 'Name the ARN that AWS Backup made.',
}

/** States from which no move leads on. */
export const isOver = (state: State): boolean => Object.values(moves).every(it => !it.from.includes(state))

const lastly = (request: Request): string => {
  const last = request.history.at(-1)
  const past = last === undefined || last.move === 'file' ? 'filed' : moves[last.move].past
  return last === undefined ? '' : `${request.id} was ${past} by ${last.name} at ${last.at}`
}

const blocked = (request: Request, name: MoveName, actor: Actor): string | null => {
  const it = moves[name]
  if (!it.from.includes(request.state))
    return `${lastly(request)}; it is ${request.state} and cannot be changed so${isOver(request.state) ? ' any more' : ' now'}.`
  if (!it.who.some(role => isOf(role, request, actor)))
    return `Only ${it.who.map(role => mayMake[role]).join(' or ')} may do that.`
  return it.unless?.(request, actor) ?? null
}

/** The moves that this actor may make now, in the order of the table: the buttons. */
export const movesOpenTo = (request: Request, actor: Actor): readonly MoveName[] =>
  moveNames.filter(name => blocked(request, name, actor) === null)

/**
 * The request after a move, one version up and with one more line of history; or a plain sentence why not, which names
 * who came first. `at` is ISO 8601.
 */
export const move = (request: Request, name: MoveName, actor: Actor, at: string, more: More): Request | Mistake => {
  const why = blocked(request, name, actor)
  if (why !== null) return mistake(why)
  const it = moves[name]
  const lacking = it.needs?.find(need => (more[need] ?? '').trim() === '')
  if (lacking !== undefined) return mistake(asked[lacking])
  const running = runningJob(request)
  if (it.ofRunningJob && more.job !== undefined && running !== null && more.job !== running)
    return mistake(`Job ${more.job} is not the one that runs for ${request.id} now; that is ${running}.`)
  const after: Request = {
    ...request,
    state: it.to,
    version: request.version + 1,
    ...it.sets?.(request, actor, at, more),
  }
  const { where, reason, job, made } = more
  const line: Moved = {
    at,
    by: actor.kind === 'person' ? actor.id : 'system',
    name: actor.kind === 'person' ? actor.name : 'the bot',
    move: name,
    before: request.state,
    after: after.state,
    where,
    ...(reason === undefined ? {} : { reason }),
    ...(job === undefined ? {} : { job }),
    ...(made === undefined ? {} : { made }),
  }
  return { ...after, history: [...request.history, line] }
}
