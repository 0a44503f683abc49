import type { KnownBlock, ModalView } from '@slack/types'
import { mistakeBlocks } from '../blocks/mistake.ts'
import type { Aws } from '../src/aws/sessions.ts'
import type { House } from '../src/core/house.ts'
import type { Intent } from '../src/core/intent.ts'
import type { Notice } from '../src/core/notice.ts'
import type { Stage } from '../src/core/stages.ts'
import { type Mistake, mistake } from '../src/core/trouble.ts'
import type { Verb } from '../src/core/verbs.ts'
import type { Requests } from '../src/store/requests.ts'
import type { FilledForm, RequestDesk } from './request-desk.ts'

/** What people do with what the bot remembers. `who`: Slack's user id; every right is judged again here. */
export type Desk = {
  readonly acknowledge: (id: string, who: string) => Promise<Notice | Mistake>
  readonly mute: (id: string, who: string) => Promise<Notice | Mistake>
  readonly unmute: (id: string, who: string) => Promise<Notice | Mistake>
  /** The notice, where this person may start its copies again. */
  readonly retryable: (id: string, who: string) => Promise<Notice | Mistake>
  /** The blocks of the answer. */
  readonly retry: (id: string, who: string) => Promise<readonly KnownBlock[] | Mistake>
  /** How often a message of this shape has been recorded. */
  readonly record: (message: string, job: string | null, who: string) => Promise<number | Mistake>
}

/** A text that is too long for a message. */
export type TextFile = { readonly name: string; readonly title: string; readonly content: string }

/** What a command works with; made once at the entry. */
export type Deps = {
  readonly house: House
  readonly aws: Aws
  readonly now: () => Date
  /** Told of each stage as it begins; absent where nobody measures. */
  readonly enter?: (stage: Stage) => void
  /** Absent where the bot has no table. */
  readonly desk?: Desk
  /** Restore requests as they are kept; absent where the bot has no table. */
  readonly requests?: Pick<Requests, 'get' | 'open' | 'closed' | 'byRequester'>
  /** Who moves them on; absent in a shell. */
  readonly requestDesk?: RequestDesk
  /** Into the direct message of `who`; a Mistake says why not. Absent in a shell. */
  readonly sendFile?: (who: string, file: TextFile) => Promise<Mistake | undefined>
  /** Slack's id of who asks; absent in a shell. */
  readonly asker?: string
  /** Slack's name of who asks, for the audit. */
  readonly askerName?: string
  /** From where, for the audit: `slack C0CDX`. */
  readonly where?: string
  /** A button that says what it does was pressed; what is typed changes nothing in AWS. */
  readonly pressed?: true
  /** The answer stands in the asker's App Home. */
  readonly home?: true
  /** The form of a restore, filled in and sent. */
  readonly form?: FilledForm
}

/** See the contract: 0 yes, 1 no, 2 the input is wrong, 3 unsure, 4 the world is at fault. */
export type Exit = 0 | 1 | 2 | 3 | 4

export type Reply = {
  readonly blocks: readonly KnownBlock[]
  /** The same as data, for `--json`. */
  readonly json: unknown
  readonly exit: Exit
  /** More messages, where one is not enough. */
  readonly more?: readonly (readonly KnownBlock[])[]
  /** For a shell, exactly as it is, instead of the blocks. */
  readonly text?: string
  /** Beside an answer with exit 2: what is wrong with a part of the input. */
  readonly wrong?: string
  /** Instead of the blocks, where the answer stands in a modal. */
  readonly view?: ModalView
}

/** How one verb runs: identify, gather, judge, show. Its words stand in `core/verbs`. */
export type Command<V extends Verb = Verb> = {
  readonly run: (intent: Extract<Intent, { verb: V }>, deps: Deps, signal: AbortSignal) => Promise<Reply>
}

/** The same sentence in Slack and in the shell; `usage` is the line of the verb it names. */
export const mistakeReply = (it: Mistake): Reply => ({
  blocks: mistakeBlocks(it),
  json: { schema: 'backup-bot/mistake/1', ...it },
  exit: it.unread ? 3 : 2,
})

/** The desk and who stands before it, or why there is none. */
export const atDesk = ({ desk, asker }: Deps): { readonly desk: Desk; readonly who: string } | Mistake => {
  if (!asker) return mistake('This is done in Slack, where it is known who asks.')
  return desk ? { desk, who: asker } : mistake('I keep no notices here: no table is configured (TABLE_NAME).')
}
