import type { KnownBlock } from '@slack/types'
import type { House } from '../src/core/house.ts'
import { kindOf } from '../src/core/kinds/index.ts'
import {
  type Actor,
  anyCdx,
  canBeFulfilled,
  isOver,
  type LegFinding,
  type Moved,
  type MoveName,
  movesOpenTo,
  type Request,
  recipeOf,
  type State,
} from '../src/core/restore.ts'
import {
  bold,
  buttons,
  code,
  context,
  cut,
  date,
  join,
  type Mrkdwn,
  mrk,
  type Press,
  packed,
  prose,
  section,
  within,
} from './kit.ts'

const symbols: { readonly [S in State]: Mrkdwn } = {
  filed: mrk`:inbox_tray:`,
  approved: mrk`:ballot_box_with_check:`,
  'copying back': mrk`:hourglass_flowing_sand:`,
  restoring: mrk`:hourglass_flowing_sand:`,
  restored: mrk`:white_check_mark:`,
  declined: mrk`:no_entry_sign:`,
  withdrawn: mrk`:no_entry_sign:`,
  expired: mrk`:no_entry_sign:`,
}

/** A mention of somebody whose id Slack itself gave; any other text stays text. */
export const person = (id: string, name: string): Mrkdwn =>
  /^[UW][A-Z0-9]{2,20}$/.test(id) ? { mrkdwn: `<@${id}>` } : prose(name)

const kindName = (request: Request): string => kindOf(request.resource.kind)?.name ?? request.resource.kind
const accountName = (id: string, house: House): Mrkdwn =>
  mrk`${prose(house.accounts.find(it => it.id === id)?.name ?? 'account')} ${id}`

