import type { KnownBlock } from '@slack/types'
import {
  allLanded,
  isMuted,
  isOfCopy,
  jobUrl,
  type Mark,
  type Notice,
  type NoticeKind,
  timeLeft,
} from '../src/core/notice.ts'
import {
  bold,
  buttons,
  code,
  context,
  cut,
  date,
  join,
  link,
  type Mrkdwn,
  mrk,
  type Press,
  press,
  prose,
  section,
  within,
} from './kit.ts'

/** What a thread tells of one failure. */
export type ToldFailure = {
  readonly kind: NoticeKind
  readonly job: string
  readonly account: string
  readonly region: string
  readonly resource: string | null
  readonly message: string | null
  readonly at: string
  readonly deadline: string | null
}

type Words = { readonly noun: Numbers; readonly bad: Numbers; readonly good: Numbers }
/** Of one, and of several. */
type Numbers = readonly [string, string]

const copy = { noun: ['copy', 'copies'], bad: ['failed', 'failed'], good: ['has landed', 'landed'] } as const
const backup = { noun: ['backup', 'backups'], bad: ['failed', 'failed'], good: ['has completed', 'completed'] } as const
const words: Record<NoticeKind, Words> = {
  copy,
  backup,
  'no copy': { ...copy, bad: ['was never started', 'were never started'] },
  waiting: { ...copy, bad: ['has waited for more than an hour', 'have waited for more than an hour'] },
  'no backup': {
    noun: ['resource', 'resources'],
    bad: ['went without a backup', 'went without a backup'],
    good: ['has been backed up', 'have been backed up'],
  },
  stopped: {
    noun: ['continuous backup', 'continuous backups'],
    bad: ['stopped', 'stopped'],
    good: ['has started again', 'started again'],
  },
  'left out': { ...backup, bad: ['left objects out', 'left objects out'] },
  'key denial': {
    noun: ['unexpected call on a backup key', 'unexpected calls on a backup key'],
    bad: ['was seen', 'were seen'],
    good: ['is explained', 'are explained'],
  },
}
const forNumber = (n: number, [one, several]: Numbers): string => (n === 1 ? one : several)

const counted = (n: number, kind: NoticeKind): string => `${n} ${forNumber(n, words[kind].noun)}`
const failed = (n: number, kind: NoticeKind): string => `${counted(n, kind)} ${forNumber(n, words[kind].bad)}`

const lines = (...items: readonly (Mrkdwn | undefined)[]): Mrkdwn =>
  join(
    items.filter(it => it !== undefined),
    '\n',
  )

const person = (id: string): Mrkdwn => (/^[UW][A-Z0-9]{2,20}$/.test(id) ? { mrkdwn: `<@${id}>` } : prose(id))
const marked = (it: Mark): Mrkdwn => mrk`${person(it.by)}, ${date(it.at)}`

/** `Can be re-run until 14:05 (in 9 h).` in the reader's time zone. */
const deadlineLine = ({ deadline, kind, cause }: Notice, now: Date): Mrkdwn | undefined => {
  if (deadline === null || !isOfCopy(kind)) return undefined
  const left = timeLeft(deadline, now)
  if (left !== 'over')
    return cause.again === false
      ? mrk`Running it again cannot help; the first recovery point goes ${date(deadline)} (${left}).`
      : mrk`Can be re-run until ${date(deadline)} (${left}).`
  return mrk`The first recovery point went ${date(deadline)}: what is gone cannot be copied any more.`
}

const headline = (notice: Notice): Mrkdwn => {
  const { count, landed, kind } = notice
  if (allLanded(notice)) return mrk`:white_check_mark: ${bold(`${failed(count, kind)}, ${allLandedWords(notice)}`)}`
  return mrk`:x: ${bold(failed(count, kind))}${landed ? mrk`, ${landed} of them landed since` : mrk``}`
}

const allLandedWords = ({ count, kind }: Notice): string => {
  const good = forNumber(count, words[kind].good)
  return count === 1 ? `and ${good} since` : `all ${count} ${good}`
}

const consoleLink = (notice: Notice): Mrkdwn | undefined => {
  const url = jobUrl(notice.kind, notice.first.job, notice.first.region)
  return url === undefined ? undefined : mrk` · ${link(url, 'Open in the AWS console')}`
}

const where = (notice: Notice, accountName: string | undefined): Mrkdwn =>
  mrk`${accountName ? mrk`${prose(accountName)} ` : mrk``}${code(notice.account)}${
    notice.count === 1 && notice.first.resource ? mrk` · ${code(cut(notice.first.resource, 600))}` : mrk``
  }${notice.key ? mrk` · key ${code(cut(notice.key, 200))}` : mrk``}${consoleLink(notice) ?? mrk``}`

/** What was done about it, under the buttons' own names. */
const marks = (notice: Notice, now: Date): KnownBlock[] => {
  const said = [
    notice.insteadOf === null
      ? undefined
      : mrk`:warning: Meant for the channel ${code(cut(notice.insteadOf, 40))}, which cannot be reached.`,
    notice.acknowledged ? mrk`:white_check_mark: Acknowledged by ${marked(notice.acknowledged)}` : undefined,
    notice.muted && isMuted(notice, now)
      ? mrk`:no_entry_sign: Muted by ${marked(notice.muted)}, until ${date(notice.muted.until)}`
      : undefined,
  ].filter(it => it !== undefined)
  return said.length ? [context(join(said, '\n'))] : []
}

