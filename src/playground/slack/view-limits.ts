import { type Problem, problemsOf } from './limits.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const short = (view: Record<string, unknown>, name: string): Problem[] => {
  const it = view[name]
  if (it === undefined || it === null) return []
  const text = isObject(it) && typeof it.text === 'string' ? it.text : ''
  if (!isObject(it) || it.type !== 'plain_text' || !text)
    return [{ pointer: `/${name}`, message: 'a plain_text is missing' }]
  return text.length > 24 ? [{ pointer: `/${name}/text`, message: `longer than 24 characters (${text.length})` }] : []
}

const longer = (view: Record<string, unknown>, name: string, max: number): Problem[] => {
  const it = view[name]
  return typeof it === 'string' && it.length > max
    ? [{ pointer: `/${name}`, message: `longer than ${max} characters (${it.length})` }]
    : []
}

const input = (it: Record<string, unknown>, at: string): Problem[] => {
  if (it.type !== 'input') return []
  const label = isObject(it.label) && typeof it.label.text === 'string' ? it.label.text : ''
  return [
    ...(label && label.length <= 2000 ? [] : [{ pointer: `${at}/label`, message: 'a label of 1 to 2000 characters' }]),
    ...(isObject(it.element) ? [] : [{ pointer: `${at}/element`, message: 'an element is missing' }]),
  ]
}

/** What Slack would refuse in a view; empty when it would take it. https://docs.slack.dev/reference/views */
export const problemsOfView = (view: unknown): Problem[] => {
  if (!isObject(view)) return [{ pointer: '', message: 'a view is missing' }]
  const blocks = Array.isArray(view.blocks) ? view.blocks.filter(isObject) : []
  const modal = view.type === 'modal'
  return [
    ...(modal || view.type === 'home' ? [] : [{ pointer: '/type', message: 'modal or home' }]),
    ...(modal && !isObject(view.title) ? [{ pointer: '/title', message: 'a modal needs a title' }] : []),
    ...(modal && blocks.some(it => it.type === 'input') && !isObject(view.submit)
      ? [{ pointer: '/submit', message: 'a modal with an input block needs a submit' }]
      : []),
    ...['title', 'submit', 'close'].flatMap(name => short(view, name)),
    ...longer(view, 'private_metadata', 3000),
    ...longer(view, 'callback_id', 255),
    ...longer(view, 'external_id', 255),
    ...(JSON.stringify(view).length > 250_000 ? [{ pointer: '', message: 'view_too_large' }] : []),
    // A message's limit of about 13,000 characters is not a view's.
    ...problemsOf(view.blocks, 100).filter(it => it.message !== 'msg_blocks_too_long'),
    ...blocks.flatMap((it, i) => input(it, `/blocks/${i}`)),
  ]
}
