import type { KnownBlock } from '@slack/types'
import type { FailedJob } from '../src/core/failed-job.ts'
import type { Intent } from '../src/core/intent.ts'
import { formatPlan } from '../src/core/key-policy/formats.ts'
import { formats, type PolicyFormat } from '../src/core/options.ts'
import type { Unplanned } from '../src/core/policy-plan.ts'
import {
  bold,
  buttons,
  code,
  codeBlocks,
  context,
  date,
  join,
  type Mrkdwn,
  mrk,
  type Press,
  press,
  prose,
  section,
} from './kit.ts'

type Asked = Extract<Intent, { verb: 'policy' }>
type Shown = {
  readonly of: 'resource' | 'key'
  readonly plans: readonly Unplanned[]
  readonly failed: readonly FailedJob[] | null
}
/** A text that was to be sent as a file; `why` not, or `null`; `words` print it in a shell. */
export type Filed = {
  readonly name: string
  readonly format: PolicyFormat
  readonly why: string | null
  readonly words: string
}

const symbols: Record<Unplanned['need'], string> = {
  nothing: ':white_check_mark:',
  statements: ':x:',
  'another key': ':x:',
  unknown: ':grey_question:',
}
const headlines: Record<Unplanned['need'], string> = {
  nothing: 'Nothing to add',
  statements: 'Statements are missing',
  'another key': 'No statement in this policy can help',
  unknown: 'I cannot tell',
}
export const formatNames: Record<PolicyFormat, string> = {
  statements: 'Statements',
  policy: 'Whole policy',
  diff: 'Diff',
  cli: 'AWS CLI',
  terraform: 'Terraform',
  cdk: 'CDK',
  cloudformation: 'CloudFormation',
}

/** Of a message of 11,000, so that the words around the code fit too. */
const roomForCode = 6500
const longestLine = 480
const isMended = (it: Unplanned): boolean => it.need === 'statements' && it.statements.length > 0

/** Whether the texts of all plans can stand in one message as they are, no line cut. */
export const fits = (plans: readonly Unplanned[], format: PolicyFormat): boolean => {
  const texts = plans.filter(isMended).map(it => formatPlan(it, format))
  const lines = texts.flatMap(it => it.split('\n'))
  return lines.every(it => it.length <= longestLine) && JSON.stringify(texts.flatMap(codeBlocks)).length <= roomForCode
}

const headline = (it: Unplanned): Mrkdwn =>
  join(
    [
      mrk`${{ mrkdwn: symbols[it.need] }} ${bold(`${headlines[it.need]}.`)} ${prose(it.because)}`,
      ...(it.key
        ? [
            mrk`Key ${code(it.key.arn)} · ${it.key.manager === 'AWS' ? 'AWS managed' : 'customer managed'} · ${prose(it.key.state)}`,
          ]
        : []),
      ...(it.missing.length ? [mrk`Missing: ${join(it.missing.map(code), ', ')}`] : []),
      ...it.instead.map(step => mrk`• ${prose(step)}`),
    ],
    '\n',
  )

const proofLine = ({ proof: { before, after, outsiders } }: Unplanned): Mrkdwn => {
  const may = (calls: typeof before) => `${calls.filter(it => it.allowed === true).length} of ${calls.length}`
  const gains = outsiders.filter(it => it.gains).length
  const others = gains ? `${gains} of ${outsiders.length} calls of outsiders gain` : 'outsiders gain nothing'
  return mrk`Simulated: ${may(before)} calls allowed before, ${may(after)} after; ${others}.`
}

const fileLine = ({ name, format, why, words }: Filed): KnownBlock =>
  why === null
    ? section(
        mrk`:page_facing_up: ${formatNames[format]}: ${code(name)} went to who asked, as a file in a direct message.`,
      )
    : section(
        mrk`:warning: ${formatNames[format]}: the file could not be sent (${prose(why)}). ${code(words)} prints it.`,
      )

/** So many stand in one context block. */
const inTens = (items: readonly Mrkdwn[]): readonly (readonly Mrkdwn[])[] =>
  items.length > 0 ? [items.slice(0, 10), ...inTens(items.slice(10))] : []

/** One key: what is missing, the text to add, the proof, what to mind. */
export const planBlocks = (it: Unplanned, format: PolicyFormat, withCode: boolean): KnownBlock[] => [
  section(headline(it)),
  ...(isMended(it) && withCode ? codeBlocks(formatPlan(it, format)) : []),
  ...(it.proof.after.length ? [context(proofLine(it))] : []),
  ...inTens(it.cautions.map(prose)).map(some => context(...some)),
]

const nameOf = (arn: string | null): string => arn?.split(/[:/]/).at(-1) || 'an unnamed resource'

const failedBlocks = (failed: Shown['failed']): KnownBlock[] => {
  if (failed === null) return [context(mrk`Which copies failed could not be read.`)]
  if (failed.length === 0) return []
  const lines = failed.map(
    ({ resource, at, message }) =>
      mrk`• ${code(nameOf(resource))}${at ? mrk` ${date(at)}` : mrk``}${message ? mrk`: ${prose(message)}` : mrk``}`,
  )
  return [section(join([mrk`${bold('Copies that failed at this key')}`, ...lines], '\n'))]
}

const explainPress = ({ job, account, region, resource }: FailedJob): Press =>
  press(`Explain ${nameOf(resource)}`, { verb: 'explain', what: job, account, region })

/** The answer to `policy`: what is missing, the text to add, the proof; one part a key. Values of buttons are words. */
export const policyBlocks = (
  { of, plans, failed }: Shown,
  asked: Asked,
  shown: PolicyFormat,
  filed: readonly Filed[] = [],
): KnownBlock[] => {
  const { share: _, ...again } = asked
  const withCode = fits(plans, shown)
  const mended = plans.some(isMended)
  const { verb: _policy, format: _format, style: _style, ...place } = again
  const recheck: Intent = of === 'key' ? { verb: 'policy', ...place } : { verb: 'check', ...place }
  return [
    ...plans.flatMap(it => planBlocks(it, shown, withCode)),
    ...(mended && !withCode
      ? [section(mrk`${formatNames[shown]}: too long for a message, in which it would be cut.`)]
      : []),
    ...filed.map(fileLine),
    ...failedBlocks(failed),
    ...buttons(
      ...(mended ? formats : [])
        .filter(format => format !== shown)
        .map(format => press(formatNames[format], { ...again, format })),
      ...(mended && asked.style !== 'guide' ? [press('Broader statements', { ...again, style: 'guide' })] : []),
    ),
    ...buttons(
      press('Check again', recheck),
      ...(failed ?? []).map(explainPress),
      ...(asked.share ? [] : [press('Share with the channel', { ...again, share: true })]),
    ),
  ]
}
