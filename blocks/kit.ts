import type { Button, ConfirmationDialog, KnownBlock, MrkdwnElement, PlainTextElement } from '@slack/types'
import { type Intent, printIntent } from '../src/core/intent.ts'

/**
 * Text that is safe to stand in mrkdwn. The one door from outside text to Slack: `mrk` escapes every string that is put
 * into it, and only other `Mrkdwn` passes as it is.
 */
export type Mrkdwn = { readonly mrkdwn: string }

/** Slack's own limits, in characters and pieces. https://docs.slack.dev/reference/block-kit/blocks */
export const limits = {
  blocks: 50,
  section: 3000,
  context: 2000,
  contextElements: 10,
  header: 150,
  buttonText: 75,
  buttonValue: 2000,
  buttons: 25,
  /** Above about 13,000 characters in all, Slack refuses a message whose every block is legal. */
  message: 11_000,
  text: 3500,
} as const

const ellipsis = '…'
/** Cuts text to `max` characters without splitting a surrogate pair. */
export const cut = (text: string, max: number): string => {
  if (text.length <= max) return text
  const end = text.charCodeAt(max - 2) >= 0xd800 && text.charCodeAt(max - 2) <= 0xdbff ? max - 2 : max - 1
  return text.slice(0, end) + ellipsis
}

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** What Slack escaped in a command's text. */
export const unescapeText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

export const mrk = (parts: TemplateStringsArray, ...values: readonly (string | number | Mrkdwn)[]): Mrkdwn => ({
  mrkdwn: parts.reduce((text, part, i) => {
    const value = values[i - 1]
    return text + (typeof value === 'object' ? value.mrkdwn : escapeText(String(value))) + part
  }),
})

