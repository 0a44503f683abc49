import { explainBlocks, recordedBlocks } from '../blocks/explain.ts'
import { gather } from '../src/aws/gather.ts'
import { childJobs, findJob, latestFailure, localPoint } from '../src/aws/jobs.ts'
import { resolve } from '../src/aws/resolve.ts'
import { deadline } from '../src/core/deadline.ts'
import { confirm, diagnose } from '../src/core/diagnose.ts'
import { isFailure } from '../src/core/event.ts'
import type { Explanation } from '../src/core/explanation.ts'
import { type FailedJob, failedJobOf, jobKnownBy } from '../src/core/failed-job.ts'
import { asCopied, type Destination, destinationOf } from '../src/core/house.ts'
import { accountNamed, identify, regionNamed } from '../src/core/identify.ts'
import { type Intent, isJobId, looksLikeTarget } from '../src/core/intent.ts'
import { judge } from '../src/core/judge.ts'
import { noteOn } from '../src/core/silent.ts'
import { isMistake, type Mistake, mistake } from '../src/core/trouble.ts'
import type { Reading, Verdict } from '../src/core/verdict.ts'
import { atDesk, type Command, type Deps, mistakeReply, type Reply } from './command.ts'

type Asked = Extract<Intent, { verb: 'explain' }>

export const explain = {
  run: async (intent, deps, signal) => {
    const failure = await failureOf(intent, deps, signal)
    if (isMistake(failure)) return mistakeReply(failure)
    if (intent.record) return recorded(failure, deps)
    const { explanation } = await explained(failure, deps, signal)
    deps.enter?.('show')
    return {
      blocks: explainBlocks(explanation, intent, deps.house, deps.now()),
      json: { schema: 'backup-bot/explain/1', ...explanation },
      exit: explanation.diagnosis === 'explained' ? 0 : 3,
    }
  },
} satisfies Command<'explain'>

/** An unknown message, kept for the catalogue. */
const recorded = async (failure: FailedJob, deps: Deps): Promise<Reply> => {
  const at = atDesk(deps)
  if (isMistake(at)) return mistakeReply(at)
  if (!failure.message) return mistakeReply(mistake('AWS gave no message for that job, so there is nothing to record.'))
  const times = await at.desk.record(failure.message, failure.job || null, at.who)
  if (isMistake(times)) return mistakeReply(times)
  return { blocks: recordedBlocks(failure.message, times), json: { schema: 'backup-bot/candidate/1', times }, exit: 0 }
}

/** Identify: the job of that id, the newest failure of that resource, or a message and nothing else. */
const failureOf = async (intent: Asked, { house, aws }: Deps, signal: AbortSignal): Promise<FailedJob | Mistake> => {
  const what = intent.what.trim()
  const account = intent.account === undefined ? undefined : accountNamed(intent.account, house)
  if (isMistake(account)) return account
  const region = intent.region === undefined ? undefined : regionNamed(intent.region, house)
  if (isMistake(region)) return { ...region, usage: 'explain' }
  const where = { ...(account ? { account } : {}), ...(region ? { region } : {}) }
  if (isJobId(what)) {
    const job = await findJob(aws, house, what, where, signal)
    if (job.known) return job.value
    if (job.why !== 'not found') return mistake(job.detail, { unread: true })
    return mistake(
      `I found no copy or backup job ${what} in the organisation's accounts and Regions. AWS Backup keeps jobs for 30 days; paste the message of the failure instead.`,
      { usage: 'explain' },
    )
  }
  if (!isOneWord(what)) return aMessage(what, where)
  const found = identify({ verb: 'check', target: what, ...asTyped(intent) }, house)
  if (isMistake(found)) return found.choices || looksLikeTarget(what) ? toExplain(found) : aMessage(what, where)
  if (found.is === 'unsupported')
    return mistake(`${found.target.what} is not backed up by AWS Backup. ${found.target.advice}`)
  if (found.is === 'key')
    return mistake('That is a key. Paste the resource, the job id, or the message of the failure.', {
      usage: 'explain',
    })
  const source = found.is === 'recovery point' ? await resolve(aws, house, found, signal) : found
  if (isMistake(source)) return source
  const { resource } = source
  const session = await aws.session(resource.account, resource.region || aws.region)
  const failure = await latestFailure({ session, signal }, resource)
  if (!failure.known) return mistake(failure.detail, { unread: true })
  return (
    failure.value ??
    mistake(`AWS Backup knows of no failed backup or copy of ${resource.name}. Check it instead.`, {
      choices: [{ label: 'Check it', words: `check ${resource.arn}` }],
    })
  )
}

