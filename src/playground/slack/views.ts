import { randomBytes } from 'node:crypto'
import { problemsOfView } from './view-limits.ts'
import { SlackError } from './workspace.ts'

export type View = {
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly blocks: readonly (Record<string, unknown> & { readonly type: string; readonly block_id: string })[]
  readonly title?: Text
  readonly submit?: Text
  readonly close?: Text
  readonly callback_id: string
  readonly external_id: string
  readonly private_metadata: string
  readonly notify_on_close: boolean
  readonly clear_on_close: boolean
  readonly hash: string
  readonly root_view_id: string
  readonly previous_view_id: string | null
}
type Text = { readonly type: 'plain_text'; readonly text: string }
type Trigger = { readonly user: string; readonly until: number; used: boolean; readonly inModal: boolean }

const id = () => randomBytes(6).toString('hex').toUpperCase()
const words = (value: unknown) => (typeof value === 'string' ? value : '')
/** https://docs.slack.dev/surfaces/modals: a trigger lives for three seconds and opens one view. */
const triggerLife = 3000
const deepest = 3

/** Modals in stacks of at most three a person, one App Home a person. https://docs.slack.dev/surfaces/modals */
export const createViews = (changed: () => void, life = triggerLife) => {
  const stacks = new Map<string, View[]>()
  const homes = new Map<string, View>()
  const triggers = new Map<string, Trigger>()

  const made = (given: unknown, place: Pick<View, 'id' | 'root_view_id' | 'previous_view_id'>): View => {
    const it = (typeof given === 'string' ? JSON.parse(given) : given) as Record<string, unknown>
    const problems = problemsOfView(it)
    if (problems.length) throw new SlackError(`invalid_arguments ${JSON.stringify(problems)}`)
    const { title, submit, close } = it as Partial<View>
    return {
      ...place,
      type: it.type === 'home' ? 'home' : 'modal',
      blocks: (it.blocks as View['blocks']).map(block => ({ ...block, block_id: block.block_id || id() })),
      ...(title ? { title } : {}),
      ...(submit ? { submit } : {}),
      ...(close ? { close } : {}),
      callback_id: words(it.callback_id),
      external_id: words(it.external_id),
      private_metadata: words(it.private_metadata),
      notify_on_close: it.notify_on_close === true,
      clear_on_close: it.clear_on_close === true,
      hash: `${Math.floor(Date.now() / 1000)}.${id()}`,
    }
  }
  const taken = (triggerId: unknown): Trigger => {
    const found = triggers.get(words(triggerId))
    if (!found) throw new SlackError('invalid_trigger_id')
    if (found.used) throw new SlackError('exchanged_trigger_id')
    if (found.until < Date.now()) throw new SlackError('expired_trigger_id')
    found.used = true
    return found
  }
  const put = (user: string, stack: View[]) => {
    if (stack.length) stacks.set(user, stack)
    else stacks.delete(user)
    changed()
  }
  const open = (user: string, view: unknown): View => {
    const name = id()
    const it = made(view, { id: name, root_view_id: name, previous_view_id: null })
    put(user, [it])
    return it
  }
  const push = (user: string, view: unknown): View => {
    const stack = stacks.get(user) ?? []
    const top = stack.at(-1)
    if (!top) throw new SlackError('not_found')
    if (stack.length >= deepest) throw new SlackError('push_limit_reached')
    const it = made(view, { id: id(), root_view_id: top.root_view_id, previous_view_id: top.id })
    put(user, [...stack, it])
    return it
  }
  const replace = (old: View, view: unknown, hash?: unknown): View => {
    if (hash !== undefined && hash !== old.hash) throw new SlackError('hash_conflict')
    const { id: name, root_view_id, previous_view_id } = old
    const it = made(view, { id: name, root_view_id, previous_view_id })
    for (const [user, stack] of stacks)
      if (stack.includes(old))
        put(
          user,
          stack.map(each => (each === old ? it : each)),
        )
    return it
  }
  const find = (viewId: unknown): View | undefined => {
    const all = [...[...stacks.values()].flat(), ...homes.values()]
    return all.find(it => it.id === viewId)
  }
  const close = (user: string, all = false) => put(user, all ? [] : (stacks.get(user) ?? []).slice(0, -1))

  return {
    stacks: (): Readonly<Record<string, readonly View[]>> => Object.fromEntries(stacks),
    homes: (): Readonly<Record<string, View>> => Object.fromEntries(homes),
    find,
    close,
    trigger: (user: string, inModal = false): string => {
      const name = `${Date.now()}.${randomBytes(8).toString('hex')}`
      for (const [old, it] of triggers) if (it.until < Date.now()) triggers.delete(old)
      triggers.set(name, { user, until: Date.now() + life, used: false, inModal })
      return name
    },
    /** The bot's answer to a submission. Errors by block id, where it gave some. */
    answered: (user: string, view: View, answer: Record<string, unknown>): Readonly<Record<string, string>> => {
      switch (answer.response_action) {
        case 'errors':
          return answer.errors as Record<string, string>
        case 'update':
          replace(view, answer.view)
          return {}
        case 'push':
          push(user, answer.view)
          return {}
        case 'clear':
          close(user, true)
          return {}
        default:
          close(user)
          return {}
      }
    },
    methods: {
      'views.open': (args: Record<string, unknown>) => {
        const { user, inModal } = taken(args.trigger_id)
        return { view: inModal ? push(user, args.view) : open(user, args.view) }
      },
      'views.push': (args: Record<string, unknown>) => ({ view: push(taken(args.trigger_id).user, args.view) }),
      'views.update': (args: Record<string, unknown>) => {
        const named = [...stacks.values()]
          .flat()
          .find(it => it.external_id !== '' && it.external_id === args.external_id)
        const old = named ?? find(args.view_id)
        if (!old) throw new SlackError('not_found')
        return { view: replace(old, args.view, args.hash) }
      },
      'views.publish': (args: Record<string, unknown>) => {
        const user = words(args.user_id)
        const old = homes.get(user)
        if (args.hash !== undefined && old && args.hash !== old.hash) throw new SlackError('hash_conflict')
        const name = old?.id ?? id()
        const it = made(args.view, { id: name, root_view_id: name, previous_view_id: null })
        homes.set(user, it)
        changed()
        return { view: it }
      },
    },
  }
}

export type Views = ReturnType<typeof createViews>