export const join = (items: readonly Mrkdwn[], by = ''): Mrkdwn => ({ mrkdwn: items.map(i => i.mrkdwn).join(by) })
// A zero-width space keeps Slack from reading marks of its own in outside text.
const plainMarks = (text: string) => text.replace(/([*_~`])/g, '\u200b$1')
/** Outside text in running prose: escaped, and its own `*`, `_`, `~` and backticks shown as they are. */
export const prose = (text: string): Mrkdwn => ({ mrkdwn: escapeText(plainMarks(text)) })
export const bold = (text: string): Mrkdwn => ({ mrkdwn: `*${escapeText(text.replaceAll('*', '∗'))}*` })
export const code = (text: string): Mrkdwn => ({
  mrkdwn: `\`${escapeText(text.replaceAll('`', 'ˋ').replace(/\s+/g, ' ').trim() || ' ')}\``,
})
/** Only for addresses of our own (documentation, the console): never for one that came from outside. */
export const link = (url: string, label: string): Mrkdwn => ({
  mrkdwn: `<${url}|${escapeText(label.replaceAll('|', '¦'))}>`,
})
/** In the reader's own time zone; `iso` itself where that cannot be drawn. */
export const date = (iso: string): Mrkdwn => {
  const seconds = Math.floor(Date.parse(iso) / 1000)
  return Number.isFinite(seconds)
    ? { mrkdwn: `<!date^${seconds}^{date_short_pretty} at {time}|${escapeText(iso)}>` }
    : prose(iso)
}

/** Cuts mrkdwn without leaving half an entity, link or code span open. */
const cutMrkdwn = (text: string, max: number): string => {
  if (text.length <= max) return text
  const room = text.slice(0, max - 2).replace(/&[a-z]*$|<[^>]*$/, '')
  return room + ((room.match(/`/g)?.length ?? 0) % 2 ? '`' : '') + ellipsis
}

const mrkdwnText = (it: Mrkdwn, max: number): MrkdwnElement => ({
  type: 'mrkdwn',
  text: cutMrkdwn(it.mrkdwn, max) || ' ',
  // Keeps Slack from making links and mentions of bare words.
  verbatim: true,
})
const plainText = (text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: cut(text, max) || ' ',
  emoji: true,
})

export const section = (it: Mrkdwn): KnownBlock => ({ type: 'section', text: mrkdwnText(it, limits.section) })
/** Lines in as few sections as hold them. */
export const packed = (lines: readonly Mrkdwn[], by = '\n'): KnownBlock[] => {
  const packs: Mrkdwn[] = []
  for (const line of lines) {
    const last = packs.at(-1)
    if (last && last.mrkdwn.length + by.length + line.mrkdwn.length <= limits.section)
      packs[packs.length - 1] = join([last, line], by)
    else packs.push(line)
  }
  return packs.map(section)
}

export const header = (text: string): KnownBlock => ({ type: 'header', text: plainText(text, limits.header) })
export const divider: KnownBlock = { type: 'divider' }
export const context = (...items: readonly Mrkdwn[]): KnownBlock => ({
  type: 'context',
  elements: items.slice(0, limits.contextElements).map(item => mrkdwnText(item, limits.context)),
})

const fence = (text: string): Mrkdwn => ({
  mrkdwn: `\`\`\`\n${escapeText(text.replaceAll('```', 'ˋˋˋ'))}\n\`\`\``,
})
/** Code as it stands, in as many sections as its lines need. */
export const codeBlocks = (text: string): KnownBlock[] => {
  const pieces: string[] = []
  for (const line of text
    .trimEnd()
    .split('\n')
    .map(it => cut(it, 500))) {
    const longer = `${pieces.at(-1)}\n${line}`
    if (pieces.length && escapeText(longer).length < 2800) pieces[pieces.length - 1] = longer
    else pieces.push(line)
  }
  return pieces.map(piece => section(fence(piece)))
}

export type Confirm = { readonly title: string; readonly text: Mrkdwn; readonly yes: string }
export type Press = {
  readonly label: string
  readonly words: string
  readonly style?: 'primary' | 'danger'
  readonly confirm?: Confirm
}
export const press = (label: string, intent: Intent, more: Omit<Press, 'label' | 'words'> = {}): Press => ({
  label,
  words: printIntent(intent),
  ...more,
})

const dialog = (it: Confirm): ConfirmationDialog => ({
  title: plainText(it.title, 100),
  text: mrkdwnText(it.text, 300),
  confirm: plainText(it.yes, 30),
  deny: plainText('Cancel', 30),
})

/** Buttons whose value is the words that would do the same when typed. Words too long for Slack make no button. */
export const buttons = (...presses: readonly Press[]): readonly KnownBlock[] => {
  const elements = presses
    .filter(it => it.words.length > 0 && it.words.length <= limits.buttonValue)
    .slice(0, limits.buttons)
    .map(
      (it, i): Button => ({
        type: 'button',
        action_id: `words-${i}`,
        text: plainText(it.label, limits.buttonText),
        value: it.words,
        ...(it.style ? { style: it.style } : {}),
        ...(it.confirm ? { confirm: dialog(it.confirm) } : {}),
      }),
    )
  return elements.length ? [{ type: 'actions', elements }] : []
}

const size = (block: KnownBlock) => JSON.stringify(block).length

/** The buttons that end a message: they stay whatever else has to go. */
const closing = (blocks: readonly KnownBlock[]) =>
  blocks.length - 1 - blocks.findLastIndex(block => block.type !== 'actions')

/**
 * Keeps a message below Slack's limits: whole blocks are left out before the last `keep` ones (the buttons), and one
 * line says how many.
 */
export const within = (blocks: readonly KnownBlock[], keep = closing(blocks)): KnownBlock[] => {
  const tail = keep ? blocks.slice(-keep) : []
  let room = limits.message - tail.reduce((sum, block) => sum + size(block), 0) - 300
  const head: KnownBlock[] = []
  const body = blocks.slice(0, blocks.length - tail.length)
  for (const block of body) {
    room -= size(block)
    if (room < 0 || head.length >= limits.blocks - tail.length - 1) break
    head.push(block)
  }
  const left = body.length - head.length
  return [
    ...head,
    ...(left
      ? [context(mrk`${left} more parts did not fit here; \`backup-bot\` on the command line shows them all.`)]
      : []),
    ...tail,
  ]
}
