import type { PlainTextOption } from '@slack/types'
import { filedBlocks } from '../blocks/filed.ts'
import { answerForm } from '../blocks/request-forms.ts'
import { keyName, pointOption, readPointOption, restoreForm } from '../blocks/restore-form.ts'
import { preflightFacts } from '../src/aws/preflight.ts'
import { describePoint, restoreMetadata } from '../src/aws/recovery-points.ts'
import { isTaken } from '../src/aws/taken.ts'
import { type Fact, known, unknown } from '../src/core/fact.ts'
import { printIntent } from '../src/core/intent.ts'
import { kindOf } from '../src/core/kinds/index.ts'
import {
  type ChosenPoint,
  checkForm,
  type Draft,
  type FormContext,
  type FormErrors,
  type FormResult,
  preflight,
  recipeOf,
} from '../src/core/restore.ts'
import { isMistake, type Mistake, mistake } from '../src/core/trouble.ts'
import { type Deps, mistakeReply, type Reply } from './command.ts'
import type { FilledForm } from './request-desk.ts'

/** Who may not ask for a restore in this account, and why; nobody is asked in a shell. */
export const refused = async (deps: Deps, account: string): Promise<Mistake | undefined> => {
  const { asker, requestDesk, house } = deps
  if (asker === undefined || requestDesk === undefined) return undefined
  const may = await requestDesk.mayAsk(asker, account)
  if (may === true) return undefined
  return may === 'unknown'
    ? mistake('Slack does not tell me who may ask for a restore. Try again in a minute.')
    : mistake(
        house.slack.whoMayAsk === 'owners'
          ? `Only the owners of account ${account} and the CDX team ask for its restores.`
          : 'You are not in the group of those who may ask for a restore.',
      )
}

/** The option of a recovery point is its place and ARN. */
const chosenPoint = async (
  value: string | undefined,
  { house, aws }: Deps,
  signal: AbortSignal,
): Promise<Fact<ChosenPoint> | null> => {
  if (value === undefined) return null
  const place = readPointOption(value)
  const ours =
    place !== null &&
    (house.accounts.length === 0 ||
      place.account === house.central.account ||
      house.accounts.some(it => it.id === place.account))
  if (!ours) return unknown('not found', 'This is not one of the recovery points in the list.')
  const found = await describePoint(aws, house, place, signal)
  if (!found.known) return found
  const { type: _, encrypted: __, ...point } = found.value
  return known(point, ...found.evidence)
}

const contextOf = async (
  { subject, values }: FilledForm,
  deps: Deps,
  signal: AbortSignal,
): Promise<FormContext | Mistake> => {
  const kind = kindOf(subject.kind)
  const recipe = recipeOf(subject.kind)
  if (kind === undefined || recipe === undefined) return mistake(`I do not know how ${subject.name} is restored.`)
  const { account = '', region = '' } = values
  const name = recipe.named === undefined ? undefined : values[`p-${recipe.named}`]?.trim()
  const parameters = Object.fromEntries(
    Object.entries(values).flatMap(([id, value]) => (id.startsWith('p-') ? [[id.slice(2), value]] : [])),
  )
  const askable = name && /^\d{12}$/.test(account) && deps.house.regions.includes(region)
  const [point, taken] = await Promise.all([
    chosenPoint(values.point, deps, signal),
    askable ? isTaken(deps.aws, kind.id, { account, region, parameters }, name, signal) : null,
  ])
  return { house: deps.house, kind, recipe, resource: subject, point, taken, now: deps.now().toISOString() }
}

/** What is wrong with a form, with everything read that decides it. Rejects with `WorldFault` only. */
export const errorsIn = async (form: FilledForm, deps: Deps, signal: AbortSignal): Promise<FormErrors | Mistake> => {
  const context = await contextOf(form, deps, signal)
  if (isMistake(context)) return context
  const result = checkForm(form.values, context)
  return result.valid ? {} : result.errors
}

const again = ({ subject, values }: FilledForm, { kind, recipe, house, point }: FormContext, errors: FormErrors) => {
  const shown = values.point ?? ''
  const option: PlainTextOption | null =
    shown === '' || (point !== null && !point.known)
      ? null
      : point === null
        ? null
        : pointOption(point.value, keyName(point.value.key))
  return restoreForm({ subject, kind, recipe, house, values, point: option, errors })
}

const withMetadata = async (draft: Draft, { aws }: Deps, signal: AbortSignal): Promise<Draft> => {
  const metadata = await restoreMetadata(aws, draft.point, signal)
  return metadata.known ? { ...draft, point: { ...draft.point, metadata: metadata.value } } : draft
}

/** Identify, gather, judge, keep: the form becomes a request, or comes back with a sentence at each mistake. */
export const filed = async (form: FilledForm, deps: Deps, signal: AbortSignal): Promise<Reply> => {
  const { requestDesk: desk, asker, askerName, house, aws, where } = deps
  if (!desk || !asker) return mistakeReply(mistake('I keep no requests here: no table is configured (TABLE_NAME).'))
  const no = await refused(deps, form.subject.account)
  if (no) return mistakeReply(no)
  const context = await contextOf(form, deps, signal)
  if (isMistake(context)) return mistakeReply(context)
  const result: FormResult = checkForm(form.values, context)
  if (!result.valid) {
    const sentences = Object.values(result.errors).join(' ')
    const { subject } = form
    const words = printIntent({
      verb: 'restore',
      target: subject.arn,
      account: subject.account,
      region: subject.region,
    })
    return {
      ...mistakeReply(mistake(`The request was not filed. ${sentences}`, { choices: [{ label: 'Ask again', words }] })),
      view: again(form, context, result.errors),
    }
  }
  const draft = await withMetadata(result.draft, deps, signal)
  const facts = await preflightFacts(aws, house, draft, signal)
  const findings = preflight({ draft, kind: context.kind, house, facts, now: deps.now().toISOString() })
  const request = await desk.file(
    draft,
    findings,
    { id: asker, name: askerName ?? asker },
    {
      ...(where ? { where } : {}),
      ...(form.once ? { once: form.once } : {}),
    },
  )
  const blocks = filedBlocks(request)
  return { blocks, json: { schema: 'backup-bot/requests/1', requests: [request] }, exit: 0, view: answerForm(blocks) }
}
