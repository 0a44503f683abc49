// What Slack refuses, by its own documentation; the embedded Slack refuses the same.
// https://docs.slack.dev/reference/block-kit/blocks

/** A problem with its JSON pointer, in the shape of Slack's blocks.validate. */
export type Problem = { readonly pointer: string; readonly message: string }

type Check = (it: Record<string, unknown>, at: string) => Problem[]

const known = new Set([
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'markdown',
  'file',
  'video',
])

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const longer = (value: unknown, max: number, at: string): Problem[] => {
  if (typeof value !== 'string' || value.length === 0) return [{ pointer: at, message: 'a text is missing' }]
  return value.length > max ? [{ pointer: at, message: `longer than ${max} characters (${value.length})` }] : []
}

const text = (value: unknown, max: number, at: string): Problem[] =>
  isObject(value) ? longer(value.text, max, `${at}/text`) : [{ pointer: at, message: 'a text object is missing' }]

const list = (value: unknown, max: number, at: string): [Problem[], Record<string, unknown>[]] => {
  if (!Array.isArray(value) || value.length === 0) return [[{ pointer: at, message: 'a list is missing or empty' }], []]
  return [
    value.length > max ? [{ pointer: at, message: `more than ${max} (${value.length})` }] : [],
    value.filter(isObject),
  ]
}

const option: Check = (it, at) => [...text(it.text, 75, `${at}/text`), ...longer(it.value, 150, `${at}/value`)]

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Options or groups of them, at most `max` each; what is chosen from the start must be one of them. */
const choices = (it: Record<string, unknown>, max: number, at: string): Problem[] => {
  const grouped = it.option_groups !== undefined
  const [many, groups] = grouped ? list(it.option_groups, 100, `${at}/option_groups`) : [[], [it]]
  const each = groups.map((group, g) => {
    const here = grouped ? `${at}/option_groups/${g}` : at
    const [problems, options] = list(group.options, max, `${here}/options`)
    const labels = grouped ? text(group.label, 75, `${here}/label`) : []
    return {
      options,
      problems: [...labels, ...problems, ...options.flatMap((o, i) => option(o, `${here}/options/${i}`))],
    }
  })
  const offered = each.flatMap(group => group.options)
  const stray = (initial: unknown, name: string): Problem[] =>
    offered.some(o => same(o, initial)) ? [] : [{ pointer: `${at}/${name}`, message: 'none of the options' }]
  return [
    ...many,
    ...each.flatMap(group => group.problems),
    ...(it.initial_option === undefined ? [] : stray(it.initial_option, 'initial_option')),
    ...(Array.isArray(it.initial_options) ? it.initial_options.flatMap(o => stray(o, 'initial_options')) : []),
  ]
}

const element: Check = (it, at) => {
  switch (it.type) {
    case 'button':
      return [
        ...text(it.text, 75, `${at}/text`),
        ...(it.value === undefined ? [] : longer(it.value, 2000, `${at}/value`)),
        ...(isObject(it.confirm)
          ? [
              ...text(it.confirm.title, 100, `${at}/confirm/title`),
              ...text(it.confirm.text, 300, `${at}/confirm/text`),
              ...text(it.confirm.confirm, 30, `${at}/confirm/confirm`),
              ...text(it.confirm.deny, 30, `${at}/confirm/deny`),
            ]
          : []),
      ]
    case 'overflow':
      return choices(it, 5, at)
    case 'radio_buttons':
    case 'checkboxes':
      return choices(it, 10, at)
    case 'static_select':
    case 'multi_static_select':
      return choices(it, 100, at)
    default:
      return []
  }
}

const block: Check = (it, at) => {
  if (!known.has(String(it.type))) return [{ pointer: `${at}/type`, message: `unknown block type ${String(it.type)}` }]
  switch (it.type) {
    case 'section': {
      const fields = it.fields === undefined ? [[], []] : list(it.fields, 10, `${at}/fields`)
      return [
        ...(it.text === undefined && it.fields !== undefined ? [] : text(it.text, 3000, `${at}/text`)),
        ...(fields[0] as Problem[]),
        ...(isObject(it.accessory) ? element(it.accessory, `${at}/accessory`) : []),
      ]
    }
    case 'header':
      return text(it.text, 150, `${at}/text`)
    case 'context': {
      const [problems, elements] = list(it.elements, 10, `${at}/elements`)
      return [
        ...problems,
        ...elements.flatMap((e, i) => (e.type === 'image' ? [] : longer(e.text, 2000, `${at}/elements/${i}/text`))),
      ]
    }
    case 'actions': {
      const [problems, elements] = list(it.elements, 25, `${at}/elements`)
      const ids = elements.map(e => e.action_id)
      return [
        ...problems,
        ...elements.flatMap((e, i) => element(e, `${at}/elements/${i}`)),
        ...(new Set(ids).size < ids.length ? [{ pointer: at, message: 'an action_id stands twice' }] : []),
      ]
    }
    case 'input':
      return isObject(it.element) ? element(it.element, `${at}/element`) : []
    default:
      return []
  }
}

/** What Slack would refuse in these blocks; empty when it would take them. */
export const problemsOf = (blocks: unknown, max = 50): Problem[] => {
  const [problems, items] = list(blocks, max, '/blocks')
  const ids = items.map(it => it.block_id).filter(Boolean)
  return [
    ...problems,
    ...items.flatMap((it, i) => block(it, `/blocks/${i}`)),
    ...(JSON.stringify(blocks ?? null).length > 13_000 ? [{ pointer: '/blocks', message: 'msg_blocks_too_long' }] : []),
    ...(new Set(ids).size < ids.length ? [{ pointer: '/blocks', message: 'a block_id stands twice' }] : []),
  ]
}
