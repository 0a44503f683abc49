import { setMaxListeners } from 'node:events'
import type { ViewOutput } from '@slack/bolt'
import type { ModalView, PlainTextOption } from '@slack/types'
import { foundOption, pointAction } from '../../blocks/request-forms.ts'
import { formErrors, readForm, readPointOption, readSubject, restoreForm } from '../../blocks/restore-form.ts'
import type { Deps } from '../../commands/command.ts'
import type { FilledForm } from '../../commands/request-desk.ts'
import { optionOf } from '../../commands/restore.ts'
import { errorsIn } from '../../commands/restore-filing.ts'
import { keptResources, listPoints } from '../aws/recovery-points.ts'
import { known } from '../core/fact.ts'
import { vaultRegions } from '../core/house.ts'
import { identify } from '../core/identify.ts'
import { parseIntent } from '../core/intent.ts'
import { kindOf } from '../core/kinds/index.ts'
import { type ChosenPoint, checkForm, type FormErrors, recipeOf } from '../core/restore.ts'
import { isMistake } from '../core/trouble.ts'
import type { FormTools } from './forms.ts'
import type { May } from './may.ts'

/** Milliseconds: Slack waits three seconds for a list, and for the errors of a form. */
const quick = 2_000

const inTime = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<T>(resolve => {
    timer = setTimeout(() => resolve(otherwise), quick)
  })
  try {
    return await Promise.race([work.catch(() => otherwise), over])
  } finally {
    clearTimeout(timer)
  }
}

/** Every call that is made for one answer listens to it. */
const soon = (): AbortSignal => {
  const signal = AbortSignal.timeout(quick)
  setMaxListeners(0, signal)
  return signal
}

const has =
  (text: string) =>
  ({ text: label, description, value }: PlainTextOption): boolean =>
    `${label.text} ${description?.text ?? ''} ${value}`.toLowerCase().includes(text.trim().toLowerCase())

const typeOf = (view: Pick<ViewOutput, 'private_metadata'> | undefined) => {
  const subject = readSubject(view?.private_metadata ?? '')
  const kind = subject === null ? undefined : kindOf(subject.kind)
  const recipe = subject === null ? undefined : recipeOf(subject.kind)
  return subject && kind && recipe ? { subject, kind, recipe } : null
}

const selectedPoint = (view: ViewOutput): PlainTextOption | null => {
  const chosen = view.state.values.point?.[pointAction]?.selected_option
  return chosen ? { text: { type: 'plain_text', text: chosen.text.text }, value: chosen.value } : null
}

/** What the forms show and find wrong; nothing here takes longer than Slack waits. */
export const formTools = (deps: Pick<Deps, 'house' | 'aws' | 'now'>, may: Pick<May, 'about' | 'among'>): FormTools => {
  const { house, aws, now } = deps

  /** As far as that can be seen without asking AWS. */
  const errorsAtOnce = ({ subject, values }: FilledForm, type: NonNullable<ReturnType<typeof typeOf>>): FormErrors => {
    const place = readPointOption(values.point ?? '')
    const unread = { createdAt: '', expiresAt: null, key: null, bytes: null, metadata: {}, vault: '' }
    const assumed: ChosenPoint | null = place && { ...place, ...unread, resource: subject.arn, status: 'COMPLETED' }
    const result = checkForm(values, {
      ...type,
      house,
      resource: subject,
      point: assumed && known(assumed),
      taken: null,
      now: now().toISOString(),
    })
    return result.valid ? {} : result.errors
  }

  return {
    acts: house.actRole !== null,

    points: async (view, text, asker) => {
      const type = typeOf(view)
      if (type === null || !(await inTime(may.about(asker, type.subject.account), false))) return []
      const { points } = await inTime(listPoints(aws, house, type.subject, soon()), {
        points: [],
        unread: [],
      })
      return points.flatMap(point => optionOf(point) ?? []).filter(has(text))
    },

    found: async (text, asker) => {
      const signal = soon()
      const kept = await inTime(
        Promise.all(vaultRegions(house).map(region => keptResources(aws, house, region, signal))),
        [],
      )
      const all = [...new Set(kept.flatMap(it => (it.known ? it.value : [])))]
      return (await inTime(may.among(asker, all), [])).flatMap(arn => foundOption(arn) ?? []).filter(has(text))
    },

    redrawn: (view, mode) => {
      const type = typeOf(view)
      if (type === null) return null
      const values = { ...readForm(view.state.values), mode }
      return restoreForm({ ...type, house, values, point: selectedPoint(view) })
    },

    meant: text => {
      const intent = parseIntent(`restore ${text}`)
      if (isMistake(intent)) return { errors: { target: intent.mistake } }
      if (intent.verb !== 'restore' || intent.target === undefined)
        return { errors: { target: 'Paste an ARN, an id or a console URL.' } }
      const asked = { ...intent, target: intent.target }
      const meant = identify(asked, house)
      // A question with answers to choose from is asked in the modal.
      return isMistake(meant) && !meant.choices ? { errors: { target: meant.mistake } } : asked
    },

    filled: async view => {
      const type = typeOf(view)
      if (type === null) return null
      const form: FilledForm = { subject: type.subject, values: readForm(view.state.values), once: view.id }
      const shown = { blocks: view.blocks as ModalView['blocks'] }
      const atOnce = errorsAtOnce(form, type)
      if (Object.keys(atOnce).length > 0) return formErrors(atOnce, shown)
      // What AWS does not say in time is judged afterwards; the form comes back then.
      const read = await inTime(errorsIn(form, deps, soon()), {})
      return isMistake(read) || Object.keys(read).length === 0 ? form : formErrors(read, shown)
    },
  }
}