/** The button that copies again what has not landed. */
export const again = (notice: Notice): Press =>
  press(
    notice.count > 1 ? 'Retry the copies' : 'Retry copy',
    { verb: 'retry', id: notice.id },
    {
      confirm: {
        title: 'Copy again?',
        text: mrk`${counted(notice.count - notice.landed, 'copy')} of ${notice.account} will be started again, as fast as AWS Backup’s quotas allow.`,
        yes: 'Copy again',
      },
    },
  )

/** A job of which AWS Backup can say why it failed. */
const hasFailedJob = (kind: NoticeKind): boolean => kind === 'copy' || kind === 'backup'

const place = (it: { readonly account: string; readonly region: string }) =>
  ({ account: it.account, ...(it.region ? { region: it.region } : {}) }) as const

const presses = (notice: Notice, now: Date): Press[] => {
  const { first, kind, id, account } = notice
  const at = place({ account, region: first.region })
  const policyOf = notice.key ?? (hasFailedJob(kind) ? first.resource : null)
  const over = notice.deadline !== null && timeLeft(notice.deadline, now) === 'over' && notice.count === 1
  const explain = hasFailedJob(kind) ? [press('Explain', { verb: 'explain', what: first.job, ...at })] : []
  if (allLanded(notice)) return explain
  return [
    ...explain,
    ...(policyOf === null ? [] : [press('Key policy', { verb: 'policy', target: policyOf, ...at })]),
    ...(first.resource === null ? [] : [press('Re-check', { verb: 'check', target: first.resource, ...at })]),
    ...(isOfCopy(kind) && !over && notice.cause.again !== false ? [again(notice)] : []),
    ...(notice.acknowledged ? [] : [press('Acknowledge', { verb: 'notice', act: 'ack', id })]),
    isMuted(notice, now)
      ? press('Undo the mute', { verb: 'notice', act: 'unmute', id })
      : press('Mute this cause for a day', { verb: 'notice', act: 'mute', id }),
  ]
}

/** The one message of a notice: what failed, why in plain words, until when it can be mended; edited as things change. */
export const noticeBlocks = (notice: Notice, accountName: string | undefined, now: Date): KnownBlock[] => {
  const closed = allLanded(notice)
  const actions = buttons(...presses(notice, now))
  return within(
    [
      section(
        lines(
          mrk`${headline(notice)}: ${prose(cut(notice.cause.because, 1200))}`,
          closed ? undefined : deadlineLine(notice, now),
          closed || notice.cause.fix === null ? undefined : mrk`*Do:* ${prose(cut(notice.cause.fix, 1000))}`,
        ),
      ),
      context(where(notice, accountName)),
      ...marks(notice, now),
      ...actions,
    ],
    actions.length,
  )
}

const nameOf = (failure: ToldFailure): string => failure.resource ?? `job ${failure.job}`

/** One failure of the notice, in its thread. */
export const failureBlocks = (failure: ToldFailure): KnownBlock[] => {
  const at = place(failure)
  const actions = buttons(
    ...(hasFailedJob(failure.kind) ? [press('Explain', { verb: 'explain', what: failure.job, ...at })] : []),
    ...(failure.resource === null ? [] : [press('Re-check', { verb: 'check', target: failure.resource, ...at })]),
  )
  return within(
    [
      section(
        lines(
          mrk`${code(cut(nameOf(failure), 600))} · ${prose(failure.region)} · ${date(failure.at)}`,
          failure.message === null ? undefined : mrk`${prose(cut(failure.message, 1500))}`,
          failure.deadline === null ? undefined : mrk`The recovery point goes ${date(failure.deadline)}.`,
        ),
      ),
      ...(failure.kind === 'no backup' ? [] : [context(mrk`job ${code(cut(failure.job, 200))}`)]),
      ...actions,
    ],
    actions.length,
  )
}

/** A resource that failed more than once has one line. */
const listed = (failures: readonly ToldFailure[]): Mrkdwn => {
  const names = failures.map(it => mrk`• ${code(cut(nameOf(it), 120))} ${prose(it.region)}`)
  const once = [...new Map(names.map(it => [it.mrkdwn, it])).values()]
  const times = (one: Mrkdwn) => names.filter(it => it.mrkdwn === one.mrkdwn).length
  return join(
    once.map(it => (times(it) > 1 ? mrk`${it}, ${times(it)} times` : it)),
    '\n',
  )
}

/** The failures beyond those that have a reply of their own; edited as they become more. */
export const moreBlocks = (notice: Notice, told: number, failures: readonly ToldFailure[]): KnownBlock[] => {
  const rest = notice.count - told
  const unnamed = rest - failures.length
  return within(
    [
      section(mrk`${rest} more of the same:`),
      section(listed(failures)),
      ...(unnamed > 0 ? [context(mrk`and ${unnamed} that are not listed here`)] : []),
    ],
    0,
  )
}

/** The last word in the thread. */
export const landedBlocks = (notice: Notice): KnownBlock[] => [
  section(
    mrk`:white_check_mark: ${
      notice.count === 1
        ? `The ${words[notice.kind].noun[0]} ${words[notice.kind].good[0]}.`
        : `${capital(allLandedWords(notice))}.`
    }`,
  ),
]

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
