import { setMaxListeners } from 'node:events'
import type { PlainTextOption } from '@slack/types'
import { findForm } from '../blocks/request-forms.ts'
import { restorableBlocks } from '../blocks/restorable.ts'
import { keyName, pointOption, restoreForm } from '../blocks/restore-form.ts'
import { gather } from '../src/aws/gather.ts'
import { type Listed, type ListedPoint, listPoints, restoreMetadata } from '../src/aws/recovery-points.ts'
import { resolve } from '../src/aws/resolve.ts'
import { isComposite } from '../src/core/composite.ts'
import { vaultRegionOf } from '../src/core/house.ts'
import { identify } from '../src/core/identify.ts'
import { type Intent, printIntent } from '../src/core/intent.ts'
import type { Kind } from '../src/core/kind.ts'
import { kindOf, kinds } from '../src/core/kinds/index.ts'
import type { Resource } from '../src/core/resource.ts'
import { type Draft, modesOf, prefill, type Recipe, recipeOf } from '../src/core/restore.ts'
import { isMistake, type Mistake, mistake } from '../src/core/trouble.ts'
import { type Command, type Deps, mistakeReply, type Reply } from './command.ts'
import { filed, refused } from './restore-filing.ts'

type Asked = Extract<Intent, { verb: 'restore' }>

/** Slack takes 25 buttons in a row. */
const mostChoices = 24
/** Milliseconds for reading what the resource is; where it is gone, its recovery points say that. */
const lookAround = 5_000

export const restore = {
  run: async (intent, deps, signal) => {
    // Every call of the form listens to it.
    setMaxListeners(0, signal)
    if (deps.form) return filed(deps.form, deps, signal)
    if (intent.target === undefined)
      return {
        ...mistakeReply(mistake('Restore what? Paste an ARN, an id or a console URL.', { usage: 'restore' })),
        view: findForm(),
      }
    return opened({ ...intent, target: intent.target }, deps, signal)
  },
} satisfies Command<'restore'>

/** Gone or not readable: the type that AWS Backup wrote on the recovery points decides. */
const kindFrom = (read: Kind | undefined, resource: Resource, points: readonly ListedPoint[]): Kind | undefined => {
  if (read) return read
  const type = points[0]?.type
  const same = kinds.filter(it => it.family === resource.family)
  return same.find(it => it.backupType === type) ?? (same.length === 1 ? same[0] : undefined)
}

type Opened = {
  readonly resource: Draft['resource']
  readonly kind: Kind
  readonly recipe: Recipe
  readonly listed: Listed
  readonly preferred: string | undefined
}

const opening = async (
  intent: Asked & { readonly target: string },
  { house, aws, enter }: Deps,
  signal: AbortSignal,
): Promise<Opened | Mistake> => {
  const found = identify(intent, house)
  if (isMistake(found)) return found
  if (found.is === 'unsupported')
    return mistake(`AWS Backup does not back up ${found.target.what}, so there is nothing to restore.`)
  if (found.is === 'key') return mistake('That is a key, not a resource that is backed up.', { usage: 'restore' })
  const source = found.is === 'recovery point' ? await resolve(aws, house, found, signal) : found
  if (isMistake(source)) return source
  const at = source.resource
  enter?.('gather')
  const [reading, first] = await Promise.all([
    gather(aws, house, at, { to: 'central', signal, deadline: lookAround }),
    at.region === '' ? undefined : listPoints(aws, house, at, signal),
  ])
  const resource = reading.resource
  const whole = kindOf(reading.kind)
  if (reading.nested.length > 0 && whole && !isComposite(whole))
    return mistake(`${resource.name} holds several things that are restored each by itself. Which one?`, {
      choices: reading.nested.slice(0, mostChoices).map(({ resource: { arn, name } }) => ({
        label: name,
        words: printIntent({ ...intent, target: arn }),
      })),
    })
  if (resource.region === '')
    return mistake(`The Region of ${resource.name} is not known; add --region.`, { usage: 'restore' })
  const same = first !== undefined && resource.arn === at.arn && resource.region === at.region
  const listed = same ? first : await listPoints(aws, house, resource, signal)
  enter?.('judge')
  const is = reading.facts.state?.known || reading.facts.encryption?.known ? kindOf(reading.kind) : undefined
  const kind = kindFrom(is, resource, listed.points) ?? kindOf(reading.kind)
  const recipe = kind && recipeOf(kind.id)
  if (kind === undefined || recipe === undefined) return mistake(`I do not know how ${resource.name} is restored.`)
  const { arn, name, account, region } = resource
  const preferred = found.is === 'recovery point' ? found.point.arn : undefined
  return { resource: { arn, name, kind: kind.id, account, region }, kind, recipe, listed, preferred }
}

const usable = ({ status }: ListedPoint) => status === 'COMPLETED' || status === 'AVAILABLE'

/** One line of the list; `null` where it cannot be chosen. */
export const optionOf = (point: ListedPoint): PlainTextOption | null =>
  usable(point) ? pointOption(point, keyName(point.key)) : null

const opened = async (intent: Asked & { readonly target: string }, deps: Deps, signal: AbortSignal): Promise<Reply> => {
  const { house, aws, enter } = deps
  const it = await opening(intent, deps, signal)
  if (isMistake(it)) return mistakeReply(it)
  const { resource, kind, recipe, listed, preferred } = it
  const no = await refused(deps, resource.account)
  if (no) return mistakeReply(no)
  const { points, unread } = listed
  const json = {
    schema: 'backup-bot/restore/1',
    resource,
    points,
    unread,
    fields: recipe.fields.map(field => field.id),
  }
  if (points.length === 0) {
    const sentence = `There is no recovery point of ${resource.name} in ${house.member.vault} of account ${resource.account}, ${resource.region}, or in the central vault, ${vaultRegionOf(house, resource.region)}.`
    return unread.length === 0
      ? { ...mistakeReply(mistake(sentence)), json, exit: 1 }
      : {
          ...mistakeReply(
            mistake(
              `I found no recovery point of ${resource.name}, but could not look everywhere: ${unread.join(' ')}`,
            ),
          ),
          json,
          exit: 3,
        }
  }
  const best = points.find(point => point.arn === preferred && usable(point)) ?? points.find(usable)
  enter?.('gather')
  const metadata = best ? await restoreMetadata(aws, best, signal) : undefined
  enter?.('show')
  const [mode = 'new'] = modesOf(recipe)
  const { account, region } = resource
  const values = {
    ...(metadata?.known ? prefill(recipe, metadata.value) : {}),
    mode,
    account,
    region,
    urgency: 'normal',
  }
  return {
    blocks: restorableBlocks({ resource, kind, recipe, points, unread, values }, house),
    json,
    exit: 0,
    view: restoreForm({ subject: resource, kind, recipe, house, values, point: best ? optionOf(best) : null }),
  }
}
