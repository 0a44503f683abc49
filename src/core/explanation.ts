import type { Diagnosis } from './diagnose.ts'
import type { FailedJob } from './failed-job.ts'
import type { Finding } from './verdict.ts'

/** The contract's `explain --json` (backup-bot/explain/1). */
export type Explanation = Diagnosis & {
  readonly failure: Pick<FailedJob, 'kind' | 'job' | 'account' | 'region' | 'resource' | 'message' | 'category' | 'at'>
  /** When the local recovery point goes, after which a re-run is impossible. */
  readonly deadline: string | null
  /** Of the same check, where the resource is known. */
  readonly findings: readonly Finding[]
  /** What no message says: the job is still under way, waits, or left something out. */
  readonly notes: readonly string[]
  /** Of a composite: the jobs inside it that failed. The causes are those of the first. */
  readonly inside: readonly Pick<FailedJob, 'job' | 'resource' | 'message'>[]
}
