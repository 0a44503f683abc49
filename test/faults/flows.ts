import { copyFailed, house, member, region, volume, volumeKey } from '../world/notices-stage.ts'
import { stateOf } from '../world/requests-stage.ts'
import type { Bot } from './stage.ts'

/**
 * One thing that a person, an event or the clock begins. `before` runs undisturbed, `act` while something is wrong.
 * `reached`: what was wanted is there. `tidy`: the schedule goes by, when all is well again. `check` throws where
 * something was lost or doubled. `act` says where Slack itself or a field of a form tells of trouble, `told` where others
 * read it, too.
 */
export type Flow = {
  readonly name: string
  readonly asker: string | null
  readonly before?: (bot: Bot) => Promise<void>
  readonly act: (bot: Bot) => Promise<boolean>
  /** What a person does who was told of trouble; absent: the same. */
  readonly again?: (bot: Bot) => Promise<boolean>
  readonly reached: (bot: Bot) => Promise<boolean>
  readonly told?: (bot: Bot) => boolean
  readonly tidy?: (bot: Bot) => Promise<void>
  readonly check?: (bot: Bot) => Promise<void>
}

const general = 'C0GENERAL'
const [anna, carl] = ['U0ANNA', 'U0CARL']
const table = `arn:aws:dynamodb:${region}:${member}:table/carts`

const textOf = (value: unknown) => JSON.stringify(value) ?? ''
const shown = ({ slack }: Bot) => slack.workspace.messages.filter(it => !it.deleted)
const topOf = ({ slack }: Bot, user: string) => slack.views.stacks()[user]?.at(-1)

const isWorkingLine = (blocks: readonly unknown[]) =>
  blocks.length === 1 && textOf(blocks).includes('hourglass_flowing_sand')

/** Everything that this person was told and is not just a working line. */
export const toldTo = (bot: Bot, user: string): readonly string[] =>
  [
    ...shown(bot).filter(it => it.onlyFor === user || it.channel === user),
    ...[topOf(bot, user) ?? [], bot.slack.views.homes()[user] ?? []].flat(),
  ].flatMap(({ blocks }) => (isWorkingLine(blocks) ? [] : [textOf(blocks)]))

const twice = (what: string, found: readonly unknown[]) => {
  if (found.length > 1) throw new Error(`${what} twice: ${textOf(found)}`)
}
/** No message of a channel came twice. In a person's own messages the bot may not look whether one has come. */
const noneTwice = (bot: Bot) => {
  const ids = shown(bot).flatMap(it => (it.metadata && !it.channel.startsWith('U') ? [textOf(it.metadata)] : []))
  const doubled = ids.filter((it, i) => ids.indexOf(it) !== i)
  if (doubled.length > 0) throw new Error(`Told twice: ${doubled.join(', ')}`)
}

const asked = (name: string, words: string, answer: string): Flow => ({
  name,
  asker: anna,
  act: async bot => {
    const { status } = await bot.slack.command(anna, general, words)
    await bot.idle()
    return status !== 200
  },
  reached: async bot => toldTo(bot, anna).some(it => it.includes(answer)),
  check: async bot =>
    twice(
      'Answered',
      toldTo(bot, anna).filter(it => it.includes(answer)),
    ),
})

