import type { Logger } from '@aws-lambda-powertools/logger'
import { SocketModeReceiver } from '@slack/bolt'
import type { Measured } from '../core/measures.ts'
import { clientOptions, createApp } from '../slack/app.ts'
import { formTools } from '../slack/form-tools.ts'
import { listen } from '../slack/listen.ts'
import { SlackReceiver } from '../slack/receiver.ts'
import { background } from '../slack/run.ts'
import { boltLogger } from './logs.ts'
import { startRounds } from './rounds.ts'
import { portTrouble, type Settings } from './settings.ts'
import { watch } from './trace.ts'
import { type Wiring, wireWork } from './wire.ts'

/** Wires Bolt to the work; the transport is the caller's. */
export const wireBot = (settings: Wiring, logger: Logger, measured?: Measured) => {
  const { log, deps, office, may, watch, slackFetch, run, runOnce } = wireWork(settings, logger, measured)
  const work = background(run, log)
  const app = (receiver: Parameters<typeof createApp>[0]) => {
    const it = createApp(receiver, { ...settings, fetch: slackFetch }, boltLogger(log))
    listen(it, work.later, async () => formTools(deps, may))
    return it
  }
  return { app, idle: work.idle, deps, log, office, watch, slackFetch, run, runOnce }
}

/** The long-running bot: Socket Mode where an app token is set, HTTP otherwise. */
export const startBot = async (settings: Settings, logger: Logger, measured?: Measured) => {
  const bot = wireBot(settings, logger, measured)
  const stopAll = async (transport: Promise<unknown>, rounds: { stop: () => Promise<void> }) => {
    bot.office?.notices.stop()
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