const size = (bytes: number | null): string =>
  bytes === null ? 'size unknown' : bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`

const stateOf = (request: Request): Mrkdwn => {
  const waiting = request.approvalsNeeded - request.approvals.length
  const copied = request.state === 'copying back' && request.legs.copy.done !== null
  if (request.state === 'filed' && request.approvals.length > 0) return mrk`filed, ${waiting} more approval(s) needed`
  return copied ? mrk`copied back, ready to be restored` : mrk`${request.state}`
}

export const title = (request: Request): Mrkdwn =>
  mrk`${symbols[request.state]} ${bold(request.id)} ${kindName(request)} ${bold(request.resource.name)}: ${stateOf(request)}${
    request.urgency === 'urgent' && !isOver(request.state) ? mrk` :rotating_light: urgent` : mrk``
  }`

const where = (request: Request, house: House): Mrkdwn => {
  const { target, resource } = request
  const recipe = recipeOf(resource.kind)
  const place = mrk`in ${accountName(target.account, house)}, ${target.region}`
  const what =
    target.mode === 'overwrite'
      ? mrk`${recipe?.spares ? mrk`*into the original*` : mrk`:warning: *over the original*`} ${place}. ${prose(recipe?.overwrites ?? '')}`
      : mrk`to ${prose(recipe?.makes ?? 'a new resource')} ${place}`
  const time = target.pointInTime === null ? mrk`` : mrk`\nas it was at ${date(target.pointInTime)}`
  return mrk`*Restore* ${what}${time}`
}

/** Characters of one parameter, and of all of them: the runbook has them whole. */
const shown = { each: 600, all: 2400 }

const parameters = ({ target, resource }: Request): Mrkdwn[] => {
  const set = Object.entries(target.parameters)
  const fields = recipeOf(resource.kind)?.fields
  const room = Math.min(shown.each, Math.floor(shown.all / set.length))
  return set.map(
    ([id, value]) => mrk`with ${prose(fields?.find(it => it.id === id)?.label ?? id)} ${code(cut(value, room))}`,
  )
}

/** Who asks and why: it comes first, for whoever approves must have read it. */
const asked = ({ reason, neededBy, ticket, requester, createdAt }: Request): Mrkdwn[] => [
  mrk`*Why* ${prose(reason)}`,
  ...(neededBy === null ? [] : [mrk`*Needed by* ${date(neededBy)}`]),
  ...(ticket === null ? [] : [mrk`*Ticket* ${prose(ticket)}`]),
  mrk`*Asked by* ${person(requester.id, requester.name)}, ${date(createdAt)}`,
]

const wanted = (request: Request, house: House): Mrkdwn[] => {
  const { point, resource } = request
  return [
    mrk`*Resource* ${code(resource.arn)}`,
    mrk`*Recovery point* of ${date(point.createdAt)}, ${size(point.bytes)}, in ${code(point.vault)} of ${accountName(point.account, house)}, ${point.region}, ${
      point.expiresAt === null ? mrk`kept for ever` : mrk`expires ${date(point.expiresAt)}`
    }`,
    where(request, house),
    ...parameters(request),
  ]
}

const outcomes: { readonly [O in LegFinding['outcome']]: Mrkdwn } = {
  ok: mrk`:white_check_mark:`,
  blocked: mrk`:x:`,
  unknown: mrk`:grey_question:`,
  'by choice': mrk`:no_entry_sign:`,
  advice: mrk`:bulb:`,
}
const heads = {
  yes: mrk`:white_check_mark: Nothing stands in the way of either leg.`,
  no: mrk`:x: As it is now, this would fail:`,
  unsure: mrk`:grey_question: Something that decides it could not be read:`,
}

/** What would stop the copy back and the restore; what passed is only counted. */
export const preflightBlocks = (findings: readonly LegFinding[]): KnownBlock[] => {
  if (findings.length === 0) return [section(mrk`:grey_question: No pre-flight was made.`)]
  const open = findings.filter(it => it.outcome !== 'ok')
  const lines = open
    .slice(0, 6)
    .map(it => mrk`${outcomes[it.outcome]} ${it.stage}: ${prose(it.because)} *Do:* ${prose(it.fix.say)}`)
  return [
    section(join([heads[canBeFulfilled(findings)], ...lines], '\n')),
    ...(open.length < findings.length
      ? [context(mrk`${findings.length - open.length} of ${findings.length} checks passed.`)]
      : []),
  ]
}

const done: { readonly [M in MoveName | 'file']: string } = {
  file: 'asked for it',
  approve: 'approved it',
  decline: 'declined it',
  withdraw: 'withdrew it',
  copy: 'started the copy back',
  copied: 'saw it copied back',
  restore: 'started the restore',
  finish: 'saw it restored',
  fail: 'reported a failure',
  expire: 'closed it as expired',
}

export const told = (it: Moved): Mrkdwn =>
  mrk`${date(it.at)} ${person(it.by, it.name)} ${done[it.move]}${it.job ? mrk` ${code(it.job)}` : mrk``}${
    it.made ? mrk` ${code(it.made)}` : mrk``
  }${it.reason ? mrk`: ${prose(it.reason)}` : mrk``}`

export const words = (move: MoveName | 'show' | 'runbook', id: string): string => `requests ${move} ${id}`

export const pressOf = (move: MoveName, request: Request, act: boolean): Press => {
  const { id, resource, target } = request
  const at = { words: words(move, id) }
  const runs = (what: string): Pick<Press, 'confirm'> =>
    act
      ? {
          confirm: {
            title: `${what}?`,
            text: mrk`${what} for ${bold(id)}, ${bold(resource.name)}, in account ${target.account}, ${target.region}.`,
            yes: what,
          },
        }
      : {}
  switch (move) {
    case 'approve':
      return {
        ...at,
        label: 'Approve',
        style: 'primary',
        ...(target.mode === 'overwrite'
          ? {
              confirm: {
                title: recipeOf(resource.kind)?.spares ? 'Approve this way?' : 'Approve overwriting?',
                text: mrk`${bold(resource.name)} itself is the target of this restore.`,
                yes: 'Approve',
              },
            }
          : {}),
      }
    case 'decline':
      return { ...at, label: 'Decline', style: 'danger' }
    case 'withdraw':
      return { ...at, label: 'Withdraw' }
    case 'copy':
      return { ...at, label: act ? 'Copy back' : 'I started the copy back', style: 'primary', ...runs('Copy back') }
    case 'copied':
      return { ...at, label: 'It is copied back' }
    case 'restore':
      return { ...at, label: act ? 'Restore' : 'I started the restore', style: 'primary', ...runs('Restore') }
    case 'finish':
      return { ...at, label: 'It is restored' }
    case 'fail':
      return { ...at, label: 'It failed' }
    case 'expire':
      return { ...at, label: 'Close as expired' }
  }
}

/** The card in the CDX channel: the buttons are the moves open to the team. With no act role they only take notes. */
export const requestCard = (request: Request, house: House, viewer: Actor = anyCdx): KnownBlock[] => {
  const act = house.actRole !== null
  const presses = movesOpenTo(request, viewer).map(move => pressOf(move, request, act))
  const runbook: Press[] = isOver(request.state) ? [] : [{ label: 'Runbook', words: words('runbook', request.id) }]
  const row = buttons(...presses, ...runbook)
  const timeline = request.history.slice(-8).map(told)
  const preflight = isOver(request.state) ? [] : preflightBlocks(request.preflight)
  const last = [...preflight, context(join(timeline, '\n')), ...row]
  return within(
    [section(title(request)), ...packed(asked(request)), ...packed(wanted(request, house)), ...last],
    last.length,
  )
}
