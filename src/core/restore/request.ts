import { type House, isProduction } from '../house.ts'
import type { LegFinding } from './leg-finding.ts'

export const states = [
  'filed',
  'approved',
  'copying back',
  'restoring',
  'restored',
  'declined',
  'withdrawn',
  'expired',
] as const
export type State = (typeof states)[number]

/** The moves, each the word that makes it: `requests approve R-7KQ4M`. */
export const moveNames = [
  'approve',
  'decline',
  'withdraw',
  'copy',
  'copied',
  'restore',
  'finish',
  'fail',
  'expire',
] as const
export type MoveName = (typeof moveNames)[number]

export type Person = { readonly kind: 'person'; readonly id: string; readonly name: string; readonly cdx: boolean }
/** The bot itself, told by an event of AWS or by the clock. */
export type Actor = Person | { readonly kind: 'system' }

/** The recovery point as it was read when the request was filed; times in ISO 8601. */
export type Point = {
  readonly arn: string
  readonly vault: string
  readonly account: string
  readonly region: string
  readonly createdAt: string
  /** `null`: it is kept for ever. */
  readonly expiresAt: string | null
  readonly key: string | null
  readonly bytes: number | null
  /** What GetRecoveryPointRestoreMetadata answered; `{}` where it was not read. */
  readonly metadata: Readonly<Record<string, string>>
}

export type Target = {
  readonly mode: 'new' | 'overwrite'
  readonly account: string
  readonly region: string
  /** A moment of a continuous backup; `null`: the recovery point as it is. */
  readonly pointInTime: string | null
  /** By field id of the kind's recipe; empty ones are left out. */
  readonly parameters: Readonly<Record<string, string>>
}

/** What somebody asks for: the form, once it is valid. */
export type Draft = {
  readonly resource: {
    readonly arn: string
    readonly name: string
    readonly kind: string
    readonly account: string
    readonly region: string
  }
  readonly point: Point
  readonly target: Target
  readonly reason: string
  readonly urgency: 'urgent' | 'normal'
  readonly neededBy: string | null
  readonly ticket: string | null
}

type Approval = { readonly by: string; readonly name: string; readonly at: string }

/** What is known of one leg: the job of AWS Backup that runs it, and what it made. */
export type Leg = { readonly job: string | null; readonly done: string | null }

export type Moved = {
  readonly at: string
  /** Slack user id, or `system`. */
  readonly by: string
  readonly name: string
  readonly move: MoveName | 'file'
  readonly before: State | null
  readonly after: State
  /** Where it was done: `slack C0CDX`, `cli`, `event <id>`. */
  readonly where: string
  readonly reason?: string
  readonly job?: string
  readonly made?: string
}

export type Request = Draft & {
  readonly id: string
  readonly requester: { readonly id: string; readonly name: string }
  readonly createdAt: string
  readonly state: State
  /** One more with every move; the store writes only over the version that was read. */
  readonly version: number
  /** How many different people must approve; settled when it is filed. */
  readonly approvalsNeeded: number
  readonly approvals: readonly Approval[]
  /** `copy.done` is the ARN of the recovery point in the target account; `restore.done` that of the restored resource. */
  readonly legs: { readonly copy: Leg; readonly restore: Leg }
  readonly preflight: readonly LegFinding[]
  readonly history: readonly Moved[]
}

/** A restore works in the account and Region of the recovery point only, so that from anywhere else it is copied first. */
export const needsCopy = ({ point, target }: Pick<Draft, 'point' | 'target'>): boolean =>
  point.account !== target.account || point.region !== target.region

/** Days that a copy back is kept: it must outlive the restore, whatever the local vault's usual retention. */
export const keepDays = ({ member }: House): number => Math.max(7, member.retentionDays)

/** How many approvals the house asks for: the strictest of what applies. */
export const approvalsNeeded = ({ target }: Pick<Draft, 'target'>, { restore, accounts }: House): number =>
  Math.max(
    restore.approvals,
    target.mode === 'overwrite' ? restore.approvalsForOverwrite : 1,
    accounts.some(it => it.id === target.account && isProduction(it)) ? restore.approvalsForProduction : 1,
  )

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** `R-7KQ4M`: five letters or digits, none that can be mistaken for another; from a number that the caller draws. */
export const requestId = (drawn: number): string => {
  const letters: string[] = []
  let left = Math.floor(Math.abs(drawn)) % 32 ** 5
  for (let i = 0; i < 5; i++) {
    letters.unshift(alphabet[left % 32] ?? '0')
    left = Math.floor(left / 32)
  }
  return `R-${letters.join('')}`
}
export const isRequestId = (text: string): boolean => /^R-[0-9A-HJKMNP-TV-Z]{5}$/.test(text)

export type Filing = {
  readonly id: string
  readonly at: string
  readonly by: { readonly id: string; readonly name: string }
  readonly where: string
  readonly preflight: readonly LegFinding[]
}

/** A valid draft as a request in its first state. */
export const file = (draft: Draft, house: House, { id, at, by, where, preflight }: Filing): Request => ({
  ...draft,
  id,
  requester: by,
  createdAt: at,
  state: 'filed',
  version: 1,
  approvalsNeeded: approvalsNeeded(draft, house),
  approvals: [],
  legs: { copy: { job: null, done: null }, restore: { job: null, done: null } },
  preflight,
  history: [{ at, by: by.id, name: by.name, move: 'file', before: null, after: 'filed', where }],
})
