import { parseArn } from './arn.ts'
import type { KeyDenial } from './cloudtrail.ts'
import { groupKey, seenKey } from './delivery.ts'
import { diagnose, type Explained } from './diagnose.ts'
import type { BackupJobEvent, CopyJobEvent } from './event.ts'
import type { Explanation } from './explanation.ts'
import { failedJobOf } from './failed-job.ts'
import type { House } from './house.ts'
import type { Landing, NoticeFailure } from './notice.ts'
import { isMistake } from './trouble.ts'
import type { Verdict } from './verdict.ts'

type Job = BackupJobEvent | CopyJobEvent

/** An event with the gaps filled by what DescribeCopyJob or DescribeBackupJob knows of the same job. */
export const filled = <J extends Job>(event: J, described: Job): J => {
  const known: Readonly<Record<string, unknown>> = { ...described }
  const all = Object.entries(event).map(([name, value]) => [name, value ?? known[name] ?? null])
  return described.kind === event.kind ? Object.fromEntries(all) : event
}

/** What an event of a failure must say for a notice to be told; AWS's events leave out some of it. */
export const hasGaps = (event: Job): boolean =>
  event.message === null ||
  event.resource === null ||
  event.category === null ||
  event.recoveryPoint === null ||
  (event.kind === 'copy' && (event.destinationVault === null || event.role === null))

/** A confirmed cause, else the one that the message itself says: a check that could not be made splits no group. */
const causeOf = (event: Job, { causes }: Explanation): Explained | undefined => {
  const confirmed = causes.find(it => it.sure === 'confirmed')
  if (confirmed) return confirmed
  const first = diagnose({ ...failedJobOf(event), jobKind: event.kind }).causes[0]
  return causes.find(it => it.id === first?.id) ?? causes[0]
}

const isKeyCause = (cause: Explained): boolean =>
  cause.snippet !== 'never' || cause.rules.some(rule => rule.includes('key'))

/** The key that the cause is about: named in the message, else the only one of the resource. */
export const keyOf = (
  cause: Explained | undefined,
  verdict: Pick<Verdict, 'encryption'> | undefined,
): string | null => {
  if (!cause) return null
  if (cause.named.keyArn?.startsWith('arn:')) return cause.named.keyArn
  const keys = verdict?.encryption.kind === 'customer' ? verdict.encryption.keys : []
  return isKeyCause(cause) && keys.length === 1 ? (keys[0] ?? null) : null
}

/**
 * The same for failures whose notice the message alone decides, so that one check speaks for all of a storm; `null`
 * where only the live resource says which key it is about, or the message is not known.
 */
export const likenessOf = (event: Job): string | null => {
  const [cause] = diagnose({ ...failedJobOf(event), jobKind: event.kind }).causes
  if (!cause || cause.weak) return null
  const key = cause.named.keyArn?.startsWith('arn:') ? cause.named.keyArn : null
  if (key === null && isKeyCause(cause)) return null
  const vault = event.kind === 'copy' ? event.destinationVault : event.vault
  return [event.kind, event.account, event.region, event.backupType, cause.id, key, vault].join('|')
}

export const unrecognised = 'unrecognised'

/** Stands behind a cause that nothing but the message speaks for, until something proves it. */
export const likely = ' (Likely, from the message.)'
export const withProof = (because: string, proof: string): string => `${because.replace(likely, '')} ${proof}`

const sayings = (event: Job, explanation: Explanation, cause: Explained | undefined) => {
  const known = explanation.diagnosis === 'explained' ? cause : undefined
  if (known) {
    // The notice names the key itself.
    const proved = known.proof && `${known.proof.replace(/^arn:\S+: /, '')} The check confirms it.`
    const sure = proved ?? (known.sure === 'likely' ? `${known.because}${likely}` : known.because)
    const again = known.rerun === 'never this recovery point' ? { again: false as const } : {}
    return { id: known.id, because: sure, fix: known.fix.say, ...again }
  }
  const message = event.message ?? 'AWS Backup gave no reason.'
  const guess = cause ? ` By AWS’s category it may be this: ${cause.because}` : ''
  return {
    id: unrecognised,
    because: `I do not know this reason: ${message}${guess}`,
    fix: 'Re-check the resource; the check may find what is in the way.',
  }
}

/** A failed job with its cause as a notice tells it. */
export const noticeFailureOf = (
  event: Job,
  explanation: Explanation,
  verdict: Pick<Verdict, 'encryption'> | undefined,
): NoticeFailure => {
  const cause = causeOf(event, explanation)
  const told = sayings(event, explanation, cause)
  const key = keyOf(cause, verdict)
  return {
    seen: seenKey(event),
    group: groupKey(event, told.id === unrecognised ? null : told.id, key),
    kind: event.kind,
    job: event.id ?? seenKey(event),
    account: event.account,
    region: event.region,
    resource: event.resource,
    message: event.message,
    cause: told,
    key,
    vault: event.kind === 'copy' ? event.destinationVault : event.vault,
    sourceVault: event.vault,
    recoveryPoint: event.recoveryPoint,
    role: event.role,
    at: event.completedAt ?? event.at ?? event.createdAt ?? '',
    deadline: explanation.deadline,
  }
}

export const landingOf = (event: Job, takenAt: string | null): Landing => ({
  kind: event.kind,
  account: event.account,
  resource: event.resource,
  vault: event.kind === 'copy' ? event.destinationVault : event.vault,
  recoveryPoint: event.recoveryPoint,
  takenAt,
  at: event.completedAt ?? event.at ?? '',
})

const ownerOf = (arn: string | null): string | undefined => {
  const parsed = arn?.startsWith('arn:') ? parseArn(arn) : undefined
  return parsed && !isMistake(parsed) ? parsed.account : undefined
}

/** Whether a key guards backups, or was called from where backups are kept: the central account's side of every call. */
export const isBackupKey = (denial: Pick<KeyDenial, 'key' | 'account'>, house: House): boolean =>
  denial.account === house.central.account || ownerOf(denial.key) === house.central.account

/** Somebody else than AWS Backup reached for a backup key: a notice of its own. */
export const noticeOfDenial = (denial: KeyDenial): NoticeFailure => {
  const who = denial.principal ?? 'somebody unknown'
  const how = denial.code === 'Allowed' ? 'and was let through' : `and was refused (${denial.code})`
  return {
    seen: seenKey(denial),
    group: groupKey(denial, `${denial.code === 'Allowed' ? 'reading' : 'refusal'} of ${who}`, denial.key),
    kind: 'key denial',
    job: denial.id ?? seenKey(denial),
    account: denial.account,
    region: denial.region,
    resource: null,
    message: denial.message,
    cause: {
      id: denial.code === 'Allowed' ? 'unexpected-key-use' : 'key-denied',
      because: `${who} called ${denial.call} on a backup key${denial.invokedBy ? ` through ${denial.invokedBy}` : ''} ${how}.`,
      fix: 'Find out who that was and why. If it was expected, say so below; if not, tell the security team.',
    },
    key: denial.key,
    vault: null,
    sourceVault: null,
    recoveryPoint: null,
    role: null,
    at: denial.at ?? '',
    deadline: null,
  }
}
