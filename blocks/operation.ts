import type { KnownBlock } from '@slack/types'
import { divider, mrk, prose, section } from './kit.ts'

/** One line of what an operator's command did, and below it text as it would be read in Slack. */
export const operationBlocks = (line: string, quoted = ''): readonly KnownBlock[] => [
  ...(quoted ? [divider] : []),
  section(mrk`${prose(line)}`),
  ...(quoted ? [section(mrk`${prose(quoted)}`)] : []),
]
