import type { KnownBlock } from '@slack/types'
import type { Problem } from '../src/core/key-policy/problems.ts'
import type { PolicyFormat } from '../src/core/options.ts'
import { isRefused, type JudgedFile } from '../src/core/policy-file.ts'
import { bold, code, mrk, prose, section } from './kit.ts'
import { fits, formatNames, planBlocks } from './policy.ts'

const effects: Record<Problem['effect'], string> = {
  refused: 'KMS refuses it',
  'no effect': 'KMS accepts it without a word',
  risk: 'a risk',
}

/** The answer to `policy --policy-file`: what is wrong with the document, what it lacks, the text to add. */
export const policyFileBlocks = (judged: JudgedFile, file: string, format: PolicyFormat): KnownBlock[] => {
  const { problems } = judged
  const withCode = fits([judged], format)
  return [
    ...(problems.length > 0
      ? [section(mrk`${bold(`${file}${isRefused(judged) ? ': KMS would refuse this document.' : ''}`)}`)]
      : []),
    ...problems.map(it => section(mrk`• ${code(it.place)}: ${prose(it.says)} (${effects[it.effect]})`)),
    ...planBlocks(judged, format, withCode),
    ...(withCode
      ? []
      : [section(mrk`${code(`--format ${format}`)} prints what is to be added (${formatNames[format]}).`)]),
  ]
}
