import type { KnownBlock } from '@slack/types'
import type { Request } from '../src/core/restore.ts'
import { bold, buttons, mrk, section } from './kit.ts'
import { preflightBlocks, words } from './request.ts'

/** In the place of the form, once it is filed. */
export const filedBlocks = (request: Request): KnownBlock[] => [
  section(
    mrk`:inbox_tray: ${bold(request.id)} is with the CDX team${
      request.approvalsNeeded > 1 ? mrk`; ${request.approvalsNeeded} of them must approve` : mrk``
    }. You are told here in Slack at each step.`,
  ),
  ...preflightBlocks(request.preflight),
  ...buttons({ label: 'Show', words: words('show', request.id) }),
]
