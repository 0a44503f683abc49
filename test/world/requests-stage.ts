import type { View } from '../../src/playground/slack/views.ts'
import { house as notices, region, type StageOptions, startStage, until } from './notices-stage.ts'

export const cdx = 'C0CDX'
export const anna = 'U0ANNA'
export const carl = 'U0CARL'
export const dora = 'U0DORA'
export const table = `arn:aws:dynamodb:${region}:111122223333:table/carts`
export const fileSystem = `arn:aws:elasticfilesystem:${region}:111122223333:file-system/fs-05a8b5e947e0d0a12`
export const house = notices

type Json = Readonly<Record<string, unknown>>
type Option = { readonly text: { readonly text: string }; readonly value: string }
type Element = Json & { readonly type: string; readonly action_id: string; readonly options?: readonly Option[] }
export type Typed = Readonly<Record<string, string>>

const elementOf = (block: Json): Element | undefined =>
  block.type === 'input' ? (block.element as Element | undefined) : undefined

const given = (element: Element, typed: string | undefined): Json => {
  const { type } = element
  if (type === 'plain_text_input') return { type, value: typed ?? element.initial_value ?? null }
  if (type === 'datetimepicker')
    return {
      type,
      selected_date_time: typed ? Math.floor(Date.parse(typed) / 1000) : (element.initial_date_time ?? null),
    }
  const chosen =
    typed === undefined ? element.initial_option : { text: { type: 'plain_text', text: typed }, value: typed }
  return { type, selected_option: chosen ?? null }
}

/** What Slack sends of a form in which somebody typed this over what was filled in. */
export const stateOf = (view: Pick<View, 'blocks'>, typed: Typed = {}) =>
  Object.fromEntries(
    view.blocks.flatMap(block => {
      const element = elementOf(block)
      return element ? [[block.block_id, { [element.action_id]: given(element, typed[block.block_id]) }]] : []
    }),
  )

export const startRequests = async (options: StageOptions = {}) => {
  const stage = await startStage({ keeps: [], ...options })
  const { slack, idle } = stage
  const tables = stage.world.accounts['111122223333']?.regions[region]?.dynamodb.Tables ?? []
  const carts = tables.find(it => it.TableArn === table)
  // Another table that stands in the way of a restore under its name.
  if (carts) tables.push({ ...carts, TableName: 'carts-old', TableArn: `${table}-old` })
  const top = (user: string): View => {
    const view = slack.views.stacks()[user]?.at(-1)
    if (!view) throw new Error(`${user} has no modal`)
    return view
  }
  const open = async (user: string, words: string): Promise<View> => {
    await slack.command(user, 'C0GENERAL', words)
    await idle()
    return top(user)
  }
  const submit = async (user: string, typed: Typed = {}) => {
    const view = top(user)
    const answer = await slack.interact.submit(user, view.id, stateOf(view, typed))
    await idle()
    return answer
  }
  /** Everything that one person was told by the bot itself. */
  const direct = (user: string) => stage.shown(user).map(it => JSON.stringify(it.blocks))
  const said = (user: string, channel = 'C0GENERAL') =>
    JSON.stringify(
      stage
        .shown(channel)
        .filter(it => it.onlyFor === user)
        .at(-1)?.blocks ?? [],
    )
  const type = async (user: string, words: string): Promise<string> => {
    await slack.command(user, 'C0GENERAL', words)
    await idle()
    return said(user)
  }
  const newest = async () => {
    const [request] = (await stage.office.requests.open()).toReversed()
    if (!request) throw new Error('nothing is open')
    return request
  }
  const cardOf = (id: string) =>
    until(() => stage.roots(cdx).find(it => JSON.stringify(it.metadata ?? '').includes(`${id}/card`)))
  /** The card, once it is drawn with this button. */
  const offering = async (id: string, words: string) => {
    const { ts } = await cardOf(id)
    return until(() => stage.roots(cdx).find(it => it.ts === ts && JSON.stringify(it.blocks).includes(`"${words}"`)))
  }
  const press = async (user: string, id: string, words: string) =>
    stage.press(user, (await offering(id, words)).ts, words)
  /** A request of Anna's in its first state; its form is filled as it opened, but for what is typed. */
  const filed = async (typed: Typed = {}, resource = table, user = anna) => {
    await open(user, `restore ${resource}`)
    const answer = await submit(user, { reason: 'Rows were deleted.', 'p-name': `carts-${Date.now()}`, ...typed })
    if (Object.keys(answer.errors).length > 0) throw new Error(JSON.stringify(answer.errors))
    const text = JSON.stringify(top(user).blocks)
    const id = /R-[0-9A-Z]{5}/.exec(text)?.[0]
    if (!id) throw new Error(text)
    return id
  }
  const state = async (id: string) => (await stage.office.requests.get(id))?.state
  const settled = async (id: string, wanted: string) => {
    for (;;) {
      if ((await state(id)) === wanted) return
      await new Promise(done => setTimeout(done, 20))
    }
  }
  const pressIn = stage.press
  return { ...stage, pressIn, top, open, submit, direct, said, type, newest, cardOf, press, filed, state, settled }
}

export type RequestsStage = Awaited<ReturnType<typeof startRequests>>
