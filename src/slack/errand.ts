import * as z from 'zod'
import type { Intent } from '../core/intent.ts'
import { type Attributes, asNotification } from '../core/signal.ts'
import { type Mistake, mistake } from '../core/trouble.ts'
import { type Verb, verbs } from '../core/verbs.ts'
import type { Taken } from './intake.ts'
import type { Office } from './office.ts'
import type { Work } from './run.ts'

/** What a message on the bot's queue asks for. */
export type Errand =
  | { readonly is: 'work'; readonly work: Work }
  /** The scheduled round. */
  | { readonly is: 'sweep' }
  | { readonly is: 'flush' }
  /** Restore requests, each minute: reminders, what has expired, jobs that no event told of. */
  | { readonly is: 'reminders' }
  /** A notice that could be told nowhere. */
  | { readonly is: 'retell'; readonly notice: string }
  | { readonly is: 'event'; readonly event: unknown }

const isVerb = (verb: unknown): verb is Verb => typeof verb === 'string' && Object.hasOwn(verbs, verb)
const work = z.object({
  intent: z.custom<Intent>(it => typeof it === 'object' && it !== null && 'verb' in it && isVerb(it.verb)),
  address: z.object({
    responseUrl: z.string(),
    replace: z.boolean(),
    share: z.boolean(),
    view: z.object({ id: z.string(), user: z.string(), hash: z.string().exactOptional() }).exactOptional(),
    home: z.string().exactOptional(),
  }),
  asker: z.string().exactOptional(),
  askerName: z.string().exactOptional(),
  where: z.string().exactOptional(),
  pressed: z.literal(true).exactOptional(),
  form: z
    .object({
      subject: z.object({
        arn: z.string(),
        name: z.string(),
        kind: z.string(),
        account: z.string(),
        region: z.string(),
      }),
      values: z.record(z.string(), z.string()),
      once: z.string().exactOptional(),
    })
    .exactOptional(),
  id: z.string().exactOptional(),
  at: z.number().exactOptional(),
})
const sweep = z.object({ sweep: z.literal(true) })
const flush = z.object({ flush: z.literal(true) })
const reminders = z.object({ reminders: z.literal(true) })
const retell = z.object({ retell: z.string() })
/** The message of that errand. */
export const retellMessage = (notice: string): z.input<typeof retell> => ({ retell: notice })

/** What is none of ours is an event, which the intake judges. */
export const errandOf = (value: unknown): Errand => {
  const ours = work.safeParse(value)
  if (ours.success) return { is: 'work', work: ours.data }
  if (sweep.safeParse(value).success) return { is: 'sweep' }
  if (reminders.safeParse(value).success) return { is: 'reminders' }
  const untold = retell.safeParse(value)
  if (untold.success) return { is: 'retell', notice: untold.data.retell }
  return flush.safeParse(value).success ? { is: 'flush' } : { is: 'event', event: value }
}

export const readErrand = (body: string, attributes?: Attributes): Errand | Mistake => {
  const notification = asNotification(body, attributes)
  if (notification) return { is: 'event', event: notification }
  try {
    return errandOf(JSON.parse(body))
  } catch {
    return mistake('The body of this message is not JSON.', { usage: 'event' })
  }
}

/** Something that is not an event, or an event without a table to remember it in: it must end in the dead-letter queue. */
export class Unworkable extends Error {}

export type ErrandOptions = {
  /** Absent where the bot has no table. */
  readonly office: Pick<Office, 'intake' | 'round' | 'advanceRetries' | 'tendRequests' | 'retell'> | undefined
  readonly runWork: (work: Work) => Promise<void>
}

/** Does one errand; `told`: a failure was counted, so a flush must follow. Throws when it must be done again. */
export const runErrand = async (errand: Errand, { office, runWork }: ErrandOptions): Promise<Taken['is'] | 'done'> => {
  if (errand.is === 'work') {
    await runWork(errand.work)
    return 'done'
  }
  if (!office) throw new Unworkable('No table is configured (TABLE_NAME), so no event can be taken in.')
  switch (errand.is) {
    case 'sweep':
      await office.round()
      return 'done'
    case 'reminders':
      await office.tendRequests()
      return 'done'
    case 'flush':
      await office.advanceRetries()
      return 'done'
    case 'retell':
      await office.retell(errand.notice)
      return 'done'
    case 'event': {
      const taken = await office.intake.take(errand.event)
      if (taken.is === 'mistake') throw new Unworkable(taken.mistake.mistake)
      return taken.is
    }
  }
}
