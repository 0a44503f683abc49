import { describe, expect, it } from 'vitest'
import { problemsOfView } from '../../../src/playground/slack/view-limits.ts'
import { createViews } from '../../../src/playground/slack/views.ts'

const text = (it: string) => ({ type: 'plain_text', text: it })
const modal = (title: string, more: object = {}) => ({
  type: 'modal',
  title: text(title),
  blocks: [{ type: 'section', text: text('Hello') }],
  ...more,
})
const started = () => createViews(() => {})
const titles = (views: ReturnType<typeof createViews>, user = 'U1') => views.stacks()[user]?.map(it => it.title?.text)

describe('views in the embedded Slack', () => {
  it('opens one view a trigger, and pushes at most three', () => {
    const views = started()
    const trigger = views.trigger('U1')
    views.methods['views.open']({ trigger_id: trigger, view: modal('One') })
    expect(() => views.methods['views.open']({ trigger_id: trigger, view: modal('One') })).toThrow(
      'exchanged_trigger_id',
    )
    for (const title of ['Two', 'Three'])
      views.methods['views.push']({ trigger_id: views.trigger('U1', true), view: modal(title) })
    expect(() => views.methods['views.push']({ trigger_id: views.trigger('U1', true), view: modal('Four') })).toThrow(
      'push_limit_reached',
    )
    expect(titles(views)).toEqual(['One', 'Two', 'Three'])
  })

  it('updates by id or external id, and refuses a stale hash', () => {
    const views = started()
    const { view } = views.methods['views.open']({
      trigger_id: views.trigger('U1'),
      view: JSON.stringify(modal('One', { external_id: 'mine' })),
    })
    views.methods['views.update']({ view_id: view.id, hash: view.hash, view: modal('Two', { external_id: 'mine' }) })
    expect(() => views.methods['views.update']({ view_id: view.id, hash: view.hash, view: modal('Three') })).toThrow(
      'hash_conflict',
    )
    views.methods['views.update']({ external_id: 'mine', view: modal('Four') })
    expect(titles(views)).toEqual(['Four'])
    views.close('U1')
    expect(() => views.methods['views.update']({ view_id: view.id, view: modal('Five') })).toThrow('not_found')
  })

  it('forgets what the new view does not have', () => {
    const views = started()
    const { view } = views.methods['views.open']({
      trigger_id: views.trigger('U1'),
      view: modal('One', { submit: text('Send'), close: text('Leave') }),
    })
    const updated = views.methods['views.update']({ view_id: view.id, view: modal('Two') }).view
    expect(updated).toMatchObject({ id: view.id, root_view_id: view.root_view_id })
    expect(updated).not.toHaveProperty('submit')
    expect(updated).not.toHaveProperty('close')
  })

  it.each([
    ['a long title', modal('A title that is longer than Slack allows')],
    [
      'an input without a submit',
      modal('One', { blocks: [{ type: 'input', label: text('Why'), element: { type: 'plain_text_input' } }] }),
    ],
    ['an unknown block', modal('One', { blocks: [{ type: 'hologram' }] })],
    ['too much to carry', modal('One', { private_metadata: 'x'.repeat(3001) })],
    ['no title', { type: 'modal', blocks: [{ type: 'divider' }] }],
  ])('refuses %s', (_, view) => {
    const views = started()
    expect(() => views.methods['views.open']({ trigger_id: views.trigger('U1'), view })).toThrow('invalid_arguments')
  })

  it.each([
    ['closes', {}, ['One']],
    ['is cleared', { response_action: 'clear' }, undefined],
    ['stays with errors', { response_action: 'errors', errors: { b: 'No.' } }, ['One', 'Two']],
    ['is updated', { response_action: 'update', view: modal('Done') }, ['One', 'Done']],
    ['is pushed upon', { response_action: 'push', view: modal('Done') }, ['One', 'Two', 'Done']],
  ])('%s when the bot answers so', (_, answer, expected) => {
    const views = started()
    views.methods['views.open']({ trigger_id: views.trigger('U1'), view: modal('One') })
    const { view } = views.methods['views.push']({ trigger_id: views.trigger('U1', true), view: modal('Two') })
    const errors = views.answered('U1', view, answer)
    expect(titles(views)).toEqual(expected)
    expect(errors).toEqual('errors' in answer ? answer.errors : {})
  })

  it('keeps one home a person', () => {
    const views = started()
    const home = (words: string) => ({ type: 'home', blocks: [{ type: 'section', text: text(words) }] })
    const { view } = views.methods['views.publish']({ user_id: 'U1', view: home('One') })
    views.methods['views.publish']({ user_id: 'U1', view: home('Two'), hash: view.hash })
    expect(() => views.methods['views.publish']({ user_id: 'U1', view: home('Three'), hash: view.hash })).toThrow(
      'hash_conflict',
    )
    expect(JSON.stringify(views.homes().U1?.blocks)).toContain('Two')
  })
})

describe('what can be chosen in a view', () => {
  const options = (count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => ({ text: text(`${n + from}`), value: `${n + from}` }))
  const groups = (count: number, each = 1) =>
    Array.from({ length: count }, (_, n) => ({ label: text(`Group ${n}`), options: options(each, n * each) }))
  const ninth = { text: text('9'), value: '9' }
  const none: readonly string[] = []

  it.each<[string, object, readonly string[]]>([
    ['100 options', { options: options(100) }, none],
    ['101 options', { options: options(101) }, ['/options']],
    ['100 groups of 100', { option_groups: groups(100, 100) }, ['']],
    ['10 groups of 100', { option_groups: groups(10, 100) }, none],
    ['101 groups', { option_groups: groups(101) }, ['/option_groups']],
    ['a group of 101', { option_groups: groups(1, 101) }, ['/option_groups/0/options']],
    ['a group with no label', { option_groups: [{ options: options(1) }] }, ['/option_groups/0/label']],
    ['one chosen', { options: options(10), initial_option: ninth }, none],
    ['one chosen from a group', { option_groups: groups(10), initial_option: ninth }, none],
    ['one chosen that is not there', { options: options(9), initial_option: ninth }, ['/initial_option']],
    ['one chosen that no group has', { option_groups: groups(9), initial_option: ninth }, ['/initial_option']],
    [
      'one chosen by another name',
      { options: options(10), initial_option: { ...ninth, text: text('nine') } },
      ['/initial_option'],
    ],
    [
      'several chosen, one of them not there',
      { type: 'checkboxes', options: options(9), initial_options: [...options(2), ninth] },
      ['/initial_options'],
    ],
    ['11 radio buttons', { type: 'radio_buttons', options: options(11) }, ['/options']],
  ])('%s', (_, more, expected) => {
    const element = { type: 'static_select', action_id: 'a', ...more }
    const blocks = [{ type: 'input', label: text('Choose'), element }]
    const found = problemsOfView(modal('One', { submit: text('Send'), blocks })).map(it => it.pointer)
    expect(found).toEqual(expected.map(it => (it === '' ? '' : `/blocks/0/element${it}`)))
  })
})
