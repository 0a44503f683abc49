/** What the rules must know of the organisation. The schema in `src/organisation.ts` reads organisation.json into this shape. */
export type House = {
  readonly name: string
  readonly organisationId: string
  readonly central: {
    readonly account: string
    readonly name: string
    readonly vault: string
    readonly airGappedVault: string | null
    /** ARN of the central key in its primary Region; replicas share its `mrk-` id. */
    readonly key: string
    readonly retentionDays: number
  }
  readonly member: { readonly vault: string; readonly retentionDays: number; readonly backupRole: string }
  readonly regions: readonly string[]
  readonly tag: { readonly key: string; readonly enabled: string; readonly disabled: string; readonly custom: string }
  /** `null`: the ambient credentials are used everywhere. */
  readonly readRole: string | null
  readonly actRole: string | null
  readonly externalId: string | null
  readonly houseRules: { readonly customerKey: 'required' | 'advised' | 'off' }
  readonly accounts: readonly Account[]
  readonly slack: {
    readonly alerts: string
    readonly cdxChannel: string
    readonly cdxGroup: string
    /** `everyone`, `owners`, or the id of a Slack user group. */
    readonly whoMayAsk: string
  }
  readonly restore: {
    readonly approvals: number
    readonly approvalsForOverwrite: number
    readonly approvalsForProduction: number
  }
}

export type Account = {
  readonly id: string
  readonly name: string
  readonly ou: string
  readonly owners: string
  readonly channel: string
}

/** Where the copy goes: the central vault, or the logically air-gapped vault beside it. */
export type Destination = 'central' | 'air-gapped'
