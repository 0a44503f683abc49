import { backOff, createQueueClient, pollQueue, sendTo } from '../aws/queue.ts'
import { asWorldFault, WorldFault } from '../aws/trouble.ts'
import { watched } from '../aws/watched.ts'
import { eachStep } from '../core/each-step.ts'
import { isMistake } from '../core/trouble.ts'
import { readErrand, runErrand, Unworkable } from '../slack/errand.ts'
import type { Log } from '../slack/run.ts'
import type { Settings } from './settings.ts'
import { newTrace, traced } from './trace.ts'
import type { wireWork } from './wire.ts'

const minute = 60_000

/** What is wrong is said once, however many rounds meet it and however often, and again when it is another thing. */
const sayOnce = (log: Log) => {
  const wrong = new Map<string, string>()
  return {
    failed: (what: string, error: unknown): void => {
      const fault = asWorldFault(error, 'A call to the bot’s table (DynamoDB)')
      const why = fault instanceof Error ? fault.message : String(fault)
      const isKnown = [...wrong.values()].includes(why)
      wrong.set(what, why)
      if (isKnown) return
      const says = fault instanceof WorldFault ? why : 'A round failed.'
      log.error(`${says} What is due waits, and is tried again until it works.`, { round: what, error })
    },
    worked: (what: string): void => {
      if (wrong.delete(what) && wrong.size === 0) log.info('the rounds work again')
    },
  }
}

type Parts = Pick<ReturnType<typeof wireWork>, 'log' | 'office' | 'runOnce' | 'watch'>
type Pace = {
  /** Milliseconds until a round that failed is tried again, by how often it failed in a row. */
  readonly again?: (failures: number) => number
}

/** What goes on by itself in a long-running bot: the queue, what is due each minute, the sweep every 15 minutes. */
export const startRounds = (
  { queueUrl }: Pick<Settings, 'queueUrl'>,
  { log, office, runOnce, watch }: Parts,
  { again = failures => backOff(failures) * 1000 }: Pace = {},
) => {
  if (!office) return { stop: async () => {} }
  const { failed, worked } = sayOnce(log)
  const going = new Set<Promise<unknown>>()
  const timers = new Map<string, NodeJS.Timeout>()
  let stopping = false
  /** Whether it worked; never rejects. */
  const attempt = (what: string, work: () => Promise<unknown>): Promise<boolean> => {
    const tried = async () => {
      try {
        await work()
        worked(what)
        return true
      } catch (error) {
        failed(what, error)
        return false
      }
    }
    const it = tried().finally(() => going.delete(it))
    going.add(it)
    return it
  }
  const keepDoing = (what: string, every: number, work: () => Promise<unknown>, wait = every, failures = 0): void => {
    const turn = async () => {
      const now = (await attempt(what, work)) ? 0 : failures + 1
      if (!stopping) keepDoing(what, every, work, now === 0 ? every : Math.min(every, again(now)), now)
    }
    timers.set(
      what,
      setTimeout(() => void turn(), wait),
    )
  }

  const queue = queueUrl ? watched(createQueueClient(queueUrl), watch) : undefined
  const send = async (message: unknown) => {
    if (!queue || !queueUrl) return
    await sendTo(queue, queueUrl, message).catch(error => {
      throw asWorldFault(error, 'sqs:SendMessage')
    })
  }
  const tell = async () => office.handOver((await office.flush()).undelivered, send)
  const handle: Parameters<typeof pollQueue>[0]['handle'] = async (body, attributes) => {
    const errand = readErrand(body, attributes)
    if (isMistake(errand)) throw new Unworkable(errand.mistake)
    await traced(newTrace(), () => runErrand(errand, { office, runWork: runOnce }))
    void attempt('news', tell)
  }
  const poller =
    queue && queueUrl
      ? pollQueue(
          {
            url: queueUrl,
            handle,
            trouble: log.error,
            read: error =>
              error === undefined ? worked('queue') : failed('queue', asWorldFault(error, 'sqs:ReceiveMessage')),
          },
          queue,
        )
      : undefined
  keepDoing('sweep', 15 * minute, office.round, 0)
  keepDoing('notices', minute, () => eachStep(office.advanceRetries, tell))
  keepDoing('requests', minute, office.tendRequests)
  return {
    stop: async () => {
      stopping = true
      for (const timer of timers.values()) clearTimeout(timer)
      await poller?.stop()
      while (going.size) await Promise.all(going)
    },
  }
}
