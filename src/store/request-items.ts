import { Entity } from 'dynamodb-toolbox/entity'
import { any, item, number, string } from 'dynamodb-toolbox/schema'
import type { Moved, Request } from '../core/restore.ts'
import type { Store } from './table.ts'

const padded = (version: number) => String(version).padStart(6, '0')

/** The queues of the index `byQueue`, oldest first. */
export const queues = { open: 'requests#open', closed: 'requests#closed' } as const
export const ownerOf = (requester: string): string => `requester#${requester}`

/** What restore requests keep in the table: the request, one line of audit a move, and the ways to find it. */
export const requestItems = ({ table }: Pick<Store, 'table'>) => ({
  request: new Entity({
    name: 'Request',
    table,
    timestamps: false,
    schema: item({
      id: string().key(),
      version: number(),
      state: string(),
      queue: string(),
      queuedAt: string(),
      owner: string(),
      ownedAt: string(),
      request: any().castAs<Request>(),
    }),
    computeKey: ({ id }: { id: string }) => ({ pk: `REQUEST#${id}`, sk: 'REQUEST' }),
  }),

  /** Written once with the move it tells of; nothing here updates or deletes it. */
  audit: new Entity({
    name: 'Audit',
    table,
    timestamps: false,
    schema: item({ id: string().key(), version: number().key(), move: any().castAs<Moved>() }),
    computeKey: ({ id, version }: { id: string; version: number }) => ({
      pk: `REQUEST#${id}`,
      sk: `MOVE#${padded(version)}`,
    }),
  }),

  /** The requests of a resource, oldest first. */
  ofResource: new Entity({
    name: 'RequestOfResource',
    table,
    timestamps: false,
    schema: item({ resource: string().key(), at: string().key(), id: string().key() }),
    computeKey: ({ resource, at, id }: { resource: string; at: string; id: string }) => ({
      pk: `RESTORES#${resource}`,
      sk: `${at}#${id}`,
    }),
  }),

  /** Which request a job of AWS Backup works for. */
  ofJob: new Entity({
    name: 'RequestOfJob',
    table,
    timestamps: false,
    schema: item({ job: string().key(), id: string() }),
    computeKey: ({ job }: { job: string }) => ({ pk: `JOB#${job}`, sk: 'REQUEST' }),
  }),
})
