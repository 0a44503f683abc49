import type { KnownBlock } from '@slack/types'
import { formats, type Intent } from '../src/core/intent.ts'
import { formatPlan } from '../src/core/key-policy/formats.ts'
import type { Plan } from '../src/core/key-policy/plan.ts'
import type { Unplanned } from '../src/core/policy-plan.ts'
import { buttons, code, codeBlocks, context, join, mrk, press, prose, section, within } from './kit.ts'

type Asked = Extract<Intent, { verb: 'policy' }>

const symbols: Record<Plan['need'], string> = {
  nothing: ':white_check_mark:',
  statements: ':x:',
  'another key': ':x:',
  unknown: ':grey_question:',
}
const headlines: Record<Plan['need'], string> = {
  nothing: 'Nothing to add',
  statements: 'Statements are missing',
  'another key': 'No statement in this policy can help',
  unknown: 'I cannot tell',
}

const isPlan = (it: Unplanned): it is Plan => it.key !== null

const planBlocks = (it: Unplanned, asked: Asked): KnownBlock[] => [
  section(
    join(
      [
        mrk`${{ mrkdwn: symbols[it.need] }} *${headlines[it.need]}.* ${prose(it.because)}`,
        ...(it.key
          ? [
              mrk`Key ${code(it.key.arn)} · ${prose(it.key.manager === 'AWS' ? 'AWS managed' : 'customer managed')} · ${prose(it.key.state)}`,
            ]
          : []),
        ...(it.missing.length ? [mrk`Missing: ${join(it.missing.map(code), ', ')}`] : []),
        ...it.instead.map(step => mrk`• ${prose(step)}`),
      ],
      '\n',
    ),
  ),
  ...(isPlan(it) && it.need === 'statements' && it.statements.length
    ? codeBlocks(formatPlan(it, asked.format ?? 'statements'))
    : []),
  ...(it.proof.after.length
    ? [
        context(
          mrk`Simulated: ${it.proof.before.filter(p => p.allowed === true).length} of ${it.proof.before.length} calls allowed before, ${
            it.proof.after.filter(p => p.allowed === true).length
          } of ${it.proof.after.length} after; ${it.proof.outsiders.length} calls of outsiders gain nothing.`,
        ),
      ]
    : []),
  ...(it.cautions.length ? [context(...it.cautions.slice(0, 10).map(caution => prose(caution)))] : []),
]

/** The answer to `policy`: what is missing, the text to add, the proof; one part a key. */
export const policyBlocks = (plans: readonly Unplanned[], asked: Asked): KnownBlock[] => {
  const { share: _, ...again } = asked
  const shown = asked.format ?? 'statements'
  const others = plans.some(it => it.need === 'statements') ? formats.filter(format => format !== shown) : []
  return within([
    ...plans.flatMap(it => planBlocks(it, asked)),
    ...buttons(
      ...others.map(format => press(`As ${format}`, { ...again, format })),
      press('Check again', {
        verb: 'check',
        target: asked.target,
        ...(asked.account ? { account: asked.account } : {}),
      }),
      ...(asked.share ? [] : [press('Share with the channel', { ...again, share: true })]),
    ),
  ])
}
