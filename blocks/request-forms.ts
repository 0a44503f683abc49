import type { HomeView, KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import type { RequestAct } from '../src/core/intent.ts'
import { buttons, code, cut, divider, header, mrk, section } from './kit.ts'

export const restoreFormId = 'restore'
/** The action of every input; the block's id is the field's. The mode is the one input that redraws the form. */
export const inputAction = 'value'
export const pointAction = 'restore-point'
export const modeAction = 'restore-mode'
export const findFormId = 'restore-find'
export const findAction = 'restore-resource'
export const sayFormId = 'request-say'

const plain = (text: string, max = 24) => ({ type: 'plain_text' as const, text: cut(text, max), emoji: false })

/** Opens at once, before anything was read. */
export const loadingForm = (what: string): ModalView => ({
  type: 'modal',
  callback_id: restoreFormId,
  title: plain('Restore'),
  close: plain('Cancel'),
  blocks: [section(mrk`:hourglass_flowing_sand: Reading ${code(what)} and its recovery points…`)],
})

/** Asks what is to be restored, where nobody has said it: by a part of its name, or pasted. */
export const findForm = (): ModalView => ({
  type: 'modal',
  callback_id: findFormId,
  title: plain('Restore'),
  close: plain('Cancel'),
  submit: plain('Next'),
  blocks: [
    section(mrk`What is to be restored? It may be gone: its recovery points are what counts.`),
    {
      type: 'input',
      block_id: 'found',
      optional: true,
      label: plain('Search by a part of the name', 100),
      element: {
        type: 'external_select',
        action_id: findAction,
        min_query_length: 2,
        placeholder: plain('Everything in the central vault', 150),
      },
    },
    {
      type: 'input',
      block_id: 'target',
      optional: true,
      label: plain('Or paste it', 100),
      hint: plain('An ARN, an id, a console URL or s3://bucket; then the account, where it is not in there.', 200),
      element: { type: 'plain_text_input', action_id: inputAction, max_length: 2000 },
    },
  ],
})

/** A resource in the list of what can be restored; `null` where its ARN is too long for Slack's lists. */
export const foundOption = (arn: string): PlainTextOption | null => {
  const [, , service, region, account, ...name] = arn.split(':')
  return arn.length > 150
    ? null
    : {
        text: plain(`${service}: ${name.join(':')}`, 75),
        value: arn,
        ...(account ? { description: plain(`${account}, ${region}`, 75) } : {}),
      }
}

type Asked = { readonly title: string; readonly label: string; readonly hint?: string; readonly long?: true }
const asked: Partial<Record<RequestAct, Asked>> = {
  decline: { title: 'Decline', label: 'Why is it declined?', long: true },
  fail: { title: 'It failed', label: 'What went wrong?', long: true },
  copy: { title: 'Copy back', label: 'Id of the copy job that you started' },
  restore: { title: 'Restore', label: 'Id of the restore job that you started' },
  copied: {
    title: 'Copied back',
    label: 'ARN of the recovery point that the copy made',
    hint: 'DestinationRecoveryPointArn of the copy job.',
  },
}

/** The small form for what a button cannot carry; `null` where it needs nothing. */
export const sayForm = (act: RequestAct, id: string): ModalView | null => {
  const it = asked[act]
  return it === undefined
    ? null
    : {
        type: 'modal',
        callback_id: sayFormId,
        private_metadata: `requests ${act} ${id}`,
        title: plain(it.title),
        close: plain('Cancel'),
        submit: plain(it.title),
        blocks: [
          section(mrk`Request *${id}*`),
          {
            type: 'input',
            block_id: 'say',
            label: plain(it.label, 200),
            ...(it.hint ? { hint: plain(it.hint, 200) } : {}),
            element: {
              type: 'plain_text_input',
              action_id: inputAction,
              multiline: it.long === true,
              max_length: it.long ? 1000 : 300,
            },
          },
        ],
      }
}

/** An answer in the place of the form. */
export const answerForm = (blocks: readonly KnownBlock[], title = 'Restore'): ModalView => ({
  type: 'modal',
  callback_id: 'answer',
  title: plain(title),
  close: plain('Close'),
  blocks: blocks.slice(0, 100),
})

/** The App Home: an answer may stand above what is always there. */
export const homeView = (blocks: readonly KnownBlock[]): HomeView => ({ type: 'home', blocks: blocks.slice(0, 100) })

const filters = [
  { label: 'All open', words: 'requests list' },
  { label: 'Urgent', words: 'requests list --urgent' },
  { label: 'To approve', words: 'requests list --state filed' },
  { label: 'To start', words: 'requests list --state approved' },
  { label: 'Restoring', words: 'requests list --state restoring' },
  { label: 'Restored', words: 'requests list --state restored' },
]

/** What can be asked for in the App Home; the filters are for the CDX team's queue. */
export const homeButtons = (cdx: boolean): KnownBlock[] => [
  header('Backups and restores'),
  section(
    mrk`Is it backed up and copied? ${code('/backup check <arn>')}\nWhy did it fail? ${code('/backup explain <arn>')}\nWhich key policy mends it? ${code('/backup policy <arn>')}`,
  ),
  ...buttons({ label: 'Ask for a restore', words: 'restore', style: 'primary' }),
  divider,
  ...(cdx ? buttons(...filters) : []),
]
