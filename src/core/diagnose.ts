import {
  type Cause,
  type JobKind,
  jobKinds,
  type Reading,
  type Rerun,
  rerunSays,
  type Snippet,
  type WhoActs,
  type Words,
} from './cause.ts'
import { causeById, causes } from './causes/index.ts'
import { clean } from './message.ts'
import type { Fix } from './rule.ts'
import type { Finding } from './verdict.ts'

/** What is known of a job that failed; the more, the better the answer. */
export type Failure = {
  readonly message: string | null
  /** AWS Backup's MessageCategory, in any of its spellings. */
  readonly category?: string | null
  readonly jobKind?: JobKind | null
  /** AWS Backup's name of the resource type. */
  readonly backupType?: string | null
  /** The job's state; it speaks where there is no message. */
  readonly state?: string | null
  /** ARN, so that a fix can name the words to type. */
  readonly resource?: string | null
}

/** One cause as told about one failure. `source` is the first of the cause's links. */
export type Explained = {
  readonly id: string
  readonly sure: 'confirmed' | 'likely' | 'fixed since'
  /** Guessed from AWS's category or a catch-all pattern, not from what the message says. */
  readonly weak: boolean
  readonly because: string
  /** Of a confirmed cause: what the check found, which says more of this resource than the cause in general. */
  readonly proof?: string
  readonly whoActs: WhoActs
  readonly rerun: Rerun
  readonly rerunSay: string
  readonly fix: Fix
  readonly snippet: Snippet
  /** Rules of the check that prove the cause when they block. */
  readonly rules: readonly string[]
  /** What the message names: `keyArn`, `principal`, `action`, `vaultArn`, `roleArn` and the like. */
  readonly named: Readonly<Record<string, string>>
  readonly source: string
}

export type Diagnosis = {
  readonly diagnosis: 'explained' | 'unrecognised'
  /** Best first. When unrecognised: what AWS's category alone suggests, all of it weak. */
  readonly causes: readonly Explained[]
}

const fewCandidates = 3

/** API texts write AccessDenied, the guide ACCESS_DENIED. */
const sameCategory = (a: string | null | undefined, b: string | undefined): boolean =>
  Boolean(a) && Boolean(b) && a?.replace(/[_\s]/g, '').toLowerCase() === b?.replace(/[_\s]/g, '').toLowerCase()

const fitsJob = (cause: Cause, failure: Failure) => !failure.jobKind || cause.jobs.includes(failure.jobKind)
const fitsType = (cause: Cause, failure: Failure) =>
  !failure.backupType || !cause.types || cause.types.includes(failure.backupType)

/** Lower is better. The order of the registry decides between equals, because sorting is stable. */
const misfit = (cause: Cause, failure: Failure): number =>
  (fitsJob(cause, failure) ? 0 : 4) +
  (fitsType(cause, failure) ? 0 : 2) +
  (sameCategory(failure.category, cause.category) ? 0 : 1)

const holds = (when: Reading['when'], failure: Failure, text: string, blocked: readonly string[]): boolean => {
  const { job, types, says, blocked: rule } = when
  return (
    (job === undefined || job === failure.jobKind) &&
    (types === undefined || (failure.backupType != null && types.includes(failure.backupType))) &&
    (says === undefined || says.test(text)) &&
    (rule === undefined || blocked.includes(rule))
  )
}

/** A later reading overrules an earlier one: what the check proves comes last and weighs most. */
const wordsOf = (cause: Cause, failure: Failure, text: string, blocked: readonly string[]): Words => {
  const { because, whoActs, rerun, fix, snippet = 'never', rules = [] } = cause
  let words: Words = { because, whoActs, rerun, fix, snippet, rules }
  for (const { when, ...more } of cause.readings ?? [])
    if (holds(when, failure, text, blocked)) words = { ...words, ...more }
  return words
}

const isWord = (text: string | null | undefined): text is string => Boolean(text) && !/\s/.test(text ?? '')

/** The next words to type: the policy where statements help, else the check that can prove the cause. */
const nextWords = (words: Words, keyArn: string | undefined, resource: string | null | undefined) => {
  if (words.snippet !== 'never' && isWord(keyArn)) return `policy ${keyArn}`
  if (!isWord(resource)) return undefined
  if (words.snippet !== 'never') return `policy ${resource}`
  return words.rules.length > 0 ? `check ${resource}` : undefined
}

const fixOf = (say: string, then: string | undefined): Fix => (then === undefined ? { say } : { say, then })

