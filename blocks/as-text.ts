import { styleText } from 'node:util'
import type { KnownBlock, MrkdwnElement, PlainTextElement } from '@slack/types'
import { unescapeText } from './kit.ts'

type TextStyle = {
  /** Words before a button's own, so that the line can be pasted into a shell: `backup-bot `. */
  readonly prompt: string
  readonly colour: boolean
}
const bare: TextStyle = { prompt: '/backup ', colour: false }

type Style = Parameters<typeof styleText>[0]

const symbols: Readonly<Record<string, readonly [string, Style]>> = {
  white_check_mark: ['✓', 'green'],
  x: ['✗', 'red'],
  grey_question: ['?', 'yellow'],
  bulb: ['i', 'cyan'],
  no_entry_sign: ['–', 'gray'],
  hourglass_flowing_sand: ['…', 'gray'],
  warning: ['!', 'yellow'],
  clock1: ['·', 'gray'],
}

const paint = (style: TextStyle, how: Style, text: string) =>
  style.colour ? styleText(how, text, { validateStream: false }) : text

/** A fenced text is printed as it is: it may be pasted into a file or a shell. */
const fromMrkdwn = (text: string, style: TextStyle): string =>
  text
    .split('```')
    .map((part, i) => (i % 2 ? unescapeText(part.replace(/^\n|\n$/g, '')) : fromProse(part, style)))
    .join('')

const fromProse = (text: string, style: TextStyle): string =>
  unescapeText(
    text
      .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
      .replace(/<([^|>]*)\|([^>]*)>/g, (_, url: string, label: string) => `${label}: ${paint(style, 'underline', url)}`)
      .replace(/(^|[\s(])\*([^*\n]+)\*/g, (_, before: string, it: string) => before + paint(style, 'bold', it))
      .replace(/`([^`\n]+)`/g, (_, it: string) => paint(style, 'cyan', it))
      .replace(/:([a-z][a-z0-9_]*):/g, (all, name: string) => {
        const symbol = symbols[name]
        return symbol ? paint(style, symbol[1], symbol[0]) : all
      })
      .replaceAll('\u200b', ''),
  )

/** What ends bold ends dim, too: it is begun again. */
const dim = (text: string, style: TextStyle) =>
  paint(style, 'dim', text.replaceAll('\u001b[22m', '\u001b[22m\u001b[2m'))

const textOf = (it: MrkdwnElement | PlainTextElement, style: TextStyle) =>
  it.type === 'mrkdwn' ? fromMrkdwn(it.text, style) : it.text

const blockAsText = (block: KnownBlock, style: TextStyle): string => {
  switch (block.type) {
    case 'section':
      return [block.text, ...(block.fields ?? [])].flatMap(it => (it ? [textOf(it, style)] : [])).join('\n')
    case 'header':
      return paint(style, 'bold', block.text.text)
    case 'context':
      return block.elements
        .flatMap(it => (it.type === 'image' ? [] : [textOf(it, style)]))
        .map(text =>
          text
            .split('\n')
            .map(line => dim(`  ${line}`, style))
            .join('\n'),
        )
        .join('\n')
    case 'divider':
      return ''
    case 'actions':
      return block.elements
        .flatMap(it => (it.type === 'button' && it.value ? [`→ ${it.text.text}: ${style.prompt}${it.value}`] : []))
        .join('\n')
    default:
      return ''
  }
}

/** Any blocks as plain text: what the terminal prints, what notifications say, what tests compare. */
export const asText = (blocks: readonly KnownBlock[], style: Partial<TextStyle> = {}): string =>
  blocks
    .map(block => blockAsText(block, { ...bare, ...style }))
    .filter(Boolean)
    .join('\n')
