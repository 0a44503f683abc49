import { type Filed, fits, policyBlocks } from '../blocks/policy.ts'
import { type Intent, printIntent } from '../src/core/intent.ts'
import { formatPlan, formatPlans } from '../src/core/key-policy/formats.ts'
import type { PolicyFormat } from '../src/core/options.ts'
import type { Unplanned } from '../src/core/policy-plan.ts'
import { isMistake } from '../src/core/trouble.ts'
import { type Command, type Deps, type Exit, mistakeReply, type TextFile } from './command.ts'
import { type Plans, plansOf } from './policy-plans.ts'

type Asked = Extract<Intent, { verb: 'policy' }>

export const exits: Record<Unplanned['need'], Exit> = { nothing: 0, statements: 1, 'another key': 1, unknown: 3 }

export const policy = {
  run: async (intent, deps, signal) => {
    const found = await plansOf(intent, deps, signal)
    if (isMistake(found)) return mistakeReply(found)
    deps.enter?.('show')
    const { plans, failed } = found
    const [first, ...others] = plans
    const shown = intent.format ?? (deps.asker ? 'diff' : 'statements')
    const filed = await sendFiles(found, intent, shown, deps)
    const failedCopies = failed?.map(({ job, account, region, resource, at, message }) => ({
      job,
      account,
      region,
      resource,
      at,
      message,
    }))
    return {
      blocks: policyBlocks(found, intent, shown, filed),
      json: { ...first, ...(others.length ? { others } : {}), failedCopies: failedCopies ?? null },
      exit: exits[first.need],
      // What was asked for in a format goes into a file or a pipe as it is.
      ...(intent.format && !deps.asker ? { text: formatPlans(plans, intent.format) } : {}),
    }
  },
} satisfies Command<'policy'>

const endings: Record<PolicyFormat, string> = {
  statements: 'json',
  policy: 'json',
  diff: 'diff',
  cli: 'sh',
  terraform: 'tf',
  cdk: 'ts',
  cloudformation: 'yaml',
}

const fileOf = (plan: Unplanned, format: PolicyFormat): TextFile => {
  const key = plan.key?.arn ?? ''
  return {
    name: `key-policy-${key.split('/').at(-1)}.${endings[format]}`,
    title: `Key policy of ${key.split('/').at(-1)} with the missing statements`,
    content: formatPlan(plan, format),
  }
}

/** The whole policy with the first answer, and whatever was asked for that does not fit into a message. */
const sendFiles = async (
  { plans }: Plans,
  intent: Asked,
  shown: PolicyFormat,
  { sendFile, asker }: Deps,
): Promise<readonly Filed[]> => {
  if (!sendFile || !asker) return []
  const { share: _, ...again } = intent
  const mended = plans.filter(it => it.statements.length > 0 && it.policy !== null)
  // To share with the channel is to show once more what the asker has been sent.
  const isFirst = intent.format === undefined && !intent.share
  if (!isFirst && fits(mended, shown)) return []
  const format = intent.format ?? 'policy'
  const filed: Filed[] = []
  for (const plan of mended) {
    const file = fileOf(plan, format)
    const refused = await sendFile(asker, file)
    const words = `backup-bot ${printIntent({ ...again, format })}`
    filed.push({ name: file.name, format, why: refused?.mistake ?? null, words })
  }
  return filed
}
