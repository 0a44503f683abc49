import { checkBlocks } from '../blocks/check.ts'
import { gather } from '../src/aws/gather.ts'
import { resolve } from '../src/aws/resolve.ts'
import { identify } from '../src/core/identify.ts'
import { type Intent, printIntent } from '../src/core/intent.ts'
import { judge, judgeUnsupported } from '../src/core/judge.ts'
import { isMistake, type Mistake, mistake } from '../src/core/trouble.ts'
import type { Answer, Verdict } from '../src/core/verdict.ts'
import { type Command, type Deps, type Exit, mistakeReply } from './command.ts'

type Asked = Extract<Intent, { verb: 'check' }>

const exits: Record<Answer, Exit> = { yes: 0, no: 1, 'by choice': 1, unsure: 3 }

export const check = {
  run: async (intent, deps, signal) => {
    const verdict = await verdictOf(intent, deps, signal)
    if (isMistake(verdict)) return mistakeReply(verdict)
    deps.enter?.('show')
    const account = deps.house.accounts.find(it => it.id === verdict.resource.account)?.name ?? 'account'
    return {
      blocks: checkBlocks(verdict, intent, account),
      json: { schema: 'backup-bot/check/1', ...verdict },
      exit: exits[verdict.verdict],
    }
  },
} satisfies Command<'check'>

/** Identify, gather, judge. */
const verdictOf = async (
  intent: Asked,
  { house, aws, now, enter }: Deps,
  signal: AbortSignal,
): Promise<Verdict | Mistake> => {
  const asked = { house, to: intent.to ?? ('central' as const), checkedAt: now().toISOString() }
  const found = identify(intent, house)
  if (isMistake(found)) return found
  if (found.is === 'unsupported') return judgeUnsupported(found.target, asked)
  if (found.is === 'key')
    return mistake('That is a key, not a resource that is backed up. Ask for its policy instead.', {
      choices: [{ label: 'Key policy', words: printIntent({ verb: 'policy', target: intent.target }) }],
    })
  const source = found.is === 'recovery point' ? await resolve(aws, house, found, signal) : found
  if (isMistake(source)) return source
  enter?.('gather')
  const reading = await gather(aws, house, source.resource, { to: asked.to, signal, history: true })
  enter?.('judge')
  return judge({ ...reading, notes: [...source.notes, ...reading.notes] }, asked)
}
