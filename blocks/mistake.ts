import type { KnownBlock } from '@slack/types'
import type { Mistake } from '../src/core/trouble.ts'
import { type Verb, verbs } from '../src/core/verbs.ts'
import { buttons, code, context, mrk, prose, section, within } from './kit.ts'

const usageOf = (verb: string): string => (verb in verbs ? verbs[verb as Verb].usage : verb)

/** Somebody's mistake or an open question: the sentence, the choices as buttons, the usage line. */
export const mistakeBlocks = (it: Mistake): KnownBlock[] => {
  const choices = buttons(...(it.choices ?? []))
  return within(
    [
      section(mrk`${prose(it.mistake)}`),
      ...(it.usage ? [context(mrk`Usage: ${code(usageOf(it.usage))}`)] : []),
      ...choices,
    ],
    choices.length,
  )
}

/** Our own bug: the person sees the id that stands in the log. */
export const bugBlocks = (id: string): KnownBlock[] => [
  section(mrk`:x: Something went wrong on my side, and nothing was changed. Ask the CDX team and name ${code(id)}.`),
]
