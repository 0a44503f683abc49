import { mono, page, plain, sourceLinks, table } from './markdown.ts'
import { type AnyRule, type Authority, stages } from './rule.ts'

const authorities = { aws: 'AWS', house: 'the house' } as const satisfies Record<Authority, string>

const row = (rule: AnyRule): readonly string[] => [
  mono(rule.id),
  plain(rule.title),
  authorities[rule.authority],
  rule.needs.map(mono).join(', ') || '–',
  sourceLinks([rule.source]),
]

/** docs/rules.md: every question that a check asks, by stage. */
export const ruleTable = (rules: readonly AnyRule[]): string =>
  page('Rules', '`src/core/rules`', [
    'Every question that `check` asks about a resource, by the stage that it decides. A rule of AWS says what AWS would refuse; a rule of the house says what the CDX guide demands beyond that. When one of the facts that a rule needs could not be read, its answer is *unknown*, and the verdict is never *yes*.',
    ...stages.flatMap(stage => [
      `## ${stage.charAt(0).toUpperCase()}${stage.slice(1)}`,
      table(
        ['Rule', 'What is asked', 'Who says so', 'Facts needed', 'Source'],
        rules.filter(rule => rule.stage === stage).map(row),
      ),
    ]),
  ])
