import { diagnose } from './diagnose.ts'
import type { FailedJob } from './failed-job.ts'

const most = 5

const newestFirst = (a: FailedJob, b: FailedJob): number => (b.at ?? '').localeCompare(a.at ?? '')

/**
 * Failed copies that one of these keys may have blocked, the newest first, one a resource: their message names the key,
 * or, where all are copies of the resource that it encrypts (`own`), speaks of a key and names none.
 */
export const blockedBy = (
  keys: readonly string[],
  failures: readonly FailedJob[],
  own: boolean,
): readonly FailedJob[] => {
  const isBlocked = (failure: FailedJob): boolean => {
    const [cause] = diagnose({ ...failure, jobKind: failure.kind }).causes
    const named = cause?.named.keyArn
    if (named?.startsWith('arn:')) return keys.includes(named)
    return own && cause !== undefined && cause.snippet !== 'never'
  }
  const blocked = failures.filter(isBlocked).toSorted(newestFirst)
  return blocked.filter((it, at) => blocked.findIndex(other => other.resource === it.resource) === at).slice(0, most)
}
