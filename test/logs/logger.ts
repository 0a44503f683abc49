import { Console } from 'node:console'
import { appendFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import type { Logger } from '@aws-lambda-powertools/logger'
import { createLog, createLogger } from '../../src/entry/logs.ts'

const kept = new Writable({
  write: (chunk, _, done) => {
    if (process.env.TEST_LOGS) appendFileSync(`${process.env.TEST_LOGS}/${process.pid}-log`, chunk)
    done()
  },
})

/** The bot's own logger at its most talkative: on no screen, but among what is searched for secrets. */
export const testLogger = (): Logger => {
  const logger = createLogger()
  logger.setLogLevel('DEBUG')
  Reflect.set(logger, 'console', new Console(kept))
  return logger
}

export const quiet = createLog(testLogger())
