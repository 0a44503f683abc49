import type { KnownBlock } from '@slack/types'
import type { NoticeAct } from '../src/core/intent.ts'
import type { Notice } from '../src/core/notice.ts'
import { code, date, mrk, prose, section } from './kit.ts'

const person = (id: string) => (/^[UW][A-Z0-9]{2,20}$/.test(id) ? { mrkdwn: `<@${id}>` } : prose(id))

/** The presser's own answer; the notice itself shows the same to everybody. */
export const noticeDoneBlocks = (act: NoticeAct, { id, acknowledged, muted }: Notice): KnownBlock[] => {
  if (act === 'ack' && acknowledged)
    return [
      section(
        mrk`:white_check_mark: ${code(id)} is acknowledged by ${person(acknowledged.by)}, ${date(acknowledged.at)}.`,
      ),
    ]
  if (act === 'mute' && muted)
    return [
      section(mrk`:no_entry_sign: ${code(id)} is muted until ${date(muted.until)}; its failures are still counted.`),
    ]
  return [section(mrk`:white_check_mark: ${code(id)} speaks again.`)]
}
