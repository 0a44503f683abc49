import type { Draft, FormValues, LegFinding, More, MoveName, Request } from '../src/core/restore.ts'
import type { Applied } from '../src/store/requests.ts'

/** The form as it was sent: what it is about, and what was typed. */
export type FilledForm = {
  readonly subject: Draft['resource']
  readonly values: FormValues
  /** The same for one form however often it is delivered. */
  readonly once?: string
}

/** Slack's id and name of somebody. */
export type Who = { readonly id: string; readonly name: string }

/** What people do with restore requests. Every right is judged here; `unknown`: Slack does not say who is in a group. */
export type RequestDesk = {
  readonly isCdx: (user: string) => Promise<boolean | 'unknown'>
  readonly mayAsk: (user: string, account: string) => Promise<boolean | 'unknown'>
  readonly mayRead: (user: string, request: Request) => Promise<boolean | 'unknown'>
  readonly file: (
    draft: Draft,
    preflight: readonly LegFinding[],
    who: Who,
    more?: { where?: string; once?: string },
  ) => Promise<Request>
  readonly move: (id: string, move: MoveName, who: Who, more: Omit<More, 'where'>, where?: string) => Promise<Applied>
  /** Starts the leg in AWS with the act role, and moves the request on with the id of the job. */
  readonly start: (id: string, leg: 'copy' | 'restore', who: Who, where?: string) => Promise<Applied>
}
