import type { KnownBlock } from '@slack/types'
import { buttons, codeBlocks, context, divider, mrk, section } from '../blocks/kit.ts'
import { pressOf, requestCard, title, told } from '../blocks/request.ts'
import { homeButtons } from '../blocks/request-forms.ts'
import { requestList } from '../blocks/request-messages.ts'
import { runbookMessages } from '../blocks/runbook.ts'
import { parseArn } from '../src/core/arn.ts'
import type { Intent, RequestAct } from '../src/core/intent.ts'
import { type Actor, isOver, type More, type Request, type State, toCsv, toJson } from '../src/core/restore.ts'
import { asScript, runbook } from '../src/core/runbook.ts'
import { isMistake, type Mistake, mistake } from '../src/core/trouble.ts'
import type { Applied } from '../src/store/requests.ts'
import { type Command, type Deps, mistakeReply, type Reply } from './command.ts'
import type { RequestDesk, Who } from './request-desk.ts'

type Asked = Extract<Intent, { verb: 'requests' }>
type OfOne = Extract<Asked, { id: string }>
type Table = NonNullable<Deps['requests']>

export const requests = {
  run: async (intent, deps) => {
    if (!deps.requests) return mistakeReply(mistake('I keep no requests here: no table is configured (TABLE_NAME).'))
    deps.enter?.('gather')
    const reply = await answered(intent, deps, deps.requests)
    if (!deps.home || ('act' in intent && intent.act === 'list')) return reply
    const below = await listed({ verb: 'requests', act: 'list' }, deps, deps.requests)
    return { ...reply, blocks: [...reply.blocks, divider, ...below.blocks] }
  },
} satisfies Command<'requests'>

const answered = async (intent: Asked, deps: Deps, table: Table): Promise<Reply> => {
  if ('id' in intent) return one(intent, deps, table)
  return intent.act === 'list' ? listed(intent, deps, table) : exported(intent.csv === true, deps, table)
}

/** Whoever asks; in a shell it is somebody with the rights to the table itself. */
const viewerOf = async ({ asker, askerName = '', requestDesk }: Deps): Promise<Actor> =>
  asker === undefined || requestDesk === undefined
    ? { kind: 'person', id: '', name: 'shell', cdx: true }
    : { kind: 'person', id: asker, name: askerName, cdx: (await requestDesk.isCdx(asker)) === true }

const fits =
  ({ state, urgent }: { state?: State; urgent?: true }) =>
  (request: Request): boolean =>
    (state === undefined || request.state === state) && (urgent === undefined || request.urgency === 'urgent')

const mostListed = 20

const listed = async (intent: Extract<Asked, { act: 'list' }>, deps: Deps, table: Table): Promise<Reply> => {
  const now = deps.now().toISOString()
  const viewer = await viewerOf(deps)
  const isCdx = viewer.kind === 'person' && viewer.cdx
  const mine = deps.asker ? await table.byRequester(deps.asker, mostListed) : []
  const closed = intent.state !== undefined && isOver(intent.state)
  const queue = isCdx ? (await (closed ? table.closed(500) : table.open(500))).filter(fits(intent)) : []
  const about = [intent.urgent ? 'urgent' : '', intent.state ?? (closed ? '' : 'open')].filter(Boolean).join(', ')
  const list = (head: string, of: readonly Request[], empty: string) =>
    requestList({ requests: of.slice(0, mostListed), now, title: head, viewer, empty })
  const left = queue.length - mostListed
  const own = mine.filter(fits(intent))
  deps.enter?.('show')
  const blocks: KnownBlock[] = [
    ...(deps.home ? homeButtons(isCdx) : []),
    ...(isCdx ? list(`The queue: ${queue.length} ${about}`, queue, 'Nothing waits for you here.') : []),
    ...(left > 0 ? [context(mrk`${left} more.`)] : []),
    ...(deps.asker ? list('Your requests', deps.home ? mine : own, 'None that you asked for.') : []),
  ]
  const all = [...new Map([...queue, ...own].map(it => [it.id, it])).values()]
  return { blocks, json: toJson(all), exit: 0 }
}

