import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut'
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import { type Actor, isOver, type More, type Moved, type MoveName, move, type Request } from '../core/restore.ts'
import { isMistake, type Mistake, mistake } from '../core/trouble.ts'
import { despiteConflicts, failedParts } from './conflict.ts'
import { ownerOf, queues, requestItems } from './request-items.ts'
import type { Store } from './table.ts'

/** A click, an event or a typed word that wants to move a request on. */
export type Wanted = {
  readonly id: string
  readonly move: MoveName
  readonly by: Actor
  /** ISO 8601. */
  readonly at: string
  readonly more: More
}

/** `request` is what stands in the table now: after the move, or as whoever came first left it; `null`: no such request. */
export type Applied =
  | { readonly done: true; readonly request: Request }
  | { readonly done: false; readonly why: Mistake; readonly request: Request | null }

const record = (request: Request) => ({
  id: request.id,
  version: request.version,
  state: request.state,
  queue: isOver(request.state) ? queues.closed : queues.open,
  queuedAt: request.createdAt,
  owner: ownerOf(request.requester.id),
  ownedAt: request.createdAt,
  request,
})

const newest = (request: Request): Moved => {
  const last = request.history.at(-1)
  if (last === undefined) throw new Error(`Request ${request.id} has no history.`)
  return last
}

/** Restore requests in the table. Reads by id are consistent; lists come from indexes and may lag by a moment. */
export const createRequests = (store: Pick<Store, 'table'>) => {
  const { table } = store
  const items = requestItems(store)
  const absent = { condition: { attr: 'id', exists: false } } as const

  const get = async (id: string): Promise<Request | null> => {
    const { Item } = await items.request.build(GetItemCommand).key({ id }).options({ consistent: true }).send()
    return Item?.request ?? null
  }

  const auditPart = (request: Request) =>
    items.audit
      .build(PutTransaction)
      .item({ id: request.id, version: request.version, move: newest(request) })
      .options(absent)

  /** `false`: the version in the table is not the one that was read. */
  const write = async (request: Request, over: number): Promise<boolean> => {
    const job = newest(request).job
    const parts = [
      items.request
        .build(PutTransaction)
        .item(record(request))
        .options({ condition: { attr: 'version', eq: over } }),
      auditPart(request),
      ...(job === undefined ? [] : [items.ofJob.build(PutTransaction).item({ job, id: request.id })]),
    ]
    try {
      await despiteConflicts(() => execute(...parts))
      return true
    } catch (error) {
      if (failedParts(error)?.includes('ConditionalCheckFailed')) return false
      throw error
    }
  }

  const page = 500
  const query = (key: { readonly index: 'byQueue' | 'byOwner'; readonly partition: string }, newestFirst: boolean) =>
    table.build(QueryCommand).query(key).entities(items.request).options({ limit: page, reverse: newestFirst })

  const list = async (
    key: { readonly index: 'byQueue' | 'byOwner'; readonly partition: string },
    limit: number,
    newestFirst: boolean,
  ): Promise<readonly Request[]> => {
    const found: Request[] = []
    for await (const { Items = [] } of query(key, newestFirst).paginate()) {
      found.push(...Items.map(it => it.request))
      if (found.length >= limit) break
    }
    return found.slice(0, limit)
  }

  const present = (found: readonly (Request | null)[]): readonly Request[] => found.filter(it => it !== null)

  return {
    get,

    /** `false`: the id is taken; draw another one. */
    file: async (request: Request): Promise<boolean> => {
      const { id, createdAt: at, resource } = request
      try {
        await despiteConflicts(() =>
          execute(
            items.request.build(PutTransaction).item(record(request)).options(absent),
            auditPart(request),
            items.ofResource.build(PutTransaction).item({ resource: resource.arn, at, id }),
          ),
        )
        return true
      } catch (error) {
        if (failedParts(error)?.includes('ConditionalCheckFailed')) return false
        throw error
      }
    },

    /**
     * Moves a request on and writes the line of audit in one transaction, over the version that was read. Whoever comes
     * second is told by the rules of the moves who came first. A move that still leads from the same state is tried again.
     */
    applyMove: async ({ id, move: name, by, at, more }: Wanted): Promise<Applied> => {
      let seen: Request | null = null
      for (;;) {
        const request = await get(id)
        if (request === null) return { done: false, why: mistake(`There is no request ${id}.`), request }
        const after = move(request, name, by, at, more)
        if (isMistake(after)) return { done: false, why: after, request }
        if (seen !== null && seen.state !== request.state) {
          const { name: who, at: when } = newest(request)
          return { done: false, why: mistake(`${who} was first: ${id} is ${request.state} since ${when}.`), request }
        }
        if (await write(after, request.version)) return { done: true, request: after }
        seen = request
      }
    },

    /** Every move of a request as it was written at the time, oldest first. */
    audit: async (id: string): Promise<readonly Moved[]> => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ partition: `REQUEST#${id}`, range: { beginsWith: 'MOVE#' } })
        .entities(items.audit)
        .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
        .send()
      return Items.map(it => it.move)
    },

    /** Open requests, the oldest first: the queue of the CDX team. No limit: all of them. */
    open: (limit = Number.POSITIVE_INFINITY) => list({ index: 'byQueue', partition: queues.open }, limit, false),

    /** Closed requests, the newest first. */
    closed: (limit = Number.POSITIVE_INFINITY) => list({ index: 'byQueue', partition: queues.closed }, limit, true),

    /** A person's requests, the newest first. */
    byRequester: (requester: string, limit = 50) =>
      list({ index: 'byOwner', partition: ownerOf(requester) }, limit, true),

    /** The requests about a resource, the newest first. */
    byResource: async (arn: string, limit = 20): Promise<readonly Request[]> => {
      const { Items = [] } = await table
        .build(QueryCommand)
        .query({ partition: `RESTORES#${arn}` })
        .entities(items.ofResource)
        .options({ limit, reverse: true, consistent: true })
        .send()
      return present(await Promise.all(Items.map(it => get(it.id))))
    },

    /** The request that a copy or restore job of AWS Backup was started for. */
    byJob: async (job: string): Promise<Request | null> => {
      const { Item } = await items.ofJob.build(GetItemCommand).key({ job }).options({ consistent: true }).send()
      return Item === undefined ? null : get(Item.id)
    },
  }
}

export type Requests = ReturnType<typeof createRequests>
