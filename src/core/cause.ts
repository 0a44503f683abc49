export const jobKinds = ['copy', 'backup', 'restore'] as const
export type JobKind = (typeof jobKinds)[number]

/** Where a message can turn up: on a job, in the answer to an API call, in CloudTrail, on a malware scan. */
export type Surface = JobKind | 'api' | 'cloudtrail' | 'scan'

export type WhoActs = 'resource team' | 'CDX' | 'platform/organisation' | 'AWS' | 'requester'

/** For people, in the middle of a sentence. */
export const whoActsSays = {
  'resource team': 'the team that owns the resource',
  CDX: 'the CDX team',
  'platform/organisation': 'the platform team, in the settings of the organisation',
  AWS: 'AWS Support, if it repeats',
  requester: 'whoever started it',
} as const satisfies Record<WhoActs, string>

/** What a second run is worth once the cause is gone, with the sentence for people. */
export const rerunSays = {
  'copy again': 'Copy the same recovery point again, while the local one still exists.',
  'back up again': 'Take a new backup, then copy that.',
  'retry later': 'Run it again when there is room or time for it; the next scheduled run may do.',
  'next schedule': 'The next scheduled run picks the resource up.',
  'retry the call': 'Make the same call again.',
  'retry after the fix': 'Run the same job again.',
  'never this recovery point':
    'This recovery point cannot be copied, however often it is tried. Take a new backup and copy that.',
  'not needed': 'There is nothing to run again.',
  'after diagnosis': 'Decide about a new run once the reason is known.',
} as const
export type Rerun = keyof typeof rerunSays

/** Whether statements for the key policy help. */
export type Snippet =
  | 'never'
  | 'if customer managed'
  | 'if the key is enabled'
  | 'if the key policy refused'
  | 'after the check'

/** What is said about a failure, and which rules of the check prove it when they block. */
export type Words = {
  readonly because: string
  readonly whoActs: WhoActs
  readonly rerun: Rerun
  readonly fix: string
  readonly snippet: Snippet
  readonly rules: readonly string[]
}

/** Other words for the same cause. Every condition named in `when` must hold; `blocked` is a rule that blocks now. */
export type Reading = {
  readonly when: {
    readonly job?: JobKind
    readonly types?: readonly string[]
    readonly says?: RegExp
    readonly blocked?: string
  }
} & Partial<Words>

/** One reason why a job fails: how to recognise it, what it means, who must act. */
export type Cause = Omit<Words, 'snippet' | 'rules'> & {
  readonly id: string
  /** A real message, as AWS writes it. */
  readonly example: string
  readonly variants?: readonly string[]
  /** Tested on `clean(message)`. Bounded quantifiers only: messages come from outside. */
  readonly pattern: RegExp
  readonly jobs: readonly Surface[]
  /** AWS Backup's names of the types it is seen with; absent: any. */
  readonly types?: readonly string[]
  /** AWS Backup's MessageCategory, absent where unknown; `guessed` where AWS does not list this message itself. */
  readonly category?: string
  readonly guessed?: true
  /** Tried only when nothing more specific is recognised. */
  readonly catchAll?: true
  /** Job states that say as much when there is no message. */
  readonly states?: readonly string[]
  /** Absent: `never`. */
  readonly snippet?: Snippet
  /** Absent: no rule of the check can prove it. */
  readonly rules?: readonly string[]
  /** A sentence for when all rules are ok: what else can cause the message, or spoil the next run, that no rule sees. */
  readonly beyond?: string
  readonly readings?: readonly Reading[]
  readonly confidence: 'high' | 'medium' | 'low'
  readonly sources: readonly [string, ...string[]]
}
