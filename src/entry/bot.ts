import type { Logger } from '@aws-lambda-powertools/logger'
import { SocketModeReceiver } from '@slack/bolt'
import { createQueueClient, pollQueue, sendTo } from '../aws/queue.ts'
import type { Measured } from '../core/measures.ts'
import { isMistake } from '../core/trouble.ts'
import { clientOptions, createApp } from '../slack/app.ts'
import { readErrand, runErrand, Unworkable } from '../slack/errand.ts'
import { formTools } from '../slack/form-tools.ts'
import { listen } from '../slack/listen.ts'
import { SlackReceiver } from '../slack/receiver.ts'
import { background } from '../slack/run.ts'
import { boltLogger } from './logs.ts'
import { portTrouble, type Settings } from './settings.ts'
import { newTrace, traced, watch } from './trace.ts'
import { type Wiring, wireWork } from './wire.ts'

/** Wires Bolt to the work; the transport is the caller's. */
export const wireBot = (settings: Wiring, logger: Logger, measured?: Measured) => {
  const { log, deps, office, may, slackFetch, run, runOnce } = wireWork(settings, logger, measured)
  const work = background(run, log)
  const app = (receiver: Parameters<typeof createApp>[0]) => {
    const it = createApp(receiver, { ...settings, fetch: slackFetch }, boltLogger(log))
    listen(it, work.later, async () => formTools(deps, may))
    return it
  }
  return { app, idle: work.idle, deps, log, office, slackFetch, run, runOnce }
}

const minute = 60_000

/** What goes on by itself in a long-running bot: the queue, what is due each minute, the sweep every 15 minutes. */
export const startRounds = (
  { queueUrl }: Pick<Settings, 'queueUrl'>,
  { log, office, runOnce }: Pick<ReturnType<typeof wireBot>, 'log' | 'office' | 'runOnce'>,
) => {
  if (!office) return { stop: async () => {} }
  const going = new Set<Promise<unknown>>()
  const soon = (work: () => Promise<unknown>) => {
    const it: Promise<unknown> = work()
      .catch(error => log.error('a round failed', { error }))
      .finally(() => going.delete(it))
    going.add(it)
  }
  const queue = queueUrl ? createQueueClient(queueUrl) : undefined
  const send = async (message: unknown) => {
    if (queue && queueUrl) await sendTo(queue, queueUrl, message)
  }
  const tell = async () => office.handOver((await office.flush()).undelivered, send)
  const handle: Parameters<typeof pollQueue>[0]['handle'] = async (body, attributes) => {
    const errand = readErrand(body, attributes)
    if (isMistake(errand)) throw new Unworkable(errand.mistake)
    await traced(newTrace(), () => runErrand(errand, { office, runWork: runOnce }))
    soon(tell)
  }
  const poller = queue && queueUrl ? pollQueue({ url: queueUrl, handle, trouble: log.error }, queue) : undefined
  const timers = [
    setInterval(() => soon(() => office.advanceRetries().then(tell)), minute),
    setInterval(() => soon(office.tendRequests), minute),
    setInterval(() => soon(office.round), 15 * minute),
  ]
  soon(office.round)
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
      await poller?.stop()
      while (going.size) await Promise.all(going)
    },
  }
}

/** The long-running bot: Socket Mode where an app token is set, HTTP otherwise. */
export const startBot = async (settings: Settings, logger: Logger, measured?: Measured) => {
  const bot = wireBot(settings, logger, measured)
  const stopAll = async (transport: Promise<unknown>, rounds: { stop: () => Promise<void> }) => {
    await Promise.all([transport, rounds.stop()])
    await bot.idle()
  }
  if (settings.appToken) {
    const receiver = new SocketModeReceiver({
      appToken: settings.appToken,
      logger: boltLogger(bot.log),
      installerOptions: { clientOptions: clientOptions({ ...settings, fetch: bot.slackFetch }) },
    })
    const it = bot.app(receiver)
    await it.start()
    const rounds = startRounds(settings, bot)
    return { socketMode: true, port: 0, stop: () => stopAll(it.stop(), rounds) }
  }
  const receiver = new SlackReceiver({
    signingSecret: settings.signingSecret,
    now: Date.now,
    trouble: error => bot.log.error('a request failed', { error }),
    around: watch(bot.log, measured, setImmediate),
  })
  bot.app(receiver)
  const port = await receiver.start(settings.port).catch(error => {
    throw portTrouble(error, settings.port)
  })
  const rounds = startRounds(settings, bot)
  return { socketMode: false, port, stop: () => stopAll(receiver.stop(), rounds) }
}
