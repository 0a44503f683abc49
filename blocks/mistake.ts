import type { KnownBlock } from '@slack/types'
import type { Mistake } from '../src/core/trouble.ts'
import { isShellWord, isVerb, shellWords, verbs } from '../src/core/verbs.ts'
import { buttons, code, context, mrk, prose, section } from './kit.ts'

const usageOf = (verb: string): string =>
  isVerb(verb) ? verbs[verb].usage : isShellWord(verb) ? shellWords[verb].usage : verb

/** Somebody's mistake or an open question: the sentence, the choices as buttons, the usage line. */
export const mistakeBlocks = (it: Mistake): KnownBlock[] => [
  section(mrk`${prose(it.mistake)}`),
  ...(it.usage ? [context(mrk`Usage: ${code(usageOf(it.usage))}`)] : []),
  ...buttons(...(it.choices ?? [])),
]

/** Our own bug: the person sees the id that stands in the log. */
export const bugBlocks = (id: string): KnownBlock[] => [
  section(mrk`:x: Something went wrong on my side, and nothing was changed. Ask the CDX team and name ${code(id)}.`),
]

/** The request was understood, but could not be handed on; nothing has begun. */
export const cannotTakeBlocks: readonly KnownBlock[] = [
  section(mrk`:warning: I could not take this on just now, and nothing was begun. Say it again in a minute.`),
]

/** No credentials, or AWS cannot be reached: nothing was learned about the resource. */
export const worldFaultBlocks = (sentence: string): KnownBlock[] => [
  section(
    mrk`:warning: I could not ask AWS anything: ${prose(sentence)} Try again in a moment; if it stays so, tell the CDX team.`,
  ),
]
