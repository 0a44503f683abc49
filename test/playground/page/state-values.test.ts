import { describe, expect, it } from 'vitest'
import { mistakesIn, valuesOf } from '../../../src/playground/page/state-values.ts'
import { blockIdOf } from '../../../src/playground/page/surface.tsx'

const input = (id: string, element: object, more: object = {}) => ({ type: 'input', block_id: id, element, ...more })
const text = (more: object = {}) => ({ type: 'plain_text_input', action_id: 'a', ...more })
const option = { text: { type: 'plain_text', text: 'New' }, value: 'new' }

describe('the values of a form', () => {
  it.each([
    ['nothing typed', text(), {}, { type: 'plain_text_input', value: null }],
    ['what it began with', text({ initial_value: 'so' }), {}, { type: 'plain_text_input', value: 'so' }],
    [
      'what was typed',
      text({ initial_value: 'so' }),
      { type: 'plain_text_input', value: 'no' },
      { type: 'plain_text_input', value: 'no' },
    ],
    [
      'a chosen option',
      { type: 'static_select', action_id: 'a', initial_option: option },
      {},
      { type: 'static_select', selected_option: option },
    ],
    [
      'a moment',
      { type: 'datetimepicker', action_id: 'a', initial_date_time: 7 },
      {},
      { type: 'datetimepicker', selected_date_time: 7 },
    ],
  ])('%s', (_, element, typed, expected) => {
    const given = Object.keys(typed).length ? { b: { a: typed } } : {}
    expect(valuesOf([input('b', element)], given, blockIdOf)).toEqual({ b: { a: expected } })
  })

  it.each([
    ['a required input is empty', input('b', text()), { value: null }, 'Please complete this required field.'],
    ['an optional one is empty', input('b', text(), { optional: true }), { value: null }, undefined],
    ['too short', input('b', text({ min_length: 3 })), { value: 'no' }, 'At least 3 characters, please.'],
    ['too long', input('b', text({ max_length: 2 })), { value: 'yes' }, 'Too long by 1: at most 2 characters.'],
    ['right', input('b', text({ max_length: 3 })), { value: 'yes' }, undefined],
  ])('are judged before they are sent: %s', (_, block, value, expected) => {
    expect(mistakesIn([block], { b: { a: { type: 'plain_text_input', ...value } } }).b).toBe(expected)
  })
})
