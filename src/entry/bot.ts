import type { Logger } from '@aws-lambda-powertools/logger'
import { type Logger as BoltLogger, LogLevel, SocketModeReceiver } from '@slack/bolt'
import type { Deps } from '../../commands/command.ts'
import { createAws } from '../aws/sessions.ts'
import { clientOptions, createApp } from '../slack/app.ts'
import { listen } from '../slack/listen.ts'
import { SlackReceiver } from '../slack/receiver.ts'
import { postTo } from '../slack/reply.ts'
import { background, type Log, runWork } from '../slack/run.ts'
import type { Settings } from './settings.ts'

const noop = () => {}

/** Bolt's logger over ours; its debug lines carry whole payloads and are left out. */
const boltLogger = (logger: Logger): BoltLogger => {
  let level = LogLevel.INFO
  return {
    debug: noop,
    info: (...words) => logger.info(words.join(' ')),
    warn: (...words) => logger.warn(words.join(' ')),
    error: (...words) => logger.error(words.join(' ')),
    setLevel: it => {
      level = it
    },
    getLevel: () => level,
    setName: noop,
  }
}

/** Wires Bolt, commands and AWS together; the transport is the caller's. */
export const wireBot = (settings: Pick<Settings, 'house' | 'botToken' | 'apiUrl'>, logger: Logger) => {
  const log: Log = {
    info: (message, more) => logger.info(message, more ?? {}),
    error: (message, more) => logger.error(message, more ?? {}),
  }
  const deps: Deps = { house: settings.house, aws: createAws(settings.house), now: () => new Date() }
  const post = postTo(settings.apiUrl)
  const work = background(it => runWork(it, deps, post, log), log)
  const app = (receiver: Parameters<typeof createApp>[0]) => {
    const it = createApp(receiver, settings, boltLogger(logger))
    listen(it, work.later)
    return it
  }
  return { app, idle: work.idle, deps }
}

/** The long-running bot: Socket Mode where an app token is set, HTTP otherwise. */
export const startBot = async (settings: Settings, logger: Logger) => {
  const { app, idle } = wireBot(settings, logger)
  if (settings.appToken) {
    const receiver = new SocketModeReceiver({
      appToken: settings.appToken,
      logger: boltLogger(logger),
      installerOptions: { clientOptions: clientOptions(settings) },
    })
    const it = app(receiver)
    await it.start()
    return { socketMode: true, port: 0, stop: () => it.stop().then(idle) }
  }
  const receiver = new SlackReceiver({
    signingSecret: settings.signingSecret,
    now: Date.now,
    trouble: error => logger.error('a request failed', { error }),
  })
  app(receiver)
  const port = await receiver.start(settings.port)
  return { socketMode: false, port, stop: () => receiver.stop().then(idle) }
}
