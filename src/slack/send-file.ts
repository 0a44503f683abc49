import type { WebClient } from '@slack/web-api'
import { cut, escapeText, limits } from '../../blocks/kit.ts'
import type { TextFile } from '../../commands/command.ts'
import { type Mistake, mistake } from '../core/trouble.ts'
import { refusalOf } from './deliver.ts'
import type { Log } from './run.ts'

const reasonOf = (error: unknown): string => {
  try {
    return refusalOf(error).why
  } catch {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * Sends a text as a file into the direct message with a person; needs the scope files:write. A Mistake, which is also
 * logged, says why it could not be sent. https://docs.slack.dev/messaging/working-with-files
 */
export const createFileSender =
  (slack: WebClient, log: Log) =>
  async (who: string, { name, title, content }: TextFile): Promise<Mistake | undefined> => {
    let said: { readonly channel: string; readonly ts: string } | undefined
    try {
      // A file is shared by the id of a channel. A message's answer names that of the direct message; to ask for it
      // (conversations.open) would take one more scope, im:write.
      const { channel = '', ts = '' } = await slack.chat.postMessage({
        channel: who,
        text: cut(escapeText(title), limits.text),
      })
      said = { channel, ts }
      await slack.files.uploadV2({ channel_id: channel, filename: name, title: name, content })
      return undefined
    } catch (error) {
      const why = reasonOf(error)
      log.error('a file could not be sent', { why })
      // Its announcement without the file would puzzle.
      if (said) await slack.chat.delete(said).catch(() => undefined)
      return mistake(why)
    }
  }