const namedIn = (cause: Cause, text: string): Readonly<Record<string, string>> => {
  const groups: Record<string, string | undefined> = cause.pattern.exec(text)?.groups ?? {}
  const said = Object.entries(groups).map(([name, value = '']) => [name, value.replace(/[.,;:'")\]]{1,9}$/, '')])
  return Object.fromEntries(said.filter(([, value]) => value !== ''))
}

/** The catalogue's verdict is about a copy; other jobs are run again in their own way. */
const rerunOn = (job: JobKind | null, rerun: Rerun): Rerun => {
  const isCopying = rerun === 'copy again' || rerun === 'never this recovery point'
  if (job === 'backup' && isCopying) return 'back up again'
  return job === 'restore' && (isCopying || rerun === 'back up again') ? 'retry after the fix' : rerun
}

/** A cause in words about one failure. Some messages say themselves which kind of job and type they are about. */
const tell = (cause: Cause, failure: Failure, weak: boolean, blocked: readonly string[]): Explained => {
  const text = clean(failure.message ?? '')
  const named = namedIn(cause, text)
  const only = cause.jobs.length === 1 ? jobKinds.find(kind => kind === cause.jobs[0]) : undefined
  const known = {
    ...failure,
    jobKind: failure.jobKind ?? only ?? null,
    backupType: failure.backupType ?? named.type ?? null,
  }
  const words = wordsOf(cause, known, text, blocked)
  const rerun = rerunOn(known.jobKind, words.rerun)
  return {
    id: cause.id,
    sure: 'likely',
    weak,
    ...words,
    rerun,
    rerunSay: rerunSays[rerun],
    fix: fixOf(words.fix, nextWords(words, named.keyArn, failure.resource)),
    named,
    source: cause.sources[0],
  }
}

/** Why a job failed, from its message; from its state or AWS's category only where the message says nothing known. */
export const diagnose = (failure: Failure): Diagnosis => {
  const text = clean(failure.message ?? '')
  const explain = (found: readonly Cause[], weak: boolean) =>
    [...found].sort((a, b) => misfit(a, failure) - misfit(b, failure)).map(cause => tell(cause, failure, weak, []))

  const exact = causes.filter(cause => !cause.catchAll && cause.pattern.test(text))
  if (exact.length > 0) return { diagnosis: 'explained', causes: explain(exact, false) }
  const vague = causes.filter(cause => cause.catchAll && cause.pattern.test(text))
  if (vague.length > 0) return { diagnosis: 'explained', causes: explain(vague, true) }

  const fitting = causes.filter(cause => fitsJob(cause, failure) && fitsType(cause, failure))
  const byState = fitting.filter(cause => failure.state && cause.states?.includes(failure.state))
  if (text === '' && byState.length > 0) return { diagnosis: 'explained', causes: explain(byState, true) }
  const byCategory = fitting
    .filter(cause => cause.rerun !== 'not needed' && sameCategory(failure.category, cause.category))
    .sort((a, b) => Number(b.types !== undefined) - Number(a.types !== undefined))
  return { diagnosis: 'unrecognised', causes: explain(byCategory, true).slice(0, fewCandidates) }
}

/** A fact that was not read may leave any rule open, for one of several keys too: its finding has no evidence. */
const isUnread = (finding: Finding): boolean =>
  finding.outcome === 'unknown' && finding.authority === 'aws' && finding.evidence.length === 0

/** Where the message names its key or role, what the check says of another one is no answer: a recovery point keeps its key. */
const speaksOf = ({ keyArn, roleArn }: Explained['named'], { because }: Finding): boolean => {
  const name = keyArn ?? roleArn?.split(':role/')[1]
  return name === undefined || because.includes(name)
}

/** What a new run would fail of all the same. A resource that is no longer selected leaves its recovery points as they are. */
const isObstacle = ({ outcome, authority, stage }: Finding): boolean =>
  outcome === 'blocked' && authority === 'aws' && stage !== 'selected'

const confirmOne = (explained: Explained, findings: readonly Finding[], failure: Failure): Explained => {
  const cause = causeById(explained.id)
  const judged = explained.rules.map(rule => findings.filter(finding => finding.rule === rule))
  const about = judged.flat().filter(it => speaksOf(explained.named, it))
  const blocking = about.filter(finding => finding.outcome === 'blocked' && finding.authority === 'aws')
  const proof = blocking[0]
  if (cause && proof) {
    const told = tell(
      cause,
      failure,
      false,
      blocking.map(finding => finding.rule),
    )
    const { say, then = told.fix.then } = proof.fix
    return {
      ...told,
      sure: 'confirmed',
      because: `${told.because} The check confirms it: ${proof.because}`,
      proof: proof.because,
      fix: fixOf(say, then),
    }
  }
  const mended =
    about.length > 0 &&
    judged.every(found => found.length > 0) &&
    about.every(finding => finding.outcome === 'ok') &&
    !findings.some(it => isUnread(it) || isObstacle(it))
  if (!mended) return explained
  return {
    ...explained,
    sure: 'fixed since',
    because: [explained.because, 'The check finds no such obstacle now.', cause?.beyond].filter(Boolean).join(' '),
    fix: { say: `Nothing is left to mend. ${explained.rerunSay}` },
  }
}

const bySureness = { confirmed: 0, likely: 1, 'fixed since': 2 } as const

/**
 * The same causes in the light of a check made now: `confirmed` when AWS blocks one of a cause's rules, `fixed since`
 * when every one of its rules was judged and is ok and nothing else stands in the way of a new run, else as before.
 * A rule that was not judged proves nothing.
 */
export const confirm = (
  explained: readonly Explained[],
  findings: readonly Finding[],
  failure: Failure,
): readonly Explained[] =>
  explained.map(cause => confirmOne(cause, findings, failure)).sort((a, b) => bySureness[a.sure] - bySureness[b.sure])
