import type { KnownBlock } from '@slack/types'
import type { Runbook, Step } from '../src/core/runbook.ts'
import { bold, context, limits, mrk, prose, section } from './kit.ts'

const longest = 2900

/** Text exactly as it is, to be copied: nothing in it is read as mrkdwn. */
const verbatim = (text: string): KnownBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
})

const pieces = (text: string): readonly string[] =>
  text.length <= longest ? [text] : [text.slice(0, longest), ...pieces(text.slice(longest))]

const stepBlocks = ({ title, account, region, commands, note }: Step, place: number): KnownBlock[] => [
  section(mrk`${bold(`${place + 1}. ${title}`)} in account ${account}, ${region}`),
  ...pieces(commands.join('\n')).map(verbatim),
  ...(note === undefined ? [] : [context(mrk`${prose(note)}`)]),
]

const weight = (blocks: readonly KnownBlock[]): number => JSON.stringify(blocks).length

/**
 * The runbook as one or more messages, each within Slack's limits. Only a single command of more than about 10,000
 * characters is left to the command line.
 */
export const runbookMessages = ({ steps, cautions }: Runbook, id: string): readonly (readonly KnownBlock[])[] => {
  const parts = [
    [section(mrk`Runbook of ${bold(id)}`), ...cautions.map(it => context(mrk`:warning: ${prose(it)}`))],
    ...steps.map((step, place) => {
      const blocks = stepBlocks(step, place)
      return weight(blocks) <= limits.message
        ? blocks
        : [
            section(
              mrk`${bold(`${place + 1}. ${step.title}`)} is too long for Slack; \`backup-bot requests runbook ${id}\` prints it.`,
            ),
          ]
    }),
  ]
  const messages: KnownBlock[][] = []
  for (const part of parts) {
    const last = messages.at(-1)
    if (
      last !== undefined &&
      weight([...last, ...part]) <= limits.message &&
      last.length + part.length <= limits.blocks
    )
      last.push(...part)
    else messages.push([...part])
  }
  return messages
}