const openForm = async (bot: Bot) => {
  const { status } = await bot.slack.command(anna, general, `restore ${table}`)
  await bot.idle()
  return status !== 200
}
let names = 0
const sendForm = async (bot: Bot) => {
  const view = topOf(bot, anna)
  if (view?.callback_id !== 'restore') return false
  const typed = { reason: 'Rows were deleted.', 'p-name': `carts-${++names}` }
  const { status, errors } = await bot.slack.interact.submit(anna, view.id, stateOf(view, typed))
  await bot.idle()
  return status !== 200 || Object.keys(errors).length > 0
}
const newest = async ({ office }: Bot) => (await office.requests.open()).at(-1)
const cardsOf = (bot: Bot, id: string) => shown(bot).filter(it => textOf(it.metadata).includes(`${id}/card`))
const press = async (bot: Bot, user: string, words: string) => {
  const message = shown(bot).findLast(it => textOf(it.blocks).includes(`"${words}"`))
  const at = message?.blocks.findIndex(it => textOf(it).includes(`"${words}"`)) ?? -1
  const elements = (message?.blocks[at]?.elements ?? []) as { action_id: string; value?: string }[]
  const action = elements.find(it => it.value === words)?.action_id
  if (!message || action === undefined) throw new Error(`There is no button ${words}`)
  const { status } = await bot.slack.click(user, message.ts, action, at)
  await bot.idle()
  return status !== 200
}
/** The request whose card is on the screen. */
const numberOf = (bot: Bot) => /(R-[0-9A-Z]{5})\/card/.exec(textOf(shown(bot).map(it => it.metadata)))?.[1] ?? ''
const pressOn = (bot: Bot, move: string) => press(bot, carl, `requests ${move} ${numberOf(bot)}`)
const inState =
  (...states: readonly string[]) =>
  async (bot: Bot) =>
    states.includes((await newest(bot))?.state ?? '')

/** One request, one card that shows its state, and each step told once. */
const requestIsWhole = async (bot: Bot) => {
  noneTwice(bot)
  const open = await bot.office.requests.open()
  twice('Filed', open)
  const [request] = [...open, ...(await bot.office.requests.closed(1))]
  if (!request) return
  const cards = cardsOf(bot, request.id)
  if (cards.length !== 1) throw new Error(`${cards.length} cards of one request`)
  const steps = shown(bot).filter(it => it.thread === cards[0]?.ts)
  if (steps.length !== request.history.length - 1)
    throw new Error(`${steps.length} of ${request.history.length - 1} steps told`)
}
const tidyRequests = async (bot: Bot) => {
  await bot.office.tendRequests()
  await bot.idle()
}
const file = async (bot: Bot) => {
  await openForm(bot)
  return sendForm(bot)
}
const approved = async (bot: Bot) => {
  await file(bot)
  await pressOn(bot, 'approve')
}
const offers = (bot: Bot, move: string) =>
  textOf(shown(bot).map(it => it.blocks)).includes(`requests ${move} ${numberOf(bot)}`)
const workedOn = async (bot: Bot): Promise<void> => {
  await approved(bot)
  await pressOn(bot, offers(bot, 'copy') ? 'copy' : 'restore')
}
const ended = async (bot: Bot, wanted: number) => {
  for (let waited = 0; bot.events.length < wanted && waited < 200; waited++)
    await new Promise(done => setTimeout(done, 10))
}

const placeOf = ({ world }: Bot) => {
  const place = world.accounts[member]?.regions[region]
  if (!place) throw new Error('The world has lost its place.')
  return place
}
const mendKey = (bot: Bot) => {
  const key = placeOf(bot).kms.Keys.find(it => it.KeyMetadata.Arn === volumeKey)
  if (!key || typeof key.Policy === 'string') throw new Error('The world has lost its key.')
  const Principal = { AWS: `arn:aws:iam::${house.central.account}:root` }
  const own = (key.Policy.Statement as { Sid?: string }[]).filter(it => it.Sid !== 'Central')
  const open = { Sid: 'Central', Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }
  key.Policy = { ...key.Policy, Statement: [...own, open] }
}
const noticesIn = (bot: Bot) => shown(bot).filter(it => textOf(it.metadata).includes('/root'))
const copiesOf = (bot: Bot) => placeOf(bot).backup.CopyJobs
const onlyTheFailed = (bot: Bot) => {
  const jobs = copiesOf(bot)
  jobs.splice(0, jobs.length, ...jobs.filter(it => it.State === 'FAILED').slice(0, 1))
}
const landed = async (bot: Bot) => noticesIn(bot).some(it => textOf(it.blocks).includes('has landed since'))

