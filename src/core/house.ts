import type { Schedule } from './schedule.ts'

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
    /** Where the copies of a Region go, if not into a vault of the same Region. */
    readonly regions?: Readonly<Record<string, string>>
  }
  readonly member: {
    readonly vault: string
    readonly retentionDays: number
    readonly backupRole: string
    /** When the backup policy runs, for resources of which AWS Backup has not said so yet. */
    readonly schedule?: Schedule | null
  }
  readonly regions: readonly string[]
  /** Where the opt-in of organisation-wide plans is read; `null`: nobody looks. */
  readonly management?: { readonly account: string } | null
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
    /** IANA name of the zone whose working mornings count; UTC where absent. */
    readonly timeZone?: string
  }
  readonly deployment?: Deployment
}

/** Where the bot itself runs, and how the organisation reaches it. `null`: see docs/operations.md. */
export type Deployment = {
  /** `null`: the central account. */
  readonly account: string | null
  /** `null`: the first of `regions`. */
  readonly region: string | null
  /** Roots or organisational units, ou-… or r-…, whose accounts get the read role and the event rules. */
  readonly organisationalUnits: readonly string[]
  /** Where Slack reaches the bot, without a path. */
  readonly url: string
  /** ARN of an ACM certificate for the host of `url`; `null`: the URL that API Gateway gives. */
  readonly certificate: string | null
  /** SNS topics of backup vaults that may write to the bot's queue. ARNs. */
  readonly vaultTopics?: readonly string[]
}

export type Account = {
  readonly id: string
  readonly name: string
  readonly ou: string
  readonly owners: string
  readonly channel: string
}

/** The Region of the central vault that takes the copies of a Region. */
export const vaultRegionOf = ({ central: { regions = {} } }: Pick<House, 'central'>, region: string): string =>
  (Object.hasOwn(regions, region) ? regions[region] : undefined) ?? region

/** The house as it stood for a copy whose destination is known: the settings may name another Region since, or not yet. */
export const asCopied = (house: House, region: string, destination: string | null): House => {
  const [, , , there, account] = destination?.split(':') ?? []
  if (!there || account !== house.central.account || there === vaultRegionOf(house, region)) return house
  return { ...house, central: { ...house.central, regions: { ...house.central.regions, [region]: there } } }
}

/** Every Region in which the central account has a vault. */
export const vaultRegions = (house: Pick<House, 'central' | 'regions'>): readonly string[] => [
  ...new Set(house.regions.map(it => vaultRegionOf(house, it))),
]

/** The organisational unit of production, however it is spelt: Prod, prod, Production. */
export const isProduction = ({ ou }: Pick<Account, 'ou'>): boolean => /^prod/i.test(ou)

/** Where the copy goes: the central vault, or the logically air-gapped vault beside it. */
export type Destination = 'central' | 'air-gapped'

/** Which of the two vaults of the central account a copy was meant to reach, by its ARN. */
export const destinationOf = ({ central }: House, vault: string | null): Destination =>
  central.airGappedVault !== null && vault?.endsWith(`:${central.account}:backup-vault:${central.airGappedVault}`)
    ? 'air-gapped'
    : 'central'
