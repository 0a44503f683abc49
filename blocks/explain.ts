import type { KnownBlock } from '@slack/types'
import { whoActsSays } from '../src/core/cause.ts'
import type { Explained } from '../src/core/diagnose.ts'
import type { Explanation } from '../src/core/explanation.ts'
import type { House } from '../src/core/house.ts'
import type { Intent } from '../src/core/intent.ts'
import { timeLeft } from '../src/core/notice.ts'
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
} from './kit.ts'
import { sentence, subjectOf } from './sentence.ts'

type Asked = Extract<Intent, { verb: 'explain' }>

const sureSays: Record<Explained['sure'], Mrkdwn> = {
  confirmed: mrk`:x: *Confirmed* on the resource as it is now`,
  likely: mrk`:grey_question: *Likely*, from the message`,
  'fixed since': mrk`:white_check_mark: *Fixed since*: the resource passes now`,
}

const whoActs = (cause: Explained) => prose(whoActsSays[cause.whoActs])

const subject = (cause: Explained) => subjectOf(cause.proof ?? '') ?? ''

const causeBlocks = (cause: Explained): KnownBlock[] => [
  section(mrk`${sureSays[cause.sure]}\n${sentence(cause.proof ?? cause.because)}\n*Do:* ${sentence(cause.fix.say)}`),
  context(
    join(
      [
        mrk`Who acts: ${whoActs(cause)}`,
        sentence(cause.rerunSay.replace(/\.$/, '')),
        ...(subject(cause) ? [code(subject(cause))] : []),
        mrk`${link(cause.source, 'documentation')} (${cause.id})`,
      ],
      ' · ',
    ),
  ),
]

const headline = ({ failure, causes, diagnosis }: Explanation, house: House): Mrkdwn => {
  const account = house.accounts.find(it => it.id === failure.account)?.name ?? failure.account
  if (!failure.job) return mrk`*What that message means*`
  return join(
    [
      mrk`*The ${failure.kind} of* ${code(failure.resource ?? 'an unnamed resource')}${
        causes.length > 0 || diagnosis === 'unrecognised' ? mrk` *failed*` : mrk``
      }${failure.at ? mrk` ${date(failure.at)}` : mrk``}`,
      mrk`${prose(account)} ${failure.account} · ${failure.region} · job ${code(failure.job)}`,
    ],
    '\n',
  )
}

const next = ({ failure, causes, diagnosis }: Explanation, asked: Asked): Press[] => {
  const account = failure.account ? { account: failure.account } : {}
  const at = { ...account, ...(failure.region ? { region: failure.region } : {}) }
  const { share: _, ...again } = asked
  const recording = failure.job ? ({ verb: 'explain', what: failure.job, ...at } as const) : again
  const needsPolicy = causes.some(it => it.sure !== 'fixed since' && it.snippet !== 'never')
  return [
    ...(failure.resource && needsPolicy
      ? [press('Key policy', { verb: 'policy', target: failure.resource, ...account }, { style: 'primary' })]
      : []),
    ...(failure.resource ? [press('Check it', { verb: 'check', target: failure.resource, ...account })] : []),
    ...(diagnosis === 'unrecognised' && failure.message
      ? [press('Record as a new cause (CDX)', { ...recording, record: true })]
      : []),
    press('Explain again', { ...asked }),
    ...(asked.share ? [] : [press('Share with the channel', { ...asked, share: true })]),
  ]
}

/** `Can be re-run until 14:05 (in 9 h).` in the reader's time zone. */
const deadlineLine = (deadline: string, now: Date): Mrkdwn => {
  const left = timeLeft(deadline, now)
  return left === 'over'
    ? mrk`:hourglass_flowing_sand: The local recovery point went ${date(deadline)}: it cannot be copied any more. Take a new backup.`
    : mrk`:hourglass_flowing_sand: Can be re-run until ${date(deadline)} (${left}), when the local recovery point goes.`
}

const insideBlocks = (inside: Explanation['inside']): KnownBlock[] =>
  inside.length === 0
    ? []
    : [
        section(
          join(
            [
              bold(`${inside.length} ${inside.length === 1 ? 'job' : 'jobs'} inside it failed`),
              ...inside
                .slice(0, 5)
                .map(it => mrk`• ${code(it.resource ?? it.job)}: ${prose(it.message ?? 'no reason given')}`),
            ],
            '\n',
          ),
        ),
      ]

/** What the presser sees once a message is kept for the catalogue. */
export const recordedBlocks = (message: string, times: number): KnownBlock[] => [
  section(
    mrk`:white_check_mark: Recorded for the catalogue${times > 1 ? ` (${times} times by now)` : ''}: ${code(cut(message, 500))}`,
  ),
]

/** The answer to `explain`: the message, the causes best first, who acts, and until when it can be run again. */
export const explainBlocks = (explanation: Explanation, asked: Asked, house: House, now: Date): KnownBlock[] => {
  const { failure, diagnosis, causes, deadline, notes, inside } = explanation
  const blocked = explanation.findings.filter(it => it.outcome === 'blocked')
  return [
    section(headline(explanation, house)),
    ...(failure.message ? [section(mrk`AWS says: ${code(failure.message)}`)] : []),
    ...notes.map(note => section(mrk`:bulb: ${prose(note)}`)),
    ...insideBlocks(inside),
    ...(diagnosis === 'unrecognised'
      ? [
          section(
            mrk`:grey_question: *I do not know this message.* ${causes.length ? 'AWS’s category alone suggests:' : ''}`,
          ),
        ]
      : []),
    ...causes.slice(0, 4).flatMap(causeBlocks),
    ...(diagnosis === 'unrecognised' && blocked.length
      ? [
          section(
            join(
              [bold('What the check finds now'), ...blocked.slice(0, 5).map(it => mrk`:x: ${prose(it.because)}`)],
              '\n',
            ),
          ),
        ]
      : []),
    ...(deadline ? [section(deadlineLine(deadline, now))] : []),
    ...buttons(...next(explanation, asked)),
  ]
}
