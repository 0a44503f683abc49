import type { Family } from '../resource.ts'
import type { Mistake } from '../trouble.ts'

/** Where something is, as far as the paste says. */
type Place = { readonly partition: string; readonly region?: string; readonly account?: string }

/** What a paste means. `region` and `account` are absent where the paste has none; nothing is ever filled in by guessing. */
export type Target =
  | (Place & {
      readonly found: 'resource'
      readonly family: Family
      readonly name: string
      /** The ARN as pasted; without it `arnOf` builds one once account and Region are known. */
      readonly arn?: string
      /** How the paste became this resource, for people. */
      readonly notes: readonly string[]
    })
  | (Place & {
      readonly found: 'recovery point'
      /** As pasted: the ARN, or a bare `snap-…`, `ami-…` or FSx `backup-…`. */
      readonly id: string
      readonly arn?: string
      /** What was backed up, as far as the id says; an EBS snapshot may be of a gateway volume. */
      readonly of: Family | 'unknown'
      /** The source, where the id itself names it. */
      readonly source?: { readonly family: Family; readonly name: string }
    })
  | (Place & {
      readonly found: 'key'
      /** `key/…`, or `alias/…`. */
      readonly id: string
      readonly arn?: string
    })
  | { readonly found: 'job'; readonly id: string; readonly region?: string; readonly account?: string }
  | {
      readonly found: 'unsupported'
      /** The service of the ARN; the contract's type is `unsupported:<service>`. */
      readonly service: string
      readonly what: string
      readonly advice: string
      readonly arn?: string
    }
  | {
      readonly found: 'question'
      readonly ask: string
      /** What to paste instead, each readable by `parseTarget` without a further question. */
      readonly choices: readonly Choice[]
    }
  | Mistake

/** One answer to a question: what to paste instead, with the place that the first paste gave. */
export type Choice = {
  readonly label: string
  readonly target: string
  readonly region?: string
  readonly account?: string
}

/** What of the organisation helps to read a paste. */
export type Context = {
  readonly regions: readonly string[]
  readonly accounts?: readonly { readonly id: string; readonly name: string }[]
  /** The organisation's partition; `aws` unless given. */
  readonly partition?: string
}

export const place = (region: string | undefined, account: string | undefined) => ({
  ...(region ? { region } : {}),
  ...(account ? { account } : {}),
})

export const resource = (
  family: Family,
  name: string,
  more: {
    partition?: string | undefined
    arn?: string
    region?: string | undefined
    account?: string | undefined
    notes?: readonly string[]
  } = {},
): Target => ({
  found: 'resource',
  family,
  partition: more.partition ?? 'aws',
  name,
  ...(more.arn === undefined ? {} : { arn: more.arn }),
  ...place(more.region, more.account),
  notes: more.notes ?? [],
})
