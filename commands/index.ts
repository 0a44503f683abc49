import type { Verb } from '../src/core/verbs.ts'
import { check } from './check.ts'
import type { Command } from './command.ts'
import { explain } from './explain.ts'
import { help } from './help.ts'
import { notice } from './notice.ts'
import { policy } from './policy.ts'
import { requests } from './requests.ts'
import { restore } from './restore.ts'
import { retry } from './retry.ts'

const commands: { readonly [V in Verb]: Command<V> } = {
  check,
  explain,
  policy,
  notice,
  retry,
  restore,
  requests,
  help,
}

/** The command of an Intent's verb. */
export const commandOf = <V extends Verb>(verb: V): Command<V> => commands[verb] as unknown as Command<V>
