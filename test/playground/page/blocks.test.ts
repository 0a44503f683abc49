import { readdirSync, readFileSync } from 'node:fs'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Block } from '../../../src/playground/page/blocks.tsx'
import { SurfaceProvider } from '../../../src/playground/page/surface.tsx'
import type { Json } from '../../../src/playground/wire.ts'

const draw = (block: Json): string =>
  renderToStaticMarkup(
    createElement(SurfaceProvider, {
      of: { message: '1' },
      blocks: [block],
      // biome-ignore lint/correctness/noChildrenProp: the property is required
      children: createElement(Block, { block, id: 'b' }),
    }),
  )
const plain = (text: string) => ({ type: 'plain_text', text })

const labelled = (element: Json): Json => ({ type: 'input', block_id: 'i', label: plain('L'), element })
const choices = [{ text: plain('One'), value: '1' }]
const preformatted = { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x' }] }
const mrkdwn = { type: 'mrkdwn', text: 'x' }
const button = { type: 'button', action_id: 'a', text: plain('B'), value: 'v' }

/** What the bot can send, each as a block that holds it. */
const samples: Readonly<Record<string, Json>> = {
  actions: { type: 'actions', elements: [button] },
  button: { type: 'actions', elements: [button] },
  context: { type: 'context', elements: [mrkdwn] },
  datetimepicker: labelled({ type: 'datetimepicker', action_id: 'a' }),
  divider: { type: 'divider' },
  external_select: labelled({ type: 'external_select', action_id: 'a', placeholder: plain('P') }),
  header: { type: 'header', text: plain('H') },
  input: labelled({ type: 'plain_text_input', action_id: 'a' }),
  mrkdwn: { type: 'section', text: mrkdwn },
  plain_text: { type: 'header', text: plain('H') },
  plain_text_input: labelled({ type: 'plain_text_input', action_id: 'a' }),
  radio_buttons: labelled({ type: 'radio_buttons', action_id: 'a', options: choices }),
  rich_text: { type: 'rich_text', elements: [preformatted] },
  rich_text_preformatted: { type: 'rich_text', elements: [preformatted] },
  section: { type: 'section', text: mrkdwn },
  static_select: labelled({ type: 'static_select', action_id: 'a', options: choices }),
  text: { type: 'rich_text', elements: [preformatted] },
}
const surfaces = ['home', 'modal']
const sent = readdirSync('blocks').flatMap(file =>
  [...readFileSync(`blocks/${file}`, 'utf8').matchAll(/\btype: '([a-z_]+)'/g)].map(it => it[1] ?? ''),
)

describe('what the bot sends', () => {
  it.each([...new Set(sent)].filter(it => !surfaces.includes(it)))('%s has a drawing', type => {
    const sample = samples[type]
    expect(sample, `a sample of ${type}`).toBeDefined()
    expect(draw(sample ?? {})).toMatch(/<\w/)
  })

  it('is found at all', () => {
    expect(sent).toEqual(expect.arrayContaining(['section', 'external_select', 'modal']))
  })
})

describe('a block on the page', () => {
  it.each([
    ['a block', { type: 'hologram' }, 'a block of type hologram'],
    ['an element', { type: 'actions', elements: [{ type: 'lever' }] }, 'an element of type lever'],
    ['rich text', { type: 'rich_text', elements: [{ type: 'rich_text_song' }] }, 'rich text of type rich_text_song'],
  ])('that has %s of an unknown type fails loudly', (_, block, says) => {
    expect(() => draw(block)).toThrow(says)
  })

  it.each([
    ['plain text stays literal', { type: 'header', text: plain('*x* <b>') }, '<h3>*x* &lt;b&gt;</h3>'],
    ['mrkdwn is read', { type: 'section', text: { type: 'mrkdwn', text: '*x*' } }, '<b>x</b>'],
    [
      'a table with a number',
      { type: 'table', rows: [[{ type: 'raw_text', text: 'n' }], [{ type: 'raw_number', value: 7 }]] },
      '<td>7</td>',
    ],
    [
      'preformatted text',
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'aws *' }] }],
      },
      '>aws *</pre>',
    ],
    [
      'a label with its input',
      {
        type: 'input',
        block_id: 'b',
        label: plain('Why?'),
        element: { type: 'plain_text_input', action_id: 'a', initial_value: 'so' },
      },
      'value="so"',
    ],
    [
      'the chosen option',
      {
        type: 'input',
        label: plain('Mode'),
        element: {
          type: 'radio_buttons',
          action_id: 'a',
          options: [{ text: plain('New'), value: 'new' }],
          initial_option: { text: plain('New'), value: 'new' },
        },
      },
      'checked=""',
    ],
  ] as const)('%s', (_, block, expected) => {
    expect(draw(block)).toContain(expected)
  })
})