const exported = async (csv: boolean, deps: Deps, table: Table): Promise<Reply> => {
  const viewer = await viewerOf(deps)
  if (viewer.kind !== 'person' || !viewer.cdx)
    return mistakeReply(mistake('Only the CDX team exports the requests of others.'))
  const all = [...(await table.open()), ...(await table.closed())].toSorted((one, other) =>
    one.createdAt.localeCompare(other.createdAt),
  )
  const text = csv ? toCsv(all) : JSON.stringify(toJson(all), null, 2)
  const fitting = text.length < 8000
  const whole = `backup-bot requests export ${csv ? '--csv' : '--json'}`
  return {
    blocks: fitting
      ? codeBlocks(text)
      : [section(mrk`That are ${all.length} requests, too many for Slack; in a shell \`${whole}\` prints them.`)],
    json: toJson(all),
    exit: 0,
    text: text.trimEnd(),
  }
}

const one = async (intent: OfOne, deps: Deps, table: Table): Promise<Reply> => {
  const request = await table.get(intent.id)
  if (request === null) return mistakeReply(mistake(`There is no request ${intent.id}.`, { usage: 'requests' }))
  const viewer = await viewerOf(deps)
  if (deps.asker && deps.requestDesk && (await deps.requestDesk.mayRead(deps.asker, request)) !== true)
    return mistakeReply(mistake(`${request.id} is shown to who asked for it, to the owners of the account and to CDX.`))
  if (intent.act === 'show')
    return { blocks: requestCard(request, deps.house, viewer), json: toJson([request]), exit: 0 }
  if (intent.act === 'runbook') return runbookOf(request, deps)
  const { requestDesk: desk, asker, askerName } = deps
  if (!desk || !asker) return mistakeReply(mistake('This is done in Slack, where it is known who asks.'))
  return moved({ ...intent, act: intent.act }, request, deps, desk, { id: asker, name: askerName ?? asker })
}

const runbookOf = (request: Request, { house }: Deps): Reply => {
  const it = runbook(request, house)
  const [blocks = [], ...more] = runbookMessages(it, request.id)
  return { blocks, more, text: asScript(it), json: { schema: 'backup-bot/runbook/1', id: request.id, ...it }, exit: 0 }
}

type Move = Exclude<RequestAct, 'show' | 'runbook'>

/** The words after the id, as what the move is told; a Mistake where AWS could not have given them. */
const moreOf = (act: Move, say: string | undefined, { target }: Request): Omit<More, 'where'> | Mistake => {
  const text = say?.trim()
  if (text === undefined || text === '') return {}
  switch (act) {
    case 'copy':
    case 'restore':
      return /^[A-Za-z0-9-]{8,64}$/.test(text) ? { job: text } : mistake('That is not the id of a job in AWS Backup.')
    case 'copied': {
      const arn = parseArn(text)
      if (isMistake(arn)) return arn
      const there =
        (arn.account === '' || arn.account === target.account) && (arn.region === '' || arn.region === target.region)
      return there
        ? { made: text }
        : mistake(`The copy must be in account ${target.account}, ${target.region}; this ARN is of another place.`)
    }
    case 'finish':
      return { made: text }
    default:
      return { reason: text.slice(0, 1000) }
  }
}

const moved = async (
  intent: OfOne & { readonly act: Move },
  request: Request,
  { house, pressed, where }: Deps,
  desk: RequestDesk,
  who: Who,
): Promise<Reply> => {
  const { act, id, say } = intent
  if ((act === 'copy' || act === 'restore') && say === undefined && house.actRole !== null) {
    if (pressed) return showApplied(await desk.start(id, act, who, where))
    // Typed words start nothing in AWS: only a button does that says so.
    const blocks = [section(mrk`${title(request)}`), ...buttons(pressOf(act, request, true))]
    return { blocks, json: toJson([request]), exit: 0 }
  }
  const more = moreOf(act, say, request)
  if (isMistake(more)) return mistakeReply(more)
  return showApplied(await desk.move(id, act, who, more, where))
}

const showApplied = (applied: Applied): Reply => {
  if (!applied.done) return mistakeReply(applied.why)
  const { request } = applied
  const last = request.history.at(-1)
  return {
    blocks: [section(title(request)), ...(last ? [context(told(last))] : [])],
    json: toJson([request]),
    exit: 0,
  }
}