const asTyped = ({ account, region }: Asked) => ({ ...(account ? { account } : {}), ...(region ? { region } : {}) })

/** The resource is identified as for a check; the answers to a question about it go on explaining. */
const toExplain = ({ choices = [], ...rest }: Mistake): Mistake => ({
  ...rest,
  usage: 'explain',
  choices: choices.map(it => ({ ...it, words: it.words.replace(/^check /, 'explain ') })),
})

const isOneWord = (text: string) => !/\s/.test(text)

const aMessage = (message: string, { account = '', region = '' }: { account?: string; region?: string }): FailedJob =>
  jobKnownBy({ kind: 'copy', account, region, message })

const composite: ReadonlySet<string | null> = new Set(['CloudFormation', 'EKS'])

/** A composite job says that something inside it failed; the reason stands on the jobs inside. */
const insideOf = async (failure: FailedJob, { aws }: Deps, signal: AbortSignal): Promise<readonly FailedJob[]> => {
  if (!failure.job || !composite.has(failure.backupType)) return []
  const session = await aws.session(failure.account, failure.region)
  const children = await childJobs({ session, signal }, failure.kind, failure.job)
  return children.known ? children.value.filter(isFailure).map(failedJobOf) : []
}

/** Gather, judge: the message first, then the rules of the check on the live resource; and the check itself. */
export const explained = async (
  failure: FailedJob,
  deps: Deps,
  signal: AbortSignal,
): Promise<{ readonly explanation: Explanation; readonly verdict: Verdict | undefined }> => {
  const { now, enter } = deps
  const house = asCopied(deps.house, failure.region, failure.destination)
  const to = destinationOf(house, failure.destination)
  enter?.('gather')
  const [reading, until, inside] = await Promise.all([
    readingOn(failure, to, { ...deps, house }, signal),
    deadlineOf(failure, deps, signal),
    insideOf(failure, deps, signal),
  ])
  enter?.('judge')
  const verdict = reading && judge(reading, { house, to, checkedAt: now().toISOString() })
  const reason = inside[0]
  const told = {
    ...failure,
    ...(reason ? { message: reason.message, category: reason.category, backupType: reason.backupType } : {}),
    jobKind: failure.job ? failure.kind : null,
  }
  const note = noteOn(failure, now())
  const hasFailed = failure.outcome === 'failed' || failure.outcome === 'with issues'
  const { diagnosis, causes } = hasFailed ? diagnose(told) : ({ diagnosis: 'explained', causes: [] } as const)
  const { message, category, kind, job, account, region, resource, at } = failure
  const explanation: Explanation = {
    failure: { kind, job, account, region, resource, message, category, at },
    diagnosis,
    causes: verdict ? confirm(causes, verdict.findings, told) : causes,
    deadline: until,
    findings: verdict?.findings ?? [],
    notes: note === null ? [] : [note],
    inside: inside.map(it => ({ job: it.job, resource: it.resource, message: it.message })),
  }
  return { explanation, verdict }
}

const readingOn = async (
  failure: FailedJob,
  to: Destination,
  { house, aws }: Deps,
  signal: AbortSignal,
): Promise<Reading | undefined> => {
  if (!failure.resource) return undefined
  const place = failure.account ? { account: failure.account } : {}
  const bucket = failure.resource.includes(':s3:::') && failure.region ? { region: failure.region } : {}
  const found = identify({ verb: 'check', target: failure.resource, ...place, ...bucket }, house)
  if (isMistake(found) || found.is !== 'resource') return undefined
  return gather(aws, house, found.resource, { to, signal })
}

/** Of the local recovery point, when it cannot be read by the retention of the house; `null` when it is gone or none. */
const deadlineOf = async (failure: FailedJob, { house, aws }: Deps, signal: AbortSignal): Promise<string | null> => {
  if (failure.kind !== 'copy' || !failure.account || !failure.region || !failure.point) return null
  const { retentionDays } = house.member
  const session = await aws.session(failure.account, failure.region)
  const point = await localPoint({ session, signal }, failure)
  if (!point.known) return point.why === 'not found' ? null : deadline({ createdAt: failure.createdAt, retentionDays })
  const { CalculatedLifecycle, CreationDate } = point.value
  return deadline({
    calculatedDeleteAt: CalculatedLifecycle?.DeleteAt?.toISOString() ?? null,
    createdAt: CreationDate?.toISOString() ?? null,
    retentionDays,
  })
}
