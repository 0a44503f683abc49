import type { Grant } from './key-policy/evaluate.ts'
import type { Schedule } from './schedule.ts'

/** One value that AWS answered: the call (`ec2:DescribeVolumes`), the field in its answer, and the value as text. */
export type Evidence = { readonly call: string; readonly field: string; readonly value: string }

export type Known<T> = { readonly known: true; readonly value: T; readonly evidence: readonly Evidence[] }
export type Unknown = {
  readonly known: false
  readonly why: 'denied' | 'not found' | 'no reader' | 'aws error'
  /** One plain sentence: what was asked of whom, and what came back. */
  readonly detail: string
}

/** A value that was read, or the reason why it could not be. Core never sees an exception. */
export type Fact<T> = Known<T> | Unknown

export const known = <T>(value: T, ...evidence: Evidence[]): Known<T> => ({ known: true, value, evidence })
export const unknown = (why: Unknown['why'], detail: string): Unknown => ({ known: false, why, detail })

/** Facts by name; what a rule may need. Facts of one type only are absent (`undefined`) for other types. */
export type Facts = {
  /** The tags on the ARN that AWS Backup protects. */
  tags: Readonly<Record<string, string>>
  /** The service's own word for the resource's state. */
  state: string
  encryption: Encryption

  /** Per AWS Backup type string, in the member account and Region (backup:DescribeRegionSettings). */
  optIn: Readonly<Record<string, boolean>>
  management: Readonly<Record<string, boolean>>
  crossAccountBackup: boolean
  /** Id of the organisation that an account is in; `null`: in none. */
  memberOrganisation: string | null
  centralOrganisation: string | null
  /** JSON text of the trust policy of the role that runs the jobs; `null`: the member account has no such role. */
  backupRole: string | null
  /** Whether AWSServiceRoleForBackup exists in the central account. */
  copyRole: boolean
  /** `optIn` of the management account, where it is configured. */
  managementOptIn: Readonly<Record<string, boolean>>
  delegatedAdministrators: readonly string[]
  centralVault: Vault
  centralVaultKey: Key
  /** Absent of a logically air-gapped vault under AWS's own key. */
  centralVaultKeyPolicy: string
  /** JSON text of the vault's access policy; `null` when none is set. */
  centralVaultPolicy: string | null
  memberVault: Vault
  /** Only of what AWS Backup manages fully: its backups are encrypted with it. `null`: AWS owns it. */
  memberVaultKey: Key | null

  /** s3: `Off` when versioning was never turned on. */
  versioning: 'Enabled' | 'Suspended' | 'Off'
  /** ec2: `ebs` or `instance-store`. */
  rootDevice: string
  /** ec2: AWS Marketplace product codes. */
  productCodes: readonly string[]
  /** ebs, ec2, rds: `Region`, or the ARN of the Outpost, or the local zone. */
  placement: string
  engine: string
  /** rds: persistent or permanent options of the option group (TDE among them). */
  persistentOptions: readonly string[]
  /** fsx: SSD | HDD | INTELLIGENT_TIERING. */
  storageType: string
  /** fsx-lustre: SCRATCH_1 | SCRATCH_2 | PERSISTENT_1 | PERSISTENT_2. */
  deploymentType: string
  /** fsx-lustre: how many S3 data repositories are linked. */
  dataRepositories: number
  /** fsx-ontap. */
  ontapVolume: { readonly type: string; readonly style: string; readonly flexCache: string }
  /** eks: accessConfig.authenticationMode. */
  authenticationMode: string
  /** eks: when AWS Backup last completed a backup of the whole cluster, and so listed its storage; ISO 8601. */
  storage: { readonly at: string }
  /** redshift-serverless, documentdb …: nothing special. dsql: peers in other Regions. */
  peers: readonly string[]

  /** What exists already. `null`: none yet. */
  localPoint: RecoveryPoint | null
  centralPoint: RecoveryPoint | null
  lastCopy: CopyJob | null
  /** s3 in a Prod account: VPCs without an S3 gateway endpoint. */
  vpcsWithoutS3Endpoint: readonly string[]

  /** Of one key; only for rules that are judged `per: 'key'`. */
  key: Key
  /** One way in which the resource is encrypted, made of `encryption` and `key`; only for rules judged `per: 'encryption'`. */
  encryptedBy: Key | 'none' | 'aws-owned'
  keyPolicy: string
  keyGrants: readonly Grant[]
}

export type FactName = keyof Facts
export type FactTable = { readonly [N in FactName]?: Fact<Facts[N]> }

/** How the resource is encrypted: one part for most types, one a volume for an EC2 instance. */
export type Encryption = { readonly parts: readonly EncryptedPart[] }
export type EncryptedPart = {
  /** What is encrypted: the resource's own name, or the volume's id. */
  readonly of: string
  /** `key` carries the identifier as the service reported it: ARN, id, alias or alias ARN. */
  readonly by: { readonly kind: 'none' | 'aws-owned' } | { readonly kind: 'key'; readonly id: string }
}

export type Key = {
  readonly arn: string
  readonly account: string
  readonly region: string
  readonly manager: 'AWS' | 'CUSTOMER'
  /** Enabled | Disabled | PendingDeletion | PendingImport | PendingReplicaDeletion | Unavailable | … */
  readonly state: string
  readonly spec: string
  readonly usage: string
  readonly multiRegion: boolean
}

export type Vault = {
  readonly name: string
  readonly arn: string
  readonly key: string | null
  /** BACKUP_VAULT | LOGICALLY_AIR_GAPPED_BACKUP_VAULT | RESTORE_ACCESS_BACKUP_VAULT. */
  readonly type: string
  /** CREATING | AVAILABLE | FAILED; absent where AWS does not say. */
  readonly state?: string
  readonly locked: boolean
  readonly minRetentionDays: number | null
  readonly maxRetentionDays: number | null
}

export type RecoveryPoint = {
  readonly arn: string
  readonly vault: string
  readonly status: string
  readonly createdAt: string
  readonly completedAt?: string
  /** The backup plan that made it; absent where somebody made it on demand. */
  readonly plan?: string
  /** Of the rule that made it, where AWS says so. */
  readonly schedule?: Schedule
  readonly encrypted: boolean | null
  readonly key: string | null
  readonly deleteAt: string | null
}

export type CopyJob = {
  readonly id: string
  readonly state: string
  readonly message: string | null
  readonly createdAt: string
  readonly completedAt: string | null
  /** ARN of the recovery point that is copied. */
  readonly source?: string
  readonly schedule?: Schedule
}

/** A key of the resource with its own facts. */
export type KeyFacts = {
  /** The identifier as the resource reports it. */
  readonly id: string
  /** Which parts of the resource it encrypts. */
  readonly of: readonly string[]
  readonly facts: FactTable
}
