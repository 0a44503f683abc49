import { Entity } from 'dynamodb-toolbox/entity'
import { boolean, item, map, number, string } from 'dynamodb-toolbox/schema'
import type { Store } from './table.ts'

const mark = () => map({ by: string(), at: string() })
const kind = () =>
  string().enum('copy', 'backup', 'no copy', 'no backup', 'waiting', 'stopped', 'left out', 'key denial')
const landingKind = () => string().enum('copy', 'backup', 'stopped')
const cause = () =>
  map({ id: string(), because: string(), fix: string().optional(), again: boolean().enum(false).optional() })

const padded = (n: number) => String(n).padStart(6, '0')

/** The queue of notices that wait to be drawn, by when. */
export const queueName = 'notices'

/** What the notices keep in the table: the notices of a group one after the other, its mute, its failures, its posts. */
export const noticeItems = ({ table }: Pick<Store, 'table'>) => ({
  notice: new Entity({
    name: 'Notice',
    table,
    timestamps: false,
    schema: item({
      group: string().key(),
      n: number().key(),
      name: string(),
      kind: kind(),
      account: string(),
      channel: string(),
      insteadOf: string().optional(),
      cause: cause(),
      key: string().optional(),
      first: map({ job: string(), region: string(), resource: string().optional() }),
      count: number(),
      landed: number(),
      deadline: string().optional(),
      lastAt: string(),
      closedAt: string().optional(),
      acknowledged: mark().optional(),
      /** Grows with whatever changes how the notice looks. */
      changes: number(),
      /** `changes` when it was last drawn. */
      drawn: number().optional(),
      /** Tries to draw it that failed in a row. */
      attempts: number().optional(),
      undelivered: string().optional(),
      queue: string().optional(),
      queuedAt: string().optional(),
      expires: number(),
    }),
    computeKey: ({ group, n }: { group: string; n: number }) => ({ pk: `GROUP#${group}`, sk: `NOTICE#${padded(n)}` }),
  }),

  mute: new Entity({
    name: 'Mute',
    table,
    timestamps: false,
    schema: item({ group: string().key(), by: string(), at: string(), until: string(), expires: number() }),
    computeKey: ({ group }: { group: string }) => ({ pk: `GROUP#${group}`, sk: 'MUTE' }),
  }),

  /** Under the resource, so that a completed copy finds the failures that it makes good without an index's delay. */
  failure: new Entity({
    name: 'Failure',
    table,
    timestamps: false,
    schema: item({
      subject: string().key(),
      job: string().key(),
      owner: string(),
      ownedAt: string(),
      kind: kind(),
      account: string(),
      region: string(),
      resource: string().optional(),
      message: string().optional(),
      vault: string().optional(),
      sourceVault: string().optional(),
      recoveryPoint: string().optional(),
      role: string().optional(),
      at: string(),
      deadline: string().optional(),
      landedAt: string().optional(),
      expires: number(),
    }),
    computeKey: ({ subject, job }: { subject: string; job: string }) => ({
      pk: `RESOURCE#${subject}`,
      sk: `FAILED#${job}`,
    }),
  }),

  landing: new Entity({
    name: 'Landing',
    table,
    timestamps: false,
    schema: item({
      subject: string().key(),
      what: string().key(),
      kind: landingKind(),
      vault: string().optional(),
      recoveryPoint: string().optional(),
      takenAt: string().optional(),
      at: string(),
      expires: number(),
    }),
    computeKey: ({ subject, what }: { subject: string; what: string }) => ({
      pk: `RESOURCE#${subject}`,
      sk: `LANDED#${what}`,
    }),
  }),

  /** Written down before the message is posted; `ts` is there once Slack has it. */
  post: new Entity({
    name: 'Post',
    table,
    timestamps: false,
    schema: item({
      group: string().key(),
      n: number().key(),
      what: string().key(),
      channel: string(),
      at: string(),
      ts: string().optional(),
      /** Digest of what it shows. */
      shows: string().optional(),
      expires: number(),
    }),
    computeKey: ({ group, n, what }: { group: string; n: number; what: string }) => ({
      pk: `GROUP#${group}`,
      sk: `POST#${padded(n)}#${what}`,
    }),
  }),

  /** Who may post in a channel just now, and when the next message may go. Times in milliseconds since 1970. */
  channel: new Entity({
    name: 'Channel',
    table,
    timestamps: false,
    schema: item({
      channel: string().key(),
      holder: string().optional(),
      until: number(),
      nextAt: number(),
      expires: number(),
    }),
    computeKey: ({ channel }: { channel: string }) => ({ pk: `CHANNEL#${channel}`, sk: 'LEASE' }),
  }),
})