export const questions: readonly Flow[] = [
  asked('check in Slack', `check ${volume}`, 'vol-07e3943d858664410'),
  asked('explain in Slack', `explain ${volume}`, 'vol-07e3943d858664410'),
  asked('policy in Slack', `policy ${volume}`, 'kms:CreateGrant'),
  {
    name: 'App Home',
    asker: anna,
    act: async bot => {
      const { status } = await bot.slack.interact.homeOpened(anna)
      await bot.idle()
      return status !== 200
    },
    reached: async bot => textOf(bot.slack.views.homes()[anna]?.blocks).includes('request'),
  },
  {
    name: 'restore: the form opens',
    asker: anna,
    act: openForm,
    reached: async bot => topOf(bot, anna)?.callback_id === 'restore',
  },
]

export const work: readonly Flow[] = [
  {
    name: 'restore: a request is filed',
    asker: anna,
    before: async bot => void (await openForm(bot)),
    act: sendForm,
    again: file,
    reached: inState('filed'),
    tidy: tidyRequests,
    check: requestIsWhole,
  },
  {
    name: 'restore: it is approved',
    asker: carl,
    before: async bot => void (await file(bot)),
    act: bot => pressOn(bot, 'approve'),
    reached: inState('approved'),
    tidy: tidyRequests,
    check: requestIsWhole,
  },
  {
    name: 'restore: the bot starts the work',
    asker: carl,
    before: approved,
    act: bot => pressOn(bot, offers(bot, 'copy') ? 'copy' : 'restore'),
    reached: inState('copying back', 'restoring', 'restored'),
    tidy: tidyRequests,
    check: async bot => {
      await requestIsWhole(bot)
      twice('Started', await startedJobs(bot))
    },
  },
  {
    name: 'restore: the event that it is done',
    asker: null,
    before: async bot => {
      await workedOn(bot)
      await ended(bot, 1)
    },
    act: async bot => {
      await bot.deliver()
      return false
    },
    reached: async bot =>
      (await bot.office.requests.closed(1)).some(it => it.state === 'restored') ||
      inState('copying back', 'restored')(bot),
    tidy: async bot => {
      await bot.deliver()
      await tidyRequests(bot)
    },
    check: requestIsWhole,
  },
  {
    name: 'a copy is retried',
    asker: anna,
    before: async bot => {
      onlyTheFailed(bot)
      mendKey(bot)
      await bot.office.intake.take(copyFailed())
      await bot.office.flush()
    },
    act: async bot => {
      const id = /G-[0-9A-Z]{10}-\d+/.exec(textOf(noticesIn(bot)[0]?.blocks))?.[0] ?? ''
      return press(bot, anna, `retry ${id}`)
    },
    reached: async bot => copiesOf(bot).length > 1,
    told: bot => textOf(shown(bot).map(it => it.blocks)).includes('refused by AWS'),
    tidy: async bot => {
      await ended(bot, 1)
      await bot.office.advanceRetries()
      await bot.deliver()
      await bot.office.advanceRetries()
      await bot.office.flush()
    },
    check: async bot => {
      noneTwice(bot)
      if (copiesOf(bot).length > 2) throw new Error('Copied twice')
      if (copiesOf(bot).length === 2 && !(await landed(bot))) throw new Error('The landing is not told')
    },
  },
  {
    name: 'the sweep finds a failure',
    asker: null,
    before: async bot => onlyTheFailed(bot),
    act: async bot => {
      await bot.office.round()
      return false
    },
    reached: async bot => noticesIn(bot).length > 0,
    tidy: bot => bot.office.round(),
    check: async bot => {
      noneTwice(bot)
      if (noticesIn(bot).length !== 1) throw new Error(`${noticesIn(bot).length} notices of one failure`)
    },
  },
]

const startedJobs = async (bot: Bot) => {
  const request = await newest(bot)
  return (request?.history ?? []).filter(it => it.move === 'copy' || it.move === 'restore')
}
