import { readFileSync } from 'node:fs'
import { text as readAll } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { policyFileBlocks } from '../../blocks/policy-file.ts'
import { mistakeReply, type Reply } from '../../commands/command.ts'
import { exits } from '../../commands/policy.ts'
import type { House } from '../core/house.ts'
import { accountNamed, identify } from '../core/identify.ts'
import { formatPlan } from '../core/key-policy/formats.ts'
import { styles } from '../core/key-policy/statements.ts'
import { formats } from '../core/options.ts'
import { isRefused, judgeFile } from '../core/policy-file.ts'
import { isMistake, type Mistake, mistake } from '../core/trouble.ts'

export const policyFileUsage = `policy --policy-file <FILE | -> --key-arn ARN [--style least|guide] [--format ${formats.join('|')}] [--account A]`

/** Whether the words judge a document instead of asking AWS. */
export const isPolicyFile = (words: readonly string[]): boolean =>
  words[0]?.toLowerCase() === 'policy' && words.some(it => /^--(policy-file|key-arn)(=|$)/.test(it))

const wrong = (sentence: string): Mistake => mistake(`${sentence}\n  Usage: backup-bot ${policyFileUsage}`)

const options = {
  'policy-file': { type: 'string' },
  'key-arn': { type: 'string' },
  style: { type: 'string', default: 'least' },
  format: { type: 'string' },
  account: { type: 'string' },
} as const

const given = (words: readonly string[]) => {
  try {
    return parseArgs({ args: [...words], options, strict: true }).values
  } catch (error) {
    return wrong(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error))
  }
}

const contentOf = async (file: string): Promise<string | Mistake> => {
  try {
    return file === '-' ? await readAll(process.stdin) : readFileSync(file, 'utf8')
  } catch {
    return wrong(`There is no readable file ${file}.`)
  }
}

/** Judges the policy document in a file, or on standard input, without AWS: for the pipelines of other repositories. */
export const policyFile = async (words: readonly string[], house: House): Promise<Reply> => {
  const it = given(words.slice(1))
  if (isMistake(it)) return mistakeReply(it)
  const { 'policy-file': file, 'key-arn': keyArn } = it
  if (!file || !keyArn)
    return mistakeReply(wrong('To judge a document, give --policy-file and --key-arn; the ARN says whose key it is.'))
  const style = styles.find(known => known === it.style)
  const format = formats.find(known => known === it.format)
  if (!style) return mistakeReply(wrong(`--style is "${it.style}"; it takes ${styles.join(' or ')}.`))
  if (it.format && !format) return mistakeReply(wrong(`--format is "${it.format}"; it takes ${formats.join(', ')}.`))

  const noKey = wrong(`--key-arn takes the ARN of a key (arn:aws:kms:…:key/…), not ${keyArn}.`)
  if (!/^\s*arn:/i.test(keyArn)) return mistakeReply(noKey)
  // Nothing is looked into, so the account need not be one that may be.
  const found = identify({ verb: 'policy', target: keyArn }, { ...house, accounts: [] })
  if (isMistake(found)) return mistakeReply(wrong(found.mistake))
  if (found.is !== 'key' || !found.key.id.startsWith('key/')) return mistakeReply(noKey)
  const { account, region, key } = found
  const arn = `arn:${key.partition}:kms:${region}:${account}:${key.id}`
  const other = it.account === undefined ? undefined : accountNamed(it.account, house)
  if (isMistake(other)) return mistakeReply(wrong(other.mistake))

  const text = await contentOf(file)
  if (isMistake(text)) return mistakeReply(text)
  const place = { arn, account, region, partition: key.partition }
  const judged = judgeFile({ text, key: place, house, style, ...(other ? { account: other } : {}) })
  const name = file === '-' ? 'standard input' : file
  if (isMistake(judged)) return mistakeReply(wrong(`${name}: ${judged.mistake}`))
  const exit = exits[judged.need]
  return {
    blocks: policyFileBlocks(judged, name, format ?? 'statements'),
    json: judged,
    // A document that allows the copy, but that KMS refuses, helps nobody.
    exit: exit === 0 && isRefused(judged) ? 1 : exit,
    ...(format ? { text: formatPlan(judged, format) } : {}),
  }
}
